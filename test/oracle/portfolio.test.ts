/** Portfolio margin against its formulas in 60 decimals, on random portfolios. */
import { expect, test } from 'vitest';
import { breakdown } from '../../protocol/margin/portfolio/breakdown.ts';
import type { PortfolioParams } from '../../protocol/margin/portfolio/params.ts';
import type { ExpiryFeed, Portfolio } from '../../protocol/margin/types.ts';
import { randomPortfolio } from '../fixtures/portfolio.ts';
import { DEFAULT_PARAMS, EXAMPLE_PARAMS } from '../fixtures/portfolioParams.ts';
import { Random } from '../fixtures/random.ts';
import { ONE, type Real } from './decimal.ts';
import { type NaiveAccount, naivePortfolioMargin } from './naivePortfolio.ts';
import { DIRECTION_NAMES, portfolioNumbers } from './vectorNames.ts';

const PORTFOLIOS = 30;
/** Of the money at stake: contracts × (forward + strike), and all else at its price. */
const TOLERANCE = 1e-14;
const UNIT = ONE / 10n ** 18n;

test('portfolio margin is that of its formulas', () => {
  const random = new Random(5);
  for (let i = 0; i < PORTFOLIOS; i++) {
    const size = { positions: random.below(6), expiries: random.between(1, 3) };
    const portfolio = unexpired(randomPortfolio(random, size));
    const params = random.pick([DEFAULT_PARAMS, EXAMPLE_PARAMS]);
    const got = breakdown(portfolio, params);
    const expected = naivePortfolioMargin(accountOf(portfolio), numbersOf(params));
    const atStake = Math.max(grossOf(portfolio), 1);
    const pairs: [string, bigint, Real][] = [
      ['initial', got.initial, expected.IM],
      ['maintenance', got.maintenance, expected.MM],
      ['mark to market', got.markToMarket, expected.MtM],
      ['basis', got.basis, expected.basis],
      ...got.profits.map((profit, s): [string, bigint, Real] => {
        return [`scenario ${s}`, profit, expected.pnls[s]];
      }),
    ];
    for (const [name, mine, theirs] of pairs) {
      const error = Number(mine - fromReal(theirs)) / 1e18 / atStake;
      expect(Math.abs(error), `${name} of portfolio ${i}`).toBeLessThan(TOLERANCE);
    }
  }
});

/** At expiry the oracle would still want a surface. */
function unexpired(portfolio: Portfolio): Portfolio {
  const expiries = portfolio.expiries.filter(({ sec }) => sec > 0n);
  return { ...portfolio, expiries };
}

function toReal(wad: bigint): Real {
  return wad * UNIT;
}

function fromReal(value: Real): bigint {
  return value / UNIT;
}

/** Every bigint of a record. */
function realsOf<T extends object>(record: T): T {
  const entries = Object.entries(record) as [string, unknown][];
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'bigint' ? toReal(value) : value]),
  ) as T;
}

function accountOf(portfolio: Portfolio): NaiveAccount {
  const { perpetual } = portfolio;
  return {
    ...realsOf(portfolio),
    perps: toReal(perpetual.amount),
    perpPrice: toReal(perpetual.mark),
    perpConfidence: toReal(perpetual.confidence),
    unsettled: toReal(perpetual.unsettled),
    collaterals: portfolio.collaterals.map(realsOf),
    feeds: portfolio.expiries.map((expiry) => ({
      ...realsOf(expiry),
      sec: expiry.sec,
      forward: toReal(forwardOf(expiry)),
      surface: realsOf(expiry.surface),
      options: expiry.options.map(realsOf),
    })),
  };
}

function forwardOf({ fixedForward, variableForward }: ExpiryFeed): bigint {
  return fixedForward + variableForward;
}

function numbersOf({ scenarios, ...scalars }: PortfolioParams) {
  return {
    p: portfolioNumbers(scalars, toReal),
    scenarios: scenarios.map(({ spotShock, direction, dampening }) => ({
      shock: toReal(spotShock),
      direction: DIRECTION_NAMES[direction],
      dampening: toReal(dampening),
    })),
  };
}

/** In USD. */
function grossOf({ cash, spot, perpetual, collaterals, expiries }: Portfolio): number {
  const dollars = (amount: bigint, price: bigint): number =>
    (Math.abs(Number(amount)) / 1e18) * (Number(price) / 1e18);
  const options = expiries.flatMap((expiry) =>
    expiry.options.map(({ amount, strike }) => dollars(amount, forwardOf(expiry) + strike)),
  );
  const others = collaterals.map(({ amount, price }) => dollars(amount, price));
  return [...options, ...others].reduce(
    (sum, value) => sum + value,
    Math.abs(Number(cash)) / 1e18 + dollars(perpetual.amount, spot),
  );
}
