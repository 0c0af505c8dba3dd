// Written by scripts/generate.ts from protocol/layout.ts. Do not edit.
import { type Journal, Table } from '../table.ts';

export class GlobalsTable extends Table {
  constructor(journal: Journal) {
    super({ name: 'globals', kind: 0, recordBytes: 80 }, journal);
  }
  timeSec(): number {
    this.read(0);
    return this.view.getUint32(0 + 0) * 4294967296 + this.view.getUint32(0 + 0 + 4);
  }
  setTimeSec(value: number): void {
    this.write(0);
    this.view.setUint32(0 + 0, Math.floor(value / 4294967296)); this.view.setUint32(0 + 0 + 4, value);
  }
  accountCount(): number {
    this.read(0);
    return this.view.getUint32(0 + 8);
  }
  setAccountCount(value: number): void {
    this.write(0);
    this.view.setUint32(0 + 8, value);
  }
  instrumentCount(): number {
    this.read(0);
    return this.view.getUint32(0 + 12);
  }
  setInstrumentCount(value: number): void {
    this.write(0);
    this.view.setUint32(0 + 12, value);
  }
  levelCount(): number {
    this.read(0);
    return this.view.getUint32(0 + 16);
  }
  setLevelCount(value: number): void {
    this.write(0);
    this.view.setUint32(0 + 16, value);
  }
  levelFree(): number {
    this.read(0);
    return this.view.getUint32(0 + 20);
  }
  setLevelFree(value: number): void {
    this.write(0);
    this.view.setUint32(0 + 20, value);
  }
  orderCount(): number {
    this.read(0);
    return this.view.getUint32(0 + 24);
  }
  setOrderCount(value: number): void {
    this.write(0);
    this.view.setUint32(0 + 24, value);
  }
  orderFree(): number {
    this.read(0);
    return this.view.getUint32(0 + 28);
  }
  setOrderFree(value: number): void {
    this.write(0);
    this.view.setUint32(0 + 28, value);
  }
  vault(): number {
    this.read(0);
    return this.view.getUint32(0 + 32) * 4294967296 + this.view.getUint32(0 + 32 + 4);
  }
  setVault(value: number): void {
    this.write(0);
    this.view.setUint32(0 + 32, Math.floor(value / 4294967296)); this.view.setUint32(0 + 32 + 4, value);
  }
  insurance(): number {
    this.read(0);
    return this.view.getUint32(0 + 40) * 4294967296 + this.view.getUint32(0 + 40 + 4);
  }
  setInsurance(value: number): void {
    this.write(0);
    this.view.setUint32(0 + 40, Math.floor(value / 4294967296)); this.view.setUint32(0 + 40 + 4, value);
  }
  positiveCash(): number {
    this.read(0);
    return this.view.getUint32(0 + 48) * 4294967296 + this.view.getUint32(0 + 48 + 4);
  }
  setPositiveCash(value: number): void {
    this.write(0);
    this.view.setUint32(0 + 48, Math.floor(value / 4294967296)); this.view.setUint32(0 + 48 + 4, value);
  }
  pool(): number {
    this.read(0);
    return this.view.getUint32(0 + 56) * 4294967296 + this.view.getUint32(0 + 56 + 4);
  }
  setPool(value: number): void {
    this.write(0);
    this.view.setUint32(0 + 56, Math.floor(value / 4294967296)); this.view.setUint32(0 + 56 + 4, value);
  }
  socialized(): number {
    this.read(0);
    return this.view.getInt32(0 + 64) * 4294967296 + this.view.getUint32(0 + 64 + 4);
  }
  setSocialized(value: number): void {
    this.write(0);
    this.view.setInt32(0 + 64, Math.floor(value / 4294967296)); this.view.setUint32(0 + 64 + 4, value);
  }
  printTimeSec(): number {
    this.read(0);
    return this.view.getUint32(0 + 72) * 4294967296 + this.view.getUint32(0 + 72 + 4);
  }
  setPrintTimeSec(value: number): void {
    this.write(0);
    this.view.setUint32(0 + 72, Math.floor(value / 4294967296)); this.view.setUint32(0 + 72 + 4, value);
  }
}

