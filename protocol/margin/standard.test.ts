import { describe, expect, test } from 'vitest';

import { Random } from '../../test/fixtures/random.ts';
import {
  randomStandardParams,
  randomStandardPortfolio,
  units,
  USUAL_STANDARD_PARAMS,
} from '../../test/fixtures/standard.ts';
import { naiveStandardOf, toWad } from '../../test/oracle/naiveStandardOf.ts';
import { DomainError } from '../maths/errors.ts';
import { abs, max, WAD } from '../maths/wad.ts';
import { black76 } from '../pricing/black76.ts';
import { markPrices } from './markPrices.ts';
import { breakdown, standardMargin } from './standard.ts';
import type { StandardExpiry, StandardOption, StandardPortfolio } from './standardTypes.ts';

const SIZE = { underlyings: 2, expiries: 3, options: 4 };
const USD = WAD;

/** `[strike in USD, C or P, contracts]` */
type Leg = readonly [number, 'C' | 'P', number];

function account(legs: readonly Leg[], changes: Partial<StandardExpiry> = {}): StandardPortfolio {
  const options: StandardOption[] = legs.map(([strike, type, contracts]) => {
    const amount = units(contracts * 1000, 3);
    return { strike: units(strike, 0), put: type === 'P', amount, vol: units(5, 1) };
  });
  const expiry: StandardExpiry = {
    forward: units(2_000, 0),
    forwardConfidence: WAD,
    volConfidence: WAD,
    sec: 604_800n,
    options,
    priced: true,
    ...changes,
  };
  const perpetual = { amount: 0n, mark: units(2_000, 0), confidence: WAD, unsettled: 0n };
  const underlying = { spot: units(2_000, 0), spotConfidence: WAD, perpetual, base: 0n };
  return { cash: 0n, stable: WAD, underlyings: [{ ...underlying, expiries: [expiry] }] };
}

describe('standardMargin', () => {
  test('is what the formulas give, to 10^-12 of the largest value in it', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = new Random(seed);
      const { underlyings, ...rest } = randomStandardPortfolio(random, SIZE);
      const portfolio = {
        ...rest,
        underlyings: underlyings.map(({ expiries, ...others }) => {
          return { ...others, expiries: expiries.map((expiry) => ({ ...expiry, priced: true })) };
        }),
      };
      const params = randomStandardParams(random);
      const got = standardMargin(portfolio, params);
      const { IM, MM, MtM } = naiveStandardOf(portfolio, params);
      const scale = max(USD, grossOf(portfolio));
      for (const [mine, theirs] of [
        [got.initial, IM],
        [got.maintenance, MM],
        [got.markToMarket, MtM],
      ]) {
        const error = abs(mine - toWad(theirs));
        expect(error * 10n ** 12n < scale, `seed ${seed}: ${error} of ${scale}`).toBe(true);
      }
    }
  });

  test('a long option is no collateral, a vertical spread needs its width at most', () => {
    const long = standardMargin(account([[2_000, 'C', 1]]), USUAL_STANDARD_PARAMS);
    expect(long).toMatchObject({ initial: 0n, maintenance: 0n });
    expect(long.markToMarket).toBeGreaterThan(0n);
    const spread = account([
      [2_000, 'C', -1],
      [2_010, 'C', 1],
    ]);
    expect(standardMargin(spread, USUAL_STANDARD_PARAMS).initial).toBe(units(-10, 0));
  });

  test('without a surface the worst payoff alone is the margin, and marks are nothing', () => {
    const put = standardMargin(
      account([[2_000, 'P', -1]], { priced: false }),
      USUAL_STANDARD_PARAMS,
    );
    expect(put).toEqual({
      initial: units(-2_000, 0),
      maintenance: units(-2_000, 0),
      markToMarket: 0n,
    });
    const call = account([[2_000, 'C', -2]], { priced: false });
    expect(standardMargin(call, USUAL_STANDARD_PARAMS)).toEqual({
      initial: units(-4_800, 0),
      maintenance: units(-4_400, 0),
      markToMarket: 0n,
    });
  });

  test('a contingency begins strictly below its threshold', () => {
    const short: readonly Leg[] = [[2_000, 'C', -1]];
    const at = breakdown(account(short, { volConfidence: units(55, 2) }), USUAL_STANDARD_PARAMS);
    const below = breakdown(account(short, { volConfidence: units(54, 2) }), USUAL_STANDARD_PARAMS);
    expect(at.underlyings[0].expiries[0].contingency).toBe(0n);
    expect(below.underlyings[0].expiries[0].contingency).toBe(units(920, 0));
  });

  test('a price given is used in place of the mark', () => {
    const short = account([[2_000, 'C', -1]]);
    const got = standardMargin(short, USUAL_STANDARD_PARAMS, () => [units(7, 0)]);
    expect(got.markToMarket).toBe(units(-7, 0));
    expect(got.initial).toBe(units(-307, 0));
  });

  test('rejects what is out of range', () => {
    const zeroSpot = { ...account([]).underlyings[0], spot: 0n };
    const accounts = [
      { ...account([]), stable: 0n, underlyings: [{ ...account([]).underlyings[0], base: 1n }] },
      { ...account([]), underlyings: [zeroSpot] },
      account([], { volConfidence: WAD + 1n }),
      account([
        [2_000, 'C', 1],
        [1_000, 'C', 1],
      ]),
    ];
    for (const portfolio of accounts) {
      expect(() => standardMargin(portfolio, USUAL_STANDARD_PARAMS)).toThrow(DomainError);
    }
  });
});

describe('markPrices', () => {
  test('are what black76 gives without a discount', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed);
      const isExtreme = random.chance(0.3);
      const portfolio = randomStandardPortfolio(random, { ...SIZE, isExtreme });
      for (const expiry of portfolio.underlyings.flatMap(({ expiries }) => expiries)) {
        const { forward, sec, options } = expiry;
        const expected = options.map(({ strike, put, vol }) => {
          const prices = black76({ sec, vol, forward, strike, discount: WAD });
          return put ? prices.put : prices.call;
        });
        expect(markPrices(expiry)).toEqual(expected);
      }
    }
  });
});

/** What the account holds at the highest price in it. */
function grossOf({ cash, underlyings }: StandardPortfolio): bigint {
  return underlyings.reduce((sum, { spot, perpetual, base, expiries }) => {
    const held = expiries
      .flatMap(({ options }) => options)
      .reduce((amounts, { amount }) => amounts + abs(amount), abs(perpetual.amount) + base);
    return sum + ((2n * spot + perpetual.mark) * held) / WAD + abs(perpetual.unsettled);
  }, abs(cash));
}
