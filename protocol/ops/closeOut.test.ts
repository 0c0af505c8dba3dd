import { beforeEach, describe, expect, test } from 'vitest';

import { BUY, SELL } from '../book/levels.ts';
import { Exchange, EXPIRY_DAY, flatSurface } from '../../test/fixtures/exchange.ts';
import { encodeTerms, expirySec } from '../instrument.ts';
import { marginNow } from '../margin/evaluate.ts';
import { settledCents } from '../margin/settled.ts';
import { CLOSE_OUT_AFTER_SEC } from '../params.ts';
import { black76 } from '../pricing/black76.ts';
import { CODE } from '../rejections.ts';
import { expiryIndex } from '../state.ts';

const USD = 1_000_000;
const WAD = 10n ** 18n;
const CENTS = 10n ** 16n;
const END = expirySec(EXPIRY_DAY);
const EXPIRY = expiryIndex(0, EXPIRY_DAY);

let x: Exchange;
let long: number;
let short: number;
beforeEach(() => {
  x = new Exchange();
  long = x.open(100_000 * USD);
  short = x.open(100_000 * USD);
  x.print(0, 6_000_000, 6_000_000);
});

/** One contract of a call at 60,000 changes hands. */
function trade(terms: { day?: number; put?: boolean } = {}): void {
  const instrument = x.list({ strikeCents: 6_000_000, ...terms });
  const order = { instrument, priceCents: 200_000, quantityE4: 10_000 };
  expect(x.placeOrder(short, { ...order, side: SELL })).toBe(0);
  expect(x.placeOrder(long, { ...order, side: BUY })).toBe(0);
}

function wait(): void {
  x.advance(x.state.globals.timeSec() + CLOSE_OUT_AFTER_SEC + 1);
}

const codes = [false, true].map((put) =>
  encodeTerms({ underlying: 0, day: EXPIRY_DAY, strikeCents: 6_000_000, put }),
);

