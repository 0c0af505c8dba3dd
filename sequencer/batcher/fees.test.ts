import { expect, test } from 'vitest';

import { feesToOffer } from './fees.ts';

const market = { baseFee: 10n, tip: 3n, ceiling: 100n };

test('feesToOffer pays twice the base fee and the tip', () => {
  expect(feesToOffer(market, null)).toEqual({ maxFeePerGas: 23n, maxPriorityFeePerGas: 3n });
});

test('feesToOffer never passes the ceiling', () => {
  const high = { ...market, baseFee: 60n, tip: 200n };
  expect(feesToOffer(high, null)).toEqual({ maxFeePerGas: 100n, maxPriorityFeePerGas: 100n });
  expect(feesToOffer({ ...market, baseFee: 101n }, null)).toBe(null);
});

test('feesToOffer raises both by more than an eighth to replace', () => {
  const replaced = { maxFeePerGas: 80n, maxPriorityFeePerGas: 8n };
  expect(feesToOffer(market, replaced)).toEqual({ maxFeePerGas: 91n, maxPriorityFeePerGas: 10n });
  expect(feesToOffer({ ...market, ceiling: 90n }, replaced)).toBe(null);
});
