import { describe, expect, test } from 'vitest';

import { playMarket } from './market.ts';

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
