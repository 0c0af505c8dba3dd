import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{protocol,sequencer,prover,publisher,sdk,scripts,bench}/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', 'artifacts/**', 'cache/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // COST: a fork for each core; a test file that opens an L1 or a database owns its own.
    pool: 'forks',
    reporters: ['default'],
  },
});
