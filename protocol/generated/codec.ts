// Written by scripts/generate.ts from protocol/layout.ts. Do not edit.

export interface Registers {
  phase: number;
  stopped: number;
  offset: number;
  inboxNext: number;
  charged: number;
  outcome: number;
  savedRoot: Uint8Array;
  account: number;
  instrument: number;
  side: number;
  timeInForce: number;
  priceCents: number;
  quantityE4: number;
  attempts: number;
  filled: number;
  cashBefore: number;
  requirementBefore: number;
}

export const REGISTERS_BYTES = 82;

export function encodeRegisters(value: Registers): Uint8Array {
  const bytes = new Uint8Array(82);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, value.phase);
  view.setUint8(1, value.stopped);
  view.setUint32(2, value.offset);
  view.setUint16(6, value.inboxNext);
  view.setUint32(8, value.charged);
  view.setUint16(12, value.outcome);
  bytes.set(value.savedRoot, 14);
  view.setUint32(46, value.account);
  view.setUint32(50, value.instrument);
  view.setUint8(54, value.side);
  view.setUint8(55, value.timeInForce);
  view.setUint32(56, value.priceCents);
  view.setUint32(60, value.quantityE4);
  view.setUint8(64, value.attempts);
  view.setUint8(65, value.filled);
  view.setInt32(66, Math.floor(value.cashBefore / 4294967296)); view.setUint32(66 + 4, value.cashBefore);
  view.setUint32(74, Math.floor(value.requirementBefore / 4294967296)); view.setUint32(74 + 4, value.requirementBefore);
  return bytes;
}

export function decodeRegisters(bytes: Uint8Array, at = 0): Registers {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 82);
  return { phase: view.getUint8(0), stopped: view.getUint8(1), offset: view.getUint32(2), inboxNext: view.getUint16(6), charged: view.getUint32(8), outcome: view.getUint16(12), savedRoot: bytes.slice(at + 14, at + 46), account: view.getUint32(46), instrument: view.getUint32(50), side: view.getUint8(54), timeInForce: view.getUint8(55), priceCents: view.getUint32(56), quantityE4: view.getUint32(60), attempts: view.getUint8(64), filled: view.getUint8(65), cashBefore: view.getInt32(66) * 4294967296 + view.getUint32(66 + 4), requirementBefore: view.getUint32(74) * 4294967296 + view.getUint32(74 + 4) };
}

export interface Header {
  version: number;
  chainId: number;
  rollup: Uint8Array;
  verifier: Uint8Array;
  number: number;
  parentHash: Uint8Array;
  dataHash: Uint8Array;
  dataLength: number;
  inboxFrom: number;
  inboxTo: number;
  inboxHash: Uint8Array;
  timeSec: number;
}

export const HEADER_BYTES = 181;

export function encodeHeader(value: Header): Uint8Array {
  const bytes = new Uint8Array(181);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, value.version);
  view.setUint32(1, Math.floor(value.chainId / 4294967296)); view.setUint32(1 + 4, value.chainId);
  bytes.set(value.rollup, 9);
  bytes.set(value.verifier, 29);
  view.setUint32(49, Math.floor(value.number / 4294967296)); view.setUint32(49 + 4, value.number);
  bytes.set(value.parentHash, 57);
  bytes.set(value.dataHash, 89);
  view.setUint32(121, value.dataLength);
  view.setUint32(125, Math.floor(value.inboxFrom / 4294967296)); view.setUint32(125 + 4, value.inboxFrom);
  view.setUint32(133, Math.floor(value.inboxTo / 4294967296)); view.setUint32(133 + 4, value.inboxTo);
  bytes.set(value.inboxHash, 141);
  view.setUint32(173, Math.floor(value.timeSec / 4294967296)); view.setUint32(173 + 4, value.timeSec);
  return bytes;
}

export function decodeHeader(bytes: Uint8Array, at = 0): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 181);
  return { version: view.getUint8(0), chainId: view.getUint32(1) * 4294967296 + view.getUint32(1 + 4), rollup: bytes.slice(at + 9, at + 29), verifier: bytes.slice(at + 29, at + 49), number: view.getUint32(49) * 4294967296 + view.getUint32(49 + 4), parentHash: bytes.slice(at + 57, at + 89), dataHash: bytes.slice(at + 89, at + 121), dataLength: view.getUint32(121), inboxFrom: view.getUint32(125) * 4294967296 + view.getUint32(125 + 4), inboxTo: view.getUint32(133) * 4294967296 + view.getUint32(133 + 4), inboxHash: bytes.slice(at + 141, at + 173), timeSec: view.getUint32(173) * 4294967296 + view.getUint32(173 + 4) };
}