export class AccountTable extends Table {
  constructor(journal: Journal) {
    super({ name: 'account', kind: 1, recordBytes: 2105 }, journal);
  }
  owner(id: number): Uint8Array {
    this.read(id);
    return this.bytes.slice(id * 2105 + 0, id * 2105 + 0 + 20);
  }
  ownerEquals(id: number, value: Uint8Array): boolean {
    this.read(id);
    return Table.equalAt(this.bytes, id * 2105 + 0, value);
  }
  setOwner(id: number, value: Uint8Array): void {
    this.write(id);
    this.bytes.set(value, id * 2105 + 0);
  }
  cash(id: number): number {
    this.read(id);
    return this.view.getInt32(id * 2105 + 20) * 4294967296 + this.view.getUint32(id * 2105 + 20 + 4);
  }
  setCash(id: number, value: number): void {
    this.write(id);
    this.view.setInt32(id * 2105 + 20, Math.floor(value / 4294967296)); this.view.setUint32(id * 2105 + 20 + 4, value);
  }
  marginModel(id: number): number {
    this.read(id);
    return this.view.getUint8(id * 2105 + 28);
  }
  setMarginModel(id: number, value: number): void {
    this.write(id);
    this.view.setUint8(id * 2105 + 28, value);
  }
  revision(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 2105 + 29);
  }
  setRevision(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 2105 + 29, value);
  }
  auctionStartSec(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 2105 + 33) * 4294967296 + this.view.getUint32(id * 2105 + 33 + 4);
  }
  setAuctionStartSec(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 2105 + 33, Math.floor(value / 4294967296)); this.view.setUint32(id * 2105 + 33 + 4, value);
  }
  insolvent(id: number): number {
    this.read(id);
    return this.view.getUint8(id * 2105 + 41);
  }
  setInsolvent(id: number, value: number): void {
    this.write(id);
    this.view.setUint8(id * 2105 + 41, value);
  }
  reserved(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 2105 + 42) * 4294967296 + this.view.getUint32(id * 2105 + 42 + 4);
  }
  setReserved(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 2105 + 42, Math.floor(value / 4294967296)); this.view.setUint32(id * 2105 + 42 + 4, value);
  }
  orderCount(id: number): number {
    this.read(id);
    return this.view.getUint16(id * 2105 + 50);
  }
  setOrderCount(id: number, value: number): void {
    this.write(id);
    this.view.setUint16(id * 2105 + 50, value);
  }
  orderHead(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 2105 + 52);
  }
  setOrderHead(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 2105 + 52, value);
  }
  positionCount(id: number): number {
    this.read(id);
    return this.view.getUint8(id * 2105 + 56);
  }
  setPositionCount(id: number, value: number): void {
    this.write(id);
    this.view.setUint8(id * 2105 + 56, value);
  }
  positionCode(id: number, i: number): number {
    this.read(id);
    return this.view.getUint32(id * 2105 + 57 + i * 16) * 4294967296 + this.view.getUint32(id * 2105 + 57 + i * 16 + 4);
  }
  setPositionCode(id: number, i: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 2105 + 57 + i * 16, Math.floor(value / 4294967296)); this.view.setUint32(id * 2105 + 57 + i * 16 + 4, value);
  }
  positionAmount(id: number, i: number): number {
    this.read(id);
    return this.view.getInt32(id * 2105 + 65 + i * 16) * 4294967296 + this.view.getUint32(id * 2105 + 65 + i * 16 + 4);
  }
  setPositionAmount(id: number, i: number, value: number): void {
    this.write(id);
    this.view.setInt32(id * 2105 + 65 + i * 16, Math.floor(value / 4294967296)); this.view.setUint32(id * 2105 + 65 + i * 16 + 4, value);
  }
}

export class KeyTable extends Table {
  constructor(journal: Journal) {
    super({ name: 'key', kind: 2, recordBytes: 159 }, journal);
  }
  signer(id: number): Uint8Array {
    this.read(id);
    return this.bytes.slice(id * 159 + 0, id * 159 + 0 + 20);
  }
  signerEquals(id: number, value: Uint8Array): boolean {
    this.read(id);
    return Table.equalAt(this.bytes, id * 159 + 0, value);
  }
  setSigner(id: number, value: Uint8Array): void {
    this.write(id);
    this.bytes.set(value, id * 159 + 0);
  }
  expiresAtSec(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 159 + 20);
  }
  setExpiresAtSec(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 159 + 20, value);
  }
  scope(id: number): number {
    this.read(id);
    return this.view.getUint8(id * 159 + 24);
  }
  setScope(id: number, value: number): void {
    this.write(id);
    this.view.setUint8(id * 159 + 24, value);
  }
  nonceBase(id: number): number {
    this.read(id);
    return this.view.getUint16(id * 159 + 25) * 4294967296 + this.view.getUint32(id * 159 + 25 + 2);
  }
  setNonceBase(id: number, value: number): void {
    this.write(id);
    this.view.setUint16(id * 159 + 25, Math.floor(value / 4294967296)); this.view.setUint32(id * 159 + 25 + 2, value);
  }
  nonceWord(id: number, i: number): Uint8Array {
    this.read(id);
    return this.bytes.slice(id * 159 + 31 + i * 32, id * 159 + 31 + i * 32 + 32);
  }
  nonceWordEquals(id: number, i: number, value: Uint8Array): boolean {
    this.read(id);
    return Table.equalAt(this.bytes, id * 159 + 31 + i * 32, value);
  }
  setNonceWord(id: number, i: number, value: Uint8Array): void {
    this.write(id);
    this.bytes.set(value, id * 159 + 31 + i * 32);
  }
}

