import { describe, expect, test } from 'vitest';

import { sliceChain } from './chain.ts';
import { impliedForward } from './forward.ts';
import { chooseForwards } from './forwards.ts';
import { ladder, quoteExpiry, seeded, snapshotOf, typicalSvi } from '../testing/synthetic.ts';

const expiry = {
  svi: typicalSvi(7),
  forwardUsd: 63_210,
  days: 7,
  strikesUsd: ladder(50_000, 76_000, 1000),
  halfSpread: 0.0005,
};

describe('impliedForward', () => {
  test('recovers the forward from exact quotes', () => {
    const [slice] = sliceChain(snapshotOf(quoteExpiry(expiry)));
    const forward = impliedForward(slice)!;
    expect(forward.usd).toBeCloseTo(63_210, 6);
    expect(forward.strikes).toBeGreaterThan(15);
  });

  test('recovers it from quotes in USD', () => {
    const quotes = quoteExpiry(expiry).map((quote) => ({
      ...quote,
      bid: quote.bid === null ? null : quote.bid * 63_210,
      ask: quote.ask === null ? null : quote.ask * 63_210,
    }));
    const [slice] = sliceChain(snapshotOf(quotes, { quotedIn: 'usd' }));
    expect(impliedForward(slice)!.usd).toBeCloseTo(63_210, 6);
  });

  test('is within its stated error under noise', () => {
    const next = seeded(7);
    const quotes = quoteExpiry({ ...expiry, noise: () => next() - 0.5 });
    const [slice] = sliceChain(snapshotOf(quotes));
    const forward = impliedForward(slice)!;
    expect(Math.abs(forward.usd - 63_210)).toBeLessThan(forward.errorUsd);
    expect(forward.errorUsd).toBeLessThan(63_210 * 5e-4);
  });

  test('is not moved by stale calls', () => {
    const quotes = quoteExpiry(expiry).map((quote, i) =>
      !quote.put && i % 6 === 0
        ? { ...quote, bid: quote.ask! * 1.5, ask: quote.ask! * 1.52 }
        : quote,
    );
    const [slice] = sliceChain(snapshotOf(quotes));
    expect(Math.abs(impliedForward(slice)!.usd / 63_210 - 1)).toBeLessThan(5e-5);
  });

  test('is null without a strike that has both sides of both', () => {
    const quotes = quoteExpiry(expiry).filter(({ put }) => put);
    const [slice] = sliceChain(snapshotOf(quotes));
    expect(impliedForward(slice)).toBe(null);
  });
});

describe('chooseForwards', () => {
  test('an expiry without parity lies between its neighbours', () => {
    const near = quoteExpiry({ ...expiry, forwardUsd: 63_100, days: 7 });
    const middle = quoteExpiry({ ...expiry, days: 14 }).filter(({ put }) => put);
    const far = quoteExpiry({ ...expiry, svi: typicalSvi(21), forwardUsd: 63_300, days: 21 });
    const slices = sliceChain(snapshotOf([...far, ...middle, ...near]));
    const forwards = chooseForwards(slices);
    expect(forwards.map((forward) => forward?.from)).toEqual(['both', 'neighbours', 'both']);
    expect(forwards[1]!.usd).toBeCloseTo(63_200, -1);
  });

  test('a single expiry has only its own', () => {
    const slices = sliceChain(snapshotOf(quoteExpiry(expiry)));
    const [forward] = chooseForwards(slices);
    expect(forward!.from).toBe('parity');
    expect(forward!.usd).toBeCloseTo(63_210, 4);
  });
});
