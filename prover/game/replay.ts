/** Re-execution of one batch step by step, from the store alone. */
import { hashBatch } from '../../protocol/batch.ts';
import { runBatch } from '../../protocol/derive.ts';
import { CONSUME_INBOX_KIND } from '../../protocol/generated/codec.ts';
import { concat, equalBytes, HASH_BYTES } from '../../protocol/hash.ts';
import { type BatchInput, Machine, PHASE } from '../../protocol/machine.ts';
import { StateTree } from '../../protocol/merkle.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import type { State } from '../../protocol/state.ts';
import { type RecordedStep, StepRecorder } from '../../protocol/witness.ts';
import { decodeState } from '../store/snapshot.ts';
import { inputOf, type Store } from '../store/store.ts';
import type { Bytecode } from './bytecode.ts';

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

export interface BatchHistory {
  /** 32 bytes for the state after each step, up to the first final one. */
  readonly leaves: Uint8Array;
  /** State root after the batch. */
  readonly root: Uint8Array;
}

/** TypeScript and the bytecode disagree about a step, or the bytecode refuses the witness: a bug, here or there. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';
  readonly index: number;

  constructor(index: number, { expected, received }: { expected: string; received: string }) {
    super(`step ${index}: the bytecode says ${received}, TypeScript ${expected}`);
    this.index = index;
  }
}

/** Steps that TypeScript records while the bytecode, which has a thread of its own, is still at an earlier one. */
const STEPS_AHEAD = 16;

/**
 * The states after each step, as the deployed bytecode gives them; TypeScript supplies the witnesses.
 * COST: about 0.5 ms a step; memory 32 bytes a step and the state.
 */
export async function computeHistory({
  state,
  input,
  bytecode,
}: {
  state: State;
  input: BatchInput;
  bytecode: Bytecode;
}): Promise<BatchHistory> {
  const recorder = recorderOf({ state, input });
  await checkStart(recorder, { input, bytecode });
  const leaves = new GrowingBytes();
  const running: { index: number; step: RecordedStep; post: Promise<Uint8Array | string> }[] = [];
  async function takeOldest(): Promise<void> {
    const { index, step, post } = running.shift()!;
    const received = await post;
    if (typeof received === 'string' || !equalBytes(received, step.post)) {
      const said = typeof received === 'string' ? received : hex(received);
      throw new DivergedError(index, { expected: hex(step.post), received: said });
    }
    leaves.add(received);
  }
  for (let index = 0; ; index++) {
    const wasHalted = recorder.machine.registers.phase === PHASE.halted;
    const step = recorder.step();
    running.push({ index, step, post: stepOrReason(bytecode, step) });
    if (running.length === STEPS_AHEAD) await takeOldest();
    if (!wasHalted) continue;
    while (running.length > 0) await takeOldest();
    // INVARIANT: the last step showed that the machine stays where it is; padding repeats it.
    return { leaves: leaves.bytes().subarray(0, -HASH_BYTES), root: step.root };
  }
}

/** The step of a batch at an index, with the witness that L1 needs for it. */
export function recordStep({
  state,
  input,
  index,
}: {
  state: State;
  input: BatchInput;
  index: number;
}): RecordedStep & { readonly kind: number } {
  const recorder = recorderOf({ state, input });
  let kind = 0;
  for (let at = 0; ; at++) {
    const { phase } = recorder.machine.registers;
    if (phase === PHASE.next || phase === PHASE.halted) kind = nextKind(recorder.machine);
    const step = recorder.step();
    if (at === index || phase === PHASE.halted) return { ...step, kind };
  }
}

/** Kind of the operation that starts in the next step; an inbox item counts as its marker, the halt as 0. */
function nextKind({ registers, input }: Machine): number {
  const { phase, stopped, offset, inboxNext } = registers;
  if (phase === PHASE.halted) return 0;
  if (stopped === 0 && offset < input.header.dataLength) return input.data[offset];
  return inboxNext < input.inbox.length ? CONSUME_INBOX_KIND : 0;
}

function recorderOf({ state, input }: { state: State; input: BatchInput }): StepRecorder {
  const machine = new Machine({ state, input, signatures: recoverSignatures });
  state.journal.savepoint();
  return new StepRecorder(machine, new StateTree(state));
}

async function checkStart(
  recorder: StepRecorder,
  { input, bytecode }: { input: BatchInput; bytecode: Bytecode },
): Promise<void> {
  const initial = await bytecode.initialState(recorder.root, hashBatch(input.header));
  if (equalBytes(initial, recorder.stateHash)) return;
  throw new DivergedError(0, { expected: hex(recorder.stateHash), received: hex(initial) });
}

async function stepOrReason(
  bytecode: Bytecode,
  { pre, witness }: RecordedStep,
): Promise<Uint8Array | string> {
  try {
    return await bytecode.step(pre, witness);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

class GrowingBytes {
  #bytes: Uint8Array = new Uint8Array(HASH_BYTES * 1024);
  #used = 0;

  add(hash: Uint8Array): void {
    if (this.#used === this.#bytes.length)
      this.#bytes = concat(this.#bytes, new Uint8Array(this.#used));
    this.#bytes.set(hash, this.#used);
    this.#used += HASH_BYTES;
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#used);
  }
}

function hex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
