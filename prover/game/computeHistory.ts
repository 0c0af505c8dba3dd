/** The states after each step of a batch, by the deployed bytecode. */
import { setImmediate as yieldTurn } from 'node:timers/promises';

import { hashBatch } from '../../protocol/batch.ts';
import { equalBytes, HASH_BYTES } from '../../protocol/hash.ts';
import { type BatchInput, Machine, PHASE } from '../../protocol/machine.ts';
import { TRACE_STEPS } from '../../protocol/params.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import type { State } from '../../protocol/state.ts';
import { type RecordedStep, StepRecorder } from '../../protocol/witness.ts';
import { toHex } from '../hex.ts';
import { answerText, type Bytecode, isAnswer } from './bytecode.ts';
import type { Answer } from './evm.ts';
import { type Checkpoint, CheckpointTaker } from './checkpoints.ts';

export interface BatchHistory {
  /** 32 bytes for the state after each step, up to the first final one. */
  readonly leaves: Uint8Array;
  /** State root after the batch. */
  readonly root: Uint8Array;
  /** Where `recordStep` can start. */
  readonly checkpoints: readonly Checkpoint[];
}

/** How far a history is. */
export interface Progress {
  readonly steps: number;
  /** Of the batch's data, 0 to 1; steps are spread over it more or less evenly. */
  readonly share: number;
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

/** Steps that go to the bytecode together: enough to make light of the way there. */
const CHUNK_STEPS = 32;
/** anvil takes requests of 2 MiB; hexadecimal doubles the bytes. */
const CHUNK_WITNESS_BYTES = 600_000;

/** Steps in a row, recorded by TypeScript, at the bytecode now. */
interface Chunk extends Progress {
  readonly first: number;
  readonly posts: readonly Uint8Array[];
  readonly answers: Promise<readonly Answer[]>;
}

export interface HistoryInput {
  readonly state: State;
  readonly input: BatchInput;
  readonly bytecode: Bytecode;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly checkpointSteps?: number;
}

/**
 * TypeScript supplies the witnesses. A step is a function of the state before it and its witness, so the bytecode looks at
 * many at once, each from the state that the bytecode itself has to give for the step before.
 * COST: 0.3 ms a step to record, beside what the bytecode takes on as many cores as it has EVMs. Memory: the state and 8 MB.
 */
export async function computeHistory(options: HistoryInput): Promise<BatchHistory> {
  const { state, input, bytecode, onProgress } = options;
  const machine = new Machine({ state, input, signatures: recoverSignatures });
  state.journal.savepoint();
  const recorder = new StepRecorder(machine);
  await checkStart(recorder, options);
  const taker = new CheckpointTaker(options.checkpointSteps);
  const leaves = new Uint8Array((TRACE_STEPS + 1) * HASH_BYTES);
  const running: Chunk[] = [];
  let steps = 0;
  async function takeOldest(): Promise<void> {
    const chunk = running.shift()!;
    await takeAnswers(chunk, leaves);
    ({ steps } = chunk);
    onProgress?.({ steps, share: chunk.share });
  }
  try {
    for (const chunk of chunksOf(recorder, { taker, bytecode })) {
      running.push(chunk);
      await yieldTurn();
      // INVARIANT: memory holds the witnesses of two chunks for each EVM, however far the recorder could run ahead.
      if (running.length >= 2 * bytecode.lanes) await takeOldest();
    }
    while (running.length > 0) await takeOldest();
  } finally {
    await Promise.allSettled(running.map(({ answers }) => answers));
  }
  // INVARIANT: the last step showed that the machine stays where it is; padding repeats it.
  const end = (steps - 1) * HASH_BYTES;
  return { leaves: leaves.slice(0, end), root: recorder.root, checkpoints: taker.checkpoints };
}

/** Up to the first step after the halt. */
function* chunksOf(
  recorder: StepRecorder,
  { taker, bytecode }: { taker: CheckpointTaker; bytecode: Bytecode },
): Generator<Chunk> {
  const { machine } = recorder;
  for (let first = 0, isOver = false; !isOver; ) {
    const recorded: RecordedStep[] = [];
    for (let bytes = 0; recorded.length < CHUNK_STEPS && bytes < CHUNK_WITNESS_BYTES && !isOver; ) {
      const step = recorder.step();
      recorded.push(step);
      bytes += step.witness.length;
      isOver = step.phase === PHASE.halted;
      taker.take({ machine, index: first + recorded.length }, step.leaves.keys());
    }
    const answers = bytecode.runSteps(recorded);
    // Whoever takes the chunk sees the error; until then nobody waits for it.
    answers.catch(() => {});
    const posts = recorded.map(({ post }) => post);
    yield { first, posts, answers, steps: first + posts.length, share: shareOf(machine) };
    first += recorded.length;
  }
}

function shareOf({ registers, input }: Machine): number {
  const { dataLength } = input.header;
  return registers.phase === PHASE.halted || dataLength === 0 ? 1 : registers.offset / dataLength;
}

async function takeAnswers({ first, posts, answers }: Chunk, leaves: Uint8Array): Promise<void> {
  for (const [i, answer] of (await answers).entries()) {
    if (!isAnswer(answer, posts[i])) {
      const words = { expected: toHex(posts[i]), received: answerText(answer) };
      throw new DivergedError(first + i, words);
    }
    leaves.set(answer as Uint8Array, (first + i) * HASH_BYTES);
  }
}

async function checkStart(
  recorder: StepRecorder,
  { input, bytecode }: HistoryInput,
): Promise<void> {
  const initial = await bytecode.initialState(recorder.root, hashBatch(input.header));
  if (equalBytes(initial, recorder.stateHash)) return;
  throw new DivergedError(0, { expected: toHex(recorder.stateHash), received: toHex(initial) });
}
