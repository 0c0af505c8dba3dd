/** Runs the invariants of the contracts as often as told, by Hardhat's own runner. */
import { globSync } from 'node:fs';

import type { HardhatUserConfig } from 'hardhat/config';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';

import config from '../../../hardhat.config.ts';

/** Calls of a run. */
const DEPTH = 100;

/** Sets the exit code of this process if an invariant is broken; prints the calls that broke it. */
export async function runInvariants({ runs, seed }: { runs: number; seed: number }): Promise<void> {
  const limited: HardhatUserConfig = {
    ...config,
    test: {
      solidity: {
        fuzz: { seed: `0x${seed.toString(16).padStart(64, '0')}` },
        invariant: { runs, depth: DEPTH },
      },
    },
  };
  const environment = await createHardhatRuntimeEnvironment(limited, {}, process.cwd());
  const testFiles = globSync('test/contracts/invariants/*.t.sol');
  await environment.tasks.getTask(['test', 'solidity']).run({ testFiles });
}
