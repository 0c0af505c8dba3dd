import { expect, test } from 'vitest';

import { settlementPayoff } from './payoff.ts';

test('a call pays what the settlement price is above the strike, a put what it is below', () => {
  const call = { put: false, strike: 1000n };
  const put = { put: true, strike: 1000n };
  expect([1200n, 1000n, 800n].map((price) => settlementPayoff(call, price))).toEqual([
    200n,
    0n,
    0n,
  ]);
  expect([1200n, 1000n, 800n].map((price) => settlementPayoff(put, price))).toEqual([0n, 0n, 200n]);
});
