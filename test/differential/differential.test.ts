import { afterAll, beforeAll, expect, test } from 'vitest';
import { startVerifier, type Verifier } from './harness.ts';
import { Coverage, describeDifference, runSeeds } from './run.ts';
import { CASES_PER_SEED } from './scenario.ts';

const CASES = 2000;

let verifier: Verifier;
beforeAll(async () => {
  verifier = await startVerifier();
});
afterAll(async () => verifier.close());

test('the bytecode does every step of every kind of operation as TypeScript does', async () => {
  const coverage = new Coverage();
  const seeds = Array.from({ length: CASES / CASES_PER_SEED }, (_, i) => i + 1);
  const differences = await runSeeds(verifier, seeds, { coverage });
  console.log(coverage.table());
  expect(differences.map(describeDifference)).toEqual([]);
  expect(coverage.cases).toBe(CASES);
  expect(coverage.missing()).toEqual([]);
}, 300_000);
