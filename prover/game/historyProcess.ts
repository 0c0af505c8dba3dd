/**
 * A process of its own for what would hold up the loop: the history of a batch, or one step's witness.
 * It reads the store, writes the history to files, and ends with the prover that started it.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

import type { Hex } from 'viem';

import { hashBatch } from '../../protocol/batch.ts';
import type { BatchInput } from '../../protocol/machine.ts';
import { toHex } from '../hex.ts';
import { Store } from '../store/store.ts';
import { openBytecode } from './bytecode.ts';
import type { Code } from './evm.ts';
import { decodeCheckpoints, encodeCheckpoints } from './checkpoints.ts';
import { computeHistory, DivergedError, type Progress } from './computeHistory.ts';
import { inputAt, recordStep, stateAfter } from './replay.ts';

export type Request =
  | {
      readonly type: 'history';
      readonly storePath: string;
      readonly number: number;
      readonly batchHash: Hex;
      readonly codes: readonly Code[];
      readonly verifier: Hex;
      readonly chainId: number;
      /** File that the leaves are written to. */
      readonly out: string;
    }
  | {
      readonly type: 'step';
      readonly storePath: string;
      readonly number: number;
      readonly batchHash: Hex;
      readonly index: number;
      /** File of the batch's history, whether it is there or not. */
      readonly history: string;
    };

export type Reply =
  | { readonly type: 'history'; readonly steps: number; readonly loadMs: number }
  | { readonly type: 'step'; readonly step: StepEvidence }
  | { readonly type: 'diverged'; readonly message: string }
  | { readonly type: 'failed'; readonly message: string };

/** Sent before the reply, now and then. */
export type ProgressNote = Progress & { readonly type: 'progress' };

export interface StepEvidence {
  readonly pre: Uint8Array;
  readonly post: Uint8Array;
  readonly witness: Uint8Array;
  /** Phase in which the step begins. */
  readonly phase: number;
  /** Kind of the operation under way; 0 once there is nothing left to do. */
  readonly kind: number;
}

const PROGRESS_EVERY_MS = 500;

process.on('disconnect', () => process.exit());
process.on('message', (request: Request) => {
  void answer(request).then((reply) => process.send!(reply, () => process.exit()));
});

async function answer(request: Request): Promise<Reply> {
  try {
    return request.type === 'history' ? await buildHistory(request) : witnessStep(request);
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { type: error instanceof DivergedError ? 'diverged' : 'failed', message };
  }
}

async function buildHistory(request: Extract<Request, { type: 'history' }>): Promise<Reply> {
  const { number, out } = request;
  const store = new Store(request.storePath, { readOnly: true });
  const opening = openBytecode(request);
  // It is waited for once the state is there.
  opening.catch(() => {});
  try {
    const state = stateAfter(store, number - 1);
    const input = inputOfBatch(store, request);
    const bytecode = await opening;
    const loadMs = performance.now();
    const onProgress = tellProgress();
    onProgress({ steps: 0, share: 0 });
    const history = await computeHistory({ state, input, bytecode, onProgress });
    const { leaves, root, checkpoints } = history;
    // What is written last is looked for: the rest is there with it.
    writeWhole(checkpointsPath(out), encodeCheckpoints(checkpoints));
    writeWhole(out, Buffer.concat([root, leaves]));
    return { type: 'history', steps: leaves.length / 32, loadMs };
  } finally {
    store.close();
    await opening.then((bytecode) => bytecode.close()).catch(() => {});
  }
}

function tellProgress(): (progress: Progress) => void {
  let toldMs = -Infinity;
  return (progress) => {
    if (performance.now() - toldMs < PROGRESS_EVERY_MS) return;
    toldMs = performance.now();
    process.send?.({ type: 'progress', ...progress } satisfies ProgressNote);
  };
}

/** INVARIANT: a file of that name is whole; a crash leaves the draft behind. */
function writeWhole(path: string, bytes: Uint8Array): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, bytes, { flush: true });
  renameSync(draft, path);
}

function checkpointsPath(history: string): string {
  return `${history}.checkpoints`;
}

function witnessStep(request: Extract<Request, { type: 'step' }>): Reply {
  const { number, index } = request;
  const store = new Store(request.storePath, { readOnly: true });
  try {
    const path = checkpointsPath(request.history);
    const checkpoints = existsSync(path) ? decodeCheckpoints(readFileSync(path)) : [];
    const state = stateAfter(store, number - 1);
    const input = inputOfBatch(store, request);
    const { pre, post, witness, phase, kind } = recordStep({ state, input, index, checkpoints });
    return { type: 'step', step: { pre, post, witness, phase, kind } };
  } finally {
    store.close();
  }
}

/** L1 may have replaced the batch since it was asked for. */
function inputOfBatch(store: Store, { number, batchHash }: Request): BatchInput {
  const input = inputAt(store, number);
  if (toHex(hashBatch(input.header)) === batchHash) return input;
  throw new Error(`batch ${number} is another than ${batchHash} by now`);
}
