/** A state made by hand, in which one step is as expensive as it can be. */
import { hashData, hashInbox } from '../../../protocol/batch.ts';
import { type Header, type InboxItem, type Registers } from '../../../protocol/generated/codec.ts';
import { genesisState } from '../../../protocol/genesis.ts';
import { encodeTerms, expirySec, instrumentName } from '../../../protocol/instrument.ts';
import { STATE } from '../../../protocol/layout.ts';
import { initialRegisters, Machine, PHASE } from '../../../protocol/machine.ts';
import {
  CHUNK_BYTES,
  FRESH_PRINTS,
  FULL_CONFIDENCE_E4,
  INDEX_BITS,
  MAX_BATCH_BYTES,
  MAX_INBOX_ITEMS,
  MAX_POSITIONS,
  MAX_PUBLISHERS,
} from '../../../protocol/params.ts';
import { recoverSignatures } from '../../../protocol/signatures.ts';
import { expiryIndex, keyIndex, type State } from '../../../protocol/state.ts';
import { domainSeparator, hashText } from '../../../protocol/typedData.ts';
import { type RecordedStep, StepRecorder } from '../../../protocol/witness.ts';
import { type Signer, signerOf, signOperation } from '../../fixtures/sign.ts';

/** Ids reach this far here; in the state they may reach INDEX_BITS. COST: tables are dense in memory. */
const ID_BITS = { account: 11, instrument: 14, order: 14, level: 14 } as const;
const BITS_BY_KIND: Readonly<Record<number, number>> = {
  [STATE.account.kind]: ID_BITS.account,
  // Eight keys an account, of which one is used.
  [STATE.key.kind]: ID_BITS.account + 3,
  [STATE.instrument.kind]: ID_BITS.instrument,
  [STATE.order.kind]: ID_BITS.order,
  [STATE.level.kind]: ID_BITS.level,
};

/** Siblings that ids spread over all of 2^28 would add at most. */
export function moreSiblings({ leaves }: RecordedStep): number {
  const kinds = [...leaves.keys()].map((key) => Math.floor(key / 2 ** INDEX_BITS));
  return kinds.reduce((sum, kind) => sum + INDEX_BITS - (BITS_BY_KIND[kind] ?? INDEX_BITS), 0);
}

export const TODAY = 2342;
export const NOW = expirySec(TODAY) + 3600;
export const BTC = 0;
export const ETH = 1;
export const INDEX_CENTS = [60_000_00, 2_500_00];
export const SIGNER = signerOf('worst owner');
export const NO_SIGNATURE = new Uint8Array(64);

/** A state made by hand at ids that lie as far apart as they can. */
export class Stage {
  readonly state: State;
  readonly publishers: readonly Signer[];
  readonly #used = { account: 0, instrument: 0, order: 0, level: 0 };

  constructor() {
    this.publishers = Array.from({ length: MAX_PUBLISHERS }, (_, i) => signerOf(`publisher ${i}`));
    this.state = genesisState({
      timeSec: NOW,
      publishers: this.publishers.map(({ address }) => address),
      quorum: MAX_PUBLISHERS,
    });
    const { globals, underlyings } = this.state;
    globals.setAccountCount(2 ** ID_BITS.account - 1);
    globals.setInstrumentCount(2 ** ID_BITS.instrument - 1);
    globals.setOrderCount(2 ** ID_BITS.order - 1);
    globals.setLevelCount(2 ** ID_BITS.level - 1);
    globals.setVault(2 ** 50);
    globals.setInsurance(2 ** 40);
    globals.setPositiveCash(2 ** 49);
    globals.setPool(2 ** 48);
    globals.setPrintTimeSec(NOW - 100);
    INDEX_CENTS.forEach((cents, underlying) => {
      underlyings.setIndexCents(underlying, cents);
      underlyings.setIndexTimeSec(underlying, NOW - 100);
      underlyings.setConfidenceE4(underlying, FULL_CONFIDENCE_E4 / 2);
      underlyings.setFreshPrints(underlying, FRESH_PRINTS);
      underlyings.setReferenceCents(underlying, cents);
    });
  }