export interface InboxItem {
  kind: number;
  sender: Uint8Array;
  account: number;
  amount: number;
  timeSec: number;
}

export const INBOX_ITEM_BYTES = 41;

export function encodeInboxItem(value: InboxItem): Uint8Array {
  const bytes = new Uint8Array(41);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, value.kind);
  bytes.set(value.sender, 1);
  view.setUint32(21, value.account);
  view.setUint32(25, Math.floor(value.amount / 4294967296)); view.setUint32(25 + 4, value.amount);
  view.setUint32(33, Math.floor(value.timeSec / 4294967296)); view.setUint32(33 + 4, value.timeSec);
  return bytes;
}

export function decodeInboxItem(bytes: Uint8Array, at = 0): InboxItem {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 41);
  return { kind: view.getUint8(0), sender: bytes.slice(at + 1, at + 21), account: view.getUint32(21), amount: view.getUint32(25) * 4294967296 + view.getUint32(25 + 4), timeSec: view.getUint32(33) * 4294967296 + view.getUint32(33 + 4) };
}

export interface ConsumeInbox {
}

/** Bytes before any entries. */
export const CONSUME_INBOX_BYTES = 1;

export function encodeConsumeInbox(value: ConsumeInbox): Uint8Array {
  const bytes = new Uint8Array(1);
  const view = new DataView(bytes.buffer);
  bytes[0] = 1;

  return bytes;
}

export function decodeConsumeInbox(bytes: Uint8Array, at = 0): ConsumeInbox {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return {  };
}

export const CONSUME_INBOX_KIND = 1;
export const CONSUME_INBOX_STEPS = 1;

export interface AdvanceTime {
  timeSec: number;
}

/** Bytes before any entries. */
export const ADVANCE_TIME_BYTES = 9;

export function encodeAdvanceTime(value: AdvanceTime): Uint8Array {
  const bytes = new Uint8Array(9);
  const view = new DataView(bytes.buffer);
  bytes[0] = 2;
  view.setUint32(1, Math.floor(value.timeSec / 4294967296)); view.setUint32(1 + 4, value.timeSec);
  return bytes;
}

export function decodeAdvanceTime(bytes: Uint8Array, at = 0): AdvanceTime {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { timeSec: view.getUint32(1) * 4294967296 + view.getUint32(1 + 4) };
}

export const ADVANCE_TIME_KIND = 2;
export const ADVANCE_TIME_STEPS = 1;

export interface PlaceOrder {
  key: number;
  nonce: number;
  expiresAtSec: number;
  instrument: number;
  side: number;
  timeInForce: number;
  priceCents: number;
  quantityE4: number;
  signature: Uint8Array;
}

/** Bytes before any entries. */
export const PLACE_ORDER_BYTES = 93;

export function encodePlaceOrder(value: PlaceOrder): Uint8Array {
  const bytes = new Uint8Array(93);
  const view = new DataView(bytes.buffer);
  bytes[0] = 3;
  view.setUint32(1, value.key);
  view.setUint16(5, Math.floor(value.nonce / 4294967296)); view.setUint32(5 + 2, value.nonce);
  view.setUint32(11, value.expiresAtSec);
  view.setUint32(15, value.instrument);
  view.setUint8(19, value.side);
  view.setUint8(20, value.timeInForce);
  view.setUint32(21, value.priceCents);
  view.setUint32(25, value.quantityE4);
  bytes.set(value.signature, 29);
  return bytes;
}

export function decodePlaceOrder(bytes: Uint8Array, at = 0): PlaceOrder {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { key: view.getUint32(1), nonce: view.getUint16(5) * 4294967296 + view.getUint32(5 + 2), expiresAtSec: view.getUint32(11), instrument: view.getUint32(15), side: view.getUint8(19), timeInForce: view.getUint8(20), priceCents: view.getUint32(21), quantityE4: view.getUint32(25), signature: bytes.slice(at + 29, at + 93) };
}

export const PLACE_ORDER_KIND = 3;
export const PLACE_ORDER_STEPS = 35;

export interface CancelOrder {
  key: number;
  nonce: number;
  expiresAtSec: number;
  order: number;
  generation: number;
  signature: Uint8Array;
}

/** Bytes before any entries. */
export const CANCEL_ORDER_BYTES = 87;

export function encodeCancelOrder(value: CancelOrder): Uint8Array {
  const bytes = new Uint8Array(87);
  const view = new DataView(bytes.buffer);
  bytes[0] = 4;
  view.setUint32(1, value.key);
  view.setUint16(5, Math.floor(value.nonce / 4294967296)); view.setUint32(5 + 2, value.nonce);
  view.setUint32(11, value.expiresAtSec);
  view.setUint32(15, value.order);
  view.setUint32(19, value.generation);
  bytes.set(value.signature, 23);
  return bytes;
}

