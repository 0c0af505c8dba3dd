import { describe, expect, test } from 'vitest';

import { type OptionQuote, YEAR_SEC } from './chain.ts';
import { fitChain } from './fitChain.ts';
import { type FittedSurface, volatilityAt } from './surface.ts';
import { totalVariance } from './svi.ts';
import {
  type SyntheticExpiry,
  expiryAfter,
  ladder,
  NOW_SEC,
  quoteExpiry,
  seeded,
  snapshotOf,
  typicalSvi,
} from '../testing/synthetic.ts';

const month: SyntheticExpiry = {
  svi: typicalSvi(30),
  forwardUsd: 63_400,
  days: 30,
  strikesUsd: ladder(46_000, 84_000, 1000),
  halfSpread: 0.0004,
};

function fitOne(quotes: readonly OptionQuote[], previous: readonly FittedSurface[] = []) {
  const fit = fitChain(snapshotOf(quotes), previous);
  return { surface: fit.surfaces[0], failures: fit.failures };
}

/** The largest error of a volatility within two standard deviations, vol points. */
function worstVolPoints(
  surface: FittedSurface,
  { svi, forwardUsd, days }: SyntheticExpiry,
): number {
  const tauYears = (days * 86_400) / YEAR_SEC;
  const deviation = Math.sqrt(totalVariance(svi, 0));
  const errors = [-2, -1, -0.5, 0, 0.5, 1, 2].map((times) => {
    const truth = Math.sqrt(totalVariance(svi, times * deviation) / tauYears);
    return volatilityAt(surface, forwardUsd * Math.exp(times * deviation)) - truth;
  });
  return 100 * Math.max(...errors.map(Math.abs));
}

describe('fitChain on one expiry', () => {
  test('recovers the parameters from exact quotes', () => {
    const { surface } = fitOne(quoteExpiry(month));
    expect(worstVolPoints(surface, month)).toBeLessThan(0.02);
    expect(surface.forwardUsd).toBeCloseTo(63_400, 3);
    expect(surface.rho).toBeCloseTo(month.svi.rho, 1);
    expect(surface.b / month.svi.b).toBeCloseTo(1, 1);
    expect(surface.arbitrageFree).toBe(true);
    expect(surface.error.medianVolPoints).toBeLessThan(0.02);
    expect(surface.tauYears * 365).toBeCloseTo(30, 10);
  });

  test('stays near the truth under noise of half a spread', () => {
    const next = seeded(3);
    const { surface } = fitOne(quoteExpiry({ ...month, noise: () => next() - 0.5 }));
    expect(worstVolPoints(surface, month)).toBeLessThan(0.3);
  });

  test('is hardly moved when a sixth of the quotes are wrong', () => {
    const next = seeded(5);
    const quotes = quoteExpiry(month).map((quote) =>
      next() < 1 / 6 ? { ...quote, bid: quote.ask! * 1.3, ask: quote.ask! * 1.35 } : quote,
    );
    expect(worstVolPoints(fitOne(quotes).surface, month)).toBeLessThan(0.3);
  });

  test('leaves out crossed quotes, zeros and numbers that are none', () => {
    const quotes = quoteExpiry(month).map((quote, i) => {
      if (i % 7 === 0) return { ...quote, bid: quote.ask, ask: quote.bid };
      if (i % 7 === 1) return { ...quote, bid: 0, ask: 0 };
      return i % 7 === 2 ? { ...quote, bid: Number.NaN, ask: Number.POSITIVE_INFINITY } : quote;
    });
    const bad = { expirySec: expiryAfter(30), strikeUsd: -5, put: true, bid: 1, ask: 2 };
    expect(worstVolPoints(fitOne([...quotes, bad]).surface, month)).toBeLessThan(0.05);
  });

  test('four strikes are enough', () => {
    const quotes = quoteExpiry({ ...month, strikesUsd: [58_000, 62_000, 65_000, 70_000] });
    const { surface } = fitOne(quotes);
    expect(surface.error.medianVolPoints).toBeLessThan(0.1);
    expect(surface.arbitrageFree).toBe(true);
  });

  test('asks without bids bound the wing', () => {
    const near = { ...month, strikesUsd: ladder(56_000, 70_000, 1000) };
    const wing = { ...month, strikesUsd: ladder(72_000, 84_000, 1000) };
    const asks = quoteExpiry(wing).map((quote) => ({ ...quote, bid: null }));
    const { surface } = fitOne([...quoteExpiry(near), ...asks]);
    const tauYears = (30 * 86_400) / YEAR_SEC;
    const truth = Math.sqrt(totalVariance(month.svi, Math.log(80_000 / 63_400)) / tauYears);
    expect(volatilityAt(surface, 80_000)).toBeLessThan(truth + 0.02);
  });

  test('quotes in USD give the same surface', () => {
    const quotes = quoteExpiry(month).map((quote) => ({
      ...quote,
      bid: quote.bid === null ? null : quote.bid * month.forwardUsd,
      ask: quote.ask === null ? null : quote.ask * month.forwardUsd,
    }));
    const { surfaces } = fitChain(snapshotOf(quotes, { quotedIn: 'usd' }));
    expect(worstVolPoints(surfaces[0], month)).toBeLessThan(0.02);
  });
});

