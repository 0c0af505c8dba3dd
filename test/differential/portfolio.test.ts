import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployed, openDeployed } from '../fixtures/deployed.ts';
import { fullPortfolio } from '../fixtures/portfolio.ts';
import { DEFAULT_PARAMS } from '../fixtures/portfolioParams.ts';
import { PORTFOLIO_SOURCES, runPortfolioCases } from './portfolio.ts';

const PORTFOLIOS = 40;
/** EIP-170 */
const MOST_BYTES = 24_576;
const ITEMS = 8;

let deployed: Deployed;
beforeAll(async () => {
  deployed = await openDeployed(PORTFOLIO_SOURCES);
});
afterAll(async () => deployed.close());

test('the bytecode computes portfolio margin as TypeScript does, and refuses the same', async () => {
  const { portfolios, positions, calls, differences } = await runPortfolioCases(PORTFOLIOS, 1);
  console.log(`${portfolios} portfolios, ${positions} positions`);
  console.table(calls);
  expect(differences).toEqual([]);
  expect(Object.keys(calls).sort()).toEqual([
    'assemble',
    'initialLossFactor',
    'prepareExpiry',
    'scan',
  ]);
}, 120_000);

test.each([
  [128, 32, 3_100_000],
  [128, 1, 2_300_000],
  [1, 1, 100_000],
])(
  'a page of 8 items of %i positions in %i expiries costs at most %i gas',
  async (positions, expiries, mostGas) => {
    const portfolio = fullPortfolio({ positions, expiries });
    for (const from of [0, 1, 8, 16, 24, DEFAULT_PARAMS.scenarios.length + 1 - ITEMS]) {
      const args = [portfolio, DEFAULT_PARAMS, from, from + ITEMS, 0n, 0];
      const gas = await deployed.executionGas({
        contract: 'PortfolioMargin',
        functionName: 'scan',
        args,
      });
      console.log(`${positions} positions, ${expiries} expiries, items from ${from}: ${gas} gas`);
      expect(gas).toBeLessThan(mostGas);
    }
  },
);

test('the sum over a full account costs at most 400,000 gas', async () => {
  const args = [fullPortfolio({ positions: 128, expiries: 32 }), DEFAULT_PARAMS, -1n, 0n];
  const call = { contract: 'PortfolioMargin', functionName: 'assemble', args };
  const gas = await deployed.executionGas(call);
  console.log(`assemble: ${gas} gas`);
  expect(gas).toBeLessThan(400_000);
});

test('the contract fits', () => {
  console.log(`${deployed.sizeOf('PortfolioMargin')} bytes`);
  expect(deployed.sizeOf('PortfolioMargin')).toBeLessThanOrEqual(MOST_BYTES);
});
