import { describe, expect, test } from 'vitest';

import {
  calm,
  distressed,
  give,
  marginOf,
  reprint,
  setEquityShare,
} from '../../test/fixtures/distress.ts';
import { EXPIRY_DAY } from '../../test/fixtures/exchange.ts';
import { Random } from '../../test/fixtures/random.ts';
import { SELL } from '../book/levels.ts';
import { moneyOf } from '../derive.ts';
import { encodeTerms, expirySec } from '../instrument.ts';
import { addCash } from '../money.ts';
import { MODEL_PORTFOLIO, MODEL_STANDARD } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { expiryIndex } from '../state.ts';
import { INBOX_LIQUIDATE } from './consumeInbox.ts';
import { INSOLVENT, RAN_OUT, SOLVENT } from './liquidate.ts';

const USD = 1_000_000;
const terms = { underlying: 0, day: EXPIRY_DAY, strikeCents: 6_000_000, put: false };
const CALL = encodeTerms(terms);
const AUCTION_SEC = 900 + 43_200;

/** Short one call, with equity of a share of the requirement. */
function short(equityShare: number) {
  const d = calm();
  give(d.x.state, { from: d.whale, to: d.victim, code: CALL, delta: -10_000 });
  setEquityShare(d, equityShare);
  return d;
}