export function decodeCancelOrder(bytes: Uint8Array, at = 0): CancelOrder {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { key: view.getUint32(1), nonce: view.getUint16(5) * 4294967296 + view.getUint32(5 + 2), expiresAtSec: view.getUint32(11), order: view.getUint32(15), generation: view.getUint32(19), signature: bytes.slice(at + 23, at + 87) };
}

export const CANCEL_ORDER_KIND = 4;
export const CANCEL_ORDER_STEPS = 1;

export interface CancelAll {
  key: number;
  nonce: number;
  expiresAtSec: number;
  signature: Uint8Array;
}

/** Bytes before any entries. */
export const CANCEL_ALL_BYTES = 79;

export function encodeCancelAll(value: CancelAll): Uint8Array {
  const bytes = new Uint8Array(79);
  const view = new DataView(bytes.buffer);
  bytes[0] = 5;
  view.setUint32(1, value.key);
  view.setUint16(5, Math.floor(value.nonce / 4294967296)); view.setUint32(5 + 2, value.nonce);
  view.setUint32(11, value.expiresAtSec);
  bytes.set(value.signature, 15);
  return bytes;
}

export function decodeCancelAll(bytes: Uint8Array, at = 0): CancelAll {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { key: view.getUint32(1), nonce: view.getUint16(5) * 4294967296 + view.getUint32(5 + 2), expiresAtSec: view.getUint32(11), signature: bytes.slice(at + 15, at + 79) };
}

export const CANCEL_ALL_KIND = 5;
export const CANCEL_ALL_STEPS = 130;

export interface Transfer {
  key: number;
  nonce: number;
  expiresAtSec: number;
  toAccount: number;
  amount: number;
  signature: Uint8Array;
}

/** Bytes before any entries. */
export const TRANSFER_BYTES = 91;

export function encodeTransfer(value: Transfer): Uint8Array {
  const bytes = new Uint8Array(91);
  const view = new DataView(bytes.buffer);
  bytes[0] = 6;
  view.setUint32(1, value.key);
  view.setUint16(5, Math.floor(value.nonce / 4294967296)); view.setUint32(5 + 2, value.nonce);
  view.setUint32(11, value.expiresAtSec);
  view.setUint32(15, value.toAccount);
  view.setUint32(19, Math.floor(value.amount / 4294967296)); view.setUint32(19 + 4, value.amount);
  bytes.set(value.signature, 27);
  return bytes;
}

export function decodeTransfer(bytes: Uint8Array, at = 0): Transfer {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { key: view.getUint32(1), nonce: view.getUint16(5) * 4294967296 + view.getUint32(5 + 2), expiresAtSec: view.getUint32(11), toAccount: view.getUint32(15), amount: view.getUint32(19) * 4294967296 + view.getUint32(19 + 4), signature: bytes.slice(at + 27, at + 91) };
}

export const TRANSFER_KIND = 6;
export const TRANSFER_STEPS = 1;

export interface Withdraw {
  key: number;
  nonce: number;
  expiresAtSec: number;
  amount: number;
  signature: Uint8Array;
}

/** Bytes before any entries. */
export const WITHDRAW_BYTES = 87;

export function encodeWithdraw(value: Withdraw): Uint8Array {
  const bytes = new Uint8Array(87);
  const view = new DataView(bytes.buffer);
  bytes[0] = 7;
  view.setUint32(1, value.key);
  view.setUint16(5, Math.floor(value.nonce / 4294967296)); view.setUint32(5 + 2, value.nonce);
  view.setUint32(11, value.expiresAtSec);
  view.setUint32(15, Math.floor(value.amount / 4294967296)); view.setUint32(15 + 4, value.amount);
  bytes.set(value.signature, 23);
  return bytes;
}

export function decodeWithdraw(bytes: Uint8Array, at = 0): Withdraw {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { key: view.getUint32(1), nonce: view.getUint16(5) * 4294967296 + view.getUint32(5 + 2), expiresAtSec: view.getUint32(11), amount: view.getUint32(15) * 4294967296 + view.getUint32(15 + 4), signature: bytes.slice(at + 23, at + 87) };
}

export const WITHDRAW_KIND = 7;
export const WITHDRAW_STEPS = 1;

export interface SetSessionKey {
  key: number;
  nonce: number;
  expiresAtSec: number;
  slot: number;
  signer: Uint8Array;
  keyExpiresAtSec: number;
  scope: number;
  signature: Uint8Array;
}

