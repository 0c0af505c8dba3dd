/** Random exchanges in the middle of their lives: the states that differential cases start from. */
import { BUY, SELL } from '../../protocol/book/levels.ts';
import { removeOrder, restOrder } from '../../protocol/book/orders.ts';
import type { Header, InboxItem } from '../../protocol/generated/codec.ts';
import { genesisState } from '../../protocol/genesis.ts';
import { decodeTerms, expirySec, type InstrumentTerms } from '../../protocol/instrument.ts';
import { Machine } from '../../protocol/machine.ts';
import { applyFill } from '../../protocol/margin/check.ts';
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
  INDEX_BITS,
  KEY_SLOTS,
  UNDERLYINGS,
} from '../../protocol/params.ts';
import { ACCEPTED } from '../../protocol/rejections.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import { accountOfKey } from '../../protocol/signed.ts';
import { expiryIndex, keyIndex, type State } from '../../protocol/state.ts';
import { useNonce } from '../../protocol/authenticate.ts';
import { domainSeparator } from '../../protocol/typedData.ts';
import { Random } from '../fixtures/random.ts';
import { type Signer, signerOf } from '../fixtures/sign.ts';
import { hexOf } from './harness.ts';

/** 2026-06-01 00:00 UTC. */
const START_SEC = 1_780_272_000;
const START_DAY = (START_SEC - DAY_ZERO_SEC) / DAY_SEC;
/** Expiries relative to the start; by the time a world is done the negative ones have come. */
const EXPIRED_DAYS = [-3, -2, -1];
const LIVE_DAYS = [2, 9, 30];

export class World {
  readonly random: Random;
  readonly state: State;
  readonly tree: StateTree;
  readonly publishers: readonly Signer[];
  readonly domain: Uint8Array;
  readonly #header: Header;
  /** By address. */
  readonly #signers = new Map<string, Signer>();
  readonly #sessionKeys = new Map<number, Signer>();
  readonly #nonces = new Map<number, number>();
  readonly #machine: Machine;

  constructor(seed: number) {
    this.random = new Random(seed);
    const { random } = this;
    const count = random.between(3, 16);
    this.publishers = Array.from({ length: count }, (_, i) => signerOf(`publisher ${i}`));
    this.state = genesisState({
      timeSec: START_SEC - 10 * DAY_SEC,
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
      timeSec: START_SEC + DAY_SEC,
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
        state.underlyings.setIndexTimeSec(underlying, START_SEC - random.between(1, 100));
      },
    );
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
    state.globals.setTimeSec(START_SEC);
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
      const expiresAtSec = random.chance(0.5) ? 0 : START_SEC + random.between(0, 10_000);
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