export class InstrumentTable extends Table {
  constructor(journal: Journal) {
    super({ name: 'instrument', kind: 3, recordBytes: 52 }, journal);
  }
  code(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 52 + 0) * 4294967296 + this.view.getUint32(id * 52 + 0 + 4);
  }
  setCode(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 52 + 0, Math.floor(value / 4294967296)); this.view.setUint32(id * 52 + 0 + 4, value);
  }
  nameHash(id: number): Uint8Array {
    this.read(id);
    return this.bytes.slice(id * 52 + 8, id * 52 + 8 + 32);
  }
  nameHashEquals(id: number, value: Uint8Array): boolean {
    this.read(id);
    return Table.equalAt(this.bytes, id * 52 + 8, value);
  }
  setNameHash(id: number, value: Uint8Array): void {
    this.write(id);
    this.bytes.set(value, id * 52 + 8);
  }
  bestBid(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 52 + 40);
  }
  setBestBid(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 52 + 40, value);
  }
  bestAsk(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 52 + 44);
  }
  setBestAsk(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 52 + 44, value);
  }
  nextInExpiry(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 52 + 48);
  }
  setNextInExpiry(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 52 + 48, value);
  }
}

export class LevelTable extends Table {
  constructor(journal: Journal) {
    super({ name: 'level', kind: 4, recordBytes: 25 }, journal);
  }
  instrument(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 25 + 0);
  }
  setInstrument(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 25 + 0, value);
  }
  side(id: number): number {
    this.read(id);
    return this.view.getUint8(id * 25 + 4);
  }
  setSide(id: number, value: number): void {
    this.write(id);
    this.view.setUint8(id * 25 + 4, value);
  }
  priceCents(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 25 + 5);
  }
  setPriceCents(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 25 + 5, value);
  }
  better(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 25 + 9);
  }
  setBetter(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 25 + 9, value);
  }
  worse(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 25 + 13);
  }
  setWorse(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 25 + 13, value);
  }
  head(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 25 + 17);
  }
  setHead(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 25 + 17, value);
  }
  tail(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 25 + 21);
  }
  setTail(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 25 + 21, value);
  }
}

export class OrderTable extends Table {
  constructor(journal: Journal) {
    super({ name: 'order', kind: 5, recordBytes: 32 }, journal);
  }
  account(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 32 + 0);
  }
  setAccount(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 32 + 0, value);
  }
  level(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 32 + 4);
  }
  setLevel(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 32 + 4, value);
  }
  quantityE4(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 32 + 8);
  }
  setQuantityE4(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 32 + 8, value);
  }
  generation(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 32 + 12);
  }
  setGeneration(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 32 + 12, value);
  }
  prev(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 32 + 16);
  }
  setPrev(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 32 + 16, value);
  }
  next(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 32 + 20);
  }
  setNext(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 32 + 20, value);
  }
  accountPrev(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 32 + 24);
  }
  setAccountPrev(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 32 + 24, value);
  }
  accountNext(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 32 + 28);
  }
  setAccountNext(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 32 + 28, value);
  }
}

export class UnderlyingTable extends Table {
  constructor(journal: Journal) {
    super({ name: 'underlying', kind: 6, recordBytes: 27 }, journal);
  }
  indexCents(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 27 + 0);
  }
  setIndexCents(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 27 + 0, value);
  }
  indexTimeSec(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 27 + 4) * 4294967296 + this.view.getUint32(id * 27 + 4 + 4);
  }
  setIndexTimeSec(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 27 + 4, Math.floor(value / 4294967296)); this.view.setUint32(id * 27 + 4 + 4, value);
  }
  confidenceE4(id: number): number {
    this.read(id);
    return this.view.getUint16(id * 27 + 12);
  }
  setConfidenceE4(id: number, value: number): void {
    this.write(id);
    this.view.setUint16(id * 27 + 12, value);
  }
  resumedAtSec(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 27 + 14) * 4294967296 + this.view.getUint32(id * 27 + 14 + 4);
  }
  setResumedAtSec(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 27 + 14, Math.floor(value / 4294967296)); this.view.setUint32(id * 27 + 14 + 4, value);
  }
  freshPrints(id: number): number {
    this.read(id);
    return this.view.getUint8(id * 27 + 22);
  }
  setFreshPrints(id: number, value: number): void {
    this.write(id);
    this.view.setUint8(id * 27 + 22, value);
  }
  referenceCents(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 27 + 23);
  }
  setReferenceCents(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 27 + 23, value);
  }
}

