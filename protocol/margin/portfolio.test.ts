import { describe, expect, test } from 'vitest';

import { randomParams, randomPortfolio } from '../../test/fixtures/portfolio.ts';
import { DEFAULT_PARAMS, EXAMPLE_PARAMS, wad } from '../../test/fixtures/portfolioParams.ts';
import { Random } from '../../test/fixtures/random.ts';
import { WAD } from '../maths/wad.ts';
import { black76 } from '../pricing/black76.ts';
import { volatility } from '../pricing/svi.ts';
import { breakdown } from './portfolio/breakdown.ts';
import { nakedShorts } from './portfolio/contingencies.ts';
import { prepareExpiry } from './portfolio/expiry.ts';
import { DIRECTION } from './portfolio/params.ts';
import { strikePrices } from './portfolio/prices.ts';
import { assemble, type Prices, portfolioMargin, scan, scenarioPrices } from './portfolio.ts';
import type { OptionPosition, Portfolio } from './types.ts';

/** Two short calls and one coin that cancels risk: the covered call of the published test portfolios. */
const EXAMPLE: Portfolio = {
  cash: 0n,
  spot: wad('95663.50604855'),
  spotConfidence: WAD,
  stable: wad('1.00019088635'),
  perpetual: { amount: 0n, mark: 0n, confidence: 0n, unsettled: 0n },
  collaterals: [
    {
      amount: WAD,
      price: wad('95621.88912023272'),
      confidence: WAD,
      mmHaircut: wad('0.04'),
      imHaircut: wad('0.015'),
      riskCancelling: true,
    },
  ],
  expiries: [
    {
      sec: 794_852n,
      fixedForward: 0n,
      variableForward: wad('95776.67392708939'),
      rate: wad('0.15'),
      forwardConfidence: WAD,
      rateConfidence: WAD,
      volConfidence: wad('0.95'),
      surface: {
        a: wad('0.002138900837067276'),
        b: wad('0.041639765820381208'),
        rho: wad('-0.290894349076049536'),
        m: wad('-0.026351062568175804'),
        sigma: wad('0.062563079314213912'),
        forward: wad('95776.67392708939'),
        tau: wad('0.02520611364789'),
      },
      options: [{ strike: wad('100000'), put: false, amount: wad('-2') }],
    },
  ],
};

const EMPTY: Portfolio = { ...EXAMPLE, collaterals: [], expiries: [], stable: WAD };

function withOptions(...options: readonly OptionPosition[]): Portfolio {
  return { ...EMPTY, expiries: [{ ...EXAMPLE.expiries[0], options }] };
}

function option(strike: string, type: 'C' | 'P', amount: string): OptionPosition {
  return { strike: wad(strike), put: type === 'P', amount: wad(amount) };
}

/** To ten significant digits, as the example is printed. */
function digits(value: bigint): string {
  return (Number(value) / 1e18).toPrecision(10);
}

/** Every item, as many at once as the sizes say; the last size goes on to the end. */
function scanPages(portfolio: Portfolio, params = DEFAULT_PARAMS, sizes = [100]) {
  let found = { worst: 12_345n, worstIndex: 67, optionMarks: 0n };
  for (let from = 0, page = 0; from <= params.scenarios.length; page++) {
    const size = sizes[Math.min(page, sizes.length - 1)];
    const to = Math.min(from + size, params.scenarios.length + 1);
    found = scan(portfolio, params, { from, to, ...found });
    from = to;
  }
  return found;
}

describe('the worked example', () => {
  const result = breakdown(EXAMPLE, EXAMPLE_PARAMS);
  const [{ prepared, options, contingency }] = result.expiries;

  test.each([
    ['t', prepared.time, '0.02520459158'],
    ['√t', prepared.rootTime, '0.1587595401'],
    ['D', prepared.discount, '0.9962264491'],
    ['volatility', options[0].vol, '0.4538039243'],
    ['mark of a call', options[0].mark, '1186.418569'],
    ['V0', result.optionMarkToMarket, '-2372.837139'],
    ['up', prepared.volUp, '1.712811376'],
    ['down', prepared.volDown, '0.6079537432'],
    ['sPos', prepared.discountPos, '0.9445087287'],
    ['sNeg', prepared.discountNeg, '1.003787845'],
    ['cap', prepared.linear.cap, '0.1420620230'],
    ['kstar', prepared.kStar, '0.3709410596'],
    ['z', options[0].logMoneyness, '0.04315101785'],
    ['μ', options[0].linearMultiplier, '1.016525862'],
    ['μ of ABS', options[0].absMultiplier, '1.016525862'],
    ['scenario 22 (0.82, Up)', result.profits[22], '-15043.25976'],
    ['scenario 23 (0.34, Up)', result.profits[23], '-3312.303549'],
    ['scenario 29 (LINEAR)', result.profits[29], '-86.86790519'],
    ['basis', result.basis, '-1894.419610'],
    ['collateral', result.collateralMarkToMarket, '95603.63969'],
    ['MtM', result.markToMarket, '93230.80255'],
    ['options in MMC', contingency.maintenance, '573.9810363'],
    ['options in IMC', contingency.initial, '382.6540242'],
    ['collateral in MMC', result.collateralContingencies[0].maintenance, '3824.145588'],
    ['collateral in IMC', result.collateralContingencies[0].initial, '1434.054595'],
    ['IM', result.initial, '71972.70755'],
    ['MM', result.maintenance, '76798.06812'],
  ])('%s', (_name, got, expected) => expect(digits(got)).toBe(expected));

  test('the coin falls further than the calls gain in scenario 22', () => {
    expect(result.worstIndex).toBe(23);
    expect(result.worst).toBe(result.profits[22]);
  });
});

