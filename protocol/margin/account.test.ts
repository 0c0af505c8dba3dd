import { beforeEach, describe, expect, test } from 'vitest';

import { calm, type Distress, give } from '../../test/fixtures/distress.ts';
import { EXPIRY_DAY } from '../../test/fixtures/exchange.ts';
import { encodeTerms, expirySec } from '../instrument.ts';
import { expiryIndex } from '../state.ts';
import { mayLiquidateAccount, readAccount } from './account.ts';

const USD = 10n ** 18n;
const code = (strikeUsd: number, { put = false, day = EXPIRY_DAY, underlying = 0 } = {}): number =>
  encodeTerms({ underlying, day, strikeCents: strikeUsd * 100, put });

let d: Distress;
beforeEach(() => {
  d = calm();
});

function hold(positionCode: number, delta: number): void {
  give(d.x.state, { from: d.whale, to: d.victim, code: positionCode, delta });
}

function settle(cents: number): void {
  const expiry = expiryIndex(0, EXPIRY_DAY);
  d.x.state.globals.setTimeSec(expirySec(EXPIRY_DAY));
  d.x.state.expiries.setSettled(expiry, 1);
  d.x.state.expiries.setSettlementCents(expiry, cents);
}

describe('readAccount', () => {
  test('groups positions by underlying and expiry', () => {
    hold(code(2_000, { underlying: 1 }), 7);
    hold(code(60_000, { put: true }), -5);
    hold(code(60_000), 5);
    hold(code(60_000, { day: EXPIRY_DAY + 7 }), 1);
    const { expiries, fresh, cash } = readAccount(d.x.state, d.victim);
    expect(expiries.map(({ underlying, day, codes }) => [underlying, day, codes.length])).toEqual([
      [0, EXPIRY_DAY, 2],
      [0, EXPIRY_DAY + 7, 1],
      [1, EXPIRY_DAY, 1],
    ]);
    expect(expiries[0].options).toEqual([
      { strike: 60_000n * USD, put: false, amount: 5n * 10n ** 14n },
      { strike: 60_000n * USD, put: true, amount: -5n * 10n ** 14n },
    ]);
    expect([fresh, cash]).toEqual([true, 100_000_000n * USD]);
  });

  test('counts a settled expiry at what it pays or costs', () => {
    hold(code(50_000), 10_000);
    hold(code(70_000, { put: true }), -20_000);
    settle(6_000_000);
    const { cash, expiries } = readAccount(d.x.state, d.victim);
    expect(cash).toBe((100_000_000n + 10_000n - 20_000n) * USD);
    expect(expiries).toEqual([]);
  });

  test('is not fresh when one index is not', () => {
    hold(code(60_000), 1);
    hold(code(2_000, { underlying: 1 }), 1);
    d.x.advance(d.x.state.globals.timeSec() + 121);
    d.x.print(0, 6_000_000, 6_000_000);
    expect(readAccount(d.x.state, d.victim).fresh).toBe(false);
  });
});

describe('mayLiquidateAccount', () => {
  test('depends on what is held alone', () => {
    const may = (): boolean => mayLiquidateAccount(d.x.state, readAccount(d.x.state, d.victim));
    d.x.state.underlyings.setFreshPrints(1, 0);
    hold(code(60_000), 1);
    expect(may()).toBe(true);
    hold(code(2_000, { underlying: 1 }), 1);
    expect(may()).toBe(false);
    d.x.state.underlyings.setFreshPrints(1, 3);
    expect(may()).toBe(true);
    d.x.state.expiries.setSurfaceTimeSec(
      expiryIndex(1, EXPIRY_DAY),
      d.x.state.globals.timeSec() - 901,
    );
    expect(may()).toBe(false);
  });
});
