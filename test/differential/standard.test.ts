import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployed, openDeployed } from '../fixtures/deployed.ts';
import { Random } from '../fixtures/random.ts';
import { randomStandardPortfolio, USUAL_STANDARD_PARAMS } from '../fixtures/standard.ts';
import { runStandardCases, STANDARD_SOURCES } from './standard.ts';

const CASES = 110;
const MOST_GAS = 2_000_000;
/** EIP-170 */
const MOST_BYTES = 24_576;

let deployed: Deployed;
beforeAll(async () => {
  deployed = await openDeployed(STANDARD_SOURCES);
});
afterAll(async () => deployed.close());

test('the bytecode computes margins, auctions and fees as TypeScript does, and refuses the same', async () => {
  const { cases, differences } = await runStandardCases(CASES, 1);
  console.table(cases);
  expect(differences).toEqual([]);
  expect(Object.keys(cases)).toHaveLength(13);
}, 120_000);

test('a full account costs at most 2 million gas', async () => {
  for (const [underlyings, expiries, options] of [
    [4, 8, 4],
    [1, 1, 128],
    [1, 32, 4],
  ]) {
    const size = { underlyings, expiries, options };
    const portfolio = randomStandardPortfolio(new Random(3), size);
    const priced = {
      ...portfolio,
      underlyings: portfolio.underlyings.map(({ expiries: all, ...rest }) => {
        return { ...rest, expiries: all.map((expiry) => ({ ...expiry, priced: true })) };
      }),
    };
    const args = [priced, USUAL_STANDARD_PARAMS];
    const call = { contract: 'StandardMargin', functionName: 'standardMargin', args };
    const gas = await deployed.executionGas(call);
    console.log(`${underlyings} × ${expiries} × ${options} positions: ${gas} gas`);
    expect(gas).toBeLessThan(MOST_GAS);
  }
});

test('the contract fits', () => {
  expect(deployed.sizeOf('StandardMargin')).toBeLessThanOrEqual(MOST_BYTES);
});
