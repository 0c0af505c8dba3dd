import { describe, expect, test } from 'vitest';
import { Random } from '../../test/fixtures/random.ts';
import * as exact from '../../test/oracle/decimal.ts';
import { exp } from './exp.ts';
import { ln } from './ln.ts';
import { pow } from './pow.ts';
import { rootDown, sqrtDown } from './sqrt.ts';
import { WAD } from './wad.ts';

const SEED = 1;
const CASES = 1500;
const AMOUNT_END = 2n ** 128n * WAD;
/** Of the oracle's numbers in one of ours. */
const UNIT = exact.ONE / WAD;

/** 0 ≤ result < 2^bits */
function draw(random: Random, bits: number): bigint {
  const value = random.bytes(Math.ceil(bits / 8)).reduce((sum, b) => (sum << 8n) | BigInt(b), 0n);
  return BigInt.asUintN(bits, value);
}

function drawMany(seed: number, one: (random: Random) => bigint): bigint[] {
  const random = new Random(seed);
  return Array.from({ length: CASES }, () => one(random));
}

/** Received less true, in our units. */
function errorOf(received: bigint, expected: exact.Real): number {
  return Number(((received * UNIT - expected) * 1_000_000n) / UNIT) / 1e6;
}

describe(`ln, seed ${SEED}`, () => {
  const edges = [1n, 2n, WAD - 1n, WAD, WAD + 1n, AMOUNT_END - 1n, 2n ** 127n, 2n ** 128n + 1n];

  test('is the nearest unit, all but exactly', () => {
    const random = drawMany(SEED, (r) => 1n + draw(r, r.between(1, 187)));
    const errors = [...edges, ...random].map((x) => errorOf(ln(x), exact.ln(x * UNIT)));
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.51);
  });

  test('is exact at 1 and never falls about it', () => {
    expect(ln(WAD)).toBe(0n);
    expect(ln(1n)).toBe(-41_446_531_673_892_822_312n);
    for (let x = WAD - 300n; x < WAD + 300n; x++) expect(ln(x + 1n) >= ln(x)).toBe(true);
  });

  test('refuses what is not between 10^-18 and 2^128', () => {
    for (const x of [0n, -1n, AMOUNT_END])
      expect(() => ln(x)).toThrow(`ln is not defined for ${x}`);
  });
});

describe(`exp, seed ${SEED}`, () => {
  const [least, largest] = [-41_446_531_673_892_822_312n, 40n * WAD];

  test('is the floor up to e^10, and beyond within a part in 10^22', () => {
    const xs = drawMany(SEED, (r) => least + (draw(r, 80) % (largest - least)));
    for (const x of [...xs, least, 0n, 1n, -1n, 10n * WAD, largest]) {
      const expected = exact.exp(x * UNIT);
      const error = errorOf(exp(x), expected);
      const isFloor = error <= 0 && error > -1;
      const isClose = Math.abs(error) / Number(expected / UNIT) < 1e-22;
      expect(isFloor || (x > 10n * WAD && isClose)).toBe(true);
    }
  });

  test('is exact at 0', () => {
    expect(exp(0n)).toBe(WAD);
  });

  test('is 0 below ln 10^-18 and refuses more than 40', () => {
    expect([exp(least - 1n), exp(-(2n ** 255n))]).toEqual([0n, 0n]);
    expect(() => exp(largest + 1n)).toThrow('exp is not defined');
  });

  test('undoes ln', () => {
    for (const x of drawMany(SEED, (r) => WAD + draw(r, 69))) {
      const error = exp(ln(x)) - x;
      // Half a unit of the logarithm is x/2 units of 10^-18 of the result.
      expect(error > -2n - x / WAD && error < 2n + x / WAD).toBe(true);
    }
  });
});

describe(`pow, seed ${SEED}`, () => {
  test('is within 10^-16 of the power', () => {
    const random = new Random(SEED);
    for (let i = 0; i < 300; i++) {
      const [x, y] = [WAD / 30n + draw(random, 66), (draw(random, 62) * 2n) / 9n];
      const expected = exact.pow(x * UNIT, y * UNIT);
      const error = errorOf(pow(x, y), expected) / Number(expected / UNIT);
      // A unit of 10^-18 is more than that of a small power.
      expect(Math.abs(error)).toBeLessThan(Math.max(1e-16, 2 / Number(expected / UNIT)));
    }
  });

  test('is 1 for an exponent of 0, and refuses a base that is not above 0', () => {
    for (const x of [1n, 7n * WAD, AMOUNT_END - 1n]) expect(pow(x, 0n)).toBe(WAD);
    for (const x of [0n, -WAD]) expect(() => pow(x, 0n)).toThrow('ln is not defined');
  });
});

describe(`square roots, seed ${SEED}`, () => {
  test('are floors', () => {
    const edges = [0n, 1n, 2n, 3n, 4n, 2n ** 256n - 1n, 2n ** 255n, 2n ** 128n - 1n, 2n ** 128n];
    const random = drawMany(SEED, (r) => draw(r, r.between(1, 256)));
    const squares = drawMany(SEED, (r) => draw(r, r.between(1, 128)) ** 2n);
    const beside = squares.flatMap((x) => (x === 0n ? [x] : [x - 1n, x, x + 1n]));
    for (const n of [...edges, ...random, ...beside]) {
      const root = rootDown(n);
      expect(root * root <= n && (root + 1n) ** 2n > n).toBe(true);
    }
  });

  test('are of 0 to 2^128', () => {
    expect(sqrtDown(4n * WAD)).toBe(2n * WAD);
    expect(sqrtDown(2n * WAD)).toBe(1_414_213_562_373_095_048n);
    for (const x of [-1n, AMOUNT_END]) expect(() => sqrtDown(x)).toThrow('sqrtDown is not');
  });
});
