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
  pages: number;
  filled: number;
  counterparty: number;
  amount: number;
  sharePpm: number;
  limit: number;
  initialBefore: bigint;
  maintenanceBefore: bigint;
  equityBefore: bigint;
  makerBefore: bigint;
  marginAccount: number;
  marginModel: number;
  marginThen: number;
  marginItem: number;
  worst: bigint;
  priced: number;
  initial: bigint;
  maintenance: bigint;
  equity: bigint;
}

export const REGISTERS_BYTES = 227;

export function encodeRegisters(value: Registers): Uint8Array {
  const bytes = new Uint8Array(227);
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
  view.setUint8(65, value.pages);
  view.setUint8(66, value.filled);
  view.setUint32(67, value.counterparty);
  view.setUint32(71, Math.floor(value.amount / 4294967296)); view.setUint32(71 + 4, value.amount);
  view.setUint32(79, value.sharePpm);
  view.setInt32(83, Math.floor(value.limit / 4294967296)); view.setUint32(83 + 4, value.limit);
  view.setBigInt64(91, value.initialBefore >> 64n); view.setBigUint64(91 + 8, BigInt.asUintN(64, value.initialBefore));
  view.setBigInt64(107, value.maintenanceBefore >> 64n); view.setBigUint64(107 + 8, BigInt.asUintN(64, value.maintenanceBefore));
  view.setBigInt64(123, value.equityBefore >> 64n); view.setBigUint64(123 + 8, BigInt.asUintN(64, value.equityBefore));
  view.setBigInt64(139, value.makerBefore >> 64n); view.setBigUint64(139 + 8, BigInt.asUintN(64, value.makerBefore));
  view.setUint32(155, value.marginAccount);
  view.setUint8(159, value.marginModel);
  view.setUint8(160, value.marginThen);
  view.setUint8(161, value.marginItem);
  view.setBigInt64(162, value.worst >> 64n); view.setBigUint64(162 + 8, BigInt.asUintN(64, value.worst));
  view.setUint8(178, value.priced);
  view.setBigInt64(179, value.initial >> 64n); view.setBigUint64(179 + 8, BigInt.asUintN(64, value.initial));
  view.setBigInt64(195, value.maintenance >> 64n); view.setBigUint64(195 + 8, BigInt.asUintN(64, value.maintenance));
  view.setBigInt64(211, value.equity >> 64n); view.setBigUint64(211 + 8, BigInt.asUintN(64, value.equity));
  return bytes;
}

export function decodeRegisters(bytes: Uint8Array, at = 0): Registers {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 227);
  return { phase: view.getUint8(0), stopped: view.getUint8(1), offset: view.getUint32(2), inboxNext: view.getUint16(6), charged: view.getUint32(8), outcome: view.getUint16(12), savedRoot: bytes.slice(at + 14, at + 46), account: view.getUint32(46), instrument: view.getUint32(50), side: view.getUint8(54), timeInForce: view.getUint8(55), priceCents: view.getUint32(56), quantityE4: view.getUint32(60), attempts: view.getUint8(64), pages: view.getUint8(65), filled: view.getUint8(66), counterparty: view.getUint32(67), amount: view.getUint32(71) * 4294967296 + view.getUint32(71 + 4), sharePpm: view.getUint32(79), limit: view.getInt32(83) * 4294967296 + view.getUint32(83 + 4), initialBefore: (view.getBigInt64(91) << 64n) + view.getBigUint64(91 + 8), maintenanceBefore: (view.getBigInt64(107) << 64n) + view.getBigUint64(107 + 8), equityBefore: (view.getBigInt64(123) << 64n) + view.getBigUint64(123 + 8), makerBefore: (view.getBigInt64(139) << 64n) + view.getBigUint64(139 + 8), marginAccount: view.getUint32(155), marginModel: view.getUint8(159), marginThen: view.getUint8(160), marginItem: view.getUint8(161), worst: (view.getBigInt64(162) << 64n) + view.getBigUint64(162 + 8), priced: view.getUint8(178), initial: (view.getBigInt64(179) << 64n) + view.getBigUint64(179 + 8), maintenance: (view.getBigInt64(195) << 64n) + view.getBigUint64(195 + 8), equity: (view.getBigInt64(211) << 64n) + view.getBigUint64(211 + 8) };
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
export const PLACE_ORDER_STEPS = 212;

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
export const TRANSFER_STEPS = 7;

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
export const WITHDRAW_STEPS = 7;

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
  confidenceE4: number;
  timeSec: number;
  signature: Uint8Array;
}

