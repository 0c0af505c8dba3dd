/** The most expensive step of each kind that the parameters allow. */
import { hashData, hashInbox } from '../../protocol/batch.ts';
import { BUY, SELL } from '../../protocol/book/levels.ts';
import { GTC, POST_ONLY } from '../../protocol/book/match.ts';
import {
  encodeAdvanceTime,
  encodeCancelAll,
  encodeCancelOrder,
  encodeListInstrument,
  encodePlaceOrder,
  encodePublishPrices,
  encodeSetMarginModel,
  encodeSetSessionKey,
  encodeSettleAccount,
  encodeSettleExpiry,
  encodeSweepExpired,
  encodeTransfer,
  encodeWithdraw,
  type Header,
  type InboxItem,
  type Registers,
} from '../../protocol/generated/codec.ts';
import { genesisState } from '../../protocol/genesis.ts';
import { encodeTerms, expirySec, instrumentName } from '../../protocol/instrument.ts';
import { STATE } from '../../protocol/layout.ts';
import { initialRegisters, Machine, PHASE } from '../../protocol/machine.ts';
import {
  CHUNK_BYTES,
  FRESH_PRINTS,
  FULL_CONFIDENCE_E4,
  INDEX_BITS,
  MARGIN_PAGE_PRICES,
  MAX_BATCH_BYTES,
  MAX_INBOX_ITEMS,
  MAX_POSITIONS,
  MAX_PUBLISHERS,
  MODEL_PORTFOLIO,
  MODEL_STANDARD,
} from '../../protocol/params.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import { expiryIndex, keyIndex, type State } from '../../protocol/state.ts';
import { domainSeparator, hashText } from '../../protocol/typedData.ts';
import { type RecordedStep, StepRecorder } from '../../protocol/witness.ts';
import { type Signer, signerOf, signOperation } from '../fixtures/sign.ts';

export interface WorstStep {
  readonly name: string;
  readonly step: RecordedStep;
}

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

const TODAY = 2342;
const NOW = expirySec(TODAY) + 3600;
const BTC = 0;
const ETH = 1;
const INDEX_CENTS = [60_000_00, 2_500_00];
const SIGNER = signerOf('worst owner');
const NO_SIGNATURE = new Uint8Array(64);

