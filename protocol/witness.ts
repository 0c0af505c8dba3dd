/** What a step needs on L1: the batch header, the registers, the input it reads and the leaves it touches. SPEC §4.4. */
import { chunkHashes, hashBatch, hashState } from './batch.ts';
import {
  CONSUME_INBOX_KIND,
  encodeHeader,
  encodeInboxItem,
  encodeRegisters,
  type Registers,
} from './generated/codec.ts';
import { concat, keccak256 } from './hash.ts';
import { type Machine, PHASE } from './machine.ts';
import { keyOf, StateTree } from './merkle.ts';
import { CHUNK_BYTES, MAX_OPERATION_BYTES } from './params.ts';
import { step } from './step.ts';
import type { Recorder, Table } from './table.ts';

export interface RecordedStep {
  /** State hash before and after. */
  readonly pre: Uint8Array;
  readonly post: Uint8Array;
  readonly witness: Uint8Array;
  /** Phase in which the step began. */
  readonly phase: number;
  readonly registers: Registers;
  readonly root: Uint8Array;
  /** The records that the step reads or writes, by key, as they were before it. */
  readonly leaves: ReadonlyMap<number, Uint8Array>;
}

/** Keeps each record as it was at its first use. */
export class LeafRecorder implements Recorder {
  readonly leaves = new Map<number, Uint8Array>();

  touch(table: Table, id: number): void {
    const key = keyOf(table.shape.kind, id);
    if (!this.leaves.has(key)) this.leaves.set(key, table.record(id));
  }
}

/** Runs a machine step by step over a tree that is brought up to date after each, and yields each step's witness. */
export class StepRecorder {
  readonly machine: Machine;
  readonly #tree: StateTree;
  readonly #batchHash: Uint8Array;
  readonly #header: Uint8Array;
  readonly #chunkHashes: Uint8Array[];
  readonly #itemHashes: Uint8Array[];
  #root: Uint8Array;

  constructor(machine: Machine, tree: StateTree = new StateTree(machine.state)) {
    const { header, data, inbox } = machine.input;
    this.machine = machine;
    this.#tree = tree;
    this.#root = tree.update();
    this.#batchHash = hashBatch(header);
    this.#header = encodeHeader(header);
    this.#chunkHashes = chunkHashes(data.subarray(0, header.dataLength));
    this.#itemHashes = inbox.map((item) => keccak256(encodeInboxItem(item)));
  }

  get root(): Uint8Array {
    return this.#root;
  }

  get stateHash(): Uint8Array {
    return hashState(this.#root, this.machine.registers, this.#batchHash);
  }

  step(): RecordedStep {
    const { machine } = this;
    const before = { ...machine.registers };
    const pre = this.stateHash;
    const preRoot = this.#root;
    const recorder = new LeafRecorder();
    machine.state.journal.recorder = recorder;
    try {
      step(machine);
    } finally {
      machine.state.journal.recorder = null;
    }
    const keys = [...recorder.leaves.keys()].sort((a, b) => a - b);
    const siblings = this.#tree.multiproof(keys);
    this.#root = this.#tree.update();
    if (machine.saved) machine.registers = { ...machine.registers, savedRoot: this.#root };
    const witness = concat(
      this.#header,
      preRoot,
      encodeRegisters(before),
      this.#inputSection(before),
      uint(machine.hint, 4),
      uint(keys.length, 2),
      ...keys.flatMap((key) => [uint(key, 4), recorder.leaves.get(key)!]),
      ...siblings,
    );
    return {
      pre,
      post: this.stateHash,
      witness,
      phase: before.phase,
      registers: { ...machine.registers },
      root: this.#root,
      leaves: recorder.leaves,
    };
  }

  /** A flags byte (1 data, 2 inbox), then for each what proves the window of data or the next item. */
  #inputSection({ phase, stopped, offset, inboxNext }: Registers): Uint8Array {
    const { header, data, inbox } = this.machine.input;
    if (phase !== PHASE.next) return Uint8Array.of(0);
    const readsData = stopped === 0 && offset < header.dataLength;
    const readsInbox =
      inboxNext < inbox.length && (!readsData || data[offset] === CONSUME_INBOX_KIND);
    const parts: Uint8Array[] = [Uint8Array.of((readsData ? 1 : 0) + (readsInbox ? 2 : 0))];
    if (readsData) {
      const first = Math.floor(offset / CHUNK_BYTES) * CHUNK_BYTES;
      const end = Math.min(offset + MAX_OPERATION_BYTES, header.dataLength);
      const last = Math.min(Math.ceil(end / CHUNK_BYTES) * CHUNK_BYTES, header.dataLength);
      parts.push(...this.#chunkHashes, data.subarray(first, last));
    }
    if (readsInbox) parts.push(...this.#itemHashes, encodeInboxItem(inbox[inboxNext]));
    return concat(...parts);
  }
}

function uint(value: number, bytes: 2 | 4): Uint8Array {
  const out = new Uint8Array(bytes);
  const view = new DataView(out.buffer);
  if (bytes === 2) view.setUint16(0, value);
  else view.setUint32(0, value);
  return out;
}
