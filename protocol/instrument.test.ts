import { describe, expect, test } from 'vitest';

import {
  decodeTerms,
  encodeTerms,
  expirySec,
  instrumentName,
  isPut,
  parseInstrumentName,
  strikeOfCode,
} from './instrument.ts';

const terms = { underlying: 0, day: 2368, strikeCents: 6_000_000, put: false };

describe('instrumentName', () => {
  test('is the name that the market uses', () => {
    expect(instrumentName(terms)).toBe('BTC-26JUN26-60000-C');
    expect(instrumentName({ underlying: 1, day: 2559, strikeCents: 251_250, put: true })).toBe(
      'ETH-3JAN27-2512.50-P',
    );
  });

  test('is read back', () => {
    expect(parseInstrumentName('BTC-26JUN26-60000-C')).toEqual(terms);
  });

  test.each([
    'BTC-31JUN26-60000-C',
    'BTC-026JUN26-60000-C',
    'BTC-26JUN26-060000-C',
    'BTC-26JUN26-60000.00-C',
    'SOL-26JUN26-60000-C',
    'BTC-26JUN26-60000-X',
    '',
  ])('%s is no name', (name) => {
    expect(parseInstrumentName(name)).toBe(null);
  });
});

describe('encodeTerms', () => {
  test('is undone by decodeTerms, at the bounds too', () => {
    for (const each of [
      terms,
      { underlying: 15, day: 65_535, strikeCents: 2 ** 32 - 1, put: true },
      { underlying: 0, day: 0, strikeCents: 0, put: false },
    ]) {
      const code = encodeTerms(each);
      expect(Number.isSafeInteger(code)).toBe(true);
      expect(decodeTerms(code)).toEqual(each);
      expect(strikeOfCode(code)).toBe(each.strikeCents);
      expect(isPut(code)).toBe(each.put);
    }
  });

  test('sorts by underlying, expiry, strike, type', () => {
    const sorted = [
      terms,
      { ...terms, put: true },
      { ...terms, strikeCents: 6_050_000 },
      { ...terms, day: 2369, strikeCents: 100 },
      { ...terms, underlying: 1, day: 1 },
    ].map(encodeTerms);
    expect(sorted.toSorted((a, b) => a - b)).toEqual(sorted);
  });
});

test('options of a day expire at 08:00 UTC', () => {
  expect(expirySec(2368)).toBe(Date.UTC(2026, 5, 26, 8) / 1000);
});