export const PUBLISH_PRICES_ENTRY_BYTES = 75;

export function encodePublishPricesEntry(value: PublishPricesEntry): Uint8Array {
  const bytes = new Uint8Array(75);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, value.publisher);
  view.setUint32(1, value.priceCents);
  view.setUint16(5, value.confidenceE4);
  view.setUint32(7, value.timeSec);
  bytes.set(value.signature, 11);
  return bytes;
}

export function decodePublishPricesEntry(bytes: Uint8Array, at = 0): PublishPricesEntry {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 75);
  return { publisher: view.getUint8(0), priceCents: view.getUint32(1), confidenceE4: view.getUint16(5), timeSec: view.getUint32(7), signature: bytes.slice(at + 11, at + 75) };
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

export interface PublishSurfaceEntry {
  publisher: number;
  signature: Uint8Array;
}

export const PUBLISH_SURFACE_ENTRY_BYTES = 65;

export function encodePublishSurfaceEntry(value: PublishSurfaceEntry): Uint8Array {
  const bytes = new Uint8Array(65);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, value.publisher);
  bytes.set(value.signature, 1);
  return bytes;
}

export function decodePublishSurfaceEntry(bytes: Uint8Array, at = 0): PublishSurfaceEntry {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 65);
  return { publisher: view.getUint8(0), signature: bytes.slice(at + 1, at + 65) };
}

export interface PublishSurface {
  underlying: number;
  day: number;
  timeSec: number;
  basisCents: number;
  rateE9: number;
  forwardConfidenceE4: number;
  rateConfidenceE4: number;
  volConfidenceE4: number;
  forwardCents: number;
  aE12: number;
  bE12: number;
  rhoE12: number;
  mE12: number;
  sigmaE12: number;
  entries: PublishSurfaceEntry[];
}

/** Bytes before any entries. */
export const PUBLISH_SURFACE_BYTES = 75;

