import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeBatch } from '../../bench/dispute/batch.ts';
import { family } from '../../bench/dispute/usage.ts';
import { hashBatch, hashData, initialState } from '../../protocol/batch.ts';
import { concat, HASH_BYTES } from '../../protocol/hash.ts';
import { type BatchInput, Machine, PHASE } from '../../protocol/machine.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import { type RecordedStep, StepRecorder } from '../../protocol/witness.ts';
import { ANVIL } from '../../prover/game/anvil.ts';
import { type Bytecode, type EvmKind, openBytecode } from '../../prover/game/bytecode.ts';
import { decodeCheckpoints, encodeCheckpoints } from '../../prover/game/checkpoints.ts';
import { computeHistory, DivergedError, type Progress } from '../../prover/game/computeHistory.ts';
import { recordStep } from '../../prover/game/replay.ts';
import { toHex } from '../../prover/hex.ts';
import { decodeState, encodeState } from '../../prover/store/snapshot.ts';
import { startVerifier, type Verifier } from '../differential/harness.ts';
import { testHeader } from '../fixtures/exchange.ts';
import { until } from './rig.ts';

interface Scene {
  readonly state: Uint8Array;
  readonly input: BatchInput;
  /** One after the other, the halted step too. */
  readonly steps: readonly RecordedStep[];
}

/** The slow and obvious way: every step from the first. */
function openScene({ share, kind }: { share: number; kind: 'busy' | 'worst' }): Scene {
  const batch = makeBatch({ kind, share });
  const data = concat(...batch.sign(testHeader()));
  const header = testHeader({ dataLength: data.length, dataHash: hashData(data) });
  const input = { header, data, inbox: [] };
  const state = encodeState(batch.state);
  const machine = new Machine({ state: decodeState(state), input, signatures: recoverSignatures });
  machine.state.journal.savepoint();
  const recorder = new StepRecorder(machine);
  const steps: RecordedStep[] = [];
  do steps.push(recorder.step());
  while (steps.at(-1)!.phase !== PHASE.halted);
  return { state, input, steps };
}

function leavesOf({ steps }: Scene): Uint8Array {
  return concat(...steps.slice(0, -1).map(({ post }) => post));
}

/** Knows the right answers, takes its time and counts what it is asked at once. */
function scripted({ steps }: Scene, { lanes = 2 } = {}) {
  const posts = new Map(steps.map(({ pre, post }) => [toHex(pre), post]));
  const open = { now: 0, most: 0 };
  const bytecode: Bytecode = {
    kind: 'edr',
    lanes,
    runSteps: async (calls) => {
      open.now += 1;
      open.most = Math.max(open.most, open.now);
      // Long enough for another to come, if another may.
      await new Promise((resolve) => setTimeout(resolve, 100));
      open.now -= 1;
      return calls.map(({ pre }) => posts.get(toHex(pre)) ?? { refused: 'no such state' });
    },
    initialState: async (root, batchHash) => initialState(root, batchHash),
    finalState: async () => new Uint8Array(32),
    close: async () => {},
  };
  return { bytecode, open };
}

let verifier: Verifier;
let scene: Scene;
beforeAll(async () => {
  verifier = await startVerifier();
  scene = openScene({ kind: 'busy', share: 0.01 });
});
afterAll(() => verifier.close());

const KINDS: EvmKind[] = ANVIL === undefined ? ['edr'] : ['anvil', 'edr'];

describe('computeHistory', () => {
  test.each(KINDS)(
    'gives the leaves that single steps give, by %s',
    async (kind) => {
      const bytecode = await openBytecode({
        codes: await verifier.codes(),
        verifier: verifier.addresses.StateTransition,
        chainId: 31_337,
        kind,
        lanes: 2,
      });
      try {
        const scene = openScene({ kind: 'busy', share: 0.002 });
        const state = decodeState(scene.state);
        const { leaves, root } = await computeHistory({ state, input: scene.input, bytecode });
        expect(leaves).toEqual(leavesOf(scene));
        expect(root).toEqual(scene.steps.at(-1)!.root);
        const { pre, witness } = scene.steps[3];
        const [refused] = await bytecode.runSteps([{ pre, witness: witness.slice(1) }]);
        expect(refused).toHaveProperty('refused');
        const batchHash = hashBatch(scene.input.header);
        expect(await bytecode.finalState(root, batchHash)).toEqual(scene.steps.at(-1)!.post);
      } finally {
        await bytecode.close();
      }
    },
    60_000,
  );

  test('runs no further ahead than two chunks for each EVM', async () => {
    const { bytecode, open } = scripted(scene);
    const seen: Progress[] = [];
    await computeHistory({
      state: decodeState(scene.state),
      input: scene.input,
      bytecode,
      onProgress: (progress) => seen.push(progress),
    });
    expect(open.most).toBe(4);
    expect(seen.at(-1)).toEqual({ steps: scene.steps.length, share: 1 });
    expect(seen.map(({ steps }) => steps)).toEqual(
      seen.map(({ steps }) => steps).toSorted((a, b) => a - b),
    );
  });

  test('names the step that the bytecode does otherwise', async () => {
    const index = Math.floor(scene.steps.length / 2);
    const steps = scene.steps.with(index, {
      ...scene.steps[index],
      post: new Uint8Array(HASH_BYTES),
    });
    const { bytecode } = scripted({ ...scene, steps });
    const state = decodeState(scene.state);
    const failed = computeHistory({ state, input: scene.input, bytecode });
    await expect(failed).rejects.toThrow(DivergedError);
    await expect(failed).rejects.toHaveProperty('index', index);
  });
});

describe('recordStep', () => {
  test('records from a checkpoint what it records from the start', async () => {
    const { bytecode } = scripted(scene);
    const { checkpoints } = await computeHistory({
      state: decodeState(scene.state),
      input: scene.input,
      bytecode,
      checkpointSteps: 64,
    });
    expect(checkpoints.length).toBeGreaterThan(2);
    const read = decodeCheckpoints(encodeCheckpoints(checkpoints));
    const last = scene.steps.length - 1;
    const indices = [checkpoints[1].index, 1, 150, last, last + 9];
    for (const index of indices) {
      const wanted = scene.steps[Math.min(index, last)];
      for (const known of [read, []]) {
        const state = decodeState(scene.state);
        const step = recordStep({ state, input: scene.input, index, checkpoints: known });
        expect(step.pre).toEqual(wanted.pre);
        expect(step.post).toEqual(wanted.post);
        expect(step.witness).toEqual(wanted.witness);
      }
    }
  });
});

describe.skipIf(ANVIL === undefined)('anvil', () => {
  test('does not outlive a process that is killed', async () => {
    const source = `
      const { openAnvil } = await import(${JSON.stringify(new URL('../../prover/game/anvil.ts', import.meta.url).href)});
      await openAnvil({ codes: [], chainId: 1 });
      console.log('open');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', source]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const pids = family(child.pid!).map(({ pid }) => pid);
    // Node, the shell that holds the leash, what it waits with, and anvil.
    expect(pids.length).toBe(4);
    child.kill('SIGKILL');
    await until('all to end', () => pids.every((pid) => !existsSync(`/proc/${pid}`)));
  });
});