/** Bytes before any entries. */
export const SET_SESSION_KEY_BYTES = 105;

export function encodeSetSessionKey(value: SetSessionKey): Uint8Array {
  const bytes = new Uint8Array(105);
  const view = new DataView(bytes.buffer);
  bytes[0] = 8;
  view.setUint32(1, value.key);
  view.setUint16(5, Math.floor(value.nonce / 4294967296)); view.setUint32(5 + 2, value.nonce);
  view.setUint32(11, value.expiresAtSec);
  view.setUint8(15, value.slot);
  bytes.set(value.signer, 16);
  view.setUint32(36, value.keyExpiresAtSec);
  view.setUint8(40, value.scope);
  bytes.set(value.signature, 41);
  return bytes;
}

export function decodeSetSessionKey(bytes: Uint8Array, at = 0): SetSessionKey {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { key: view.getUint32(1), nonce: view.getUint16(5) * 4294967296 + view.getUint32(5 + 2), expiresAtSec: view.getUint32(11), slot: view.getUint8(15), signer: bytes.slice(at + 16, at + 36), keyExpiresAtSec: view.getUint32(36), scope: view.getUint8(40), signature: bytes.slice(at + 41, at + 105) };
}

export const SET_SESSION_KEY_KIND = 8;
export const SET_SESSION_KEY_STEPS = 1;

export interface ListInstrument {
  underlying: number;
  day: number;
  strikeCents: number;
  put: number;
}

/** Bytes before any entries. */
export const LIST_INSTRUMENT_BYTES = 9;

export function encodeListInstrument(value: ListInstrument): Uint8Array {
  const bytes = new Uint8Array(9);
  const view = new DataView(bytes.buffer);
  bytes[0] = 9;
  view.setUint8(1, value.underlying);
  view.setUint16(2, value.day);
  view.setUint32(4, value.strikeCents);
  view.setUint8(8, value.put);
  return bytes;
}

export function decodeListInstrument(bytes: Uint8Array, at = 0): ListInstrument {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { underlying: view.getUint8(1), day: view.getUint16(2), strikeCents: view.getUint32(4), put: view.getUint8(8) };
}

export const LIST_INSTRUMENT_KIND = 9;
export const LIST_INSTRUMENT_STEPS = 1;

export interface PublishPricesEntry {
  publisher: number;
  priceCents: number;
  timeSec: number;
  signature: Uint8Array;
}

export const PUBLISH_PRICES_ENTRY_BYTES = 73;

export function encodePublishPricesEntry(value: PublishPricesEntry): Uint8Array {
  const bytes = new Uint8Array(73);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, value.publisher);
  view.setUint32(1, value.priceCents);
  view.setUint32(5, value.timeSec);
  bytes.set(value.signature, 9);
  return bytes;
}

export function decodePublishPricesEntry(bytes: Uint8Array, at = 0): PublishPricesEntry {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 73);
  return { publisher: view.getUint8(0), priceCents: view.getUint32(1), timeSec: view.getUint32(5), signature: bytes.slice(at + 9, at + 73) };
}

export interface PublishPrices {
  underlying: number;
  entries: PublishPricesEntry[];
}

/** Bytes before any entries. */
export const PUBLISH_PRICES_BYTES = 3;

export function encodePublishPrices(value: PublishPrices): Uint8Array {
  const bytes = new Uint8Array(3 + value.entries.length * PUBLISH_PRICES_ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = 10;
  view.setUint8(1, value.underlying);
  view.setUint8(2, value.entries.length);
  value.entries.forEach((item, i) => bytes.set(encodePublishPricesEntry(item), 3 + i * PUBLISH_PRICES_ENTRY_BYTES));
  return bytes;
}

export function decodePublishPrices(bytes: Uint8Array, at = 0): PublishPrices {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { underlying: view.getUint8(1), entries: Array.from({ length: view.getUint8(2) }, (_, i) => decodePublishPricesEntry(bytes, at + 3 + i * PUBLISH_PRICES_ENTRY_BYTES)) };
}

export const PUBLISH_PRICES_KIND = 10;
export const PUBLISH_PRICES_STEPS = 1;

export interface SettleExpiryEntry {
  publisher: number;
  priceCents: number;
  signature: Uint8Array;
}

export const SETTLE_EXPIRY_ENTRY_BYTES = 69;

export function encodeSettleExpiryEntry(value: SettleExpiryEntry): Uint8Array {
  const bytes = new Uint8Array(69);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, value.publisher);
  view.setUint32(1, value.priceCents);
  bytes.set(value.signature, 5);
  return bytes;
}