describe('portfolioMargin', () => {
  test('is the whole scan, then the sum', () => {
    for (const { portfolio, params } of someCases()) {
      const scanned = scanPages(portfolio, params);
      const { worstIndex } = scanned;
      const expected = { ...assemble(portfolio, params, scanned), worstIndex };
      expect(portfolioMargin(portfolio, params)).toEqual(expected);
      expect(breakdown(portfolio, params)).toMatchObject(expected);
    }
  });

  test('does not depend on the order of positions, expiries or collateral', () => {
    const random = new Random(1);
    for (const { portfolio, params } of someCases()) {
      const shuffled = {
        ...portfolio,
        collaterals: random.shuffled(portfolio.collaterals),
        expiries: random.shuffled(
          portfolio.expiries.map((expiry) => ({
            ...expiry,
            options: random.shuffled(expiry.options),
          })),
        ),
      };
      expect(portfolioMargin(shuffled, params)).toEqual(portfolioMargin(portfolio, params));
    }
  });

  test('is the same with prices that were kept', () => {
    for (const { portfolio, params } of someCases()) {
      const expected = portfolioMargin(portfolio, params);
      expect(portfolioMargin(portfolio, params, keptPrices(portfolio, params))).toEqual(expected);
    }
  });

  test('an account of nothing but cash has its cash', () => {
    const margin = portfolioMargin({ ...EMPTY, cash: wad('12.5') }, DEFAULT_PARAMS);
    expect(margin).toEqual({
      initial: wad('12.5'),
      maintenance: wad('12.5'),
      markToMarket: wad('12.5'),
      worstIndex: 0,
    });
  });

  test('a portfolio and its mirror image differ in sign by a unit for each position', () => {
    const held = [option('90000', 'P', '3'), option('100000', 'C', '-7.5')];
    const mirrored = held.map(({ amount, ...rest }) => ({ ...rest, amount: -amount }));
    const sum =
      portfolioMargin(withOptions(...held), DEFAULT_PARAMS).markToMarket +
      portfolioMargin(withOptions(...mirrored), DEFAULT_PARAMS).markToMarket;
    expect(sum).toBeLessThanOrEqual(0n);
    expect(sum).toBeGreaterThanOrEqual(-2n);
  });

  test('at expiry options are worth what they pay, without a surface', () => {
    const [expiry] = EXAMPLE.expiries;
    const none = { a: 0n, b: 0n, rho: 0n, m: 0n, sigma: 0n, forward: 0n, tau: 0n };
    const expired = {
      ...expiry,
      sec: 0n,
      fixedForward: wad('95000'),
      variableForward: 0n,
      surface: none,
      options: [option('90000', 'C', '2'), option('100000', 'P', '-1'), option('97000', 'C', '5')],
    };
    const result = breakdown({ ...EMPTY, expiries: [expired] }, DEFAULT_PARAMS);
    expect(result.markToMarket).toBe(wad('5000'));
    const scenario = DEFAULT_PARAMS.scenarios.findIndex(({ spotShock }) => spotShock === wad('6'));
    // Nothing can move any more: what is left is the static discount, dampened.
    const { discountPos } = result.expiries[0].prepared;
    expect(result.profits[scenario]).toBeLessThan(0n);
    expect(result.profits[scenario]).toBeGreaterThan(wad('5000') * -1n);
    expect(discountPos).toBe(wad('0.98'));
  });

  test('a strike of 0 is the forward itself', () => {
    const [expiry] = EXAMPLE.expiries;
    const { mark } = scenarioPrices(expiry, { strike: 0n, put: false }, DEFAULT_PARAMS);
    const { discount, unshocked } = prepareExpiry(expiry, DEFAULT_PARAMS);
    expect(mark).toBe((unshocked.forward * discount) / WAD);
    expect(scenarioPrices(expiry, { strike: 0n, put: true }, DEFAULT_PARAMS).mark).toBe(0n);
  });

  test('low confidence and a lost peg count in initial margin alone', () => {
    const good = { ...EXAMPLE, stable: WAD };
    const params = DEFAULT_PARAMS;
    const doubted = portfolioMargin({ ...good, spotConfidence: wad('0.3') }, params);
    expect(doubted.maintenance).toBe(portfolioMargin(good, params).maintenance);
    expect(doubted.initial).toBeLessThan(portfolioMargin(good, params).initial);
    const cheap = { ...EMPTY, stable: wad('0.9'), expiries: EXAMPLE.expiries };
    const factor = breakdown(cheap, params).initialLossFactor;
    expect(factor).toBe(wad('1.36'));
  });
});

