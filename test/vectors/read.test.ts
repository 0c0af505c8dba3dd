import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';
import { integer, parseJson, parseVectors, wad } from './read.ts';

describe('parseJson', () => {
  test('keeps the digits of numbers', () => {
    const file = parseJson('{"a": -79371585189059940001, "b": [1.50e+21, null, true, "x"]}');
    expect(file).toEqual({ a: '-79371585189059940001', b: ['1.50e+21', null, true, 'x'] });
  });
});

describe('wad', () => {
  test('reads decimals with and without an exponent, and cuts toward zero', () => {
    expect(wad('-1.5e-3')).toBe(-1_500_000_000_000_000n);
    expect(wad('0.1234567890123456789')).toBe(123_456_789_012_345_678n);
    expect(wad('-0.0000000000000000019')).toBe(-1n);
    expect(wad('.5')).toBe(500_000_000_000_000_000n);
    expect([wad(null), wad(undefined)]).toEqual([0n, 0n]);
    expect(integer('1.5e+21')).toBe(1_500_000_000_000_000_000_000n);
  });

  test('refuses what is no number', () => {
    for (const value of ['', 'x', '1.2.3', '0x10', '1e99999', ['1']]) {
      expect(() => wad(value)).toThrow(SyntaxError);
    }
  });
});

describe('parseVectors', () => {
  test('says what is wrong with a file', () => {
    const wrong = [
      ['[]', 'no list named vectors'],
      ['{"vectors": [3]}', 'vector 0 is not an object'],
      ['{"vectors": [{"kind": "fee", "inputs": {}}]}', 'no object named expected'],
      ['{"vectors": [{"inputs": {}, "expected": {}}]}', 'vector 0 has no kind'],
      ['{', 'JSON'],
    ];
    for (const [text, message] of wrong) expect(() => parseVectors(text)).toThrow(message);
  });
});

describe('compare', () => {
  const ONE = 10n ** 18n;
  const decimal = 'decimal' as const;

  test('holds a tolerance exactly', () => {
    const absolute = { rule: { absolute: '1e-12' }, unit: decimal };
    expect(compare(ONE + 1_000_000n, '1', absolute).isMet).toBe(true);
    expect(compare(ONE + 1_000_001n, '1', absolute).isMet).toBe(false);
    const relative = { rule: { relative: '1e-9' }, unit: decimal };
    expect(compare(2n * ONE + 2n * 10n ** 9n, '2', relative).isMet).toBe(true);
    expect(compare(10n ** 9n, '0', relative).isMet).toBe(true);
    expect(compare(10n ** 9n + 1n, '0', relative).isMet).toBe(false);
  });

  test('cuts both toward zero', () => {
    const cut = { rule: { cut: 0 }, unit: decimal };
    expect(compare(-(5n * ONE) / 2n, '-2', cut).isMet).toBe(true);
    expect(compare(-(5n * ONE) / 2n, '-3', cut).isMet).toBe(false);
    expect(compare(3n * ONE - 1n, '3', cut).isMet).toBe(true);
  });

  test('takes a figure that is exact as it stands, unless it has the digits of one that does not end', () => {
    const exact = { rule: 'exact' as const, unit: decimal };
    expect(compare(1_390_000_000_000_000_001n, '1.39', exact).isMet).toBe(false);
    expect(compare(333_333_333_333_333_333n, '0.333333333333333', exact).isMet).toBe(true);
    expect(compare(333_333_333_333_333_333n, '0.3333', exact).isMet).toBe(false);
  });

  test('finds the place in a list', () => {
    const how = { rule: { relative: '1e-9' }, unit: decimal };
    const { isMet, difference } = compare([[1n], ['LINEAR', ONE]], [['0'], ['LINEAR', '2']], how);
    expect(isMet).toBe(false);
    expect(difference).toBe('[1] [1] got 1, expected 2');
    expect(compare([1n], ['1', '2'], how).isMet).toBe(false);
    expect(compare(undefined, '1', how).difference).toContain('not computed');
  });
});
