import { beforeEach, describe, expect, test } from 'vitest';

import { expirySec } from '../instrument.ts';
import { expiryIndex, State } from '../state.ts';
import { expiryPrices, isAwaited, isPriced, moneyDown, moneyUp, secToExpiry } from './feeds.ts';

const DAY = 2400;
const END = expirySec(DAY);
const TERMS = { underlying: 0, day: DAY };
const EXPIRY = expiryIndex(0, DAY);
const USD = 10n ** 18n;

let state: State;
beforeEach(() => {
  state = new State();
});

function at(beforeSec: number, indexCents = 10_000): void {
  state.globals.setTimeSec(END - beforeSec);
  state.underlyings.setIndexTimeSec(0, END - beforeSec);
  state.underlyings.setIndexCents(0, indexCents);
}

describe('money', () => {
  test('is rounded down or up to 10^-6 USD, below zero too', () => {
    const unit = 10n ** 12n;
    expect([moneyDown(unit - 1n), moneyUp(1n)]).toEqual([0n, 1n]);
    expect([moneyDown(-1n), moneyUp(-unit + 1n)]).toEqual([-1n, 0n]);
    expect([moneyDown(-unit), moneyUp(-unit)]).toEqual([-1n, -1n]);
  });
});

describe('isPriced', () => {
  test('needs a surface of the last quarter of an hour, until the expiry has come', () => {
    at(10_000);
    expect(isPriced(state, TERMS)).toBe(false);
    state.expiries.setSurfaceTimeSec(EXPIRY, END - 10_900);
    expect(isPriced(state, TERMS)).toBe(true);
    state.expiries.setSurfaceTimeSec(EXPIRY, END - 10_901);
    expect(isPriced(state, TERMS)).toBe(false);
    at(0);
    expect(isPriced(state, TERMS)).toBe(true);
    expect(secToExpiry(state, TERMS)).toBe(0);
  });
});

describe('isAwaited', () => {
  test('for a day after the last surface, if there was one', () => {
    at(100_000);
    expect(isAwaited(state, TERMS)).toBe(false);
    for (const [ageSec, expected] of [
      [900, false],
      [901, true],
      [86_400, true],
      [86_401, false],
    ] as const) {
      state.expiries.setSurfaceTimeSec(EXPIRY, END - 100_000 - ageSec);
      expect(isAwaited(state, TERMS)).toBe(expected);
    }
  });
});

describe('expiryPrices', () => {
  test('before the window all of the forward can move', () => {
    at(1800);
    state.expiries.setBasisCents(EXPIRY, -50);
    const { fixedForward, variableForward, sec } = expiryPrices(state, TERMS);
    expect([fixedForward, variableForward, sec]).toEqual([0n, (9_950n * USD) / 100n, 1800n]);
  });

  test('inside it the part behind us stands', () => {
    at(600, 20_000);
    // 1000 s at 100 USD are covered, 200 are not.
    state.expiries.setWindowCoveredSec(EXPIRY, 1000);
    state.expiries.setWindowSum(EXPIRY, 1000 * 10_000);
    const { fixedForward, variableForward } = expiryPrices(state, TERMS);
    expect(fixedForward).toBe((140_000n * USD) / 1800n);
    expect(variableForward).toBe((200n * USD * 600n) / 1800n);
  });

  test('at the end nothing moves', () => {
    at(-100);
    state.expiries.setWindowCoveredSec(EXPIRY, 1800);
    state.expiries.setWindowSum(EXPIRY, 1800 * 12_345);
    const { fixedForward, variableForward } = expiryPrices(state, TERMS);
    expect([fixedForward, variableForward]).toEqual([(12_345n * USD) / 100n, 0n]);
  });

  test('an index that has fallen below the basis leaves a forward of a cent', () => {
    at(5000, 100);
    state.expiries.setBasisCents(EXPIRY, -2_000);
    expect(expiryPrices(state, TERMS).variableForward).toBe(USD / 100n);
  });
});
