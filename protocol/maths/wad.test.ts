import { describe, expect, test } from 'vitest';
import { abs, clamp, divDown, divUp, max, min, mulDown, mulUp, WAD } from './wad.ts';

const END = 2n ** 255n;

describe('products and quotients', () => {
  test.each([
    [3n, WAD / 2n, 1n, 2n],
    [-3n, WAD / 2n, -2n, -1n],
    [3n, -WAD / 2n, -2n, -1n],
    [-3n, -WAD / 2n, 1n, 2n],
    [7n, WAD, 7n, 7n],
    [-7n, WAD, -7n, -7n],
    [0n, -WAD, 0n, 0n],
  ])('%d · %d', (a, b, down, up) => {
    expect([mulDown(a, b), mulUp(a, b)]).toEqual([down, up]);
  });

  test.each([
    [1n, 2n * WAD, 0n, 1n],
    [-1n, 2n * WAD, -1n, 0n],
    [1n, -2n * WAD, -1n, 0n],
    [-1n, -2n * WAD, 0n, 1n],
    [6n, 3n * WAD, 2n, 2n],
    [-6n, 3n * WAD, -2n, -2n],
    [0n, -1n, 0n, 0n],
  ])('%d / %d', (a, b, down, up) => {
    expect([divDown(a, b), divUp(a, b)]).toEqual([down, up]);
  });

  test('refuse what does not fit into 256 bits, and a divisor of 0', () => {
    for (const f of [mulDown, mulUp]) {
      expect(() => f(END / 2n, 2n)).toThrow('is not defined');
      expect(f(END / 2n, -2n) < 0n).toBe(true);
      expect(() => f(-END / 2n, -2n)).toThrow('is not defined');
    }
    for (const f of [divDown, divUp]) {
      expect(() => f(END / WAD + 1n, 1n)).toThrow('is not defined');
      expect(() => f(1n, 0n)).toThrow('is not defined for 0');
    }
  });
});

test('min, max, clamp, abs', () => {
  expect([min(1n, 2n), max(1n, 2n), abs(-3n), abs(3n)]).toEqual([1n, 2n, 3n, 3n]);
  const limits = { low: -1n, high: 5n };
  expect([-2n, 0n, 7n].map((x) => clamp(x, limits))).toEqual([-1n, 0n, 5n]);
});
