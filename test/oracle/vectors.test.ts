/** The smallest cases of what the comparison once found: each was a gap in the specification or a fault of the code. */
import { expect, test } from 'vitest';
import { PARAMETER_NAMES } from '../../protocol/margin/parameters.ts';
import {
  type Chain,
  createChain,
  DAY,
  INDEX,
  later,
  listCalls,
  LOT,
  ownerOf,
  RICH,
  TICK,
} from './chain.ts';
import { MAX_FIGURE } from './integers.ts';
import type { NaiveInboxItem } from './naiveInbox.ts';
import { marginOf } from './naiveMargin.ts';
import { expirySecOf } from './naiveState.ts';
import { addressOf, operationBytes, signedBytes } from './world.ts';

test('an order is refused where all positive cash would pass 2^53 - 1 as if it were filled', () => {
  const chain = createChain();
  const [buyer, writer] = [chain.open(MAX_FIGURE / 2n), chain.open(MAX_FIGURE / 2n)];
  listCalls(chain, 1);
  const order = { instrument: 1n, priceCents: 100n * TICK, quantityE4: LOT } as const;
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

test('a key that may only trade does not choose the margin model', () => {
  const chain = createChain();
  const account = chain.open(RICH);
  const signer = addressOf('ses', 1);
  const grant = (slot: bigint, scope: bigint): Buffer =>
    chain.sign(account, 'setSessionKey', { slot, signer, keyExpiresAtSec: 0n, scope });
  expect(chain.run([grant(1n, 1n), grant(2n, 7n)])).toEqual([0, 0]);
  const choose = (slot: bigint): Buffer => {
    const authority = { key: account * 8n + slot, nonce: 0n, expiresAtSec: 2n ** 32n - 1n, signer };
    return signedBytes(chain.pair.naive, 'setMarginModel', authority, { model: 1n });
  };
  expect(chain.run([choose(1n), choose(2n)])).toEqual([1004, 0]);
});

/** A writer of one call with this much cash; the expiry has no surface. */
function nakedCall(cash: bigint): { chain: Chain; writer: bigint; buyer: bigint } {
  const chain = createChain();
  const [writer, buyer] = [chain.open(cash), chain.open(RICH)];
  listCalls(chain, 1);
  const order = { instrument: 1n, priceCents: TICK, quantityE4: LOT } as const;
  const buy = chain.order(buyer, { ...order, side: 'buy' });
  const sell = chain.order(writer, { ...order, side: 'sell', timeInForce: 'FOK' });
  expect(chain.run([buy, sell])).toEqual([0, 0]);
  return { chain, writer, buyer };
}

test('an expiry that nobody published for costs no more when it has come', () => {
  const { chain, writer } = nakedCall(800_000_000n);
  const { naive } = chain.pair;
  const initial = (): number => marginOf(naive, naive.accounts.get(writer)!).initial;
  expect(initial()).toBeCloseTo(-720);
  later(chain, INDEX, expirySecOf(DAY));
  // At the money and out of time: no confidence in a forward or a surface is missing.
  expect(initial()).toBeCloseTo(-90);
  expect(chain.run([chain.sign(writer, 'withdraw', { amount: 100_000_000n })])).toEqual([0]);
});

const parameter = (name: string, valueE9: bigint): NaiveInboxItem => ({
  kind: 5n,
  sender: ownerOf(1n),
  account: BigInt(PARAMETER_NAMES.indexOf(name)),
  amount: 2n ** 52n + valueE9,
});

test('an auction that has run its time begins anew with nothing reserved', () => {
  const { chain, writer, buyer } = nakedCall(730_000_000n);
  const { naive } = chain.pair;
  const account = () => naive.accounts.get(writer)!;
  const inbox = ['fastSec', 'slowSec'].map((name) => parameter(`auction.${name}`, 10_000_000_000n));
  expect(chain.run([], { inbox })).toEqual([0, 0]);
  chain.run([chain.surface({ day: DAY })]);
  later(chain, 6_100_000n);
  later(chain, 6_200_000n);
  chain.run([], { inbox: [parameter('standard.maxSpotReq', 9_000_000_000n)] });
  chain.run([], { inbox: [parameter('standard.minSpotReq', 9_000_000_000n)] });
  chain.run([], { inbox: [parameter('standard.mmCallSpotReq', 9_000_000_000n)] });
  chain.run([], { inbox: [parameter('standard.unpairedImScale', 9_000_000_000n)] });
  chain.run([], { inbox: [parameter('standard.unpairedMmScale', 9_000_000_000n)] });
  const liquidate = operationBytes('liquidate', { account: writer });
  expect(chain.run([liquidate])).toEqual([0]);
  expect(account().insolvent).toBe(0n);
  const { revision } = account();
  const share = { account: writer, sharePpm: 10_000n, limit: MAX_FIGURE, revision };
  expect(chain.run([chain.sign(buyer, 'bid', share)])).toEqual([0]);
  expect(account().reserved).toBeGreaterThan(0n);
  later(chain, 6_200_000n, naive.timeSec + 20n);
  expect(chain.run([liquidate])).toEqual([0]);
  expect(account()).toMatchObject({ insolvent: 2n, reserved: 0n });
});
