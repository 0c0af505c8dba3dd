/**
 * A process of its own for what would hold up the loop: the history of a batch, or one step's witness.
 * It reads the store, writes the leaves to a file, and ends with the prover that started it.
 */
import { renameSync, writeFileSync } from 'node:fs';

import type { Hex } from 'viem';

import { hashBatch } from '../../protocol/batch.ts';
import type { BatchInput } from '../../protocol/machine.ts';
import { toHex } from '../hex.ts';
import { Store } from '../store/store.ts';
import { type Code, openBytecode } from './bytecode.ts';
import { computeHistory, DivergedError, inputAt, recordStep, stateAfter } from './replay.ts';

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
    };

export type Reply =
  | { readonly type: 'history'; readonly root: Uint8Array; readonly steps: number }
  | { readonly type: 'step'; readonly step: StepEvidence }
  | { readonly type: 'diverged'; readonly message: string }
  | { readonly type: 'failed'; readonly message: string };

export interface StepEvidence {
  readonly pre: Uint8Array;
  readonly post: Uint8Array;
  readonly witness: Uint8Array;
  /** Phase in which the step begins. */
  readonly phase: number;
  /** Kind of the operation under way; 0 once there is nothing left to do. */
  readonly kind: number;
}

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
  const store = new Store(request.storePath, { readOnly: true });
  const bytecode = await openBytecode(request);
  try {
    const state = stateAfter(store, request.number - 1);
    const input = inputOfBatch(store, request);
    const { leaves, root } = await computeHistory({ state, input, bytecode });
    // INVARIANT: a file of that name is whole; a crash leaves the draft behind.
    const draft = `${request.out}.${process.pid}`;
    writeFileSync(draft, Buffer.concat([root, leaves]));
    renameSync(draft, request.out);
    return { type: 'history', root, steps: leaves.length / 32 };
  } finally {
    await bytecode.close();
    store.close();
  }
}

function witnessStep(request: Extract<Request, { type: 'step' }>): Reply {
  const { number, index } = request;
  const store = new Store(request.storePath, { readOnly: true });
  try {
    const state = stateAfter(store, number - 1);
    const { pre, post, witness, phase, kind } = recordStep({
      state,
      input: inputOfBatch(store, request),
      index,
    });
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
