import { beforeEach, describe, expect, test } from 'vitest';

import { START_SEC } from '../test/fixtures/exchange.ts';
import {
  CANCEL_ONLY,
  isIndexFresh,
  isNearReference,
  lastResumedSec,
  marketMode,
  mayLiquidate,
  OPEN,
  POST_ONLY_MODE,
} from './market.ts';
import { State } from './state.ts';

let state: State;
beforeEach(() => {
  state = new State();
  state.globals.setTimeSec(START_SEC);
  state.underlyings.setIndexCents(0, 6_000_000);
  state.underlyings.setIndexTimeSec(0, START_SEC);
  state.underlyings.setFreshPrints(0, 3);
});

describe('isIndexFresh', () => {
  test('for two minutes after the print', () => {
    state.globals.setTimeSec(START_SEC + 120);
    expect(isIndexFresh(state, 0)).toBe(true);
    state.globals.setTimeSec(START_SEC + 121);
    expect(isIndexFresh(state, 0)).toBe(false);
  });

  test('not before the first print', () => {
    expect(isIndexFresh(state, 1)).toBe(false);
  });
});

describe('marketMode', () => {
  test('is open when nothing was ever missing, closed without prints', () => {
    expect(marketMode(state, 0)).toBe(OPEN);
    expect(marketMode(state, 1)).toBe(CANCEL_ONLY);
  });

  test.each([
    [0, CANCEL_ONLY],
    [59, CANCEL_ONLY],
    [60, POST_ONLY_MODE],
    [299, POST_ONLY_MODE],
    [300, OPEN],
  ])('%i s after prints have come back', (sinceSec, mode) => {
    state.underlyings.setResumedAtSec(0, START_SEC - sinceSec);
    expect(marketMode(state, 0)).toBe(mode);
  });
});

describe('isNearReference', () => {
  test('within a tenth of the reference, and where there is none', () => {
    expect(isNearReference(state, 0)).toBe(true);
    for (const [index, isNear] of [
      [5_400_000, true],
      [5_399_999, false],
      [6_600_000, true],
      [6_600_001, false],
    ] as const) {
      state.underlyings.setReferenceCents(0, 6_000_000);
      state.underlyings.setIndexCents(0, index);
      expect(isNearReference(state, 0)).toBe(isNear);
    }
  });
});

describe('mayLiquidate', () => {
  test('needs fresh prints that have come back for a while, near the reference', () => {
    expect(mayLiquidate(state, 0)).toBe(true);
    state.underlyings.setFreshPrints(0, 2);
    expect(mayLiquidate(state, 0)).toBe(false);
    state.underlyings.setFreshPrints(0, 3);
    state.underlyings.setReferenceCents(0, 1);
    expect(mayLiquidate(state, 0)).toBe(false);
    state.underlyings.setReferenceCents(0, 0);
    state.globals.setTimeSec(START_SEC + 121);
    expect(mayLiquidate(state, 0)).toBe(false);
  });
});

describe('lastResumedSec', () => {
  test('is the latest of all underlyings', () => {
    expect(lastResumedSec(state)).toBe(0);
    state.underlyings.setResumedAtSec(1, 7);
    state.underlyings.setResumedAtSec(0, 5);
    expect(lastResumedSec(state)).toBe(7);
  });
});
