import { describe, expect, test } from 'vitest';

import { agrees } from './agrees.ts';
import { fitChain } from './fitChain.ts';
import { ladder, quoteExpiry, seeded, snapshotOf, typicalSvi } from '../testing/synthetic.ts';

const expiry = {
  svi: typicalSvi(14),
  forwardUsd: 63_050,
  days: 14,
  strikesUsd: ladder(50_000, 78_000, 1000),
  halfSpread: 0.0004,
};
const snapshot = snapshotOf(quoteExpiry(expiry));
const [own] = fitChain(snapshot).surfaces;
const strikes = ladder(50_000, 80_000, 5000);
const options = { toleranceVolPoints: 0.5 };

describe('agrees', () => {
  test('with itself', () => {
    expect(agrees(own, own, strikes, options)).toMatchObject({ agrees: true, worstShare: 0 });
  });

  test('with the fit of the same market seen with other noise', () => {
    const next = seeded(4);
    const quotes = quoteExpiry({ ...expiry, noise: () => (next() - 0.5) / 2 });
    const [other] = fitChain(snapshotOf(quotes)).surfaces;
    const agreement = agrees(other, own, strikes, options);
    expect(agreement.agrees).toBe(true);
    expect(agreement.worstShare).toBeGreaterThan(0);
  });

  test('against one’s own quotes, by fitting them', () => {
    expect(agrees(own, snapshot, strikes, options).agrees).toBe(true);
    expect(agrees(own, snapshotOf([]), strikes, options)).toMatchObject({
      agrees: false,
      because: 'no fit of its own for that expiry',
    });
  });

  test('not when volatilities are a point higher; the worst strike is named', () => {
    const higher = { ...own, a: own.a + 2 * 0.5 * 0.01 * own.tauYears };
    const agreement = agrees(higher, own, strikes, options);
    expect(agreement.agrees).toBe(false);
    expect(agreement.worstShare).toBeGreaterThan(1.5);
    expect(strikes).toContain(agreement.worstStrikeUsd);
    expect(agreement.because).toMatch(/^at strike \d+ it is/);
  });

  test.each([
    [{ forwardUsd: own.forwardUsd * 1.003 }, /basis points apart/],
    [{ tauYears: own.tauYears + 300 / 31_536_000 }, /300 s apart/],
    [{ expirySec: own.expirySec + 86_400 }, /no fit of its own/],
    [{ b: -0.1 }, /not admissible/],
    [{ forwardUsd: Number.NaN }, /basis points apart/],
    [{ tauYears: Number.NaN }, /s apart/],
  ])('not with %j', (change, because) => {
    const agreement = agrees({ ...own, ...change }, own, strikes, options);
    expect(agreement.agrees).toBe(false);
    expect(agreement.because).toMatch(because);
  });
});
