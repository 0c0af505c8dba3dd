import { describe, expect, test } from 'vitest';
import { Random } from '../../test/fixtures/random.ts';
import * as exact from '../../test/oracle/decimal.ts';
import { NORMAL_END, NORMAL_PIECES } from '../generated/normal.ts';
import { normalCdf, normalPdf } from './normal.ts';
import { WAD } from './wad.ts';

const SEED = 1;
const UNIT = exact.ONE / WAD;
const BOUNDARIES = NORMAL_PIECES.slice(0, -1).map(({ to }) => to);

function drawMany(count: number): bigint[] {
  const random = new Random(SEED);
  return Array.from({ length: count }, () => {
    const size = random.bytes(12).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    return size % NORMAL_END;
  });
}

function errorOf(received: bigint, expected: exact.Real): number {
  return Number(((received * UNIT - expected) * 1_000_000n) / UNIT) / 1e6;
}

describe(`normalCdf, seed ${SEED}`, () => {
  test('is within 1.6 × 10^-18', () => {
    const even = Array.from({ length: 2000 }, (_, i) => (NORMAL_END * BigInt(i)) / 2000n);
    const errors = [...drawMany(1000), ...even, ...BOUNDARIES].map((x) =>
      Math.abs(errorOf(normalCdf(x), exact.normal(x * UNIT))),
    );
    expect(Math.max(...errors)).toBeLessThan(1.6);
  });

  test('has the values of the tables', () => {
    expect(normalCdf(0n)).toBe(WAD / 2n);
    expect(normalCdf(WAD)).toBe(841_344_746_068_542_949n);
    expect(normalCdf(-2n * WAD)).toBe(22_750_131_948_179_207n);
  });

  test('of −x is 1 less that of x', () => {
    for (const x of [...drawMany(1000), NORMAL_END, NORMAL_END + 1n, 50n * WAD])
      expect(normalCdf(-x)).toBe(WAD - normalCdf(x));
  });

  test('is 0 and 1 beyond the ends', () => {
    expect([normalCdf(NORMAL_END), normalCdf(NORMAL_END + 1n)]).toEqual([WAD - 1n, WAD]);
    expect([normalCdf(-NORMAL_END), normalCdf(-NORMAL_END - 1n)]).toEqual([1n, 0n]);
    expect([normalCdf(2n ** 255n - 1n), normalCdf(-(2n ** 255n))]).toEqual([WAD, 0n]);
  });

  test('never falls: inside the pieces, beside the boundaries, and from one sample to the next', () => {
    const expectRise = (x: bigint): void =>
      expect(normalCdf(x + 1n) >= normalCdf(x), `at ${x}`).toBe(true);
    drawMany(5000).forEach(expectRise);
    for (const boundary of BOUNDARIES)
      for (let x = boundary - 40n; x < boundary + 40n; x++) expectRise(x);
    const sorted = drawMany(5000).sort((a, b) => (a < b ? -1 : 1));
    sorted.slice(1).forEach((x, i) => expect(normalCdf(x) >= normalCdf(sorted[i])).toBe(true));
  });
});

test('the pieces reach the end, in whole grains', () => {
  expect(NORMAL_PIECES.at(-1)!.to > NORMAL_END).toBe(true);
  for (const { to } of NORMAL_PIECES) expect(to % 2n ** 54n).toBe(0n);
});

describe(`normalPdf, seed ${SEED}`, () => {
  test('is within 2 × 10^-18', () => {
    for (const x of drawMany(1000)) {
      const error = errorOf(normalPdf(x), exact.normalDensity(x * UNIT));
      expect(Math.abs(error)).toBeLessThan(2);
      expect(normalPdf(-x)).toBe(normalPdf(x));
    }
  });

  test('is 0 far out', () => {
    for (const x of [10n * WAD, 11n * WAD, 2n ** 255n - 1n]) expect(normalPdf(x)).toBe(0n);
  });
});