describe('liquidate', () => {
  test.each([MODEL_STANDARD, MODEL_PORTFOLIO])(
    'starts below maintenance margin and nowhere else, model %i',
    (model) => {
      for (let seed = 1; seed <= 20; seed++) {
        const random = new Random(seed);
        const { x, victim } = distressed(random, {
          model,
          equityShare: random.between(-300, 300) / 100,
        });
        const { maintenance } = marginOf(x.state, victim);
        expect(x.liquidate(victim)).toBe(maintenance < 0n ? ACCEPTED : CODE.notLiquidatable);
        expect(x.state.accounts.auctionStartSec(victim) !== 0).toBe(maintenance < 0n);
        expect(moneyOf(x.state).difference).toBe(0n);
      }
    },
  );

  test('a cent of money decides', () => {
    const { x, victim } = short(1);
    const { maintenance } = marginOf(x.state, victim);
    addCash(x.state, victim, Number(-maintenance / 10n ** 12n));
    const left = marginOf(x.state, victim).maintenance;
    expect(left < 10n ** 12n && left > -(10n ** 12n)).toBe(true);
    if (left < 0n) addCash(x.state, victim, 1);
    expect(x.liquidate(victim)).toBe(CODE.notLiquidatable);
    addCash(x.state, victim, -1);
    expect(x.liquidate(victim)).toBe(ACCEPTED);
  });

  test('a solvent account pays a tenth of what may be liquidated at once', () => {
    const { x, victim } = short(0.5);
    const { markToMarket: equity, maintenance } = marginOf(x.state, victim);
    const insurance = x.state.globals.insurance();
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    expect(x.state.accounts.insolvent(victim)).toBe(SOLVENT);
    expect(x.state.accounts.auctionStartSec(victim)).toBe(x.state.globals.printTimeSec());
    const missing = -Number(maintenance) + 0.15 * Number(equity - maintenance);
    const share = missing / (missing + Number(equity));
    const fee = x.state.globals.insurance() - insurance;
    expect(fee / 1e6).toBeCloseTo((0.1 * share * Number(equity)) / 1e18, 4);
    expect(x.state.accounts.cash(victim)).toBeGreaterThan(0);
  });

  test('an insolvent account pays nothing', () => {
    const { x, victim } = short(-0.5);
    const cash = x.state.accounts.cash(victim);
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    expect(x.state.accounts.insolvent(victim)).toBe(INSOLVENT);
    expect(x.state.accounts.cash(victim)).toBe(cash);
  });

  test('removes all orders', () => {
    const { x, victim } = short(3);
    const instrument = x.list({ strikeCents: 6_000_000 });
    for (let i = 0; i < 9; i++) {
      const priceCents = 1_000_000 + 100 * i;
      expect(x.placeOrder(victim, { instrument, side: SELL, priceCents, quantityE4: 100 })).toBe(0);
    }
    addCash(x.state, victim, -x.state.accounts.cash(victim));
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    expect(x.state.accounts.orderCount(victim)).toBe(0);
    expect(
      x.placeOrder(victim, { instrument, side: SELL, priceCents: 1_000_000, quantityE4: 100 }),
    ).toBe(CODE.underAuction);
    expect(x.withdraw(victim, 1)).toBe(CODE.underAuction);
    expect(x.setMarginModel(victim, MODEL_PORTFOLIO)).toBe(CODE.underAuction);
  });

  test('goes on, ends when the account is healed, starts anew', () => {
    const d = short(0.5);
    const { x, victim } = d;
    x.liquidate(victim);
    expect(x.liquidate(victim)).toBe(CODE.auctionRunning);
    // Maintenance margin alone does not end it, the buffer does.
    setEquityShare(d, 1.05);
    expect(x.liquidate(victim)).toBe(CODE.auctionRunning);
    setEquityShare(d, 1.2);
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    expect(x.state.accounts.auctionStartSec(victim)).toBe(0);
    setEquityShare(d, 0.5);
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    setEquityShare(d, -0.1);
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    expect(x.state.accounts.insolvent(victim)).toBe(INSOLVENT);
    setEquityShare(d, 0.5);
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    expect(x.state.accounts.insolvent(victim)).toBe(SOLVENT);
  });

  test('turns to insurance when its time is over, until maintenance margin holds', () => {
    const d = short(0.5);
    const { x, victim } = d;
    x.liquidate(victim);
    x.state.accounts.setAuctionStartSec(victim, x.state.globals.printTimeSec() - AUCTION_SEC + 1);
    expect(x.liquidate(victim)).toBe(CODE.auctionRunning);
    reprint(x);
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    expect(x.state.accounts.insolvent(victim)).toBe(RAN_OUT);
    expect(x.state.accounts.auctionStartSec(victim)).toBe(x.state.globals.printTimeSec());
    // It has equity, and goes on all the same.
    expect(x.liquidate(victim)).toBe(CODE.auctionRunning);
    setEquityShare(d, 1.01);
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    expect(x.state.accounts.auctionStartSec(victim)).toBe(0);
  });

  test('a late surface halts it for a day, one that never came does not', () => {
    const d = short(0.5);
    const { x, victim, whale } = d;
    const start = x.state.globals.timeSec();
    const keep = (timeSec: number): void => {
      x.advance(timeSec);
      for (let i = 0; i < 3; i++) reprint(x);
    };
    keep(start + 800);
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    keep(start + 1000);
    expect(x.bid(whale, { account: victim })).toBe(CODE.liquidationHalted);
    keep(start + 86_300);
    expect(x.liquidate(victim)).toBe(CODE.liquidationHalted);
    keep(start + 86_500);
    expect(x.liquidate(victim)).not.toBe(CODE.liquidationHalted);

    const other = calm();
    const code = encodeTerms({ ...terms, day: EXPIRY_DAY + 1 });
    give(other.x.state, { from: other.whale, to: other.victim, code, delta: -10_000 });
    setEquityShare(other, 0.5);
    expect(other.x.liquidate(other.victim)).toBe(ACCEPTED);
  });

  test('an account is not liquidated for a gain that is not paid yet', () => {
    const d = calm();
    const { x, victim, whale } = d;
    x.state.accounts.setMarginModel(victim, MODEL_PORTFOLIO);
    // Long a call that expires, short one that lives on: covered by its gain alone.
    give(x.state, { from: whale, to: victim, code: CALL - 2 * 3_000_000, delta: 10_000 });
    const later = encodeTerms({ ...terms, day: EXPIRY_DAY + 7 });
    give(x.state, { from: whale, to: victim, code: later, delta: -10_000 });
    addCash(x.state, victim, -x.state.accounts.cash(victim));
    x.advance(expirySec(EXPIRY_DAY));
    for (let i = 0; i < 4; i++) reprint(x);
    x.surface({ day: EXPIRY_DAY + 7 });
    const before = marginOf(x.state, victim);
    expect(before.maintenance > 0n).toBe(true);
    expect(x.settleExpiry({ prices: [6_000_000, 6_000_000] })).toBe(ACCEPTED);
    expect(marginOf(x.state, victim).maintenance >= before.maintenance).toBe(true);
    expect(x.liquidate(victim)).toBe(CODE.notLiquidatable);
    expect(x.settleAccount(victim)).toBe(CODE.poolShort);
    x.settleAccount(whale);
    const unpaid = marginOf(x.state, victim);
    expect(x.settleAccount(victim)).toBe(ACCEPTED);
    expect(marginOf(x.state, victim)).toEqual(unpaid);
    expect(x.state.expiries.pool(expiryIndex(0, EXPIRY_DAY))).toBe(0);
  });

  test('settlement, deposits and transfers go on beside an auction', () => {
    const d = short(0.5);
    const { x, victim } = d;
    x.liquidate(victim);
    const twin = x.open(100_000 * USD, x.owner(victim));
    expect(x.transfer(twin, victim, 10 * USD)).toBe(ACCEPTED);
    expect(x.transfer(victim, twin, 10 * USD)).toBe(CODE.underAuction);
    x.advance(expirySec(EXPIRY_DAY));
    for (let i = 0; i < 4; i++) reprint(x);
    expect(x.settleExpiry({ prices: [6_000_000, 6_000_000] })).toBe(ACCEPTED);
    expect(x.settleAccount(victim)).toBe(ACCEPTED);
    // Nothing is left to sell but cash, and nothing is missing.
    expect(x.liquidate(victim)).toBe(ACCEPTED);
    expect(x.state.accounts.auctionStartSec(victim)).toBe(0);
    expect(x.withdraw(victim, 10 * USD)).toBe(ACCEPTED);
    expect(moneyOf(x.state).difference).toBe(0n);
  });

  test('anybody starts it on L1', () => {
    const { x, victim } = short(0.5);
    const item = { kind: INBOX_LIQUIDATE, sender: new Uint8Array(20).fill(9), amount: 0 };
    expect(x.force({ ...item, account: victim })).toBe(ACCEPTED);
    expect(x.force({ ...item, account: victim })).toBe(CODE.auctionRunning);
    expect(x.force({ ...item, account: 99 })).toBe(CODE.unknownAccount);
    expect(x.liquidate(0)).toBe(CODE.unknownAccount);
    expect(x.liquidate(99)).toBe(CODE.unknownAccount);
  });
});
