import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { MAX_MONEY } from '../../protocol/params.ts';
import { formatDecimal, parseAmount, parseDecimal, parsePrice } from './decimals.ts';

describe('parseDecimal', () => {
  test('reads back what formatDecimal writes, for every unit', () => {
    const units = fc.integer({ min: 0, max: MAX_MONEY });
    fc.assert(
      fc.property(units, fc.constantFrom(0, 2, 4, 6), (value, decimals) => {
        const text = formatDecimal(value, decimals);
        expect(parseDecimal(text, { field: 'x', decimals, max: MAX_MONEY })).toBe(value);
      }),
    );
  });

  test('is exact where doubles are not', () => {
    expect(parseAmount('9007199254.740991', 'amount')).toBe(MAX_MONEY);
    expect(parsePrice('0.29', 'price')).toBe(29);
    expect(() => parseAmount('9007199254.740992', 'amount')).toThrow(/at most/);
  });

  test('writes signs and no needless zeros', () => {
    expect(formatDecimal(-1_050_000, 6)).toBe('-1.05');
    expect(formatDecimal(12_300, 2)).toBe('123');
    expect(formatDecimal(0, 4)).toBe('0');
  });
});
