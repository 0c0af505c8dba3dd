import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hexOf, startVerifier, type Verifier } from './harness.ts';
import { moreSiblings, worstSteps } from './worst.ts';
import { allSkews, dearestPages } from './worst/pages.ts';

/** DESIGN §3: what a step should cost, and what none may. */
const AIM_GAS = 4_000_000;
const MOST_GAS = 10_000_000;
/** go-ethereum's pool takes no larger transaction. */
const MOST_TRANSACTION_BYTES = 128 * 1024;
/** What a transaction has around the witness, at most. */
const CALL_BYTES = 512;
/** EIP-170 */
const MOST_CODE_BYTES = 24_576;
/** EIP-7623: four tokens a byte at ten gas each. */
const FLOOR_GAS_PER_BYTE = 40;

let verifier: Verifier;
beforeAll(async () => {
  verifier = await startVerifier();
});
afterAll(async () => verifier.close());

describe('the most expensive step of each kind', () => {
  test('is done by the bytecode as by TypeScript, within the limits of L1', async () => {
    const steps = worstSteps();
    const results = await verifier.runSteps(steps.map(({ step }) => step));
    const rows = [];
    for (const [i, { name, step }] of steps.entries()) {
      expect({ name, ...results[i] }).toEqual({ name, post: hexOf(step.post) });
      const gas = await verifier.gasOf(step);
      const leaves = step.leaves.size;
      const more = moreSiblings(step) * 32;
      rows.push({
        step: name,
        leaves,
        'witness bytes': step.witness.length,
        gas,
        'gas with ids up to 2^28': gas + more * FLOOR_GAS_PER_BYTE,
        bytes: step.witness.length + more,
      });
    }
    console.table(rows.map(({ bytes: _, ...row }) => row));
    const gas = rows.map((row) => row['gas with ids up to 2^28']);
    expect(Math.max(...gas)).toBeLessThan(MOST_GAS);
    expect(Math.max(...gas)).toBeLessThanOrEqual(AIM_GAS);
    const bytes = rows.map((row) => row.bytes + CALL_BYTES);
    expect(Math.max(...bytes)).toBeLessThan(MOST_TRANSACTION_BYTES);
  }, 120_000);

  test.each([
    ['the scenarios that a rollup starts with', undefined, AIM_GAS],
    ['as many skews as may be', allSkews, 1.25 * AIM_GAS],
  ])(
    'is no dearer for any count of positions: %s',
    async (_name, scenario, mostGas) => {
      const rows = [];
      for (const { positions, from, step } of dearestPages(scenario)) {
        rows.push({ positions, from, gas: await verifier.gasOf(step) });
      }
      rows.sort((a, b) => b.gas - a.gas);
      console.table(rows.slice(0, 3));
      expect(rows.length).toBeGreaterThan(20);
      expect(rows[0].gas).toBeLessThanOrEqual(mostGas);
    },
    60_000,
  );

  test('fits into contracts that L1 takes', async () => {
    const sizes = await verifier.sizes();
    console.table(sizes);
    expect(Math.min(...Object.values(sizes))).toBeGreaterThan(0);
    expect(Math.max(...Object.values(sizes))).toBeLessThanOrEqual(MOST_CODE_BYTES);
  });
});
