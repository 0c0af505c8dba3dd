import { describe, expect, test } from 'vitest';

import { expirySec, firstExpiryFrom } from '../../protocol/instrument.ts';
import type { ChainSnapshot } from '../../publisher/fit/chain.ts';
import { fitChain } from '../../publisher/fit/fitChain.ts';
import { marketAt } from '../../publisher/testing/market.ts';
import { NOW_SEC } from '../../publisher/testing/synthetic.ts';
import { chooseDays, chooseOptions } from './instruments.ts';

const FIRST = firstExpiryFrom(NOW_SEC);

function showing(...days: number[]): { snapshot: ChainSnapshot; marks: [] } {
  const quotes = days.map((day) => ({
    expirySec: expirySec(FIRST + day),
    strikeUsd: 60_000,
    put: false,
    bid: 0.1,
    ask: 0.2,
  }));
  return { snapshot: { ...marketAt(), quotes }, marks: [] };
}

describe('chooseDays', () => {
  const choose = (inUse: number[], nowSec: number, ...days: number[]): number[] =>
    chooseDays(showing(...days), { inUse: inUse.map((day) => FIRST + day), nowSec }).map(
      (day) => day - FIRST,
    );

  test('takes the next ones and one that is further away', () => {
    expect(choose([], NOW_SEC, 0, 1, 2, 9, 30, 120)).toEqual([0, 1, 9]);
    expect(choose([], NOW_SEC, 0, 1)).toEqual([0, 1]);
  });

  test('keeps what is traded until it expires, then puts the next in its place', () => {
    expect(choose([0, 1, 9], NOW_SEC, 0, 1, 2, 9)).toEqual([0, 1, 9]);
    expect(choose([0, 1, 9], expirySec(FIRST), 1, 2, 3, 9)).toEqual([1, 2, 9]);
  });

  test('lists nothing that expires within two hours', () => {
    expect(choose([], expirySec(FIRST) - 7_199, 0, 1, 2, 9)).toEqual([1, 2, 9]);
  });
});

describe('chooseOptions', () => {
  test('takes calls and puts of the strikes nearest to the forward, in USD on the tick', () => {
    const snapshot = marketAt();
    const { surfaces } = fitChain(snapshot);
    const days = surfaces.map((surface) => firstExpiryFrom(surface.expirySec));
    const at = { surfaces, days, count: 8, indexCents: 6_300_000 };
    const options = chooseOptions({ snapshot, marks: [] }, at);
    expect(options).toHaveLength(8);
    const strikes = new Set(options.map(({ terms }) => terms.strikeCents));
    expect(strikes).toEqual(new Set([6_300_000, 6_400_000]));
    for (const { bidCents, askCents, markCents } of options) {
      expect(bidCents! % 100).toBe(0);
      expect(bidCents!).toBeLessThan(markCents);
      expect(askCents!).toBeGreaterThan(markCents);
    }
  });
});
