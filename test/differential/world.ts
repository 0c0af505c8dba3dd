/** Random exchanges in the middle of their lives: the states that differential cases start from. */
import { bestLevel, BUY, SELL } from '../../protocol/book/levels.ts';
import { removeOrder, restOrder } from '../../protocol/book/orders.ts';
import type { Header, InboxItem } from '../../protocol/generated/codec.ts';
import { genesisState } from '../../protocol/genesis.ts';
import { decodeTerms, expirySec, type InstrumentTerms } from '../../protocol/instrument.ts';
import { Machine } from '../../protocol/machine.ts';
import { applyFill } from '../../protocol/margin/check.ts';
import { surfaceFrom } from '../../protocol/margin/feeds.ts';
import { areSound, PARAMETER_LIMITS, parameterValues } from '../../protocol/margin/parameters.ts';
import { addPosition } from '../../protocol/margin/positions.ts';
import { StateTree } from '../../protocol/merkle.ts';
import { addCash } from '../../protocol/money.ts';
import { INBOX_DEPOSIT } from '../../protocol/ops/consumeInbox.ts';
import { deposit } from '../../protocol/ops/deposit.ts';
import { listInstrument } from '../../protocol/ops/listInstrument.ts';
import { settleAccount } from '../../protocol/ops/settleAccount.ts';
import {
  DAY_SEC,
  DAY_ZERO_SEC,
  FRESH_PRINTS,
  FULL_CONFIDENCE_E4,
  INDEX_BITS,
  KEY_SLOTS,
  MAX_SCENARIOS,
  MODEL_PORTFOLIO,
  SCENARIO_PARAMETERS,
  SETTLEMENT_WINDOW_SEC,
  UNDERLYINGS,
} from '../../protocol/params.ts';
import { ACCEPTED } from '../../protocol/rejections.ts';
import { admits } from '../../protocol/pricing/svi.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import { accountOfKey } from '../../protocol/signed.ts';
import { expiryIndex, keyIndex, type State } from '../../protocol/state.ts';
import { useNonce } from '../../protocol/authenticate.ts';
import { domainSeparator } from '../../protocol/typedData.ts';
import { Random } from '../fixtures/random.ts';
import { type Signer, signerOf } from '../fixtures/sign.ts';
import { hexOf } from './harness.ts';

/** 2026-06-01 00:00 UTC. */
const MIDNIGHT_SEC = 1_780_272_000;
const START_DAY = (MIDNIGHT_SEC - DAY_ZERO_SEC) / DAY_SEC;
/** Just after that day's settlement window has begun, or in the middle of it. */
const TIMES_OF_DAY_SEC = [0, 0, 27_001, 28_000];
/** Expiries relative to the start; by the time a world is done the negative ones have come. */
const EXPIRED_DAYS = [-3, -2, -1];
const LIVE_DAYS = [0, 2, 9, 30];

export class World {
  readonly random: Random;
  readonly state: State;
  readonly tree: StateTree;
  readonly publishers: readonly Signer[];
  readonly domain: Uint8Array;
  readonly startSec: number;
  readonly #header: Header;
  /** By address. */
  readonly #signers = new Map<string, Signer>();
  readonly #sessionKeys = new Map<number, Signer>();
  readonly #nonces = new Map<number, number>();
  readonly #machine: Machine;
  #versions = 1;

