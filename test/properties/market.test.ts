import { describe, expect, test } from 'vitest';

import { CLOSE_OUT_AFTER_SEC } from '../../protocol/params.ts';
import { closeMarket, playMarket } from './market.ts';

const SEEDS = Array.from({ length: 12 }, (_, i) => 7_000 + i);

describe('playMarket', () => {
  test.each(SEEDS)('seed %i keeps margins, ratios, positions and money', (seed) => {
    const counts = playMarket(seed, 25);
    expect(counts.orders).toBeGreaterThan(20);
    expect(counts.fills).toBeGreaterThan(5);
    expect(counts.settlements).toBeGreaterThan(0);
  });

  test('the seeds meet auctions and bids', () => {
    const all = SEEDS.map((seed) => playMarket(seed + 100, 25));
    const total = (name: 'auctions' | 'bids'): number =>
      all.reduce((sum, counts) => sum + counts[name], 0);
    expect(total('auctions')).toBeGreaterThan(3);
    expect(total('bids')).toBeGreaterThan(3);
  });
});

describe('closeMarket', () => {
  const soon = { rounds: 12, waitSec: CLOSE_OUT_AFTER_SEC + 1, isReversed: false };
  /** After both expiries would have come. */
  const late = { rounds: 12, waitSec: 4 * CLOSE_OUT_AFTER_SEC, isReversed: true };

  test.each(SEEDS)('seed %i: nobody gains by choosing when and in which order', (seed) => {
    const least = (cash: number): number => Math.max(cash, 0);
    expect(closeMarket(seed, late).map(least)).toEqual(closeMarket(seed, soon).map(least));
  });
});
