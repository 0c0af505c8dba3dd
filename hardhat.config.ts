import { createRequire } from 'node:module';

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

/** EDR opens no network on an output without `contracts`, which is what a file of nothing but free functions compiles to. */
const outputsWithoutContracts: HardhatPlugin = {
  id: 'tenor-outputs-without-contracts',
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        invokeSolc: async (context, compiler, input, config, next) => ({
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
  plugins: [hardhatToolboxViem, hardhatEthers, outputsWithoutContracts],
  paths: {
    sources: './contracts',
    tests: { solidity: './test/contracts' },
  },
  solidity: {
    profiles: {
      default: { isolated: true, compilers: [compiler] },
      production: { isolated: true, compilers: [compiler] },
    },
  },
  networks: { default: l1, node: l1 },
  // COST: seconds; `npm run fuzz -- --invariants 10000` runs many more.
  test: { solidity: { invariant: { runs: 30, depth: 60 } } },
});
