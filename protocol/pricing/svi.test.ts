import { describe, expect, test } from 'vitest';
import { Random } from '../../test/fixtures/random.ts';
import * as exact from '../../test/oracle/decimal.ts';
import { WAD } from '../maths/wad.ts';
import { admits, type Surface, volatility } from './svi.ts';

const SEED = 1;
const UNIT = exact.ONE / WAD;

const surface = (changes: Partial<Surface> = {}): Surface => ({
  a: WAD / 200n,
  b: WAD / 100n,
  rho: -WAD / 3n,
  m: WAD / 50n,
  sigma: WAD / 10n,
  forward: 60_000n * WAD,
  tau: WAD / 12n,
  ...changes,
});

function drawSurface(random: Random): Surface {
  const fraction = (): bigint => BigInt(random.below(10 ** 15)) * 1000n;
  return {
    a: (fraction() - WAD / 2n) / 100n,
    b: fraction() / 5n,
    rho: 2n * fraction() - WAD,
    m: (fraction() - WAD / 2n) / 4n,
    sigma: fraction(),
    forward: fraction() * BigInt(random.magnitude(1, 1_000_000)) + 1n,
    tau: fraction() + 1n,
  };
}

/** w(k) over real numbers, for the k of the strike. */
function exactVolatility(of: Surface, strike: bigint): exact.Real {
  const [a, b, rho, m, sigma] = [of.a, of.b, of.rho, of.m, of.sigma].map((x) => x * UNIT);
  const bound = 4n * exact.sqrt(a + exact.mul(b, sigma));
  const k = exact.ln(exact.div(strike, of.forward));
  const x = exact.most(exact.least(k, bound), -bound) - m;
  const root = exact.sqrt(exact.mul(x, x) + exact.mul(sigma, sigma));
  const w = exact.least(a + exact.mul(b, root + exact.mul(rho, x)), 144n * exact.ONE);
  return exact.sqrt(exact.div(w, of.tau * UNIT));
}

describe(`volatility, seed ${SEED}`, () => {
  test('is the root of the variance per year, to what the square roots leave of 10^-18', () => {
    const random = new Random(SEED);
    for (let i = 0; i < 500; i++) {
      const drawn = drawSurface(random);
      if (!admits(drawn)) continue;
      const factor = WAD / 20n + BigInt(random.below(3 * 10 ** 15)) * 1000n;
      const strike = (drawn.forward * factor) / WAD + 1n;
      const [received, expected] = [volatility(drawn, strike), exactVolatility(drawn, strike)];
      // An error e in w and in k is e·(1 + 4b)/(2·vol·τ) of the volatility; a, b·σ and the bound have some units each.
      const slack = (100n * WAD * WAD) / ((expected / UNIT) * drawn.tau + 1n) + 100n;
      expect(exact.size(received * UNIT - expected) < slack * UNIT).toBe(true);
    }
  });

  test('stands still beyond the wings', () => {
    const given = surface();
    const { forward } = given;
    expect(volatility(given, forward * 1000n)).toBe(volatility(given, forward * 100n));
    expect(volatility(given, forward / 1000n)).toBe(volatility(given, forward / 100n));
    expect(volatility(given, 1n)).toBe(volatility(given, forward / 100n));
  });

  test('is 0 for a strike of 0, whatever the surface', () => {
    expect(volatility(surface({ forward: 0n }), 0n)).toBe(0n);
  });

  test('is at most that of a variance of 144', () => {
    const wild = surface({ a: 1000n * WAD, tau: WAD });
    expect(volatility(wild, 60_000n * WAD)).toBe(12n * WAD);
  });

  test('is refused where there is none', () => {
    const strike = 60_000n * WAD;
    for (const changes of [{ forward: 0n }, { tau: 0n }, { b: 2n ** 96n }])
      expect(() => volatility(surface(changes), strike)).toThrow('volatility: surface');
    expect(() => volatility(surface({ a: -WAD }), strike)).toThrow('volatility: center');
    const negative = surface({ a: -WAD / 2000n, sigma: WAD / 20n, rho: WAD, m: WAD / 10n });
    expect(() => volatility(negative, strike)).toThrow('volatility: variance');
    for (const bad of [-1n, 2n ** 128n * WAD])
      expect(() => volatility(surface(), bad)).toThrow('volatility: strike');
  });
});

describe(`admits, seed ${SEED}`, () => {
  test('what has a volatility for every strike', () => {
    const random = new Random(SEED);
    let admitted = 0;
    for (let i = 0; i < 2000; i++) {
      const drawn = drawSurface(random);
      if (!admits(drawn)) continue;
      admitted += 1;
      for (let j = -12; j <= 12; j++) {
        const strike = (drawn.forward * 10n ** BigInt(12 + j)) / 10n ** 12n;
        expect(volatility(drawn, strike === 0n ? 1n : strike)).toBeGreaterThan(0n);
      }
    }
    expect(admitted).toBeGreaterThan(500);
  });

  test.each<Partial<Surface>>([
    { b: -1n },
    { rho: WAD },
    { rho: -WAD },
    { sigma: 0n },
    { tau: 0n },
    { forward: 0n },
    { a: -WAD / 100n },
    { a: 2n ** 96n },
    { m: -(2n ** 96n) },
    { tau: 2n ** 96n },
    { forward: 2n ** 128n * WAD },
  ])('not %o', (changes) => {
    expect(admits(surface())).toBe(true);
    expect(admits(surface(changes))).toBe(false);
  });

  test('a least variance from 10^-12 on', () => {
    const flat = { b: 0n, rho: 0n };
    expect(admits(surface({ ...flat, a: 10n ** 6n }))).toBe(true);
    expect(admits(surface({ ...flat, a: 10n ** 6n - 1n }))).toBe(false);
  });
});