export function encodePublishSurface(value: PublishSurface): Uint8Array {
  const bytes = new Uint8Array(75 + value.entries.length * PUBLISH_SURFACE_ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = 14;
  view.setUint8(1, value.underlying);
  view.setUint16(2, value.day);
  view.setUint32(4, value.timeSec);
  view.setInt32(8, Math.floor(value.basisCents / 4294967296)); view.setUint32(8 + 4, value.basisCents);
  view.setInt32(16, Math.floor(value.rateE9 / 4294967296)); view.setUint32(16 + 4, value.rateE9);
  view.setUint16(24, value.forwardConfidenceE4);
  view.setUint16(26, value.rateConfidenceE4);
  view.setUint16(28, value.volConfidenceE4);
  view.setUint32(30, value.forwardCents);
  view.setInt32(34, Math.floor(value.aE12 / 4294967296)); view.setUint32(34 + 4, value.aE12);
  view.setInt32(42, Math.floor(value.bE12 / 4294967296)); view.setUint32(42 + 4, value.bE12);
  view.setInt32(50, Math.floor(value.rhoE12 / 4294967296)); view.setUint32(50 + 4, value.rhoE12);
  view.setInt32(58, Math.floor(value.mE12 / 4294967296)); view.setUint32(58 + 4, value.mE12);
  view.setInt32(66, Math.floor(value.sigmaE12 / 4294967296)); view.setUint32(66 + 4, value.sigmaE12);
  view.setUint8(74, value.entries.length);
  value.entries.forEach((item, i) => bytes.set(encodePublishSurfaceEntry(item), 75 + i * PUBLISH_SURFACE_ENTRY_BYTES));
  return bytes;
}

export function decodePublishSurface(bytes: Uint8Array, at = 0): PublishSurface {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { underlying: view.getUint8(1), day: view.getUint16(2), timeSec: view.getUint32(4), basisCents: view.getInt32(8) * 4294967296 + view.getUint32(8 + 4), rateE9: view.getInt32(16) * 4294967296 + view.getUint32(16 + 4), forwardConfidenceE4: view.getUint16(24), rateConfidenceE4: view.getUint16(26), volConfidenceE4: view.getUint16(28), forwardCents: view.getUint32(30), aE12: view.getInt32(34) * 4294967296 + view.getUint32(34 + 4), bE12: view.getInt32(42) * 4294967296 + view.getUint32(42 + 4), rhoE12: view.getInt32(50) * 4294967296 + view.getUint32(50 + 4), mE12: view.getInt32(58) * 4294967296 + view.getUint32(58 + 4), sigmaE12: view.getInt32(66) * 4294967296 + view.getUint32(66 + 4), entries: Array.from({ length: view.getUint8(74) }, (_, i) => decodePublishSurfaceEntry(bytes, at + 75 + i * PUBLISH_SURFACE_ENTRY_BYTES)) };
}

export const PUBLISH_SURFACE_KIND = 14;
export const PUBLISH_SURFACE_STEPS = 1;

export interface SetMarginModel {
  key: number;
  nonce: number;
  expiresAtSec: number;
  model: number;
  signature: Uint8Array;
}

/** Bytes before any entries. */
export const SET_MARGIN_MODEL_BYTES = 80;

export function encodeSetMarginModel(value: SetMarginModel): Uint8Array {
  const bytes = new Uint8Array(80);
  const view = new DataView(bytes.buffer);
  bytes[0] = 15;
  view.setUint32(1, value.key);
  view.setUint16(5, Math.floor(value.nonce / 4294967296)); view.setUint32(5 + 2, value.nonce);
  view.setUint32(11, value.expiresAtSec);
  view.setUint8(15, value.model);
  bytes.set(value.signature, 16);
  return bytes;
}

export function decodeSetMarginModel(bytes: Uint8Array, at = 0): SetMarginModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { key: view.getUint32(1), nonce: view.getUint16(5) * 4294967296 + view.getUint32(5 + 2), expiresAtSec: view.getUint32(11), model: view.getUint8(15), signature: bytes.slice(at + 16, at + 80) };
}

export const SET_MARGIN_MODEL_KIND = 15;
export const SET_MARGIN_MODEL_STEPS = 7;

export interface Liquidate {
  account: number;
}

/** Bytes before any entries. */
export const LIQUIDATE_BYTES = 5;

export function encodeLiquidate(value: Liquidate): Uint8Array {
  const bytes = new Uint8Array(5);
  const view = new DataView(bytes.buffer);
  bytes[0] = 16;
  view.setUint32(1, value.account);
  return bytes;
}

export function decodeLiquidate(bytes: Uint8Array, at = 0): Liquidate {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { account: view.getUint32(1) };
}

export const LIQUIDATE_KIND = 16;
export const LIQUIDATE_STEPS = 137;

export interface Bid {
  key: number;
  nonce: number;
  expiresAtSec: number;
  account: number;
  sharePpm: number;
  limit: number;
  revision: number;
  signature: Uint8Array;
}

/** Bytes before any entries. */
export const BID_BYTES = 99;

