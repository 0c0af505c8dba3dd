import { afterAll, beforeAll, expect, test } from 'vitest';
import { finalState, initialState } from '../../protocol/batch.ts';
import { Random } from '../fixtures/random.ts';
import { hexOf, startVerifier, type Verifier } from './harness.ts';
import { Coverage, describeDifference, runSeeds } from './run.ts';
import { CASES_PER_SEED } from './scenario.ts';

const CASES = 3000;

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

test('the bytecode begins and ends a batch as TypeScript does', async () => {
  const random = new Random(1);
  const [root, batchHash] = [random.bytes(32), random.bytes(32)];
  const expected = [initialState(root, batchHash), finalState(root, batchHash)];
  const received = [
    await verifier.initialState(root, batchHash),
    await verifier.finalState(root, batchHash),
  ];
  expect(received).toEqual(expected.map((hash) => `0x${hexOf(hash)}`));
});
