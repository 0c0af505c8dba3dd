import { describe, expect, test } from 'vitest';

import { SELL, BUY } from '../../protocol/book/levels.ts';
import { expirySec } from '../../protocol/instrument.ts';
import { CLOSE_OUT_AFTER_SEC } from '../../protocol/params.ts';
import { Exchange, EXPIRY_DAY } from '../../test/fixtures/exchange.ts';
import { Housekeeping } from './housekeeping.ts';

const USD = 1_000_000;
const WINNERS = 300;

describe('Housekeeping', () => {
  test('settles those who owe before those who receive, however many come first', () => {
    const x = new Exchange();
    const winners = Array.from({ length: WINNERS }, () => x.open(10_000 * USD));
    const loser = x.open(1_000_000 * USD);
    x.print(0, 6_000_000, 6_000_000);
    const instrument = x.list({ strikeCents: 6_000_000 });
    const order = { instrument, priceCents: 10_000, quantityE4: 100 };
    for (const account of winners) {
      x.placeOrder(loser, { ...order, side: SELL });
      x.placeOrder(account, { ...order, side: BUY });
    }
    x.advance(expirySec(EXPIRY_DAY) - 1);
    x.print(0, 6_500_000, 6_500_000);
    x.settleExpiry({ prices: [6_500_000, 6_500_000] });

    const housekeeping = new Housekeeping(x.state);
    for (let round = 0; round < 4; round++) {
      for (const operation of housekeeping.due()) expect(x.run(operation)).toBe(0);
    }
    expect(housekeeping.due()).toEqual([]);
    for (const account of [...winners, loser]) {
      expect(x.state.accounts.positionCount(account)).toBe(0);
    }
  });

  test('sweeps and settles what was closed out before its time', () => {
    const x = new Exchange();
    const [long, short] = [x.open(10_000 * USD), x.open(100_000 * USD)];
    x.print(0, 6_000_000, 6_000_000);
    const instrument = x.list({ strikeCents: 6_000_000 });
    x.surface();
    const order = { instrument, priceCents: 100_000, quantityE4: 1_000 };
    x.placeOrder(short, { ...order, side: SELL });
    x.placeOrder(long, { ...order, side: BUY });
    x.placeOrder(long, { ...order, side: BUY, priceCents: 100 });
    x.advance(x.state.globals.timeSec() + CLOSE_OUT_AFTER_SEC + 1);
    const housekeeping = new Housekeeping(x.state);
    expect(housekeeping.due()).toEqual([]);

    expect(x.closeOut(long)).toBe(0);
    for (let round = 0; round < 2; round++) {
      for (const operation of housekeeping.due()) expect(x.run(operation)).toBe(0);
    }
    expect(housekeeping.due()).toEqual([]);
    expect(x.state.instruments.bestBid(instrument)).toBe(0);
    expect(x.state.accounts.positionCount(long)).toBe(0);
    expect(x.state.globals.pool()).toBe(0);
  });
});
