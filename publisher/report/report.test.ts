import { describe, expect, test } from 'vitest';

import { Reporter } from './report.ts';
import { formatChain, formatReport } from './text.ts';
import { YEAR_SEC } from '../fit/chain.ts';
import { totalVariance } from '../fit/svi.ts';
import { normalizedPrice } from '../fit/black76.ts';
import { ladder, quoteExpiry, snapshotOf, typicalSvi } from '../testing/synthetic.ts';

const expiry = {
  svi: typicalSvi(10),
  forwardUsd: 63_050,
  days: 10,
  strikesUsd: ladder(54_000, 72_000, 1000),
  halfSpread: 0.0004,
};

/** A recording whose marks are the truth, but for so many points of volatility. */
function record(offPoints: number) {
  const quotes = quoteExpiry(expiry);
  const tauYears = (10 * 86_400) / YEAR_SEC;
  const marks = quotes.map((quote) => {
    const k = Math.log(quote.strikeUsd / expiry.forwardUsd);
    const v = Math.sqrt(totalVariance(expiry.svi, k));
    const price = normalizedPrice({ k, v, put: quote.put });
    const ivPct = (100 * v) / Math.sqrt(tauYears) - offPoints;
    return { ...quote, price, ivPct, forwardUsd: expiry.forwardUsd };
  });
  return { snapshot: snapshotOf(quotes), marks };
}

describe('Reporter', () => {
  test('counts errors against marks by underlying and time to expiry', () => {
    const reporter = new Reporter(() => 0);
    const { lines } = reporter.add(record(0.5));
    const report = reporter.report();
    expect(report).toMatchObject({ snapshots: 1, slices: 1, failures: {}, notArbitrageFree: 0 });
    expect(report.forward!.medianBp).toBeLessThan(0.01);
    expect(report.buckets.map((each) => [each.underlying, each.expiry])).toEqual([
      ['BTC', '7 to 30 d'],
      ['BTC', 'all'],
      ['all', 'all'],
    ]);
    const [bucket] = report.buckets;
    expect(bucket.medianVolPoints).toBeCloseTo(0.5, 1);
    expect(bucket.biasVolPoints).toBeCloseTo(0.5, 1);
    expect(bucket.medianUsd).toBeLessThan(1);
    expect(bucket.oursOutsidePct).toBe(0);
    expect(lines[0].medianVolPoints).toBeCloseTo(0.5, 1);
  });

  test('says what could not be fitted', () => {
    const reporter = new Reporter(() => 0);
    const { fit, lines } = reporter.add({
      snapshot: snapshotOf(quoteExpiry(expiry).slice(0, 4)),
      marks: [],
    });
    expect(formatChain(lines, fit)).toEqual(['    2026-06-18  not fitted: too few strikes']);
    expect(formatReport(reporter.report()).join('\n')).toContain('not fitted: 1 too few strikes');
  });

  test('is a table of equal columns', () => {
    const reporter = new Reporter(() => 0);
    const { fit, lines } = reporter.add(record(0));
    expect(formatChain(lines, fit)[0]).toMatch(/^ {4}2026-06-18 +63050\.00 +-?0\.0 bp/);
    const table = formatReport(reporter.report()).slice(-3);
    expect(new Set(table.map((line) => line.length)).size).toBe(1);
  });
});