export function decodeSettleExpiryEntry(bytes: Uint8Array, at = 0): SettleExpiryEntry {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 69);
  return { publisher: view.getUint8(0), priceCents: view.getUint32(1), signature: bytes.slice(at + 5, at + 69) };
}

export interface SettleExpiry {
  underlying: number;
  day: number;
  entries: SettleExpiryEntry[];
}

/** Bytes before any entries. */
export const SETTLE_EXPIRY_BYTES = 5;

export function encodeSettleExpiry(value: SettleExpiry): Uint8Array {
  const bytes = new Uint8Array(5 + value.entries.length * SETTLE_EXPIRY_ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = 11;
  view.setUint8(1, value.underlying);
  view.setUint16(2, value.day);
  view.setUint8(4, value.entries.length);
  value.entries.forEach((item, i) => bytes.set(encodeSettleExpiryEntry(item), 5 + i * SETTLE_EXPIRY_ENTRY_BYTES));
  return bytes;
}

export function decodeSettleExpiry(bytes: Uint8Array, at = 0): SettleExpiry {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { underlying: view.getUint8(1), day: view.getUint16(2), entries: Array.from({ length: view.getUint8(4) }, (_, i) => decodeSettleExpiryEntry(bytes, at + 5 + i * SETTLE_EXPIRY_ENTRY_BYTES)) };
}

export const SETTLE_EXPIRY_KIND = 11;
export const SETTLE_EXPIRY_STEPS = 1;

export interface SettleAccount {
  account: number;
  underlying: number;
  day: number;
}

/** Bytes before any entries. */
export const SETTLE_ACCOUNT_BYTES = 8;

export function encodeSettleAccount(value: SettleAccount): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  bytes[0] = 12;
  view.setUint32(1, value.account);
  view.setUint8(5, value.underlying);
  view.setUint16(6, value.day);
  return bytes;
}

export function decodeSettleAccount(bytes: Uint8Array, at = 0): SettleAccount {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { account: view.getUint32(1), underlying: view.getUint8(5), day: view.getUint16(6) };
}

export const SETTLE_ACCOUNT_KIND = 12;
export const SETTLE_ACCOUNT_STEPS = 1;

export interface SweepExpired {
  instrument: number;
}

/** Bytes before any entries. */
export const SWEEP_EXPIRED_BYTES = 5;

export function encodeSweepExpired(value: SweepExpired): Uint8Array {
  const bytes = new Uint8Array(5);
  const view = new DataView(bytes.buffer);
  bytes[0] = 13;
  view.setUint32(1, value.instrument);
  return bytes;
}

export function decodeSweepExpired(bytes: Uint8Array, at = 0): SweepExpired {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { instrument: view.getUint32(1) };
}

export const SWEEP_EXPIRED_KIND = 13;
export const SWEEP_EXPIRED_STEPS = 18;

/** By kind byte: size before entries, size of an entry (the count is the byte before them), most steps. */
export const OPERATION_BY_KIND: Readonly<
  Record<number, { name: OperationName; bytes: number; entryBytes: number; steps: number }>
> = {
  1: { name: 'consumeInbox', bytes: 1, entryBytes: 0, steps: 1 },
  2: { name: 'advanceTime', bytes: 9, entryBytes: 0, steps: 1 },
  3: { name: 'placeOrder', bytes: 93, entryBytes: 0, steps: 35 },
  4: { name: 'cancelOrder', bytes: 87, entryBytes: 0, steps: 1 },
  5: { name: 'cancelAll', bytes: 79, entryBytes: 0, steps: 130 },
  6: { name: 'transfer', bytes: 91, entryBytes: 0, steps: 1 },
  7: { name: 'withdraw', bytes: 87, entryBytes: 0, steps: 1 },
  8: { name: 'setSessionKey', bytes: 105, entryBytes: 0, steps: 1 },
  9: { name: 'listInstrument', bytes: 9, entryBytes: 0, steps: 1 },
  10: { name: 'publishPrices', bytes: 3, entryBytes: 73, steps: 1 },
  11: { name: 'settleExpiry', bytes: 5, entryBytes: 69, steps: 1 },
  12: { name: 'settleAccount', bytes: 8, entryBytes: 0, steps: 1 },
  13: { name: 'sweepExpired', bytes: 5, entryBytes: 0, steps: 18 },
};

export type OperationName = 'consumeInbox' | 'advanceTime' | 'placeOrder' | 'cancelOrder' | 'cancelAll' | 'transfer' | 'withdraw' | 'setSessionKey' | 'listInstrument' | 'publishPrices' | 'settleExpiry' | 'settleAccount' | 'sweepExpired';