export class ExpiryTable extends Table {
  constructor(journal: Journal) {
    super({ name: 'expiry', kind: 7, recordBytes: 107 }, journal);
  }
  settled(id: number): number {
    this.read(id);
    return this.view.getUint8(id * 107 + 0);
  }
  setSettled(id: number, value: number): void {
    this.write(id);
    this.view.setUint8(id * 107 + 0, value);
  }
  settlementCents(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 107 + 1);
  }
  setSettlementCents(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 107 + 1, value);
  }
  lifeSec(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 107 + 5);
  }
  setLifeSec(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 107 + 5, value);
  }
  pool(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 107 + 9) * 4294967296 + this.view.getUint32(id * 107 + 9 + 4);
  }
  setPool(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 107 + 9, Math.floor(value / 4294967296)); this.view.setUint32(id * 107 + 9 + 4, value);
  }
  instrumentHead(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 107 + 17);
  }
  setInstrumentHead(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 107 + 17, value);
  }
  instrumentCount(id: number): number {
    this.read(id);
    return this.view.getUint16(id * 107 + 21);
  }
  setInstrumentCount(id: number, value: number): void {
    this.write(id);
    this.view.setUint16(id * 107 + 21, value);
  }
  windowSum(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 107 + 23) * 4294967296 + this.view.getUint32(id * 107 + 23 + 4);
  }
  setWindowSum(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 107 + 23, Math.floor(value / 4294967296)); this.view.setUint32(id * 107 + 23 + 4, value);
  }
  windowCoveredSec(id: number): number {
    this.read(id);
    return this.view.getUint16(id * 107 + 31);
  }
  setWindowCoveredSec(id: number, value: number): void {
    this.write(id);
    this.view.setUint16(id * 107 + 31, value);
  }
  surfaceTimeSec(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 107 + 33) * 4294967296 + this.view.getUint32(id * 107 + 33 + 4);
  }
  setSurfaceTimeSec(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 107 + 33, Math.floor(value / 4294967296)); this.view.setUint32(id * 107 + 33 + 4, value);
  }
  basisCents(id: number): number {
    this.read(id);
    return this.view.getInt32(id * 107 + 41) * 4294967296 + this.view.getUint32(id * 107 + 41 + 4);
  }
  setBasisCents(id: number, value: number): void {
    this.write(id);
    this.view.setInt32(id * 107 + 41, Math.floor(value / 4294967296)); this.view.setUint32(id * 107 + 41 + 4, value);
  }
  rateE9(id: number): number {
    this.read(id);
    return this.view.getInt32(id * 107 + 49) * 4294967296 + this.view.getUint32(id * 107 + 49 + 4);
  }
  setRateE9(id: number, value: number): void {
    this.write(id);
    this.view.setInt32(id * 107 + 49, Math.floor(value / 4294967296)); this.view.setUint32(id * 107 + 49 + 4, value);
  }
  forwardConfidenceE4(id: number): number {
    this.read(id);
    return this.view.getUint16(id * 107 + 57);
  }
  setForwardConfidenceE4(id: number, value: number): void {
    this.write(id);
    this.view.setUint16(id * 107 + 57, value);
  }
  rateConfidenceE4(id: number): number {
    this.read(id);
    return this.view.getUint16(id * 107 + 59);
  }
  setRateConfidenceE4(id: number, value: number): void {
    this.write(id);
    this.view.setUint16(id * 107 + 59, value);
  }
  volConfidenceE4(id: number): number {
    this.read(id);
    return this.view.getUint16(id * 107 + 61);
  }
  setVolConfidenceE4(id: number, value: number): void {
    this.write(id);
    this.view.setUint16(id * 107 + 61, value);
  }
  forwardCents(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 107 + 63);
  }
  setForwardCents(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 107 + 63, value);
  }
  aE12(id: number): number {
    this.read(id);
    return this.view.getInt32(id * 107 + 67) * 4294967296 + this.view.getUint32(id * 107 + 67 + 4);
  }
  setAE12(id: number, value: number): void {
    this.write(id);
    this.view.setInt32(id * 107 + 67, Math.floor(value / 4294967296)); this.view.setUint32(id * 107 + 67 + 4, value);
  }
  bE12(id: number): number {
    this.read(id);
    return this.view.getInt32(id * 107 + 75) * 4294967296 + this.view.getUint32(id * 107 + 75 + 4);
  }
  setBE12(id: number, value: number): void {
    this.write(id);
    this.view.setInt32(id * 107 + 75, Math.floor(value / 4294967296)); this.view.setUint32(id * 107 + 75 + 4, value);
  }
  rhoE12(id: number): number {
    this.read(id);
    return this.view.getInt32(id * 107 + 83) * 4294967296 + this.view.getUint32(id * 107 + 83 + 4);
  }
  setRhoE12(id: number, value: number): void {
    this.write(id);
    this.view.setInt32(id * 107 + 83, Math.floor(value / 4294967296)); this.view.setUint32(id * 107 + 83 + 4, value);
  }
  mE12(id: number): number {
    this.read(id);
    return this.view.getInt32(id * 107 + 91) * 4294967296 + this.view.getUint32(id * 107 + 91 + 4);
  }
  setME12(id: number, value: number): void {
    this.write(id);
    this.view.setInt32(id * 107 + 91, Math.floor(value / 4294967296)); this.view.setUint32(id * 107 + 91 + 4, value);
  }
  sigmaE12(id: number): number {
    this.read(id);
    return this.view.getInt32(id * 107 + 99) * 4294967296 + this.view.getUint32(id * 107 + 99 + 4);
  }
  setSigmaE12(id: number, value: number): void {
    this.write(id);
    this.view.setInt32(id * 107 + 99, Math.floor(value / 4294967296)); this.view.setUint32(id * 107 + 99 + 4, value);
  }
}

