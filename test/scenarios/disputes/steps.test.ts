import { expect } from 'vitest';

import { finalState, hashBatch } from '../../../protocol/batch.ts';
import { encodePublishSurface } from '../../../protocol/generated/codec.ts';
import { keccak256 } from '../../../protocol/hash.ts';
import { PHASE } from '../../../protocol/machine.ts';
import { MAX_OPERATION_BYTES } from '../../../protocol/params.ts';
import type { Lie } from '../../actors/lie.ts';
import type { LieInput } from '../../actors/liar.ts';
import { scenario } from '../scenario.ts';
import {
  HONEST,
  LIAR,
  postTransfers,
  SECOND_LIAR,
  settleTruth,
  theft,
  throwOut,
  untilPaid,
} from './dispute.ts';

const TRACE_STEPS = 2 ** 18;
/** Entries of the largest operation: a surface of a quorum of 29. */
const SURFACE_ENTRIES = 29;

/** The truth with other states at some steps, and another end. */
function truthBut({ truth, input }: LieInput, { noiseAt }: { noiseAt: readonly number[] }): Lie {
  const root = keccak256(truth.root);
  const leaves = truth.leaves.slice();
  for (const index of noiseAt) leaves.set(keccak256(Uint8Array.of(index)), 32 * index);
  leaves.set(finalState(root, hashBatch(input.header)), leaves.length - 32);
  return { root, leaves };
}

/** The truth to its end, halted states for as long as told, and then the end of another root. */
function paddedLie({ truth, input }: LieInput, steps: number): Lie {
  const root = keccak256(truth.root);
  const leaves = new Uint8Array(32 * steps);
  leaves.set(truth.leaves);
  const halted = truth.leaves.subarray(-32);
  for (let at = truth.leaves.length; at < leaves.length; at += 32) leaves.set(halted, at);
  leaves.set(finalState(root, hashBatch(input.header)), leaves.length - 32);
  return { root, leaves };
}

scenario(
  'firstStep',
  {
    happens: 'a history is noise from the first step on',
    protects: 'the first step starts from what the contract derives itself',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    expect(await throwOut(stage, { type: 'garbage' })).toMatchObject({ step: 0, kind: 1 });
  },
);

scenario(
  'middleStep',
  {
    happens: 'insurance is made from nothing after the fourth step',
    protects: 'the disputed step is the first false one, wherever it lies',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    const tamper: typeof theft = (step) => {
      if (step.index === 3) theft(step);
    };
    expect(await throwOut(stage, { type: 'tamper', tamper })).toMatchObject({ step: 4 });
  },
);

scenario(
  'lastStep',
  {
    happens: 'a history is true but for the last of its 2^18 leaves',
    protects: 'the far end of the trace is judged like the rest: what is halted stays',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    const make = (truth: LieInput): Lie => paddedLie(truth, TRACE_STEPS);
    const fell = await throwOut(stage, { type: 'custom', make });
    expect(fell).toMatchObject({ step: TRACE_STEPS - 1, phase: PHASE.halted, kind: 0 });
  },
);

scenario(
  'paddingStep',
  {
    happens: 'a history goes on after the end of the batch',
    protects: 'padding repeats the end and changes nothing',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    const make = (truth: LieInput): Lie => paddedLie(truth, truth.truth.leaves.length / 32 + 100);
    const fell = await throwOut(stage, { type: 'custom', make });
    expect(fell).toMatchObject({ phase: PHASE.halted, kind: 0 });
  },
);

scenario(
  'poisonedPreState',
  {
    happens: 'a history leaves the truth for one state, comes back, and ends in a false root',
    protects: 'the leftmost difference is judged: nobody has to start from a state that is false',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    const make = (truth: LieInput): Lie => truthBut(truth, { noiseAt: [2] });
    expect(await throwOut(stage, { type: 'custom', make })).toMatchObject({ step: 2 });
  },
);

scenario(
  'poisonedPostState',
  {
    happens: 'a history of the true root has one false state and is true before and after it',
    protects: 'a right end does not save a history; the root settles all the same',
    timeoutMs: 120_000,
  },
  async (stage) => {
    await postTransfers(stage);
    const opener = await stage.liar(LIAR, { lying: { type: 'garbage' } });
    await stage.untilClaimed(opener);
    const poisoner = await stage.liar(SECOND_LIAR, {
      claims: false,
      lying: {
        type: 'custom',
        make: ({ truth: { root, leaves } }) => {
          const poisoned = leaves.slice();
          poisoned.set(keccak256(root), 32 * 5);
          return { root, leaves: poisoned };
        },
      },
    });
    await stage.untilEntered(poisoner);
    const honest = await stage.prover(HONEST);
    await stage.untilFallen(opener, poisoner);
    await settleTruth(stage, honest);
    await untilPaid(stage);
  },
);

scenario(
  'stepNeedsLargestInput',
  {
    happens: 'the disputed step reads the largest operation there is, and the batch ends with it',
    protects: 'the witness of the dearest input fits a transaction',
    timeoutMs: 120_000,
  },
  async (stage) => {
    const x = stage.exchange();
    x.open(1_000_000_000);
    const entry = { publisher: 0, signature: new Uint8Array(64).fill(0xff) };
    const surface = encodePublishSurface({
      underlying: 0,
      day: 100,
      timeSec: 1,
      basisCents: 0,
      rateE9: 0,
      forwardConfidenceE4: 1,
      rateConfidenceE4: 1,
      volConfidenceE4: 1,
      forwardCents: 1,
      aE12: 1,
      bE12: 1,
      rhoE12: 1,
      mE12: 1,
      sigmaE12: 1,
      entries: Array.from({ length: SURFACE_ENTRIES }, () => entry),
    });
    expect(MAX_OPERATION_BYTES - surface.length).toBeLessThan(entry.signature.length);
    x.operations.push(surface);
    await stage.post(x);
    const make = (truth: LieInput): Lie => truthBut(truth, { noiseAt: [1] });
    const fell = await throwOut(stage, { type: 'custom', make });
    expect(fell).toMatchObject({ step: 1, phase: PHASE.next, kind: surface[0] });
  },
);
