import { describe, expect, test } from 'vitest';

import {
  callDelta,
  impliedTotalVol,
  normalCdf,
  normalizedPrice,
  normalizedVega,
} from './black76.ts';

describe('normalCdf', () => {
  test.each([
    [0, 0.5],
    [1, 0.841_344_746_068_542_9],
    [-2, 0.022_750_131_948_179_2],
    [-6, 9.865_876_450_376_98e-10],
    [3, 0.998_650_101_968_369_9],
    [40, 1],
    [-40, 0],
  ])('of %d is %d', (x, expected) => {
    expect(normalCdf(x)).toBeCloseTo(expected, 15);
  });

  test('keeps relative precision in the tail', () => {
    expect(normalCdf(-6) / 9.865_876_450_376_98e-10).toBeCloseTo(1, 10);
  });
});

describe('normalizedPrice', () => {
  test('obeys parity', () => {
    for (const k of [-1, -0.1, 0, 0.3, 2]) {
      const call = normalizedPrice({ k, v: 0.4, put: false });
      const put = normalizedPrice({ k, v: 0.4, put: true });
      expect(call - put).toBeCloseTo(1 - Math.exp(k), 14);
    }
  });

  test('is intrinsic value without volatility', () => {
    expect(normalizedPrice({ k: Math.log(0.8), v: 0, put: false })).toBeCloseTo(0.2, 15);
    expect(normalizedPrice({ k: Math.log(0.8), v: 0, put: true })).toBe(0);
  });

  test('vega and delta are its derivatives', () => {
    const [k, v, step] = [0.2, 0.5, 1e-5];
    const price = (more: number): number => normalizedPrice({ k, v: v + more, put: false });
    expect(normalizedVega({ k, v })).toBeCloseTo((price(step) - price(-step)) / (2 * step), 8);
    expect(callDelta({ k, v })).toBeCloseTo(normalCdf(v / 2 - k / v), 15);
  });
});

describe('impliedTotalVol', () => {
  test('inverts the price, in and out of the money', () => {
    for (const k of [-1.5, -0.3, -0.001, 0, 0.05, 0.7, 2]) {
      for (const v of [0.02, 0.1, 0.5, 1.5]) {
        for (const put of [false, true]) {
          const price = normalizedPrice({ k, v, put });
          const own = Math.min(price, normalizedPrice({ k, v, put: !put }));
          if (own < 1e-7) continue;
          expect(impliedTotalVol({ k, price, put })! / v).toBeCloseTo(1, 6);
        }
      }
    }
  });

  test.each([
    { k: 0.1, price: 0, put: false },
    { k: -0.5, price: 0.1, put: false },
    { k: 0, price: 1, put: false },
    { k: 0, price: Number.NaN, put: true },
    { k: Math.log(2), price: 0.99, put: true },
  ])('is null where no volatility explains $price', (option) => {
    expect(impliedTotalVol(option)).toBe(null);
  });
});