export function encodeBid(value: Bid): Uint8Array {
  const bytes = new Uint8Array(99);
  const view = new DataView(bytes.buffer);
  bytes[0] = 17;
  view.setUint32(1, value.key);
  view.setUint16(5, Math.floor(value.nonce / 4294967296)); view.setUint32(5 + 2, value.nonce);
  view.setUint32(11, value.expiresAtSec);
  view.setUint32(15, value.account);
  view.setUint32(19, value.sharePpm);
  view.setInt32(23, Math.floor(value.limit / 4294967296)); view.setUint32(23 + 4, value.limit);
  view.setUint32(31, value.revision);
  bytes.set(value.signature, 35);
  return bytes;
}

export function decodeBid(bytes: Uint8Array, at = 0): Bid {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { key: view.getUint32(1), nonce: view.getUint16(5) * 4294967296 + view.getUint32(5 + 2), expiresAtSec: view.getUint32(11), account: view.getUint32(15), sharePpm: view.getUint32(19), limit: view.getInt32(23) * 4294967296 + view.getUint32(23 + 4), revision: view.getUint32(31), signature: bytes.slice(at + 35, at + 99) };
}

export const BID_KIND = 17;
export const BID_STEPS = 20;

export interface CloseOut {
  account: number;
  underlying: number;
  day: number;
}

/** Bytes before any entries. */
export const CLOSE_OUT_BYTES = 8;

export function encodeCloseOut(value: CloseOut): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  bytes[0] = 18;
  view.setUint32(1, value.account);
  view.setUint8(5, value.underlying);
  view.setUint16(6, value.day);
  return bytes;
}

export function decodeCloseOut(bytes: Uint8Array, at = 0): CloseOut {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { account: view.getUint32(1), underlying: view.getUint8(5), day: view.getUint16(6) };
}

export const CLOSE_OUT_KIND = 18;
export const CLOSE_OUT_STEPS = 1;

/** By kind byte: size before entries, size of an entry (the count is the byte before them), most steps. */
export const OPERATION_BY_KIND: Readonly<
  Record<number, { name: OperationName; bytes: number; entryBytes: number; steps: number }>
> = {
  1: { name: 'consumeInbox', bytes: 1, entryBytes: 0, steps: 1 },
  2: { name: 'advanceTime', bytes: 9, entryBytes: 0, steps: 1 },
  3: { name: 'placeOrder', bytes: 93, entryBytes: 0, steps: 212 },
  4: { name: 'cancelOrder', bytes: 87, entryBytes: 0, steps: 1 },
  5: { name: 'cancelAll', bytes: 79, entryBytes: 0, steps: 130 },
  6: { name: 'transfer', bytes: 91, entryBytes: 0, steps: 7 },
  7: { name: 'withdraw', bytes: 87, entryBytes: 0, steps: 7 },
  8: { name: 'setSessionKey', bytes: 105, entryBytes: 0, steps: 1 },
  9: { name: 'listInstrument', bytes: 9, entryBytes: 0, steps: 1 },
  10: { name: 'publishPrices', bytes: 3, entryBytes: 75, steps: 1 },
  11: { name: 'settleExpiry', bytes: 5, entryBytes: 69, steps: 1 },
  12: { name: 'settleAccount', bytes: 8, entryBytes: 0, steps: 1 },
  13: { name: 'sweepExpired', bytes: 5, entryBytes: 0, steps: 18 },
  14: { name: 'publishSurface', bytes: 75, entryBytes: 65, steps: 1 },
  15: { name: 'setMarginModel', bytes: 80, entryBytes: 0, steps: 7 },
  16: { name: 'liquidate', bytes: 5, entryBytes: 0, steps: 137 },
  17: { name: 'bid', bytes: 99, entryBytes: 0, steps: 20 },
  18: { name: 'closeOut', bytes: 8, entryBytes: 0, steps: 1 },
};

export type OperationName = 'consumeInbox' | 'advanceTime' | 'placeOrder' | 'cancelOrder' | 'cancelAll' | 'transfer' | 'withdraw' | 'setSessionKey' | 'listInstrument' | 'publishPrices' | 'settleExpiry' | 'settleAccount' | 'sweepExpired' | 'publishSurface' | 'setMarginModel' | 'liquidate' | 'bid' | 'closeOut';
