/**
 * Byte layouts, the one source for TypeScript and Solidity. Every integer is big-endian, every record packed.
 * `scripts/generate.ts` turns this file into accessors: `protocol/generated/` and `contracts/generated/`.
 */
import { MAX_POSITIONS, MAX_PUBLISHERS, PARAMETER_COUNT } from './params.ts';

export interface UintField {
  readonly type: 'uint' | 'int';
  readonly bytes: number;
}
export interface BytesField {
  readonly type: 'bytes';
  readonly bytes: number;
}
export interface ArrayField {
  readonly type: 'array';
  readonly count: number;
  readonly item: Readonly<Record<string, UintField | BytesField>>;
}
/** A signed integer of up to 127 bits: a bigint in TypeScript, for figures that keep 18 decimals. */
export interface WideField {
  readonly type: 'wide';
  readonly bytes: 16;
}
export type Field = UintField | WideField | BytesField | ArrayField;
export type Fields = Readonly<Record<string, Field>>;

const u8: UintField = { type: 'uint', bytes: 1 };
const u16: UintField = { type: 'uint', bytes: 2 };
const u32: UintField = { type: 'uint', bytes: 4 };
const u48: UintField = { type: 'uint', bytes: 6 };
/** An unsigned integer below 2^53 in eight bytes. */
const u64: UintField = { type: 'uint', bytes: 8 };
/** A signed integer of magnitude below 2^53 in eight bytes. */
const i64: UintField = { type: 'int', bytes: 8 };
/** A signed figure in units of 10^-18 USD. */
const wide: WideField = { type: 'wide', bytes: 16 };
const bytes = (size: number): BytesField => ({ type: 'bytes', bytes: size });
const address = bytes(20);
const hash = bytes(32);

export interface StateRecord {
  /** The top four bits of the record's key in the state tree. */
  readonly kind: number;
  /** Only index 0 is used. */
  readonly singleton?: true;
  readonly fields: Fields;
}

/** SPEC §3: the records of the state. Ids start at 1 where 0 means none. */
export const STATE: Readonly<Record<string, StateRecord>> = {
  globals: {
    kind: 0,
    singleton: true,
    fields: {
      timeSec: u64,
      accountCount: u32,
      instrumentCount: u32,
      levelCount: u32,
      levelFree: u32,
      orderCount: u32,
      orderFree: u32,
      vault: u64,
      insurance: u64,
      positiveCash: u64,
      pool: u64,
      socialized: i64,
      printTimeSec: u64,
    },
  },
  account: {
    kind: 1,
    fields: {
      owner: address,
      cash: i64,
      marginModel: u8,
      revision: u32,
      auctionStartSec: u64,
      insolvent: u8,
      reserved: u64,
      orderCount: u16,
      orderHead: u32,
      positionCount: u8,
      positions: { type: 'array', count: MAX_POSITIONS, item: { code: u64, amount: i64 } },
    },
  },
  key: {
    kind: 2,
    fields: {
      signer: address,
      expiresAtSec: u32,
      scope: u8,
      nonceBase: u48,
      nonceWords: { type: 'array', count: 4, item: { word: hash } },
    },
  },
  instrument: {
    kind: 3,
    fields: { code: u64, nameHash: hash, bestBid: u32, bestAsk: u32, nextInExpiry: u32 },
  },
  level: {
    kind: 4,
    fields: {
      instrument: u32,
      side: u8,
      priceCents: u32,
      better: u32,
      worse: u32,
      head: u32,
      tail: u32,
    },
  },
  order: {
    kind: 5,
    fields: {
      account: u32,
      level: u32,
      quantityE4: u32,
      generation: u32,
      prev: u32,
      next: u32,
      accountPrev: u32,
      accountNext: u32,
    },
  },
  underlying: {
    kind: 6,
    fields: {
      indexCents: u32,
      indexTimeSec: u64,
      confidenceE4: u16,
      resumedAtSec: u64,
      freshPrints: u8,
      referenceCents: u32,
    },
  },
  expiry: {
    kind: 7,
    fields: {
      settled: u8,
      settlementCents: u32,
      lifeSec: u32,
      pool: u64,
      instrumentHead: u32,
      instrumentCount: u16,
      windowSum: u64,
      windowCoveredSec: u16,
      surfaceTimeSec: u64,
      basisCents: i64,
      rateE9: i64,
      forwardConfidenceE4: u16,
      rateConfidenceE4: u16,
      volConfidenceE4: u16,
      forwardCents: u32,
      aE12: i64,
      bE12: i64,
      rhoE12: i64,
      mE12: i64,
      sigmaE12: i64,
    },
  },
  withdrawal: { kind: 8, fields: { recipient: address, total: u64 } },
  oracle: {
    kind: 9,
    singleton: true,
    fields: {
      quorum: u8,
      publisherCount: u8,
      publishers: { type: 'array', count: MAX_PUBLISHERS, item: { signer: address } },
    },
  },
  parameters: {
    kind: 10,
    singleton: true,
    fields: {
      version: u32,
      values: { type: 'array', count: PARAMETER_COUNT, item: { value: i64 } },
    },
  },
};

