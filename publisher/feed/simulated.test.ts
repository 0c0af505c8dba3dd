import { expect, test } from 'vitest';

import type { ChainSnapshot } from '../fit/chain.ts';
import { simulatedFeed } from './simulated.ts';

test('cents become dollars, a chain for each underlying that is quoted', async () => {
  const feed = simulatedFeed({
    description: 'a market',
    *snapshots() {
      yield {
        timeSec: 1000,
        indexCents: [6_100_000, 180_000],
        quotes: [
          { instrument: 'BTC-26JUN26-60000-C', bidCents: 12_300, askCents: 12_400 },
          { instrument: 'BTC-26JUN26-60000-P', bidCents: null, askCents: 300 },
          { instrument: 'nonsense', bidCents: 1, askCents: 2 },
        ],
      };
    },
  });
  const chains: ChainSnapshot[] = [];
  for await (const chain of feed.chains()) chains.push(chain);
  expect(chains).toEqual([
    {
      timeSec: 1000,
      underlying: 'BTC',
      indexUsd: 61_000,
      quotedIn: 'usd',
      quotes: [
        { expirySec: 1_782_460_800, strikeUsd: 60_000, put: false, bid: 123, ask: 124 },
        { expirySec: 1_782_460_800, strikeUsd: 60_000, put: true, bid: null, ask: 3 },
      ],
    },
  ]);
});
