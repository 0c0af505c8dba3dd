import { describe, expect, test } from 'vitest';

import { hasNoButterfly, leastButterfly, worstCrossing } from './arbitrage.ts';
import {
  clampRange,
  clampedVariance,
  durrleman,
  isAdmissible,
  leastVariance,
  totalVariance,
} from './svi.ts';

const svi = { a: 0.01, b: 0.1, rho: -0.3, m: 0.02, sigma: 0.2 };

describe('totalVariance', () => {
  test('has its least value where the formula says', () => {
    const lowest = svi.m - (svi.rho * svi.sigma) / Math.sqrt(1 - svi.rho ** 2);
    expect(totalVariance(svi, lowest)).toBeCloseTo(leastVariance(svi), 15);
    expect(totalVariance(svi, lowest + 0.1)).toBeGreaterThan(leastVariance(svi));
  });

  test('is held constant beyond the range of the rule', () => {
    const range = clampRange(svi);
    expect(range).toBeCloseTo(4 * Math.sqrt(0.03), 15);
    expect(clampedVariance(svi, 5)).toBe(totalVariance(svi, range));
    expect(clampedVariance(svi, -5)).toBe(totalVariance(svi, -range));
    expect(clampedVariance(svi, 0.1)).toBe(totalVariance(svi, 0.1));
  });
});

describe('durrleman', () => {
  test('is 1 on a flat slice', () => {
    const flat = { a: 0.04, b: 0, rho: 0, m: 0, sigma: 0.1 };
    expect(durrleman(flat, 0.5)).toBe(1);
    expect(hasNoButterfly(flat)).toBe(true);
  });

  test('is negative somewhere on a slice known to have a butterfly', () => {
    // The example of Axel Vogt: 0.999-wide in σ, a density that turns negative in the right wing.
    const vogt = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 };
    expect(durrleman(vogt, 0.9)).toBeLessThan(0);
    expect(leastButterfly(svi)).toBeGreaterThan(0);
  });
});

describe('isAdmissible', () => {
  test.each([
    [svi, true],
    [{ ...svi, b: -0.01 }, false],
    [{ ...svi, rho: 1 }, false],
    [{ ...svi, sigma: 0 }, false],
    [{ ...svi, a: -0.02 }, false],
    [{ ...svi, m: Number.NaN }, false],
    [{ ...svi, b: 0, a: 0 }, true],
  ])('of %j is %s', (parameters, expected) => {
    expect(isAdmissible(parameters)).toBe(expected);
  });
});

describe('worstCrossing', () => {
  test('is null where variance grows with time and found where it falls', () => {
    const later = { ...svi, a: 0.02 };
    expect(worstCrossing(svi, later)).toBe(null);
    expect(worstCrossing(later, svi)!.variance).toBeCloseTo(0.01, 12);
  });
});
