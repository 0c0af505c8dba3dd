import { assert } from './assert.ts';

/** Sees each record before its first use in a step: the step's witness. */
export interface Recorder {
  touch(table: Table, id: number): void;
}

/**
 * What the records of a state share: the undo log since the last savepoint, and the recorder if one is attached.
 */
export class Journal {
  recorder: Recorder | null = null;
  /** Changes at every savepoint; a record whose stamp differs has not been written since. */
  epoch = 1;
  /** Records written so far, ever: an operation that leaves it as it was has written nothing. */
  writes = 0;
  #canRollBack = false;
  #tables: Table[] = [];
  #ids: number[] = [];
  #starts: number[] = [];
  #arena = new Uint8Array(1 << 16);
  #used = 0;

  /** The first write to a record since the last savepoint. COST: one copy, only where it can be taken back. */
  note(table: Table, id: number): void {
    this.writes += 1;
    if (!this.#canRollBack) return;
    const size = table.shape.recordBytes;
    if (this.#used + size > this.#arena.length) this.#growArena(size);
    table.copyTo(id, { target: this.#arena, at: this.#used });
    this.#tables.push(table);
    this.#ids.push(id);
    this.#starts.push(this.#used);
    this.#used += size;
  }

  /** What was written until now stays, and what is written from now on can be taken back. */
  begin(): void {
    this.savepoint();
    this.#canRollBack = true;
  }

  /** What was written until now stays, and so does what follows. */
  savepoint(): void {
    this.epoch += 1;
    this.#canRollBack = false;
    if (this.#used === 0) return;
    this.#tables.length = 0;
    this.#ids.length = 0;
    this.#starts.length = 0;
    this.#used = 0;
  }

  /** Takes back every write since `begin`. */
  rollback(): void {
    assert(this.#canRollBack, 'only what was begun can be rolled back');
    for (let i = this.#tables.length - 1; i >= 0; i--) {
      const table = this.#tables[i];
      table.restore(this.#ids[i], { source: this.#arena, at: this.#starts[i] });
    }
    this.savepoint();
  }

  /** Runs a search whose reads are no part of the witness. */
  unrecorded<T>(search: () => T): T {
    const { recorder } = this;
    this.recorder = null;
    try {
      return search();
    } finally {
      this.recorder = recorder;
    }
  }

  #growArena(extra: number): void {
    const larger = new Uint8Array((this.#arena.length + extra) * 2);
    larger.set(this.#arena);
    this.#arena = larger;
  }
}

export interface TableShape {
  readonly name: string;
  readonly kind: number;
  readonly recordBytes: number;
}

/** Records of one kind in one buffer, in the very bytes that are hashed. Ids are dense, so growth doubles. */
export abstract class Table {
  readonly shape: TableShape;
  bytes: Uint8Array<ArrayBuffer>;
  /** Goes up with every write, so that whoever keeps what it made of records knows when to look again. */
  changes = 0;
  protected view: DataView;
  readonly #journal: Journal;
  #capacity: number;
  #stamps: Float64Array;
  #isDirty: Uint8Array;
  #dirty: number[] = [];

  constructor(shape: TableShape, journal: Journal) {
    this.shape = shape;
    this.#journal = journal;
    this.#capacity = 1;
    this.bytes = new Uint8Array(shape.recordBytes);
    this.view = new DataView(this.bytes.buffer);
    this.#stamps = new Float64Array(1);
    this.#isDirty = new Uint8Array(1);
  }

  protected read(id: number): void {
    if (id >= this.#capacity) this.#grow(id);
    if (this.#journal.recorder !== null) this.#journal.recorder.touch(this, id);
  }

  protected write(id: number): void {
    this.changes += 1;
    if (id >= this.#capacity) this.#grow(id);
    if (this.#journal.recorder !== null) {
      this.#journal.recorder.touch(this, id);
      // A recorder brings its tree up to date within an operation too, so a record gets dirty again in each step.
      this.#markDirty(id);
    }
    if (this.#stamps[id] === this.#journal.epoch) return;
    this.#stamps[id] = this.#journal.epoch;
    this.#markDirty(id);
    this.#journal.note(this, id);
  }

  clear(id: number): void {
    this.write(id);
    const start = id * this.shape.recordBytes;
    this.bytes.fill(0, start, start + this.shape.recordBytes);
  }

  /** A copy of the record's bytes. */
  record(id: number): Uint8Array {
    if (id >= this.#capacity) return new Uint8Array(this.shape.recordBytes);
    const start = id * this.shape.recordBytes;
    return this.bytes.slice(start, start + this.shape.recordBytes);
  }

  /** Overwrites a record from outside the protocol: genesis, snapshots, tests. */
  load(id: number, record: Uint8Array): void {
    assert(record.length === this.shape.recordBytes, 'a record has the size of its layout');
    if (id >= this.#capacity) this.#grow(id);
    this.bytes.set(record, id * this.shape.recordBytes);
    this.changes += 1;
    this.#markDirty(id);
  }

  copyTo(id: number, { target, at }: { target: Uint8Array; at: number }): void {
    const start = id * this.shape.recordBytes;
    target.set(this.bytes.subarray(start, start + this.shape.recordBytes), at);
  }

  restore(id: number, { source, at }: { source: Uint8Array; at: number }): void {
    this.bytes.set(source.subarray(at, at + this.shape.recordBytes), id * this.shape.recordBytes);
    this.changes += 1;
    this.#markDirty(id);
  }

  /** Ids written since the last call. */
  takeDirty(): number[] {
    const dirty = this.#dirty;
    for (const id of dirty) this.#isDirty[id] = 0;
    this.#dirty = [];
    return dirty;
  }

  /** Records up to the last non-zero one; for snapshots. */
  usedBytes(): Uint8Array {
    let end = this.bytes.length;
    while (end > 0 && this.bytes[end - 1] === 0) end -= 1;
    const records = Math.ceil(end / this.shape.recordBytes);
    return this.bytes.subarray(0, records * this.shape.recordBytes);
  }

  static equalAt(bytes: Uint8Array, at: number, value: Uint8Array): boolean {
    for (let i = 0; i < value.length; i++) if (bytes[at + i] !== value[i]) return false;
    return true;
  }

  #markDirty(id: number): void {
    if (this.#isDirty[id] === 1) return;
    this.#isDirty[id] = 1;
    this.#dirty.push(id);
  }

  #grow(id: number): void {
    this.#capacity = Math.max(id + 1, this.#capacity * 2);
    const bytes = new Uint8Array(this.#capacity * this.shape.recordBytes);
    bytes.set(this.bytes);
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
    const stamps = new Float64Array(this.#capacity);
    stamps.set(this.#stamps);
    this.#stamps = stamps;
    const isDirty = new Uint8Array(this.#capacity);
    isDirty.set(this.#isDirty);
    this.#isDirty = isDirty;
  }
}