  constructor(seed: number) {
    this.random = new Random(seed);
    const { random } = this;
    this.startSec = MIDNIGHT_SEC + random.pick(TIMES_OF_DAY_SEC);
    const count = random.between(3, 16);
    this.publishers = Array.from({ length: count }, (_, i) => signerOf(`publisher ${i}`));
    this.state = genesisState({
      timeSec: this.startSec - 10 * DAY_SEC,
      publishers: this.publishers.map(({ address }) => address),
      quorum: random.between(1, Math.min(count, 5)),
    });
    this.#header = {
      version: 1,
      chainId: 31337,
      rollup: random.bytes(20),
      verifier: random.bytes(20),
      number: random.magnitude(1, 2 ** 40),
      parentHash: random.bytes(32),
      dataHash: new Uint8Array(32),
      dataLength: 0,
      inboxFrom: random.magnitude(1, 2 ** 40),
      inboxTo: 0,
      inboxHash: new Uint8Array(32),
      timeSec: this.startSec + DAY_SEC,
    };
    this.domain = domainSeparator(this.#header);
    this.#machine = new Machine({
      state: this.state,
      input: { header: this.#header, data: new Uint8Array(0), inbox: [] },
      signatures: recoverSignatures,
    });
    this.#print();
    this.#list();
    this.#openAccounts();
    this.#trade();
    this.#rest();
    this.#expire();
    this.#giveKeys();
    this.#unbalance();
    this.state.journal.savepoint();
    this.tree = new StateTree(this.state);
  }

  header(changes: Partial<Header>): Header {
    return { ...this.#header, ...changes };
  }

  // What cases pick from.

  get timeSec(): number {
    return this.state.globals.timeSec();
  }

  accounts(): number[] {
    return upTo(this.state.globals.accountCount());
  }

  instruments(): number[] {
    return upTo(this.state.globals.instrumentCount());
  }

  terms(instrument: number): InstrumentTerms {
    return decodeTerms(this.state.instruments.code(instrument));
  }

  isExpired(instrument: number): boolean {
    return this.timeSec >= expirySec(this.terms(instrument).day);
  }

  liveInstruments(): number[] {
    return this.instruments().filter((instrument) => !this.isExpired(instrument));
  }

  liveTerms(underlying: number): InstrumentTerms[] {
    const terms = this.liveInstruments().map((instrument) => this.terms(instrument));
    return terms.filter((one) => one.underlying === underlying);
  }

  openOrders(): number[] {
    return upTo(this.state.globals.orderCount()).filter((id) => this.state.orders.account(id) > 0);
  }

  ordersOfLevel(level: number): number[] {
    const orders: number[] = [];
    for (let id = this.state.levels.head(level); id !== 0; id = this.state.orders.next(id)) {
      orders.push(id);
    }
    return orders;
  }

  /** Accounts behind the best level that an order of the side meets. */
  makersOf({ instrument, side }: { instrument: number; side: number }): number[] {
    const level = bestLevel(this.state, { instrument, side: 1 - side });
    return this.ordersOfLevel(level).map((order) => this.state.orders.account(order));
  }

  /** An account whose own key can sign. */
  anyAccount(): number {
    return this.random.pick(this.accounts());
  }

  /** The owner's key, or somebody else's where the owner came from outside. */
  owner(account: number): Signer {
    const address = this.state.accounts.owner(account);
    return this.#signers.get(hexOf(address)) ?? signerOf('nobody');
  }

  signer(key: number): Signer {
    return key % KEY_SLOTS === 0
      ? this.owner(accountOfKey(key))
      : (this.#sessionKeys.get(key) ?? signerOf('nobody'));
  }

  sessionKeys(): number[] {
    return [...this.#sessionKeys.keys()];
  }

  /** A nonce that the key has not used. */
  nextNonce(key: number): number {
    const nonce = Math.max(this.#nonces.get(key) ?? 0, this.state.keys.nonceBase(key));
    this.#nonces.set(key, nonce + 1);
    return nonce;
  }

  /** Somewhere near what the option is worth, on the tick. */
  fairCents(instrument: number): number {
    const { underlying, strikeCents, put } = this.terms(instrument);
    const index = this.state.underlyings.indexCents(underlying);
    const intrinsic = Math.max(put ? strikeCents - index : index - strikeCents, 0);
    return roundToTick(underlying, intrinsic + index / 50);
  }

  // Changes from outside the rules, for building and for preparing a case.

  /** A signer whose accounts the world can sign for. */
  know(signer: Signer): Signer {
    this.#signers.set(hexOf(signer.address), signer);
    return signer;
  }

  openAccount(amount: number, owner: Signer): number {
    this.know(owner);
    const item = { kind: INBOX_DEPOSIT, sender: owner.address, account: 0, amount, timeSec: 0 };
    deposit(this.#machine, item);
    return this.state.globals.accountCount();
  }

  setSessionKey(
    key: number,
    signer: Signer,
    rights: { expiresAtSec: number; scope: number },
  ): void {
    const { keys } = this.state;
    this.#sessionKeys.set(key, signer);
    keys.setSigner(key, signer.address);
    keys.setExpiresAtSec(key, rights.expiresAtSec);
    keys.setScope(key, rights.scope);
  }

  setCash(account: number, cash: number): void {
    addCash(this.state, account, cash - this.state.accounts.cash(account));
  }

  /** Both sides of a trade without margin or fees. @returns false where a limit forbids it */
  give(
    long: number,
    short: number,
    options: { instrument: number; quantityE4: number; premium: number },
  ): boolean {
    const { state } = this;
    const code = state.instruments.code(options.instrument);
    const { quantityE4: amount, premium: money } = options;
    if (applyFill(state, { account: long, code, amount, money: -money }) !== ACCEPTED) return false;
    if (applyFill(state, { account: short, code, amount: -amount, money }) === ACCEPTED)
      return true;
    addPosition(state, { account: long, code, delta: -amount });
    addCash(state, long, money);
    return false;
  }

  restOrder(terms: {
    account: number;
    instrument: number;
    side: number;
    priceCents: number;
    quantityE4: number;
  }): number {
    return restOrder(this.#machine, terms);
  }

  removeOrder(order: number): void {
    removeOrder(this.#machine, order, 'cancelled');
  }

  /** Prints are as if they had just come. */
  freshen(): void {
    const { random, state, timeSec } = this;
    UNDERLYINGS.forEach((_, underlying) => {
      const before = state.underlyings.indexTimeSec(underlying);
      this.#printIndexTime(underlying, Math.max(before, timeSec - random.between(0, 100)));
      for (const { day } of this.liveTerms(underlying)) {
        const expiry = expiryIndex(underlying, day);
        const printed = state.expiries.surfaceTimeSec(expiry);
        if (printed !== 0)
          state.expiries.setSurfaceTimeSec(expiry, Math.max(printed, timeSec - 60));
      }
    });
  }

  /** A surface that the rules would take. */
  printSurface({ underlying, day }: { underlying: number; day: number }): void {
    const { random, state } = this;
    const { expiries } = state;
    const expiry = expiryIndex(underlying, day);
    const printedSec = Math.max(state.globals.timeSec(), this.startSec) - random.between(0, 500);
    const index = state.underlyings.indexCents(underlying);
    const forwardCents = Math.round((index * random.between(95, 110)) / 100);
    const sec = expirySec(day) - printedSec;
    if (sec <= 0) return;
    expiries.setSurfaceTimeSec(expiry, printedSec);
    expiries.setBasisCents(expiry, Math.round((index * random.between(-50, 50)) / 1000));
    expiries.setRateE9(expiry, random.pick([0, 40_000_000, -10_000_000, random.below(10 ** 9)]));
    expiries.setForwardConfidenceE4(expiry, this.#confidenceE4());
    expiries.setRateConfidenceE4(expiry, this.#confidenceE4());
    expiries.setVolConfidenceE4(expiry, this.#confidenceE4());
    expiries.setForwardCents(expiry, forwardCents);
    const svi = randomSvi(random, { sec, forwardCents });
    expiries.setAE12(expiry, svi.aE12);
    expiries.setBE12(expiry, svi.bE12);
    expiries.setRhoE12(expiry, svi.rhoE12);
    expiries.setME12(expiry, svi.mE12);
    expiries.setSigmaE12(expiry, svi.sigmaE12);
  }

  /** Some parameters take other values that are allowed. */
  changeParameters(): void {
    const { random, state } = this;
    for (let tries = 40; tries > 0; tries--) {
      const index = random.below(SCENARIO_PARAMETERS + 3 * MAX_SCENARIOS);
      const beyond = index - SCENARIO_PARAMETERS;
      const [least, greatest] =
        PARAMETER_LIMITS[beyond >= 0 ? SCENARIO_PARAMETERS + (beyond % 3) : index];
      const values = parameterValues(state);
      const around = Math.round((values[index] * random.between(50, 150)) / 100);
      const whole = random.between(least / 10 ** 9, greatest / 10 ** 9) * 10 ** 9;
      values[index] = random.pick([Math.min(Math.max(around, least), greatest), Math.round(whole)]);
      if (areSound(values)) state.parameters.setValue(index, values[index]);
    }
    this.renewVersion();
  }

  /** What is decoded of the parameters is kept by version, so two lists may not have one. */
  renewVersion(): void {
    this.#versions += 2;
    this.state.parameters.setVersion(this.#versions);
  }

  listInstrument(terms: InstrumentTerms): number {
    return listInstrument(this.#machine, { ...terms, put: terms.put ? 1 : 0 });
  }

  randomQuantity(underlying: number, mostLots = 200): number {
    return UNDERLYINGS[underlying].lotE4 * this.random.between(1, mostLots);
  }

  #print(): void {
    const { random, state } = this;
    [random.between(20_000_00, 150_000_00), random.between(1_000_00, 8_000_00)].forEach(
      (indexCents, underlying) => {
        state.underlyings.setIndexCents(underlying, indexCents);
        state.underlyings.setConfidenceE4(underlying, this.#confidenceE4());
        state.underlyings.setFreshPrints(
          underlying,
          random.pick([0, 1, FRESH_PRINTS, FRESH_PRINTS]),
        );
        const reference = Math.round((indexCents * random.between(85, 115)) / 100);
        state.underlyings.setReferenceCents(underlying, random.pick([0, indexCents, reference]));
        this.#printIndexTime(underlying, this.startSec - random.between(1, 100));
      },
    );
    for (const day of LIVE_DAYS) {
      UNDERLYINGS.forEach((_, underlying) => {
        if (random.chance(0.85)) this.printSurface({ underlying, day: START_DAY + day });
        if (day === 0) this.#fillWindow(underlying);
      });
    }
  }

  /** As if prints had come for all or most of the settlement window so far. */
  #fillWindow(underlying: number): void {
    const { random, state } = this;
    const expiry = expiryIndex(underlying, START_DAY);
    const from = expirySec(START_DAY) - SETTLEMENT_WINDOW_SEC;
    const elapsed = Math.max(state.underlyings.indexTimeSec(underlying) - from, 0);
    const coveredSec = Math.max(elapsed - random.pick([0, 0, 100, 1000]), 0);
    const index = state.underlyings.indexCents(underlying);
    state.expiries.setWindowCoveredSec(expiry, coveredSec);
    state.expiries.setWindowSum(
      expiry,
      coveredSec * Math.round((index * random.between(80, 120)) / 100),
    );
  }

  #printIndexTime(underlying: number, timeSec: number): void {
    const { globals, underlyings } = this.state;
    underlyings.setIndexTimeSec(underlying, timeSec);
    globals.setPrintTimeSec(Math.max(globals.printTimeSec(), timeSec));
  }

  #confidenceE4(): number {
    const { random } = this;
    return random.chance(0.7) ? FULL_CONFIDENCE_E4 : random.between(0, FULL_CONFIDENCE_E4);
  }

  #list(): void {
    const { random, state } = this;
    for (const day of [...EXPIRED_DAYS, ...LIVE_DAYS]) {
      for (const [underlying, { strikeStepCents }] of UNDERLYINGS.entries()) {
        const index = state.underlyings.indexCents(underlying);
        for (let i = random.between(2, 4); i > 0; i--) {
          const ratio = random.between(50, 160) / 100;
          const strikeCents = Math.round((index * ratio) / strikeStepCents) * strikeStepCents;
          const terms = { underlying, day: START_DAY + day, strikeCents };
          for (const put of random.pick([[true, false], [true], [false]])) {
            this.listInstrument({ ...terms, put });
          }
        }
      }
    }
  }

  #openAccounts(): void {
    const { random } = this;
    const count = random.between(50, 60);
    for (let i = 1; i <= count; i++) {
      const shared = i > 5 && random.chance(0.3);
      const owner = shared ? this.owner(random.below(i - 1) + 1) : signerOf(`owner ${i}`);
      this.openAccount(random.magnitude(10_000_000, 10_000_000_000_000), owner);
      // Of one underlying from now on.
      if (i % 3 === 0) this.state.accounts.setMarginModel(i, MODEL_PORTFOLIO);
    }
  }

  #trade(): void {
    const { random } = this;
    for (let i = random.between(60, 200); i > 0; i--) {
      const instrument = random.pick(this.instruments());
      const quantityE4 = this.randomQuantity(this.terms(instrument).underlying);
      const [long, short] = [this.anyAccount(), this.anyAccount()];
      const premium = this.fairCents(instrument) * quantityE4;
      if (long !== short) this.give(long, short, { instrument, quantityE4, premium });
    }
  }

  #rest(): void {
    const { random } = this;
    for (const instrument of this.instruments()) {
      const { underlying } = this.terms(instrument);
      const { tickCents } = UNDERLYINGS[underlying];
      const fair = this.fairCents(instrument);
      for (const side of [BUY, SELL]) {
        for (let i = random.between(0, 7); i > 0; i--) {
          const distance = tickCents * random.between(1, 5);
          const priceCents = side === BUY ? fair - distance : fair + distance;
          if (priceCents <= 0) continue;
          const quantityE4 = this.randomQuantity(underlying, 50);
          this.restOrder({ account: this.anyAccount(), instrument, side, priceCents, quantityE4 });
        }
      }
    }
    for (const order of this.openOrders()) if (random.chance(0.15)) this.removeOrder(order);
  }

  /** Time passes; most of the expiries that have come get their settlement price, some accounts are settled. */
  #expire(): void {
    const { random, state } = this;
    state.globals.setTimeSec(this.startSec);
    for (const day of EXPIRED_DAYS) {
      UNDERLYINGS.forEach((_, underlying) => {
        if (random.chance(0.3)) return;
        const expiry = expiryIndex(underlying, START_DAY + day);
        const index = state.underlyings.indexCents(underlying);
        state.expiries.setSettled(expiry, 1);
        state.expiries.setSettlementCents(
          expiry,
          Math.round((index * random.between(85, 115)) / 100),
        );
        for (const account of this.accounts()) {
          if (random.chance(0.6)) continue;
          settleAccount(this.#machine, { account, underlying, day: START_DAY + day });
        }
      });
    }
  }

  #giveKeys(): void {
    const { random, state } = this;
    for (const account of this.accounts()) {
      if (random.chance(0.5)) continue;
      const key = keyIndex(account, random.between(1, KEY_SLOTS - 1));
      const expiresAtSec = random.chance(0.5) ? 0 : this.startSec + random.between(0, 10_000);
      this.setSessionKey(key, signerOf(`session ${account}`), {
        expiresAtSec,
        scope: random.between(1, 7),
      });
    }
    for (const account of this.accounts()) {
      const key = keyIndex(account, 0);
      if (random.chance(0.5)) continue;
      for (let nonce = 0, i = random.between(1, 6); i > 0; i--) {
        nonce += random.magnitude(1, 5000);
        useNonce(state, key, nonce);
        this.#nonces.set(key, nonce + 1);
      }
    }
  }

  /** Insurance as fees would have left it; some worlds owe more than their vault holds. */
  #unbalance(): void {
    const { random, state } = this;
    const insurance = random.magnitude(1, 1_000_000_000_000);
    state.globals.setInsurance(state.globals.insurance() + insurance);
    state.globals.setVault(state.globals.vault() + insurance);
    if (random.chance(0.3)) {
      state.globals.setVault(Math.floor((state.globals.vault() * random.between(1, 99)) / 100));
    }
  }
}

export function roundToTick(underlying: number, priceCents: number): number {
  const { tickCents } = UNDERLYINGS[underlying];
  return Math.max(Math.round(priceCents / tickCents), 1) * tickCents;
}

/** Of 20 to 200 % at the money, mostly with a smile. */
export function randomSvi(
  random: Random,
  { sec, forwardCents }: { sec: number; forwardCents: number },
): Record<'aE12' | 'bE12' | 'rhoE12' | 'mE12' | 'sigmaE12', number> {
  const vol = random.between(20, 200) / 100;
  const varianceE12 = Math.max(Math.round(((vol * vol * sec) / 31_536_000) * 1e12), 10);
  const sigmaE12 = random.between(10_000_000_000, 1_000_000_000_000);
  const smile = {
    bE12: Math.round((varianceE12 * random.below(100)) / 100 / (sigmaE12 / 1e12)),
    rhoE12: random.between(-950, 950) * 1_000_000_000,
    mE12: random.between(-300, 300) * 1_000_000_000,
    sigmaE12,
  };
  const svi = { aE12: Math.round(varianceE12 * 0.3), ...smile };
  const flat = { aE12: varianceE12, bE12: 0, rhoE12: 0, mE12: 0, sigmaE12 };
  const isFlat =
    random.chance(0.2) || !admits(surfaceFrom({ ...svi, forwardCents, secToExpiry: sec }));
  return isFlat ? flat : svi;
}

export type ItemFields = Omit<InboxItem, 'timeSec'>;

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** Writes records back as they were. */
export function restoreRecords(state: State, records: ReadonlyMap<number, Uint8Array>): void {
  for (const [key, record] of records) {
    const table = state.tables[Math.floor(key / 2 ** INDEX_BITS)];
    table.load(key % 2 ** INDEX_BITS, record);
  }
  state.journal.savepoint();
}