export class WithdrawalTable extends Table {
  constructor(journal: Journal) {
    super({ name: 'withdrawal', kind: 8, recordBytes: 28 }, journal);
  }
  recipient(id: number): Uint8Array {
    this.read(id);
    return this.bytes.slice(id * 28 + 0, id * 28 + 0 + 20);
  }
  recipientEquals(id: number, value: Uint8Array): boolean {
    this.read(id);
    return Table.equalAt(this.bytes, id * 28 + 0, value);
  }
  setRecipient(id: number, value: Uint8Array): void {
    this.write(id);
    this.bytes.set(value, id * 28 + 0);
  }
  total(id: number): number {
    this.read(id);
    return this.view.getUint32(id * 28 + 20) * 4294967296 + this.view.getUint32(id * 28 + 20 + 4);
  }
  setTotal(id: number, value: number): void {
    this.write(id);
    this.view.setUint32(id * 28 + 20, Math.floor(value / 4294967296)); this.view.setUint32(id * 28 + 20 + 4, value);
  }
}

export class OracleTable extends Table {
  constructor(journal: Journal) {
    super({ name: 'oracle', kind: 9, recordBytes: 322 }, journal);
  }
  quorum(): number {
    this.read(0);
    return this.view.getUint8(0 + 0);
  }
  setQuorum(value: number): void {
    this.write(0);
    this.view.setUint8(0 + 0, value);
  }
  publisherCount(): number {
    this.read(0);
    return this.view.getUint8(0 + 1);
  }
  setPublisherCount(value: number): void {
    this.write(0);
    this.view.setUint8(0 + 1, value);
  }
  publisher(i: number): Uint8Array {
    this.read(0);
    return this.bytes.slice(0 + 2 + i * 20, 0 + 2 + i * 20 + 20);
  }
  publisherEquals(i: number, value: Uint8Array): boolean {
    this.read(0);
    return Table.equalAt(this.bytes, 0 + 2 + i * 20, value);
  }
  setPublisher(i: number, value: Uint8Array): void {
    this.write(0);
    this.bytes.set(value, 0 + 2 + i * 20);
  }
}

export class ParametersTable extends Table {
  constructor(journal: Journal) {
    super({ name: 'parameters', kind: 10, recordBytes: 1428 }, journal);
  }
  version(): number {
    this.read(0);
    return this.view.getUint32(0 + 0);
  }
  setVersion(value: number): void {
    this.write(0);
    this.view.setUint32(0 + 0, value);
  }
  value(i: number): number {
    this.read(0);
    return this.view.getInt32(0 + 4 + i * 8) * 4294967296 + this.view.getUint32(0 + 4 + i * 8 + 4);
  }
  setValue(i: number, value: number): void {
    this.write(0);
    this.view.setInt32(0 + 4 + i * 8, Math.floor(value / 4294967296)); this.view.setUint32(0 + 4 + i * 8 + 4, value);
  }
}
