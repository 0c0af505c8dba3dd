/** The history of a batch as TypeScript has it, for a liar to start from, and some of its steps to time. */
import { concat, HASH_BYTES, keccak256 } from '../../protocol/hash.ts';
import { finalState, hashBatch } from '../../protocol/batch.ts';
import { type BatchInput, Machine, PHASE } from '../../protocol/machine.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import type { State } from '../../protocol/state.ts';
import { step } from '../../protocol/step.ts';
import { StepRecorder } from '../../protocol/witness.ts';
import type { StepCall } from '../../prover/game/bytecode.ts';
import { Random } from '../../scripts/market/random.ts';
import type { Lie } from '../../test/actors/lie.ts';
import { testHeader } from '../../test/fixtures/exchange.ts';

export interface Truth {
  readonly leaves: Uint8Array;
  readonly root: Uint8Array;
  /** Some, spread evenly. */
  readonly samples: readonly StepCall[];
}

/** Of these the samples are picked, so that not all witnesses are kept. */
const SAMPLE_EVERY = 128;

/** COST: 0.3 ms a step. */
export function recordTruth(
  { state, input }: { state: State; input: BatchInput },
  samples: number,
): Truth {
  const machine = new Machine({ state, input, signatures: recoverSignatures });
  state.journal.savepoint();
  const recorder = new StepRecorder(machine);
  const leaves: Uint8Array[] = [];
  const some: StepCall[] = [];
  while (machine.registers.phase !== PHASE.halted) {
    const { pre, post, witness } = recorder.step();
    if (leaves.length % SAMPLE_EVERY === 0) some.push({ pre, witness });
    leaves.push(post);
  }
  const every = Math.max(1, Math.floor(some.length / Math.max(samples, 1)));
  return {
    leaves: new Uint8Array(Buffer.concat(leaves)),
    root: recorder.root,
    samples: some.filter((_, i) => i % every === 0),
  };
}

/** Steps of a batch, the one that halts included. */
export function countSteps(state: State, operations: readonly Uint8Array[]): number {
  const data = concat(...operations);
  const header = testHeader({ rollup: new Uint8Array(20), dataLength: data.length });
  const machine = new Machine({
    state,
    input: { header, data, inbox: [] },
    signatures: recoverSignatures,
  });
  let steps = 0;
  for (; machine.registers.phase !== PHASE.halted; steps++) step(machine);
  return steps;
}

/** The same up to a random step, then noise that ends in a root of its own. */
export function lieFrom(
  { leaves, root }: Truth,
  { input, seed }: { input: BatchInput; seed: number },
): Lie & { readonly from: number } {
  const from = new Random(seed).below(leaves.length / HASH_BYTES);
  const falseRoot = keccak256(root);
  const out = leaves.slice();
  for (let at = from * HASH_BYTES; at < out.length; at += HASH_BYTES) {
    out.set(keccak256(out.subarray(at, at + HASH_BYTES)), at);
  }
  out.set(finalState(falseRoot, hashBatch(input.header)), out.length - HASH_BYTES);
  return { root: falseRoot, leaves: out, from };
}