  /** The next id whose leaf shares the fewest nodes with those before it: 1, 2, 3 … with the bits reversed. */
  #next(kind: keyof typeof ID_BITS): number {
    this.#used[kind] += 1;
    let id = 0;
    for (let bit = 0; bit < ID_BITS[kind]; bit++) {
      id = id * 2 + ((this.#used[kind] >> bit) & 1);
    }
    return id;
  }

  account(cash = 0): number {
    const id = this.#next('account');
    const key = keyIndex(id, 0);
    this.state.accounts.setOwner(id, SIGNER.address);
    this.state.accounts.setCash(id, cash);
    this.state.keys.setSigner(key, SIGNER.address);
    this.state.keys.setScope(key, 7);
    return id;
  }

  instrument(terms: {
    underlying?: number;
    day: number;
    strikeCents: number;
    put?: boolean;
  }): number {
    const id = this.#next('instrument');
    const full = { underlying: BTC, put: false, ...terms };
    this.state.instruments.setCode(id, encodeTerms(full));
    this.state.instruments.setNameHash(id, hashText(instrumentName(full)));
    return id;
  }

  /** A live call near the money. */
  liveCall(): number {
    return this.instrument({ day: TODAY + 10, strikeCents: 60_000_00 });
  }

  level(fields: {
    instrument: number;
    side: number;
    priceCents: number;
    better?: number;
    worse?: number;
  }): number {
    const id = this.#next('level');
    const { levels } = this.state;
    levels.setInstrument(id, fields.instrument);
    levels.setSide(id, fields.side);
    levels.setPriceCents(id, fields.priceCents);
    levels.setBetter(id, fields.better ?? 0);
    levels.setWorse(id, fields.worse ?? 0);
    return id;
  }

  /** An order alone in its level, in the middle of its account's list: every neighbour is another leaf. */
  lonelyOrder(account: number, level: number, quantityE4: number): number {
    const { orders, levels } = this.state;
    const id = this.#next('order');
    orders.setAccount(id, account);
    orders.setLevel(id, level);
    orders.setQuantityE4(id, quantityE4);
    orders.setAccountPrev(id, this.otherOrder(account));
    orders.setAccountNext(id, this.otherOrder(account));
    levels.setHead(level, id);
    levels.setTail(level, id);
    this.state.accounts.setOrderCount(account, 300);
    return id;
  }

  otherOrder(account: number): number {
    const id = this.#next('order');
    this.state.orders.setAccount(id, account);
    this.state.orders.setQuantityE4(id, 100);
    return id;
  }

  /**
   * 128 positions or fewer in up to 32 live expiries with surfaces, short as often as long.
   * @param options `besides` names an instrument that is among them, or that there is room for
   */
  fill(
    account: number,
    options: { besides: number; holds?: number; underlyings?: number; count?: number },
  ): void {
    const { besides, holds = 0, underlyings = 2, count = MAX_POSITIONS } = options;
    const { accounts, instruments } = this.state;
    const own = instruments.code(besides);
    const positions = Array.from({ length: count - 1 }, (_, i) => {
      const group = i % 31;
      const terms = { underlying: group % underlyings, day: TODAY + 12 * (group + 1) };
      if (i < 31) this.surface(terms);
      // From 70 to 130 % of the index.
      const ratio = 0.7 + (0.6 * i) / count;
      const strikeCents = Math.round((INDEX_CENTS[terms.underlying] * ratio) / 2500) * 2500;
      return {
        code: encodeTerms({ ...terms, strikeCents, put: i % 3 === 0 }),
        amount: i % 2 === 0 ? 5000 : -5000,
      };
    });
    const all = holds === 0 ? positions : [...positions, { code: own, amount: holds }];
    all.sort((a, b) => a.code - b.code);
    all.forEach(({ code, amount }, i) => {
      accounts.setPositionCode(account, i, code);
      accounts.setPositionAmount(account, i, amount);
    });
    accounts.setPositionCount(account, all.length);
  }

  surface({ underlying, day }: { underlying: number; day: number }): void {
    const { expiries } = this.state;
    const expiry = expiryIndex(underlying, day);
    const years = (day - TODAY) / 365;
    expiries.setPool(expiry, 1);
    expiries.setSurfaceTimeSec(expiry, NOW - 100);
    expiries.setBasisCents(expiry, Math.round(INDEX_CENTS[underlying] / 100));
    expiries.setRateE9(expiry, 40_000_000);
    expiries.setForwardConfidenceE4(expiry, FULL_CONFIDENCE_E4 / 2);
    expiries.setRateConfidenceE4(expiry, FULL_CONFIDENCE_E4 / 2);
    expiries.setVolConfidenceE4(expiry, FULL_CONFIDENCE_E4 / 2);
    expiries.setForwardCents(expiry, INDEX_CENTS[underlying]);
    expiries.setAE12(expiry, Math.round(0.2 * years * 1e12));
    expiries.setBE12(expiry, Math.round(0.3 * years * 1e12));
    expiries.setRhoE12(expiry, -300_000_000_000);
    expiries.setME12(expiry, 20_000_000_000);
    expiries.setSigmaE12(expiry, 150_000_000_000);
  }

  /** One step from here. The data is a full batch's, the operation where its window covers most chunks. */
  record(given: {
    operation?: Uint8Array;
    item?: Omit<InboxItem, 'timeSec'>;
    registers?: Partial<Registers>;
  }): RecordedStep {
    const { state } = this;
    const data = Uint8Array.from({ length: MAX_BATCH_BYTES }, (_, i) => 1 + (i % 255));
    const offset = 60 * CHUNK_BYTES - 1;
    if (given.operation !== undefined) data.set(given.operation, offset);
    const items = Array.from({ length: MAX_INBOX_ITEMS }, () => ({
      ...(given.item ?? NO_ITEM),
      timeSec: NOW,
    }));
    const input = {
      header: header({
        dataHash: hashData(data),
        dataLength: data.length,
        inboxTo: items.length,
        inboxHash: hashInbox(items),
      }),
      data,
      inbox: items,
    };
    state.journal.savepoint();
    const machine = new Machine({ state, input, signatures: recoverSignatures });
    machine.registers = { ...initialRegisters(), offset, ...given.registers };
    if (machine.registers.phase !== PHASE.next) state.journal.begin();
    return new StepRecorder(machine).step();
  }

  sign(operation: Uint8Array, by: readonly Signer[] = [SIGNER], instrument = 0): Uint8Array {
    const nameHash = instrument === 0 ? null : this.state.instruments.nameHash(instrument);
    return signOperation(operation, by, { domain: domainSeparator(header({})), nameHash });
  }
}

export const NO_ITEM = { kind: 1, sender: SIGNER.address, account: 0, amount: 1_000_000 };

function header(changes: Partial<Header>): Header {
  return {
    version: 1,
    chainId: 31337,
    rollup: new Uint8Array(20).fill(0x11),
    verifier: new Uint8Array(20).fill(0x22),
    number: 1_000_000,
    parentHash: new Uint8Array(32).fill(0x33),
    dataHash: new Uint8Array(32),
    dataLength: 0,
    inboxFrom: 0,
    inboxTo: 0,
    inboxHash: new Uint8Array(32),
    timeSec: NOW + 1000,
    ...changes,
  };
}

export function headOf(account: number): {
  key: number;
  nonce: number;
  expiresAtSec: number;
  signature: Uint8Array;
} {
  return {
    key: keyIndex(account, 0),
    nonce: 5000,
    expiresAtSec: 2 ** 32 - 1,
    signature: NO_SIGNATURE,
  };
}
