import { describe, expect, test } from 'vitest';

import { addCash, feeUp, perpetualFeeUp, ppmUp } from './money.ts';
import { MAKER_FEE_PPM, MAX_MONEY, TAKER_FEE_PPM } from './params.ts';
import { State } from './state.ts';

describe('feeUp', () => {
  const terms = { indexCents: 6_000_000, priceCents: 150_000, quantityE4: 10_000, baseFee: 0 };

  test('is a share of the index notional', () => {
    // 0.03 % and 0.01 % of 60,000 USD.
    expect(feeUp({ ...terms, ratePpm: TAKER_FEE_PPM })).toBe(18_000_000);
    expect(feeUp({ ...terms, ratePpm: MAKER_FEE_PPM })).toBe(6_000_000);
  });

  test('is an eighth of the premium at most', () => {
    expect(feeUp({ ...terms, priceCents: 100, ratePpm: TAKER_FEE_PPM })).toBe(125_000);
  });

  test('rounds up', () => {
    expect(feeUp({ ...terms, indexCents: 6_000_001, quantityE4: 100, ratePpm: 300 })).toBe(180_001);
  });

  test('has a base fee outside the cap', () => {
    const capped = { ...terms, priceCents: 100, ratePpm: TAKER_FEE_PPM };
    expect(feeUp({ ...capped, baseFee: 500_000 })).toBe(625_000);
  });
});

describe('perpetualFeeUp', () => {
  test('is a share of the index notional and the base fee, without a cap', () => {
    const terms = { indexCents: 4_300_000, quantityE4: 1000, ratePpm: 300, baseFee: 100_000 };
    expect(perpetualFeeUp(terms)).toBe(1_390_000);
    expect(perpetualFeeUp({ ...terms, indexCents: 4_300_001 })).toBe(1_390_001);
  });
});

describe('ppmUp', () => {
  test('equals the exact quotient, rounded up', () => {
    for (const amount of [0, 1, 999_999, 1_000_000, 1_000_001, 2 ** 40 + 7, 2 ** 53 - 1]) {
      for (const ppm of [1, 100, 300, 200_000, 1_000_000]) {
        const exact = (BigInt(amount) * BigInt(ppm) + 999_999n) / 1_000_000n;
        expect(BigInt(ppmUp(amount, ppm))).toBe(exact);
      }
    }
  });
});

describe('addCash', () => {
  test('follows the sum of positive cash', () => {
    const state = new State();
    expect(addCash(state, 1, 500)).toBe(true);
    expect(addCash(state, 2, -300)).toBe(true);
    expect(addCash(state, 1, -800)).toBe(true);
    expect(state.accounts.cash(1)).toBe(-300);
    expect(state.globals.positiveCash()).toBe(0);
    expect(addCash(state, 2, 400)).toBe(true);
    expect(state.globals.positiveCash()).toBe(100);
  });

  test('changes nothing where a figure would pass the ledger’s limit', () => {
    const state = new State();
    expect(addCash(state, 1, MAX_MONEY)).toBe(true);
    expect(addCash(state, 1, 1)).toBe(false);
    expect(addCash(state, 2, 1)).toBe(false);
    expect(state.accounts.cash(1)).toBe(MAX_MONEY);
    expect(state.accounts.cash(2)).toBe(0);
    expect(state.globals.positiveCash()).toBe(MAX_MONEY);
  });
});
