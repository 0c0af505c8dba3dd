/** The ABI that TypeScript speaks to L1 with, from the compiled contracts: contracts/generated/abi.ts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Export name and artifact. */
const CONTRACTS = {
  rollupAbi: 'rollup/Rollup.sol/Rollup',
  bridgeAbi: 'bridge/Bridge.sol/Bridge',
  inboxAbi: 'inbox/Inbox.sol/Inbox',
  stateTransitionAbi: 'interfaces/IStateTransition.sol/IStateTransition',
  testFeedAbi: 'bridge/TestFeed.sol/TestFeed',
  testUsdcAbi: 'bridge/TestUSDC.sol/TestUSDC',
  timelockAbi: 'inbox/Timelock.sol/Timelock',
} as const;

export const ABI_PATH = 'contracts/generated/abi.ts';

/** @param artifacts folder that Hardhat compiled into */
export function generateAbi(artifacts = 'artifacts'): string {
  const parts = Object.entries(CONTRACTS).map(([name, artifact]) => {
    const path = join(artifacts, 'contracts', `${artifact}.json`);
    const { abi } = JSON.parse(readFileSync(path, 'utf8')) as { abi: unknown };
    return `export const ${name} = ${JSON.stringify(abi, null, 2)} as const;\n`;
  });
  return `// Written by scripts/generate/abi.ts from the compiled contracts. Do not edit.\n\n${parts.join('\n')}`;
}

if (import.meta.main) {
  const text = generateAbi(process.argv.find((arg) => arg.startsWith('--artifacts='))?.slice(12));
  if (process.argv.includes('--check')) {
    if (readFileSync(ABI_PATH, 'utf8') !== text) {
      console.log(`${ABI_PATH} differs from the compiled contracts: run scripts/generate/abi.ts`);
      process.exitCode = 1;
    }
  } else {
    writeFileSync(ABI_PATH, text);
  }
}
