/** What the same steps cost by themselves: one EVM, one step a call, one core. */
import type { Hex } from 'viem';

import { toHex } from '../../prover/hex.ts';
import { HistoryTree } from '../../prover/game/historyTree.ts';
import { type EvmKind, openBytecode, type StepCall } from '../../prover/game/bytecode.ts';
import { ANVIL } from '../../prover/game/anvil.ts';
import { L1 } from '../../prover/l1/client.ts';
import { readDeployment } from '../../prover/l1/deployment.ts';
import { fetchVerifierCode } from '../../prover/l1/verifierCode.ts';
import type { Rig } from '../../test/prover/rig.ts';
import type { Truth } from './truth.ts';
import { meterProcess } from './usage.ts';

export interface Bounds {
  /** Processor time in ms of a step, the mean of the steps sampled; null where there is no anvil. */
  readonly edrStepMs: number;
  readonly anvilStepMs: number | null;
  readonly samples: number;
  /** Wall time of the tree over all leaves, which are so many keccaks. */
  readonly treeMs: number;
  readonly historyRoot: Hex;
}

const DEPTH = 18;

export async function measureBounds({ rig, truth }: { rig: Rig; truth: Truth }): Promise<Bounds> {
  const l1 = new L1({ l1: rig.url, rollup: rig.rollup });
  const verifier = (await readDeployment(l1)).verifier;
  const codes = await fetchVerifierCode(l1, verifier);
  const time = async (kind: EvmKind): Promise<number> => {
    const bytecode = await openBytecode({ codes, verifier, chainId: 31_337, kind, lanes: 1 });
    try {
      return await stepMs(bytecode, truth.samples);
    } finally {
      await bytecode.close();
    }
  };
  const startMs = performance.now();
  const { root } = new HistoryTree(truth.leaves, DEPTH);
  const treeMs = performance.now() - startMs;
  return {
    edrStepMs: await time('edr'),
    anvilStepMs: ANVIL === undefined ? null : await time('anvil'),
    samples: truth.samples.length,
    treeMs,
    historyRoot: toHex(root),
  };
}

async function stepMs(
  bytecode: Awaited<ReturnType<typeof openBytecode>>,
  samples: readonly StepCall[],
): Promise<number> {
  await bytecode.runSteps(samples.slice(0, 10));
  const meter = meterProcess(process.pid);
  const { cpuSec } = meter.read();
  for (const step of samples) await bytecode.runSteps([step]);
  const spentSec = meter.read().cpuSec - cpuSec;
  meter.stop();
  return (spentSec * 1000) / samples.length;
}