describe('closeOut', () => {
  test('fixes the marks of the last prints, without a discount', () => {
    trade();
    x.surface({ basisCents: 1_500, rateE9: 50_000_000 });
    const sec = BigInt(END - x.state.underlyings.indexTimeSec(0));
    wait();
    expect(x.closeOut(short)).toBe(0);
    // The surface is flat: 60 %.
    const { aE12 } = flatSurface({ vol: 0.6, secToExpiry: Number(sec) });
    const variance = (BigInt(aE12) * 10n ** 6n * 31_536_000n) / sec;
    const vol = BigInt(Math.floor(Math.sqrt(Number(variance) / 1e18) * 1e9)) * 10n ** 9n;
    const option = { sec, vol, forward: 6_001_500n * CENTS, strike: 6_000_000n * CENTS };
    const { call, put } = black76({ ...option, discount: WAD });
    expect(settledCents(x.state, codes)).toEqual(
      [call, put].map((mark) => (mark + CENTS / 2n) / CENTS),
    );
  });

  test('pays long and short the same', () => {
    trade();
    x.surface();
    wait();
    x.closeOut(short);
    const [mark] = settledCents(x.state, codes).map(Number);
    const cash = (): number[] => [long, short].map((account) => x.state.accounts.cash(account));
    const before = cash();
    expect(x.settleAccount(long)).toBe(CODE.poolShort);
    expect([x.settleAccount(short), x.settleAccount(long)]).toEqual([0, 0]);
    expect(cash()).toEqual([before[0] + mark * 10_000, before[1] - mark * 10_000]);
    expect(x.state.globals.pool()).toBe(0);
  });

  test('counts in the margin what it will pay, and needs no print for it', () => {
    trade();
    x.surface();
    wait();
    expect(marginNow(x.state, long)).toBeNull();
    x.closeOut(short);
    const owned = marginNow(x.state, long)!;
    x.settleAccount(short);
    x.settleAccount(long);
    expect(owned.initial).toBe(BigInt(x.state.accounts.cash(long)) * 10n ** 12n);
    expect(owned).toEqual(marginNow(x.state, long));
    expect(x.withdraw(long, x.state.accounts.cash(long))).toBe(0);
  });

  test('is the payoff at the index where there never was a surface', () => {
    trade({ put: true });
    x.print(0, 5_876_543, 5_876_543);
    wait();
    expect(x.closeOut(long)).toBe(0);
    expect(settledCents(x.state, codes)).toEqual([0n, 123_457n]);
  });

  test('is the payoff at the average where prints saw the expiry come', () => {
    trade();
    x.surface();
    // A print stands for two minutes, so 120 of the 1,800 seconds count at it, and the others at the last.
    x.advance(END - 1_000);
    x.print(0, 6_000_000, 6_000_000);
    x.advance(END + 100);
    x.print(0, 6_100_000, 6_100_000);
    wait();
    expect(x.closeOut(short)).toBe(0);
    const average = Math.floor((120 * 6_000_000 + 1_680 * 6_100_000) / 1_800);
    expect(settledCents(x.state, codes)).toEqual([BigInt(average - 6_000_000), 0n]);
  });

  test('inside the settlement window counts what is over at the average', () => {
    trade();
    x.advance(END - 601);
    x.print(0, 6_000_000, 6_000_000);
    x.print(0, 6_090_001, 6_090_001);
    wait();
    x.closeOut(short);
    // 1 s at the first print; the 1,200 s before and after it at the second; the 599 s to come too.
    const average = Math.floor((6_000_000 + 1_200 * 6_090_001 + 599 * 6_090_001) / 1_800);
    expect(x.state.expiries.settlementCents(EXPIRY)).toBe(average);
  });

  test('waits three days from the last print of the index or of the surface', () => {
    trade();
    const printedSec = x.state.underlyings.indexTimeSec(0);
    x.advance(printedSec + 100);
    x.surface();
    x.advance(printedSec + 100 + CLOSE_OUT_AFTER_SEC);
    expect(x.closeOut(long)).toBe(CODE.printsNotGone);
    x.advance(printedSec + 101 + CLOSE_OUT_AFTER_SEC);
    expect(x.closeOut(long)).toBe(0);
    expect(x.closeOut(short)).toBe(CODE.alreadySettled);
  });

  test('needs somebody who holds something of the expiry', () => {
    trade();
    wait();
    expect(x.closeOut(long, { day: EXPIRY_DAY + 7 })).toBe(CODE.nothingToSettle);
    expect(x.closeOut(long, { underlying: 2 })).toBe(CODE.unknownUnderlying);
    expect(x.closeOut(3)).toBe(CODE.unknownAccount);
  });

  test('ends trading there for ever, and nowhere else', () => {
    trade();
    x.list({ strikeCents: 6_000_000, day: EXPIRY_DAY + 1 });
    const bid = { instrument: 1, side: BUY, priceCents: 100, quantityE4: 100 };
    expect(x.placeOrder(long, bid)).toBe(0);
    wait();
    expect(x.sweep(1)).toBe(CODE.instrumentNotExpired);
    x.closeOut(long);
    expect(x.sweep(1)).toBe(0);
    expect(x.state.accounts.orderCount(long)).toBe(0);
    x.print(0, 6_600_000, 6_600_000);
    for (let i = 0; i < 3; i++) {
      x.advance(x.state.globals.timeSec() + 100);
      x.print(0, 6_600_000, 6_600_000);
    }
    expect(x.surface()).toBe(CODE.alreadySettled);
    expect(x.listed({ strikeCents: 6_500_000 })).toBe(CODE.badListing);
    expect(x.placeOrder(long, bid)).toBe(CODE.instrumentExpired);
    expect(x.surface({ day: EXPIRY_DAY + 1 })).toBe(0);
    expect(x.listed({ strikeCents: 6_500_000, day: EXPIRY_DAY + 1 })).toBe(0);
    expect(x.placeOrder(long, { ...bid, instrument: 2 })).toBe(0);
  });
});