describe('fitChain where a slice cannot be fitted', () => {
  const [surface] = fitChain(snapshotOf(quoteExpiry(month))).surfaces;

  test('all bids zero: reported', () => {
    const quotes = quoteExpiry(month).map((quote) => ({ ...quote, bid: 0 }));
    const { surfaces, failures } = fitChain(snapshotOf(quotes));
    expect(surfaces).toEqual([]);
    expect(failures).toEqual([{ expirySec: expiryAfter(30), reason: 'no forward' }]);
  });

  test('the previous surface is kept, and says why', () => {
    const quotes = quoteExpiry(month).map((quote) => ({ ...quote, bid: 0 }));
    const kept = fitChain(snapshotOf(quotes), [surface]).surfaces;
    expect(kept).toEqual([{ ...surface, kept: 'no forward' }]);
  });

  test('two strikes are too few', () => {
    const quotes = quoteExpiry({ ...month, strikesUsd: [62_000, 65_000] });
    expect(fitOne(quotes).failures[0].reason).toBe('too few strikes');
  });

  test('nothing is fitted within half an hour of settlement, nor after it', () => {
    const soon = { ...month, svi: typicalSvi(1 / 60), days: 1 / 60 };
    const past = { ...month, days: -1 };
    const { surfaces, failures } = fitChain(
      snapshotOf([...quoteExpiry(soon), ...quoteExpiry(past)]),
    );
    expect(surfaces).toEqual([]);
    expect(failures.map(({ reason }) => reason)).toEqual(['settling']);
  });

  test.each([0, Number.NaN, -3])('an index of %d fits nothing', (indexUsd) => {
    const { failures } = fitChain(snapshotOf(quoteExpiry(month), { indexUsd }));
    expect(failures.map(({ reason }) => reason)).toEqual(['no index']);
  });

  test('random prices disagree', () => {
    const next = seeded(11);
    const quotes = quoteExpiry(month).map((quote) => {
      const bid = next();
      return { ...quote, bid, ask: bid * (1 + next()) };
    });
    const { surfaces, failures } = fitChain(snapshotOf(quotes));
    expect(surfaces.length + failures.length).toBe(1);
    expect(surfaces).toEqual([]);
  });

  test('an empty chain is an empty fit', () => {
    expect(fitChain(snapshotOf([]))).toEqual({ surfaces: [], failures: [], violations: [] });
  });
});

describe('fitChain on several expiries', () => {
  const strikesUsd = ladder(44_000, 90_000, 1000);
  const days = [2, 9, 30, 90];
  const chain = days.map((each) => ({
    ...month,
    svi: typicalSvi(each),
    forwardUsd: 63_000 + each * 10,
    days: each,
    strikesUsd,
  }));

  test('fits each, in order, free of arbitrage', () => {
    const { surfaces, violations } = fitChain(snapshotOf(chain.flatMap(quoteExpiry)));
    expect(surfaces.map(({ expirySec }) => (expirySec - NOW_SEC) / 86_400)).toEqual(days);
    expect(violations).toEqual([]);
    surfaces.forEach((surface, i) => {
      expect(surface.arbitrageFree).toBe(true);
      expect(worstVolPoints(surface, chain[i])).toBeLessThan(0.1);
    });
  });

  test('a crossing within the spreads is mended', () => {
    // The second week's wing is steeper than the month's: total variance would fall with time there.
    const steep = { ...typicalSvi(28), b: typicalSvi(28).b * 1.5 };
    const crossing = [
      { ...month, svi: { ...steep, a: steep.a * 0.7 }, days: 28, halfSpread: 0.004 },
      { ...month, days: 30 },
    ];
    const { surfaces, violations } = fitChain(snapshotOf(crossing.flatMap(quoteExpiry)));
    expect(surfaces).toHaveLength(2);
    expect(violations).toEqual([]);
  });

  test('a crossing that quotes insist on is reported', () => {
    const dear = { ...month, svi: { ...month.svi, a: month.svi.a * 3 }, days: 20 };
    const { surfaces, violations } = fitChain(snapshotOf([dear, month].flatMap(quoteExpiry)));
    expect(surfaces).toHaveLength(2);
    expect(worstVolPoints(surfaces[1], month)).toBeLessThan(0.1);
    expect(violations).toMatchObject([{ farExpirySec: expiryAfter(30) }]);
    expect(surfaces[1].arbitrageFree).toBe(false);
  });

  test('never throws, and gives only admissible surfaces, on chains torn at random', () => {
    const next = seeded(21);
    const odd = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e-9, 5];
    for (let round = 0; round < 25; round += 1) {
      const share = next();
      const price = (old: number | null): number | null => {
        if (next() > share) return old;
        return next() < 0.5 ? null : odd[Math.floor(next() * odd.length)];
      };
      const quotes = chain.flatMap(quoteExpiry).map((quote) => ({
        ...quote,
        bid: price(quote.bid),
        ask: price(quote.ask),
      }));
      for (const surface of fitChain(snapshotOf(quotes)).surfaces) {
        expect(volatilityAt(surface, 63_000)).toBeGreaterThan(0);
        expect(Number.isFinite(volatilityAt(surface, 200_000))).toBe(true);
      }
    }
  });
});