/** SPEC §4: what the machine remembers between two steps. */
export const REGISTERS: Fields = {
  phase: u8,
  stopped: u8,
  offset: u32,
  inboxNext: u16,
  charged: u32,
  outcome: u16,
  savedRoot: hash,
  account: u32,
  instrument: u32,
  side: u8,
  timeInForce: u8,
  priceCents: u32,
  quantityE4: u32,
  attempts: u8,
  pages: u8,
  filled: u8,
  counterparty: u32,
  amount: u64,
  sharePpm: u32,
  limit: i64,
  initialBefore: wide,
  maintenanceBefore: wide,
  equityBefore: wide,
  makerBefore: wide,
  marginAccount: u32,
  marginModel: u8,
  marginThen: u8,
  marginItem: u8,
  worst: wide,
  priced: u8,
  initial: wide,
  maintenance: wide,
  equity: wide,
};

/** SPEC §2.1 */
export const HEADER: Fields = {
  version: u8,
  chainId: u64,
  rollup: address,
  verifier: address,
  number: u64,
  parentHash: hash,
  dataHash: hash,
  dataLength: u32,
  inboxFrom: u64,
  inboxTo: u64,
  inboxHash: hash,
  timeSec: u64,
};

/** SPEC §2.3 */
export const INBOX_ITEM: Fields = {
  kind: u8,
  sender: address,
  account: u32,
  amount: u64,
  timeSec: u64,
};

export interface OperationLayout {
  readonly kind: number;
  /** Fields after the kind byte. */
  readonly fields: Fields;
  /** Repeated after the fields, `count` times, where `count` is the last field. */
  readonly entry?: Fields;
  /** Most steps the operation takes, charged when it starts (SPEC §4.2). */
  readonly steps: number;
}

/** First fields of every operation that a key signs; its signature comes last. */
export const SIGNED = { key: u32, nonce: u48, expiresAtSec: u32 };
const signature = bytes(64);

/** SPEC §5: operations in the batch data: the kind byte, then the fields. */
export const OPERATIONS: Readonly<Record<string, OperationLayout>> = {
  consumeInbox: { kind: 1, fields: {}, steps: 1 },
  advanceTime: { kind: 2, fields: { timeSec: u64 }, steps: 1 },
  placeOrder: {
    kind: 3,
    fields: {
      ...SIGNED,
      instrument: u32,
      side: u8,
      timeInForce: u8,
      priceCents: u32,
      quantityE4: u32,
      signature,
    },
    steps: 212,
  },
  cancelOrder: { kind: 4, fields: { ...SIGNED, order: u32, generation: u32, signature }, steps: 1 },
  cancelAll: { kind: 5, fields: { ...SIGNED, signature }, steps: 130 },
  transfer: { kind: 6, fields: { ...SIGNED, toAccount: u32, amount: u64, signature }, steps: 7 },
  withdraw: { kind: 7, fields: { ...SIGNED, amount: u64, signature }, steps: 7 },
  setSessionKey: {
    kind: 8,
    fields: { ...SIGNED, slot: u8, signer: address, keyExpiresAtSec: u32, scope: u8, signature },
    steps: 1,
  },
  listInstrument: {
    kind: 9,
    fields: { underlying: u8, day: u16, strikeCents: u32, put: u8 },
    steps: 1,
  },
  publishPrices: {
    kind: 10,
    fields: { underlying: u8, count: u8 },
    entry: { publisher: u8, priceCents: u32, confidenceE4: u16, timeSec: u32, signature },
    steps: 1,
  },
  settleExpiry: {
    kind: 11,
    fields: { underlying: u8, day: u16, count: u8 },
    entry: { publisher: u8, priceCents: u32, signature },
    steps: 1,
  },
  settleAccount: { kind: 12, fields: { account: u32, underlying: u8, day: u16 }, steps: 1 },
  sweepExpired: { kind: 13, fields: { instrument: u32 }, steps: 18 },
  publishSurface: {
    kind: 14,
    fields: {
      underlying: u8,
      day: u16,
      timeSec: u32,
      basisCents: i64,
      rateE9: i64,
      forwardConfidenceE4: u16,
      rateConfidenceE4: u16,
      volConfidenceE4: u16,
      forwardCents: u32,
      aE12: i64,
      bE12: i64,
      rhoE12: i64,
      mE12: i64,
      sigmaE12: i64,
      count: u8,
    },
    entry: { publisher: u8, signature },
    steps: 1,
  },
  setMarginModel: { kind: 15, fields: { ...SIGNED, model: u8, signature }, steps: 7 },
  liquidate: { kind: 16, fields: { account: u32 }, steps: 137 },
  bid: {
    kind: 17,
    fields: {
      ...SIGNED,
      account: u32,
      sharePpm: u32,
      limit: i64,
      revision: u32,
      signature,
    },
    steps: 20,
  },
  closeOut: { kind: 18, fields: { account: u32, underlying: u8, day: u16 }, steps: 1 },
};
