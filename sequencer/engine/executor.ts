import { assert } from '../../protocol/assert.ts';
import {
  ADVANCE_TIME_BYTES,
  CONSUME_INBOX_KIND,
  encodeAdvanceTime,
  type Header,
  type InboxItem,
  OPERATION_BY_KIND,
} from '../../protocol/generated/codec.ts';
import {
  type Fill,
  initialRegisters,
  Machine,
  PHASE,
  type RemovedOrder,
  type RestedOrder,
  type Signatures,
  type TakenShare,
} from '../../protocol/machine.ts';
import type { MarginFilter } from '../../protocol/machine.ts';
import {
  HEADER_VERSION,
  MAX_BATCH_BYTES,
  MAX_INBOX_ITEMS,
  MAX_OPERATION_BYTES,
  TRACE_STEPS,
} from '../../protocol/params.ts';
import { ACCEPTED } from '../../protocol/rejections.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import type { State } from '../../protocol/state.ts';
import { inboxReserve, step } from '../../protocol/step.ts';

/** Where a chain of batches goes on. */
export interface BatchPlace {
  readonly chainId: number;
  readonly rollup: Uint8Array;
  readonly verifier: Uint8Array;
  /** Of the batch that is opened. */
  readonly number: number;
  /** First inbox item that no batch took. */
  readonly inboxNext: number;
  /** Time of the batch before. */
  readonly parentTimeSec: number;
  /** Of the next operation; the first ever has 1. */
  readonly seq: number;
}

/** What one operation did. */
export interface Effects {
  readonly fills: readonly Fill[];
  readonly rested: readonly RestedOrder[];
  readonly removed: readonly RemovedOrder[];
  /** Of an account under auction. */
  readonly taken: readonly TakenShare[];
}

export interface Executed {
  /** 0 where the operation wrote nothing, so that it is left out of the batch. */
  readonly seq: number;
  readonly batch: number;
  readonly index: number;
  /** ACCEPTED or a rejection code. */
  readonly outcome: number;
  readonly effects: Effects;
}

/** A batch with its end fixed; its hashes follow off this thread. */
export interface SealedInput {
  readonly number: number;
  readonly data: Uint8Array;
  readonly inboxFrom: number;
  readonly inbox: readonly InboxItem[];
  readonly timeSec: number;
  readonly operations: number;
  /** Of the first operation. */
  readonly firstSeq: number;
}

const NO_EFFECTS: Effects = { fills: [], rested: [], removed: [], taken: [] };
const CONSUME_INBOX = Uint8Array.of(1);
const HASH_UNKNOWN = new Uint8Array(32);
/** Steps that every batch keeps back, as if it took the most inbox items: the final count can only be lower. */
const RESERVED_STEPS = inboxReserve(MAX_INBOX_ITEMS);

/** Bytes of a well-framed operation; 0 where the bytes are not exactly one. */
export function operationBytes(bytes: Uint8Array): number {
  const bounds = OPERATION_BY_KIND[bytes[0] ?? 0];
  if (bounds === undefined || bytes.length < bounds.bytes) return 0;
  const count = bounds.entryBytes === 0 ? 0 : bytes[bounds.bytes - 1];
  const size = bounds.bytes + count * bounds.entryBytes;
  return size === bytes.length && size <= MAX_OPERATION_BYTES ? size : 0;
}

/**
 * The single writer: one machine on the live state, whose batch grows by an operation at a time. Time, L1, journal and
 * signatures are the caller's; the same calls in the same order give the same state.
 */
export class Executor {
  readonly state: State;
  readonly #machine: Machine;
  readonly #place: Pick<BatchPlace, 'chainId' | 'rollup' | 'verifier'>;
  #signers: readonly (Uint8Array | null)[] | null = null;
  #signerAt = 0;
  #fills: Fill[] = [];
  #rested: RestedOrder[] = [];
  #removed: RemovedOrder[] = [];
  #taken: TakenShare[] = [];
  #hasEffects = false;

  number: number;
  #nextSeq: number;
  #firstSeq: number;
  #inboxFrom: number;
  #inbox: InboxItem[] = [];
  #parentTimeSec: number;
  #timeOperations = 0;

  /** @param filter a first look at margins; without it all of them are worked out exactly */
  constructor({
    state,
    place,
    filter,
  }: { state: State; place: BatchPlace; filter?: MarginFilter | undefined }) {
    this.state = state;
    this.#place = place;
    this.number = place.number;
    this.#nextSeq = place.seq;
    this.#firstSeq = place.seq;
    this.#inboxFrom = place.inboxNext;
    this.#parentTimeSec = place.parentTimeSec;
    this.#machine = new Machine({
      state,
      ...(filter === undefined ? {} : { filter }),
      signatures: this.#signaturePort(),
      input: { header: this.#openHeader(0), data: new Uint8Array(MAX_BATCH_BYTES), inbox: [] },
      events: {
        fill: (fill) => {
          this.#fills.push(fill);
          this.#hasEffects = true;
        },
        rested: (order) => {
          this.#rested.push(order);
          this.#hasEffects = true;
        },
        removed: (order) => {
          this.#removed.push(order);
          this.#hasEffects = true;
        },
        taken: (share) => {
          this.#taken.push(share);
          this.#hasEffects = true;
        },
      },
    });
    this.#openBatch(place.parentTimeSec);
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  get operations(): number {
    return this.#nextSeq - this.#firstSeq;
  }

  /** Operations of the open batch that do more than move time. */
  get worth(): number {
    return this.operations - this.#timeOperations;
  }

  get bytes(): number {
    return this.#machine.registers.offset;
  }

  get inboxNext(): number {
    return this.#inboxFrom + this.#inbox.length;
  }

