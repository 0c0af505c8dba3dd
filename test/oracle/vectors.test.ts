/** The smallest cases of what the comparison once found: each was a gap in the specification. */
import { expect, test } from 'vitest';
import { createChain, listCalls, LOT, RICH, TICK } from './chain.ts';
import { MAX_FIGURE } from './naiveState.ts';

test('an order is refused where all positive cash would pass 2^53 - 1 as if it were filled', () => {
  const chain = createChain();
  const [buyer, writer] = [chain.open(MAX_FIGURE / 2n), chain.open(MAX_FIGURE / 2n)];
  listCalls(chain, 1);
  const order = { instrument: 1n, priceCents: TICK, quantityE4: LOT } as const;
  const buy = chain.order(buyer, { ...order, side: 'buy' });
  const sell = chain.order(writer, { ...order, side: 'sell' });
  expect(chain.run([buy, sell])).toEqual([0, 2005]);
});

test('an amount beyond 2^53 - 1 is refused before its signature is looked at', () => {
  const chain = createChain();
  const [from, to] = [chain.open(RICH), chain.open(RICH)];
  for (const amount of [2n ** 53n, 2n ** 53n + 1n, 2n ** 64n - 1n]) {
    const withdraw = chain.sign(from, 'withdraw', { amount });
    const transfer = chain.sign(from, 'transfer', { toAccount: to, amount });
    expect(chain.run([withdraw, transfer])).toEqual([2002, 2002]);
    expect(chain.run([withdraw.fill(0, 30)])).toEqual([2002]);
  }
  expect(chain.pair.naive.keys.get(from * 8n)!.burned.size).toBe(0);
  const most = chain.sign(from, 'withdraw', { amount: MAX_FIGURE });
  expect(chain.run([most])).toEqual([2002]);
  expect(chain.pair.naive.keys.get(from * 8n)!.burned.size).toBe(1);
});
