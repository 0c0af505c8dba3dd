/** Where a history can be taken up again: the machine between two operations, and the records that differ by then. */
import { deserialize, serialize } from 'node:v8';

import { assert } from '../../protocol/assert.ts';
import type { Registers } from '../../protocol/generated/codec.ts';
import { type Machine, PHASE } from '../../protocol/machine.ts';
import { keyOf } from '../../protocol/merkle.ts';
import { INDEX_BITS } from '../../protocol/params.ts';
import type { State } from '../../protocol/state.ts';

export interface Checkpoint {
  /** Steps done. */
  readonly index: number;
  readonly registers: Registers;
  /** By key in the state tree: every record that the steps so far have used, as it is now. */
  readonly records: ReadonlyMap<number, Uint8Array>;
}

/** COST: from one to the next takes up to 2 s without witnesses. */
export const CHECKPOINT_STEPS = 2 ** 14;

/** Notes what steps use and takes a checkpoint now and then. */
export class CheckpointTaker {
  readonly checkpoints: Checkpoint[] = [];
  readonly #used = new Set<number>();
  readonly #every: number;

  constructor(every = CHECKPOINT_STEPS) {
    this.#every = every;
  }

  /** After a step. @param index steps done */
  take({ machine, index }: { machine: Machine; index: number }, used: Iterable<number>): void {
    for (const key of used) this.#used.add(key);
    const last = this.checkpoints.at(-1)?.index ?? 0;
    const { registers, state } = machine;
    if (index - last < this.#every || registers.phase !== PHASE.next) return;
    const records = new Map<number, Uint8Array>();
    for (const key of this.#used) records.set(key, tableOf(state, key).record(idOf(key)));
    this.checkpoints.push({ index, registers: { ...registers }, records });
  }
}

/** Brings a machine that stands before its first step to a checkpoint. */
export function resume(machine: Machine, { registers, records }: Checkpoint): void {
  assert(machine.registers.phase === PHASE.next, 'a machine starts between operations');
  for (const [key, record] of records) tableOf(machine.state, key).load(idOf(key), record);
  machine.registers = { ...registers };
  machine.state.journal.savepoint();
}

/** The last one at or before a step. */
export function checkpointBefore(
  checkpoints: readonly Checkpoint[],
  index: number,
): Checkpoint | undefined {
  return checkpoints.findLast((checkpoint) => checkpoint.index <= index);
}

export function encodeCheckpoints(checkpoints: readonly Checkpoint[]): Uint8Array {
  return serialize(checkpoints);
}

export function decodeCheckpoints(bytes: Uint8Array): readonly Checkpoint[] {
  return deserialize(bytes) as readonly Checkpoint[];
}

function tableOf(state: State, key: number): State['tables'][number] {
  return state.tables[Math.floor(key / 2 ** INDEX_BITS)];
}

function idOf(key: number): number {
  return key - keyOf(Math.floor(key / 2 ** INDEX_BITS), 0);
}