  get inboxItems(): number {
    return this.#inbox.length;
  }

  /** Time that operations may not pass: L1's head as last seen. Never goes back. */
  get headTimeSec(): number {
    return this.#machine.input.header.timeSec;
  }

  set headTimeSec(timeSec: number) {
    const { header } = this.#machine.input;
    header.timeSec = Math.max(header.timeSec, timeSec);
  }

  /** For replay, which runs with a head beyond any time and then learns what the batch's was. */
  restoreHeadTime(timeSec: number): void {
    this.#machine.input.header.timeSec = timeSec;
  }

  /** Whether the open batch has room for an operation of this kind and size. */
  fits(kind: number, sizeBytes: number): boolean {
    const { offset, charged } = this.#machine.registers;
    const { steps } = OPERATION_BY_KIND[kind];
    return offset + sizeBytes <= MAX_BATCH_BYTES && charged + steps + RESERVED_STEPS <= TRACE_STEPS;
  }

  /** Batch data from an offset on, in a copy. */
  dataFrom(offset: number): Uint8Array {
    return this.#machine.input.data.slice(offset, this.bytes);
  }

  /**
   * Runs one operation, which must fit.
   * @param signers recovered beforehand, in the order of the operation's signatures; null recovers them here
   */
  execute(operation: Uint8Array, signers: readonly (Uint8Array | null)[] | null): Executed {
    const machine = this.#machine;
    const { registers, input } = machine;
    const { offset, charged } = registers;
    input.data.set(operation, offset);
    input.header.dataLength = offset + operation.length;
    this.#signers = signers;
    this.#signerAt = 0;
    const { journal } = this.state;
    const { writes } = journal;
    const taken = registers.inboxNext;
    do step(machine);
    while (registers.phase !== PHASE.next);
    assert(registers.stopped === 0, 'an operation that the engine takes is well-framed and fits');

    const { outcome } = registers;
    const effects = outcome === ACCEPTED ? this.#takeEffects() : this.#dropEffects();
    if (journal.writes === writes && registers.inboxNext === taken) {
      registers.offset = offset;
      registers.charged = charged;
      input.header.dataLength = offset;
      return { seq: 0, batch: this.number, index: 0, outcome, effects };
    }
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    return { seq, batch: this.number, index: seq - this.#firstSeq, outcome, effects };
  }

  /** Runs the next inbox item, which must be the one at `inboxNext`; needs `canTakeInbox`. */
  takeInbox(item: InboxItem): Executed {
    this.#inbox.push(item);
    return this.execute(CONSUME_INBOX, null);
  }

  get canTakeInbox(): boolean {
    // The exchange's time may have to be moved first.
    return (
      this.#inbox.length < MAX_INBOX_ITEMS && this.fits(CONSUME_INBOX_KIND, 1 + ADVANCE_TIME_BYTES)
    );
  }

  /** Moves the exchange's time to L1's head. */
  advanceTime(): Executed {
    this.#timeOperations += 1;
    return this.execute(encodeAdvanceTime({ timeSec: this.headTimeSec }), null);
  }

  get timeIsBehind(): boolean {
    return this.state.globals.timeSec() < this.headTimeSec;
  }

  /** Ends the batch and opens the next. */
  seal(): SealedInput {
    const machine = this.#machine;
    const { timeSec } = machine.input.header;
    assert(timeSec >= this.#parentTimeSec, 'time of batches never goes back');
    assert(timeSec >= this.state.globals.timeSec(), 'no batch ends before the time in its state');
    const sealed: SealedInput = {
      number: this.number,
      data: this.dataFrom(0),
      inboxFrom: this.#inboxFrom,
      inbox: this.#inbox,
      timeSec,
      operations: this.operations,
      firstSeq: this.#firstSeq,
    };
    do step(machine);
    while (machine.registers.phase !== PHASE.halted);
    this.number += 1;
    this.#firstSeq = this.#nextSeq;
    this.#inboxFrom += this.#inbox.length;
    this.#inbox = [];
    this.#parentTimeSec = timeSec;
    this.#openBatch(timeSec);
    return sealed;
  }

  #openBatch(timeSec: number): void {
    this.#timeOperations = 0;
    const machine = this.#machine;
    machine.registers = initialRegisters();
    machine.input = {
      header: this.#openHeader(timeSec),
      data: machine.input.data,
      inbox: this.#inbox,
    };
  }

  /** Hashes are filled in after the seal; no rule reads them. */
  #openHeader(timeSec: number): Header {
    return {
      ...this.#place,
      version: HEADER_VERSION,
      number: this.number,
      parentHash: HASH_UNKNOWN,
      dataHash: HASH_UNKNOWN,
      dataLength: 0,
      inboxFrom: this.#inboxFrom,
      inboxTo: this.#inboxFrom,
      inboxHash: HASH_UNKNOWN,
      timeSec,
    };
  }

  #signaturePort(): Signatures {
    return {
      recover: (digest, signature) =>
        this.#signers === null
          ? recoverSignatures.recover(digest, signature)
          : (this.#signers[this.#signerAt++] ?? null),
    };
  }

  #takeEffects(): Effects {
    if (!this.#hasEffects) return NO_EFFECTS;
    const effects = {
      fills: this.#fills,
      rested: this.#rested,
      removed: this.#removed,
      taken: this.#taken,
    };
    this.#resetEffects();
    return effects;
  }

  /** What an aborted operation did was taken back. */
  #dropEffects(): Effects {
    if (this.#hasEffects) this.#resetEffects();
    return NO_EFFECTS;
  }

  #resetEffects(): void {
    this.#fills = [];
    this.#rested = [];
    this.#removed = [];
    this.#taken = [];
    this.#hasEffects = false;
  }
}