/** A state made by hand at ids that lie as far apart as they can. */
class Stage {
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
   * 128 positions in 32 live expiries with surfaces, short as often as long.
   * @param options `besides` names an instrument that is among them, or that there is room for
   */
  fill(account: number, options: { besides: number; holds?: number; underlyings?: number }): void {
    const { besides, holds = 0, underlyings = 2 } = options;
    const { accounts, instruments } = this.state;
    const own = instruments.code(besides);
    const positions = Array.from({ length: MAX_POSITIONS - 1 }, (_, i) => {
      const group = i % 31;
      const terms = { underlying: group % underlyings, day: TODAY + 12 * (group + 1) };
      if (i < 31) this.surface(terms);
      // From 70 to 130 % of the index.
      const ratio = 0.7 + (0.6 * i) / MAX_POSITIONS;
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

const NO_ITEM = { kind: 1, sender: SIGNER.address, account: 0, amount: 1_000_000 };

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

function headOf(account: number): {
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

const STEPS: Readonly<Record<string, (stage: Stage) => RecordedStep>> = {
  'consumeInbox: deposit': (stage) =>
    stage.record({ operation: Uint8Array.of(1), item: { ...NO_ITEM, account: stage.account(1) } }),

  'consumeInbox: withdraw': (stage) => {
    const account = fullAccount(stage);
    return stage.record({ operation: Uint8Array.of(1), item: { ...NO_ITEM, kind: 2, account } });
  },

  'consumeInbox: cancelAll': (stage) =>
    stage.record({
      operation: Uint8Array.of(1),
      item: { ...NO_ITEM, kind: 3, account: stage.account() },
    }),

  advanceTime: (stage) => stage.record({ operation: encodeAdvanceTime({ timeSec: NOW + 1 }) }),

  placeOrder: (stage) => {
    const instrument = stage.liveCall();
    const account = fullAccount(stage, instrument);
    const opposite = stage.level({ instrument, side: SELL, priceCents: 2_000_00 });
    stage.state.instruments.setBestAsk(instrument, opposite);
    const terms = {
      instrument,
      side: BUY,
      timeInForce: POST_ONLY,
      priceCents: 1_00,
      quantityE4: 100,
    };
    const operation = encodePlaceOrder({ ...headOf(account), ...terms });
    return stage.record({ operation: stage.sign(operation, [SIGNER], instrument) });
  },

  cancelOrder: (stage) => {
    const account = stage.account();
    const order = orderInOwnLevel(stage, account, { isBest: false });
    const operation = encodeCancelOrder({ ...headOf(account), order, generation: 0 });
    return stage.record({ operation: stage.sign(operation) });
  },

  cancelAll: (stage) =>
    stage.record({ operation: stage.sign(encodeCancelAll(headOf(stage.account()))) }),

  transfer: (stage) => {
    const account = fullAccount(stage);
    const toAccount = fullAccount(stage);
    const operation = encodeTransfer({ ...headOf(account), toAccount, amount: 1_000_000 });
    return stage.record({ operation: stage.sign(operation) });
  },

  withdraw: (stage) => {
    const operation = encodeWithdraw({ ...headOf(fullAccount(stage)), amount: 1_000_000 });
    return stage.record({ operation: stage.sign(operation) });
  },

  pay: (stage) => {
    const registers = { account: fullAccount(stage), counterparty: fullAccount(stage) };
    return stage.record({ registers: { phase: PHASE.pay, ...registers, ...judged, amount: 1 } });
  },

  setMarginModel: (stage) => {
    const account = fullAccount(stage);
    const operation = encodeSetMarginModel({ ...headOf(account), model: MODEL_STANDARD });
    return stage.record({ operation: stage.sign(operation) });
  },

  setSessionKey: (stage) => {
    const fields = { slot: 7, signer: SIGNER.address, keyExpiresAtSec: 2 ** 32 - 1, scope: 7 };
    const operation = encodeSetSessionKey({ ...headOf(stage.account()), ...fields });
    return stage.record({ operation: stage.sign(operation) });
  },

  listInstrument: (stage) => {
    const terms = { underlying: ETH, day: TODAY + 300, put: false };
    const previous = stage.instrument({ ...terms, strikeCents: 2_500_00 });
    const next = stage.instrument({ ...terms, strikeCents: 2_550_00 });
    const { expiries, instruments } = stage.state;
    const expiry = expiryIndex(terms.underlying, terms.day);
    instruments.setNextInExpiry(previous, next);
    expiries.setInstrumentHead(expiry, previous);
    expiries.setInstrumentCount(expiry, 1000);
    return stage.record({
      operation: encodeListInstrument({ ...terms, strikeCents: 2_525_00, put: 1 }),
    });
  },

  publishPrices: (stage) => {
    const entries = stage.publishers.map((_, publisher) => ({
      publisher,
      // Falling, which is the most work for the sort.
      priceCents: 60_000_00 - publisher,
      confidenceE4: FULL_CONFIDENCE_E4,
      timeSec: NOW - 10,
      signature: NO_SIGNATURE,
    }));
    const operation = encodePublishPrices({ underlying: BTC, entries });
    return stage.record({ operation: stage.sign(operation, stage.publishers) });
  },

  settleExpiry: (stage) => {
    const entries = stage.publishers.map((_, publisher) => ({
      publisher,
      priceCents: 60_000_00 - publisher,
      signature: NO_SIGNATURE,
    }));
    const operation = encodeSettleExpiry({ underlying: BTC, day: TODAY, entries });
    return stage.record({ operation: stage.sign(operation, stage.publishers) });
  },

  /** All 128 positions are of the expiry; the account ends in debt, which insurance pays. */
  settleAccount: (stage) => {
    const account = stage.account(1);
    const { accounts, expiries } = stage.state;
    for (let i = 0; i < MAX_POSITIONS; i++) {
      const strikeCents = 500_00 * (i + 1);
      accounts.setPositionCode(
        account,
        i,
        encodeTerms({ underlying: BTC, day: TODAY, strikeCents, put: false }),
      );
      accounts.setPositionAmount(account, i, -100);
    }
    accounts.setPositionCount(account, MAX_POSITIONS);
    const expiry = expiryIndex(BTC, TODAY);
    expiries.setSettled(expiry, 1);
    expiries.setSettlementCents(expiry, 60_000_00);
    return stage.record({
      operation: encodeSettleAccount({ account, underlying: BTC, day: TODAY }),
    });
  },

  sweepExpired: (stage) => {
    const instrument = stage.instrument({ day: TODAY, strikeCents: 60_000_00 });
    return stage.record({ operation: encodeSweepExpired({ instrument }) });
  },

  /** A page of a full account of one underlying: the basis and the first scenarios. */
  'margin: first page': (stage) => portfolioPage(stage, 0),

  'margin: second page': (stage) => portfolioPage(stage, MARGIN_PAGE_PRICES / MAX_POSITIONS),

  /** The items that are left, the two skews among them, then all marks again. */
  'margin: last page': (stage) => portfolioPage(stage, 4 * (MARGIN_PAGE_PRICES / MAX_POSITIONS)),

  'margin: standard': (stage) => {
    const registers = { marginAccount: fullAccount(stage), marginModel: MODEL_STANDARD };
    return stage.record({
      registers: { phase: PHASE.margin, ...registers, marginThen: PHASE.pay },
    });
  },

  alone: (stage) => {
    const instrument = stage.liveCall();
    const account = fullAccount(stage, instrument);
    return stage.record({
      registers: taking({ account, instrument, phase: PHASE.alone, filled: 0 }),
    });
  },

  aloneChecked: (stage) => {
    const instrument = stage.liveCall();
    const account = stage.account(2 ** 46);
    stage.fill(account, { besides: instrument, holds: 1000 });
    const registers = taking({ account, instrument, phase: PHASE.aloneChecked, filled: 0 });
    return stage.record({ registers });
  },

  match: (stage) => {
    const instrument = stage.liveCall();
    const taker = fullAccount(stage, instrument);
    bestOrder(stage, { instrument, account: fullAccount(stage, instrument), quantityE4: 100 });
    return stage.record({ registers: taking({ account: taker, instrument }) });
  },

  'match: self-trade': (stage) => {
    const instrument = stage.liveCall();
    const account = fullAccount(stage, instrument);
    bestOrder(stage, { instrument, account, quantityE4: 100 });
    return stage.record({ registers: taking({ account, instrument }) });
  },

  maker: (stage) => {
    const instrument = stage.liveCall();
    const taker = fullAccount(stage, instrument);
    bestOrder(stage, { instrument, account: fullAccount(stage, instrument), quantityE4: 100 });
    return stage.record({ registers: taking({ account: taker, instrument, phase: PHASE.maker }) });
  },

  /** Both sides full; the maker's order and its level go. */
  fill: (stage) => {
    const instrument = stage.liveCall();
    const taker = fullAccount(stage, instrument);
    const maker = stage.account(2 ** 46);
    stage.fill(maker, { besides: instrument, holds: -100 });
    const order = bestOrder(stage, { instrument, account: maker, quantityE4: 100 });
    const step = stage.record({
      registers: taking({ account: taker, instrument, phase: PHASE.fill }),
    });
    if (stage.state.orders.account(order) !== 0) throw new Error('the maker was not filled');
    return step;
  },

  'fill: maker fails': (stage) => {
    const instrument = stage.liveCall();
    const taker = fullAccount(stage, instrument);
    const maker = stage.account(2 ** 46);
    stage.fill(maker, { besides: instrument, holds: -100 });
    bestOrder(stage, { instrument, account: maker, quantityE4: 100 });
    const fails = { initial: -1n, maintenance: -1n };
    return stage.record({
      registers: taking({ account: taker, instrument, phase: PHASE.fill, ...fails }),
    });
  },

  /** A new level between two others. */
  rest: (stage) => {
    const instrument = stage.liveCall();
    const account = fullAccount(stage, instrument);
    const worse = stage.level({ instrument, side: BUY, priceCents: 1000_00 });
    const better = stage.level({ instrument, side: BUY, priceCents: 1200_00, worse });
    const asks = stage.level({ instrument, side: SELL, priceCents: 9000_00 });
    const { accounts, globals, instruments, levels, orders } = stage.state;
    levels.setBetter(worse, better);
    instruments.setBestBid(instrument, better);
    instruments.setBestAsk(instrument, asks);
    accounts.setOrderHead(account, stage.otherOrder(account));
    globals.setLevelFree(stage.level({ instrument: 0, side: 0, priceCents: 0, worse: 5 }));
    const free = stage.otherOrder(0);
    orders.setNext(free, 7);
    globals.setOrderFree(free);
    const order = { priceCents: 1100_00, quantityE4: 500, timeInForce: GTC, filled: 1 };
    return stage.record({
      registers: { ...taking({ account, instrument }), phase: PHASE.rest, ...order },
    });
  },

  /** Four orders, each the last of its own level between two others. */
  'cancelAll: step': (stage) => {
    const account = stage.account();
    linkOfAccount(
      stage,
      [1, 2, 3, 4, 5].map(() => orderInOwnLevel(stage, account, { isBest: false })),
    );
    return stage.record({ registers: { phase: PHASE.cancelAll, account } });
  },

  /** Four orders of four accounts, each alone in its level and in the middle of its account's list. */
  sweep: (stage) => {
    const instrument = stage.instrument({ day: TODAY, strikeCents: 60_000_00 });
    const { instruments, levels } = stage.state;
    const bids = [5, 4, 3, 2, 1].map((price) =>
      stage.level({ instrument, side: BUY, priceCents: price * 100 }),
    );
    bids.forEach((level, i) => {
      levels.setBetter(level, bids[i - 1] ?? 0);
      levels.setWorse(level, bids[i + 1] ?? 0);
      stage.lonelyOrder(fullAccount(stage), level, 100);
    });
    instruments.setBestBid(instrument, bids[0]);
    return stage.record({ registers: { phase: PHASE.sweep, instrument } });
  },

  'bad framing': (stage) => stage.record({ operation: Uint8Array.of(200) }),

  halts: (stage) => stage.record({ registers: { stopped: 1, inboxNext: MAX_INBOX_ITEMS } }),

  halted: (stage) => stage.record({ registers: { phase: PHASE.halted, offset: 0 } }),
};

/** Full of positions, with money for all of them. */
function fullAccount(stage: Stage, besides = stage.liveCall()): number {
  const account = stage.account();
  stage.fill(account, { besides });
  stage.state.accounts.setCash(account, 2 ** 46);
  return account;
}

/** Margins that let anything pass. */
const judged = { priced: 1, initial: 2n ** 110n, maintenance: 2n ** 110n };

/** Full of positions of one underlying. @param from first item of the page */
function portfolioPage(stage: Stage, from: number): RecordedStep {
  const account = stage.account(2 ** 46);
  const instrument = stage.liveCall();
  stage.surface({ underlying: BTC, day: TODAY + 10 });
  stage.fill(account, { besides: instrument, holds: 5000, underlyings: 1 });
  stage.state.accounts.setMarginModel(account, MODEL_PORTFOLIO);
  const margin = { marginAccount: account, marginModel: MODEL_PORTFOLIO, marginItem: from };
  return stage.record({ registers: { phase: PHASE.margin, ...margin, marginThen: PHASE.pay } });
}

function taking(fields: Partial<Registers>): Partial<Registers> {
  const order = { side: BUY, timeInForce: GTC, priceCents: 2_000_00, quantityE4: 1000 };
  return {
    phase: PHASE.match,
    attempts: 3,
    filled: 1,
    savedRoot: new Uint8Array(32).fill(7),
    ...order,
    ...judged,
    ...fields,
  };
}

/** The only order of the best level, with a level behind it. */
function bestOrder(
  stage: Stage,
  { instrument, account, quantityE4 }: { instrument: number; account: number; quantityE4: number },
): number {
  const side = SELL;
  const level = stage.level({ instrument, side, priceCents: 1_000_00 });
  const worse = stage.level({ instrument, side, priceCents: 1_500_00, better: level });
  stage.state.levels.setWorse(level, worse);
  stage.state.instruments.setBestAsk(instrument, level);
  return stage.lonelyOrder(account, level, quantityE4);
}

function orderInOwnLevel(stage: Stage, account: number, { isBest }: { isBest: boolean }): number {
  const instrument = stage.liveCall();
  const side = BUY;
  const better = isBest ? 0 : stage.level({ instrument, side, priceCents: 3_000_00 });
  const level = stage.level({ instrument, side, priceCents: 2_000_00, better });
  stage.state.levels.setWorse(
    level,
    stage.level({ instrument, side, priceCents: 1_000_00, better: level }),
  );
  return stage.lonelyOrder(account, level, 100);
}

/** Makes the orders the account's list. */
function linkOfAccount(stage: Stage, ids: readonly number[]): void {
  const { accounts, orders } = stage.state;
  ids.forEach((id, i) => {
    orders.setAccountPrev(id, ids[i - 1] ?? 0);
    orders.setAccountNext(id, ids[i + 1] ?? 0);
  });
  accounts.setOrderHead(orders.account(ids[0]), ids[0]);
}

export function worstSteps(): WorstStep[] {
  return Object.entries(STEPS).map(([name, build]) => ({ name, step: build(new Stage()) }));
}
