import { describe, expect, test } from 'vitest';

import { Exchange, EXPIRY_DAY, START_SEC } from '../../test/fixtures/exchange.ts';
import { Random } from '../../test/fixtures/random.ts';
import { FilterCheck } from '../../test/filter/compare.ts';
import { expirySec } from '../../protocol/instrument.ts';
import { marginNow } from '../../protocol/margin/evaluate.ts';
import type { MarginFilter, Sign } from '../../protocol/machine.ts';
import {
  CLOSE_OUT_AFTER_SEC,
  MODEL_PORTFOLIO,
  ORACLE_HEARTBEAT_SEC,
} from '../../protocol/params.ts';
import { createMarginFilter } from './filter.ts';

const USD = 1_000_000;
const INDEX_CENTS = 6_000_000;

describe('FloatMargin', () => {
  test('is never wrong, and off by less than its bound, in random markets', () => {
    const check = new FilterCheck();
    for (let seed = 1; seed <= 60; seed++) check.run(seed);
    const { anywhere, atZero, mostOfBound, unpriced, unbounded } = check.comparison;
    expect(mostOfBound).toBeLessThan(0.1);
    expect(anywhere.unknown).toBeLessThan(0.1 * (anywhere.holds + anywhere.breaks));
    for (const tally of [anywhere, atZero]) {
      expect(tally.holds).toBeGreaterThan(1000);
      expect(tally.fails).toBeGreaterThan(1000);
      expect(tally.breaks).toBeGreaterThan(1000);
    }
    expect(unpriced).toBeGreaterThan(5);
    expect(unbounded).toBeLessThan(100);
  });
});

describe('createMarginFilter', () => {
  test('an account of cash alone is decided by the cent', () => {
    const exchange = new Exchange();
    const account = exchange.open(USD);
    const filter = createMarginFilter();
    const { state } = exchange;
    for (const [cash, sign] of [
      [1, 'holds'],
      [0, 'holds'],
      [-1, 'breaks'],
    ] as const) {
      state.accounts.setCash(account, cash);
      expect(filter(state, account)).toBe(sign);
    }
  });

  test('knows nothing once the index is stale, or a surface under portfolio margin', () => {
    const { exchange, instruments } = openMarket();
    const [standard, portfolio] = [exchange.open(1_000_000 * USD), exchange.open(1_000_000 * USD)];
    exchange.setMarginModel(portfolio, MODEL_PORTFOLIO);
    for (const [taker, side] of [
      [portfolio, 0],
      [standard, 1],
    ]) {
      const terms = { side, instrument: instruments[0], priceCents: 200_000, quantityE4: 1000 };
      expect(exchange.placeOrder(taker, terms)).toBe(0);
    }
    const filter = createMarginFilter();
    const signs = (): Sign[] => [standard, portfolio].map((id) => filter(exchange.state, id));
    expect(signs()).toEqual(['holds', 'holds']);
    exchange.advance(START_SEC + 800);
    exchange.print(0, INDEX_CENTS, INDEX_CENTS);
    exchange.advance(START_SEC + 910);
    expect(signs()).toEqual(['holds', 'unknown']);
    exchange.advance(START_SEC + 801 + ORACLE_HEARTBEAT_SEC + 1);
    expect(signs()).toEqual(['unknown', 'unknown']);
  });

  test('leaves the marks of what was closed out to the exact integers', () => {
    const { exchange, instruments } = openMarket();
    const [account, other] = [exchange.open(1_000_000 * USD), exchange.open(1_000_000 * USD)];
    const terms = { instrument: instruments[0], priceCents: 200_000, quantityE4: 1000 };
    expect(exchange.placeOrder(other, { ...terms, side: 1 })).toBe(0);
    expect(exchange.placeOrder(account, { ...terms, side: 0 })).toBe(0);
    const filter = createMarginFilter();
    exchange.advance(exchange.state.globals.timeSec() + CLOSE_OUT_AFTER_SEC + 1);
    expect(exchange.closeOut(account)).toBe(0);
    expect(filter(exchange.state, account)).toBe('unknown');
    expect(marginNow(exchange.state, account)).not.toBeNull();
  });
});

describe('an engine with a filter', () => {
  test('does what one without does, to the byte', () => {
    const counts: Record<Sign, number> = { holds: 0, fails: 0, breaks: 0, unknown: 0 };
    const look = createMarginFilter();
    const counting: MarginFilter = (state, account) => {
      const sign = look(state, account);
      counts[sign] += 1;
      return sign;
    };
    for (let seed = 1; seed <= 2; seed++) {
      const filtered = trade(seed, counting);
      const exact = trade(seed);
      expect(filtered.outcomes).toEqual(exact.outcomes);
      filtered.exchange.state.tables.forEach((table, kind) => {
        expect(table.usedBytes()).toEqual(exact.exchange.state.tables[kind].usedBytes());
      });
    }
    expect(counts.holds).toBeGreaterThan(500);
    expect(counts.fails).toBeGreaterThan(50);
    expect(counts.breaks).toBeGreaterThan(50);
  });
});

function openMarket(filter?: MarginFilter): { exchange: Exchange; instruments: number[] } {
  const exchange = new Exchange(filter === undefined ? {} : { filter });
  exchange.print(0, INDEX_CENTS, INDEX_CENTS);
  const days = [EXPIRY_DAY, EXPIRY_DAY + 7];
  const instruments = days.flatMap((day) => {
    exchange.surface({ day });
    return [5_500_000, 6_000_000, 6_500_000].flatMap((strikeCents) =>
      [false, true].map((put) => exchange.list({ day, strikeCents, put })),
    );
  });
  return { exchange, instruments };
}

/** Orders of accounts with little money on an index that leaps, through the settlement window of an expiry and past it. */
function trade(seed: number, filter?: MarginFilter): { exchange: Exchange; outcomes: number[] } {
  const random = new Random(seed);
  const { exchange, instruments } = openMarket(filter);
  const accounts = Array.from({ length: 6 }, (_, i) => {
    const account = exchange.open((1 + random.below(40)) * 1000 * USD);
    if (i % 2 === 0) exchange.setMarginModel(account, MODEL_PORTFOLIO);
    return account;
  });
  const outcomes: number[] = [];
  for (let i = 0; i < 700; i++) {
    if (i === 300) exchange.advance(expirySec(EXPIRY_DAY) - 1700);
    if (i % 10 === 0) {
      exchange.advance(exchange.state.globals.timeSec() + 100);
      const index = INDEX_CENTS + 100 * (random.below(12_000) - 6_000);
      outcomes.push(exchange.print(0, index, index));
      for (const day of [EXPIRY_DAY, EXPIRY_DAY + 7]) outcomes.push(exchange.surface({ day }));
    }
    if (i === 600) outcomes.push(exchange.settleExpiry({ prices: [INDEX_CENTS, INDEX_CENTS] }));
    outcomes.push(
      exchange.placeOrder(random.pick(accounts), {
        instrument: random.pick(instruments),
        side: random.below(2),
        priceCents: 100 * (1 + random.below(6_000)),
        quantityE4: 100 * (1 + random.below(200)),
      }),
    );
  }
  return { exchange, outcomes };
}
