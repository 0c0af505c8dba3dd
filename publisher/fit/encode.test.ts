import { describe, expect, test } from 'vitest';

import { admits, volatility } from '../../protocol/pricing/svi.ts';
import { decodeSurface, encodeSurface, isEncodedAdmissible, toRuleSurface } from './encode.ts';
import { volatilityAt } from './surface.ts';
import { seeded } from '../testing/synthetic.ts';

const surface = {
  a: 0.012_345_678_901_234,
  b: 0.098_765,
  rho: -0.25,
  m: -0.0123,
  sigma: 0.3,
  forwardUsd: 63_123.5,
  tauYears: 30 / 365,
};

describe('encodeSurface', () => {
  test('rounds to 10^-12', () => {
    expect(encodeSurface(surface)).toEqual({
      aE12: 12_345_678_901n,
      bE12: 98_765_000_000n,
      rhoE12: -250_000_000_000n,
      mE12: -12_300_000_000n,
      sigmaE12: 300_000_000_000n,
      forwardE12: 63_123_500_000_000_000n,
      tauE12: 82_191_780_822n,
    });
  });

  test('the rule admits a least variance of zero after rounding', () => {
    const next = seeded(9);
    for (let i = 0; i < 300; i += 1) {
      const b = next() * 0.5;
      const rho = 1.98 * next() - 0.99;
      const sigma = 0.001 + next();
      const a = -b * sigma * Math.sqrt(1 - rho * rho) * (1 - 1e-15);
      const encoded = encodeSurface({ ...surface, a, b, rho, sigma, m: next() - 0.5 });
      expect(isEncodedAdmissible(encoded)).toBe(true);
      expect(admits(toRuleSurface(encoded))).toBe(true);
    }
  });

  test('volatilities move by less than 0.001 points, half an hour before expiry too', () => {
    const short = { ...surface, a: 1e-6, b: 1e-4, sigma: 0.01, tauYears: 1800 / 31_536_000 };
    for (const each of [surface, short]) {
      const decoded = decodeSurface(encodeSurface(each));
      for (const strike of [10_000, 60_000, 63_123, 64_000, 400_000]) {
        expect(Math.abs(volatilityAt(decoded, strike) - volatilityAt(each, strike))).toBeLessThan(
          1e-5,
        );
      }
    }
  });

  test('the rule finds the same volatilities as the doubles do', () => {
    const rule = toRuleSurface(encodeSurface(surface));
    for (const strike of [1000, 20_000, 60_000, 63_123, 90_000, 1_000_000]) {
      const exact = Number(volatility(rule, BigInt(strike) * 10n ** 18n)) / 1e18;
      expect(exact).toBeCloseTo(volatilityAt(surface, strike), 9);
    }
  });

  test.each([
    { b: -1 },
    { rho: 1 },
    { a: -1 },
    { forwardUsd: 0 },
    { tauYears: 0 },
    { m: Number.NaN },
  ])('refuses %j', (change) => {
    expect(() => encodeSurface({ ...surface, ...change })).toThrow(RangeError);
  });
});

describe('isEncodedAdmissible', () => {
  const encoded = encodeSurface(surface);
  test.each([
    [{}, true],
    [{ bE12: -1n }, false],
    [{ rhoE12: 10n ** 12n }, false],
    [{ sigmaE12: 0n }, false],
    [{ tauE12: 0n }, false],
    [{ aE12: -(10n ** 12n) }, false],
  ])('with %o is %s', (change, expected) => {
    expect(isEncodedAdmissible({ ...encoded, ...change })).toBe(expected);
  });
});
