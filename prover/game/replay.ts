/** Re-execution of one batch, from the store alone. */
import { runBatch } from '../../protocol/derive.ts';
import { CONSUME_INBOX_KIND } from '../../protocol/generated/codec.ts';
import { OPERATIONS } from '../../protocol/layout.ts';
import { type BatchInput, Machine, PHASE } from '../../protocol/machine.ts';
import { INBOX_ITEM_STEPS } from '../../protocol/params.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import type { State } from '../../protocol/state.ts';
import { step } from '../../protocol/step.ts';
import { type RecordedStep, StepRecorder } from '../../protocol/witness.ts';
import { decodeState } from '../store/snapshot.ts';
import { inputOf, type Store } from '../store/store.ts';
import { type Checkpoint, checkpointBefore, resume } from './checkpoints.ts';

/** The state after a batch, from the nearest snapshot. */
export function stateAfter(store: Store, number: number): State {
  const snapshot = store.snapshot(number);
  if (snapshot === undefined) throw new Error(`no snapshot before batch ${number}`);
  const state = decodeState(snapshot.state);
  for (let next = snapshot.number + 1; next <= number; next++) {
    runBatch({ state, input: inputAt(store, next), signatures: recoverSignatures });
  }
  return state;
}

export function inputAt(store: Store, number: number): BatchInput {
  const batch = store.batch(number);
  if (batch === undefined) throw new Error(`batch ${number} is not in the store`);
  return inputOf(batch);
}

/** No operation or inbox item takes more. */
const LONGEST_STEPS = Math.max(
  INBOX_ITEM_STEPS,
  ...Object.values(OPERATIONS).map(({ steps }) => steps),
);

/**
 * The step of a batch at an index, with the witness that L1 needs for it; after the end, the halted machine's.
 * COST: 0.15 ms a step from the last checkpoint on, and the tree of the whole state.
 */
export function recordStep({
  state,
  input,
  index,
  checkpoints = [],
}: {
  state: State;
  input: BatchInput;
  index: number;
  checkpoints?: readonly Checkpoint[];
}): RecordedStep & { readonly kind: number } {
  const machine = new Machine({ state, input, signatures: recoverSignatures });
  state.journal.savepoint();
  const start = checkpointBefore(checkpoints, index);
  if (start !== undefined) resume(machine, start);
  let at = runUntilNear(machine, { from: start?.index ?? 0, index });
  const recorder = new StepRecorder(machine);
  let kind = 0;
  for (; ; at++) {
    const { phase } = machine.registers;
    if (phase === PHASE.next || phase === PHASE.halted) kind = nextKind(machine);
    const recorded = recorder.step();
    if (at === index || phase === PHASE.halted) return { ...recorded, kind };
  }
}

/**
 * Goes on without a tree to the start of an operation not far before an index. Within an operation it takes a tree, since
 * the registers keep a root.
 * @returns steps done, at most `index`
 */
function runUntilNear(machine: Machine, { from, index }: { from: number; index: number }): number {
  let at = from;
  const isFar = (): boolean => at + LONGEST_STEPS < index || machine.registers.phase !== PHASE.next;
  for (; machine.registers.phase !== PHASE.halted && isFar(); at++) step(machine);
  return at;
}

/** Kind of the operation that starts in the next step; an inbox item counts as its marker, the halt as 0. */
function nextKind({ registers, input }: Machine): number {
  const { phase, stopped, offset, inboxNext } = registers;
  if (phase === PHASE.halted) return 0;
  if (stopped === 0 && offset < input.header.dataLength) return input.data[offset];
  return inboxNext < input.inbox.length ? CONSUME_INBOX_KIND : 0;
}
