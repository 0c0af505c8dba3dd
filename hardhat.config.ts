import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';

import hardhatEthers from '@nomicfoundation/hardhat-ethers';
import hardhatToolboxViem from '@nomicfoundation/hardhat-toolbox';
import { defineConfig } from 'hardhat/config';
import type { HardhatPlugin } from 'hardhat/types/plugins';

const require = createRequire(import.meta.url);

/**
 * One compiler for every profile. The deployed bytecode is the specification, so a build made for tests and a build made
 * for deployment must be the same bytes: each contract is compiled by itself, because what is compiled beside it changes
 * the code that viaIR makes. COST: a build from nothing takes three times as long.
 */
const compiler = {
  version: '0.8.37',
  path: require.resolve('solc/soljson.js'),
  settings: {
    optimizer: { enabled: true, runs: 200 },
    viaIR: true,
    evmVersion: 'osaka',
    metadata: { bytecodeHash: 'none' as const },
    outputSelection: { '*': { '*': ['storageLayout'] } },
  },
};

/**
 * Solidity tests are compiled the quick way: what they test comes from the build above, by `vm.getCode`.
 * COST: seconds, where optimising them would take five minutes.
 */
const testCompiler = {
  ...compiler,
  settings: { ...compiler.settings, viaIR: false, optimizer: { enabled: false } },
};
const profile = {
  isolated: true,
  compilers: [compiler],
  overrides: Object.fromEntries(
    globSync('test/contracts/**/*.sol', { cwd: import.meta.dirname }).map((file) => [
      file,
      testCompiler,
    ]),
  ),
};

/** Compiles on every core; Hardhat leaves one of them alone. */
const quickBuild: HardhatPlugin = {
  id: 'tenor-quick-build',
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        build: async (context, roots, options, next) =>
          next(context, roots, { ...options, concurrency: availableParallelism() }),
        invokeSolc: async (context, compiler, input, config, next) => ({
          // EDR opens no network on an output without it, which is what a file of free functions alone compiles to.
          contracts: {},
          ...(await next(context, compiler, input, config)),
        }),
      }),
    }),
  },
};

/** The limits of mainnet, all of them on: 24,576 bytes a contract and 2^24 gas a transaction (EIP-7825). */
const l1 = {
  type: 'edr-simulated' as const,
  chainType: 'l1' as const,
  hardfork: 'osaka',
  chainId: 31_337,
  blockGasLimit: 60_000_000n,
  transactionGasCap: 2n ** 24n,
  allowUnlimitedContractSize: false,
  accounts: {
    mnemonic: 'test test test test test test test test test test test junk',
    count: 20,
    accountsBalance: 1_000_000n * 10n ** 18n,
  },
};

export default defineConfig({
  plugins: [hardhatToolboxViem, hardhatEthers, quickBuild],
  paths: {
    sources: './contracts',
    tests: { solidity: './test/contracts' },
  },
  solidity: {
    profiles: { default: profile, production: profile },
  },
  networks: { default: l1, node: l1 },
  // COST: seconds; `npm run fuzz -- --invariants 10000` runs many more.
  test: { solidity: { invariant: { runs: 30, depth: 60 } } },
});
