import { describe, expect, test } from 'vitest';

import { EXPIRY_DAY } from '../../test/fixtures/exchange.ts';
import { encodeTerms, expirySec } from '../instrument.ts';
import { MAX_MONEY, NAKED_INITIAL_SHIFT, NAKED_MAINTENANCE_SHIFT } from '../params.ts';
import { expiryIndex, State } from '../state.ts';
import { requirement } from './maxLoss.ts';
import { addPosition } from './positions.ts';

const ACCOUNT = 1;
const USD = 1_000_000;
const CONTRACT = 10_000;

/** `[strike in USD, C or P, contracts, underlying, day]` */
type Leg = readonly [number, 'C' | 'P', number, number?, number?];

function withPositions(...legs: readonly Leg[]): State {
  const state = new State();
  state.underlyings.setIndexCents(0, 6_000_000);
  state.underlyings.setIndexCents(1, 200_000);
  for (const [strike, type, contracts, underlying = 0, day = EXPIRY_DAY] of legs) {
    const code = encodeTerms({ underlying, day, strikeCents: strike * 100, put: type === 'P' });
    expect(addPosition(state, { account: ACCOUNT, code, delta: contracts * CONTRACT })).toBe(0);
  }
  return state;
}

function needed(...legs: readonly Leg[]): number {
  return requirement(withPositions(...legs), ACCOUNT, NAKED_INITIAL_SHIFT) / USD;
}

describe('requirement', () => {
  test('long options need nothing', () => {
    expect(needed([60_000, 'C', 3], [50_000, 'P', 2])).toBe(0);
  });

  test('a short put needs its strike', () => {
    expect(needed([50_000, 'P', -2])).toBe(100_000);
  });

  test('a naked short call needs 1.25 of the index at first, 1.125 to stay', () => {
    expect(needed([60_000, 'C', -1])).toBe(75_000);
    const state = withPositions([60_000, 'C', -1]);
    expect(requirement(state, ACCOUNT, NAKED_MAINTENANCE_SHIFT) / USD).toBe(67_500);
  });

  test('spreads need their width', () => {
    expect(needed([60_000, 'C', -1], [65_000, 'C', 1])).toBe(5_000);
    expect(needed([60_000, 'P', -1], [55_000, 'P', 1])).toBe(5_000);
    expect(needed([60_000, 'C', 1], [65_000, 'C', -1])).toBe(0);
  });

  test('the worst price of an expiry counts once for calls and puts', () => {
    expect(needed([50_000, 'P', -1], [45_000, 'P', 1], [60_000, 'C', -1], [65_000, 'C', 1])).toBe(
      5_000,
    );
  });

  test('expiries and underlyings do not offset each other', () => {
    expect(needed([60_000, 'C', -1], [60_000, 'C', 1, 0, EXPIRY_DAY + 1])).toBe(75_000);
    expect(needed([2_000, 'P', -1, 1], [60_000, 'P', -1])).toBe(62_000);
  });

  test('an expiry with its settlement price counts at its payoff, a gain as nothing', () => {
    const state = withPositions([60_000, 'C', -1], [50_000, 'P', -1]);
    state.globals.setTimeSec(expirySec(EXPIRY_DAY));
    state.expiries.setSettlementCents(expiryIndex(0, EXPIRY_DAY), 7_000_000);
    expect(requirement(state, ACCOUNT, NAKED_INITIAL_SHIFT) / USD).toBe(10_000);
    state.expiries.setSettlementCents(expiryIndex(0, EXPIRY_DAY), 5_500_000);
    expect(requirement(state, ACCOUNT, NAKED_INITIAL_SHIFT)).toBe(0);
  });

  test('an account too large for exact sums fails whatever it holds', () => {
    const legs = Array.from({ length: 60 }, (_, i): Leg => [100_000 + 500 * i, 'C', 1_600]);
    expect(requirement(withPositions(...legs), ACCOUNT, NAKED_INITIAL_SHIFT)).toBe(MAX_MONEY);
  });
});
