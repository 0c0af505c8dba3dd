import { describe, expect, test } from 'vitest';

import { decodeTerms, instrumentName } from '../../protocol/instrument.ts';
import { DAY_SEC, DAY_ZERO_SEC } from '../../protocol/params.ts';
import { Exchange, START_SEC } from '../../test/fixtures/exchange.ts';
import { Listing, listedDays, type ListingRule, strikesAround } from './listing.ts';

const RULE: ListingRule = {
  dailies: 3,
  weeklies: 4,
  monthlies: 3,
  quarterlies: 3,
  strikesPerSide: 8,
  widthPercent: 100,
};

const date = (day: number): string =>
  new Date((DAY_ZERO_SEC + day * DAY_SEC) * 1000).toISOString().slice(0, 10);

describe('listedDays', () => {
  test('takes days, Fridays, last Fridays of months and of quarters, each once', () => {
    // Monday, 1 June 2026, 00:00 UTC.
    expect(listedDays(START_SEC, RULE).map(date)).toEqual([
      '2026-06-01',
      '2026-06-02',
      '2026-06-03',
      '2026-06-05',
      '2026-06-12',
      '2026-06-19',
      '2026-06-26',
      '2026-07-31',
      '2026-08-28',
      '2026-09-25',
      '2026-12-25',
    ]);
  });

  test('moves on when an expiry comes near, and stays within what may be listed', () => {
    const due = START_SEC + 8 * 3_600;
    expect(date(listedDays(due - 3_600, RULE)[0])).toBe('2026-06-01');
    expect(date(listedDays(due - 3_599, RULE)[0])).toBe('2026-06-02');
    const all = listedDays(START_SEC, { ...RULE, quarterlies: 20 });
    expect(date(all.at(-1)!)).toBe('2027-06-25');
  });
});

describe('strikesAround', () => {
  const strikes = (indexUsd: number, days: number, underlying = 0): number[] =>
    strikesAround({ underlying, indexCents: indexUsd * 100, lifeSec: days * DAY_SEC }, RULE).map(
      (cents) => cents / 100,
    );

  test('takes round steps that grow with the root of time', () => {
    expect(strikes(60_200, 1)).toEqual(Array.from({ length: 17 }, (_, i) => 56_000 + 500 * i));
    expect(strikes(60_200, 28)).toEqual(Array.from({ length: 17 }, (_, i) => 40_000 + 2_500 * i));
    expect(strikes(60_200, 365).slice(0, 3)).toEqual([10_000, 20_000, 30_000]);
    expect(strikes(2_510, 1, 1).slice(7, 10)).toEqual([2_475, 2_500, 2_525]);
    expect(strikes(2_510, 90, 1).slice(7, 10)).toEqual([2_400, 2_600, 2_800]);
  });

  test('keeps within the listing rule of the protocol', () => {
    for (const index of [700, 60_000, 2_600_000]) {
      for (const strike of strikes(index, 365)) {
        expect(strike * 8).toBeGreaterThanOrEqual(index);
        expect(strike).toBeLessThanOrEqual(index * 8);
      }
    }
  });
});

describe('Listing', () => {
  const run = (x: Exchange, listing: Listing): number => {
    let count = 0;
    for (let operations = listing.due(); operations.length > 0; operations = listing.due()) {
      for (const operation of operations) expect(x.run(operation)).toBe(0);
      count += operations.length;
    }
    return count;
  };

  test('waits for an index, lists all that is wanted, and then nothing more', () => {
    const x = new Exchange();
    const listing = new Listing(x.state, RULE);
    expect(listing.due()).toEqual([]);
    x.print(0, 6_000_000, 6_000_000);
    // December's three lowest strikes would be below an eighth of the index.
    expect(run(x, listing)).toBe((11 * 17 - 3) * 2);
    expect(listing.due()).toEqual([]);
    expect(new Listing(x.state, RULE).due()).toEqual([]);
  });

  test('follows the index, with what is new alone', () => {
    const x = new Exchange();
    const listing = new Listing(x.state, { ...RULE, weeklies: 0, monthlies: 0, quarterlies: 0 });
    x.print(0, 6_000_000, 6_000_000);
    run(x, listing);
    x.print(0, 6_050_000, 6_050_000);
    const before = x.state.globals.instrumentCount();
    // One step up in each of three days, a call and a put.
    expect(run(x, listing)).toBe(6);
    const names = [1, 2].map((i) =>
      instrumentName(decodeTerms(x.state.instruments.code(before + i))),
    );
    expect(names).toEqual(['BTC-1JUN26-64500-C', 'BTC-1JUN26-64500-P']);
  });

  test('asks again only much later for what did not come', () => {
    const x = new Exchange();
    x.print(0, 6_000_000, 6_000_000);
    const listing = new Listing(x.state, { ...RULE, weeklies: 0, monthlies: 0, quarterlies: 0 });
    const first = listing.due();
    expect(first).toHaveLength(64);
    expect(listing.due()).toHaveLength(3 * 17 * 2 - 64);
    expect(listing.due()).toEqual([]);
    for (let i = 0; i < 6; i++) {
      x.advance(x.state.globals.timeSec() + 60);
      x.print(0, 6_000_000, 6_000_000);
    }
    expect(listing.due()).toEqual(first);
  });
});