describe('scan', () => {
  test('gives the same worst item whatever the pages', () => {
    for (const { portfolio, params } of someCases()) {
      const expected = scanPages(portfolio, params);
      expect(scanPages(portfolio, params, [1])).toEqual(expected);
      expect(scanPages(portfolio, params, [3, 1, 8, 2])).toEqual(expected);
      expect(scanPages(portfolio, params, [1, 100])).toEqual(expected);
    }
  });

  test('ties go to the basis, then to the lower index', () => {
    expect(scanPages(EMPTY)).toEqual({ worst: 0n, worstIndex: 0, optionMarks: 0n });
    const [scenario] = DEFAULT_PARAMS.scenarios.slice(-3);
    const twice = { ...DEFAULT_PARAMS, scenarios: [scenario, scenario] };
    const portfolio = withOptions(option('100000', 'C', '-1'));
    expect(scanPages(portfolio, twice).worstIndex).toBe(1);
    expect(scanPages(portfolio, twice, [1]).worstIndex).toBe(1);
  });

  test('every page finds what the options are worth now', () => {
    const { optionMarkToMarket } = breakdown(EXAMPLE, EXAMPLE_PARAMS);
    expect(optionMarkToMarket).not.toBe(0n);
    for (const size of [1, 3, 100]) {
      expect(scanPages(EXAMPLE, EXAMPLE_PARAMS, [size]).optionMarks).toBe(optionMarkToMarket);
    }
  });
});

describe('strikePrices', () => {
  test('marks are the prices of Black (1976)', () => {
    const [feed] = EXAMPLE.expiries;
    const expiry = prepareExpiry(feed, DEFAULT_PARAMS);
    for (const strike of [wad('1'), wad('60000'), wad('95776.67392708939'), wad('140000')]) {
      const { forward } = expiry.unshocked;
      const vol = volatility(feed.surface, strike);
      const { discount } = expiry;
      const { call, put } = black76({ sec: feed.sec, vol, forward, strike, discount });
      const marks = strikePrices(expiry, strike);
      expect([marks.call.mark, marks.put.mark]).toEqual([call, put]);
    }
  });

  test('a page has the prices of the whole', () => {
    const expiry = prepareExpiry(EXAMPLE.expiries[0], DEFAULT_PARAMS);
    const whole = strikePrices(expiry, wad('90000')).put;
    const page = strikePrices(expiry, wad('90000'), { from: 3, to: 7 }).put;
    expect(page.mark).toBe(whole.mark);
    expect(page.scenarios.slice(2, 6)).toEqual(whole.scenarios.slice(2, 6));
    expect(page.scenarios[6]).toBe(0n);
  });

  test('a skew raises volatilities above the money and lowers them below, or raises both', () => {
    const expiry = prepareExpiry(EXAMPLE.expiries[0], DEFAULT_PARAMS);
    const { scenarios } = DEFAULT_PARAMS;
    const linear = scenarios.findIndex(({ direction }) => direction === DIRECTION.linear);
    const abs = scenarios.findIndex(({ direction }) => direction === DIRECTION.abs);
    const [low, high] = [strikePrices(expiry, wad('80000')), strikePrices(expiry, wad('120000'))];
    expect(low.put.scenarios[linear]).toBeLessThan(low.put.mark);
    expect(low.put.scenarios[abs]).toBeGreaterThan(low.put.mark);
    expect(high.call.scenarios[linear]).toBeGreaterThan(high.call.mark);
    expect(high.call.scenarios[abs]).toBe(high.call.scenarios[linear]);
  });
});

describe('nakedShorts', () => {
  test('a long of either type covers a short at its own strike only', () => {
    expect(nakedShorts([option('100', 'C', '-2'), option('100', 'P', '1.5')])).toBe(wad('0.5'));
    expect(nakedShorts([option('100', 'C', '-2'), option('101', 'C', '5')])).toBe(wad('2'));
    expect(
      nakedShorts([option('101', 'P', '-1'), option('100', 'C', '-2'), option('101', 'C', '1')]),
    ).toBe(wad('2'));
  });
});

/** Small random portfolios under random parameters. */
function* someCases() {
  const random = new Random(20);
  for (let i = 0; i < 25; i++) {
    const size = { positions: random.below(6), expiries: random.between(1, 3) };
    yield { portfolio: randomPortfolio(random, size), params: randomParams(random) };
  }
}

function keptPrices({ expiries }: Portfolio, params = DEFAULT_PARAMS): Prices {
  const kept = expiries.map((expiry) => {
    const prepared = prepareExpiry(expiry, params);
    return expiry.options.map((held) => scenarioPrices(expiry, held, params, prepared));
  });
  return (expiryIndex, optionIndex) => kept[expiryIndex][optionIndex];
}
