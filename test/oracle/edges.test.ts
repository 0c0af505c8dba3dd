/** Margin, settlement, time and nonces to the last unit. Both implementations run every case. */
import { expect, test } from 'vitest';
import {
  advanceBytes,
  type Chain,
  createChain,
  DAY,
  INDEX,
  later,
  listBytes,
  listCalls,
  LOT,
  ownerOf,
  RICH,
  TICK,
  times,
  TODAY,
} from './chain.ts';
import { marginOf } from './naiveMargin.ts';
import { MAX_FIGURE } from './integers.ts';
import { expirySecOf, moneyDifference } from './naiveState.ts';
import { addressOf, operationBytes, publishBytes, signedBytes } from './world.ts';

test('figures beyond 2^53 - 1: a settlement is refused, a deposit goes to insurance', () => {
  const chain = createChain();
  const { naive } = chain.pair;
  const winner = chain.open(5_900_000_000_000_000n);
  const loser = chain.open(2_990_000_000_000_000n);
  const spare = 50_000_000_000_000n;
  const give = { kind: 1n, sender: ownerOf(winner), account: 0n, amount: spare };
  chain.run([], { inbox: [give] });
  const strikes = Array.from({ length: 15 }, (_, i) => INDEX + 50_000n * BigInt(i));
  const days = [DAY, DAY + 1n];
  const high = 40_000_000n;
  chain.run([
    chain.print(0n, INDEX),
    ...days.flatMap((day) => strikes.map((strikeCents) => listBytes({ day, strikeCents }))),
  ]);
  // The first expiry carries what the winner can just take, the second one what is too much.
  const payoffOfLot = strikes.map((strike) => (high - strike) * LOT).reduce((a, b) => a + b);
  const room = MAX_FIGURE - naive.accounts.get(winner)!.cash - spare - 5_000_000_000_000n;
  const lots = [room / payoffOfLot, 2n ** 24n / LOT - room / payoffOfLot];
  const outcomes = times(30, (i) => i).flatMap((i) => {
    const quantityE4 = lots[Math.floor(i / 15)] * LOT;
    const order = { instrument: BigInt(i + 1), priceCents: TICK, quantityE4 };
    return chain.run([
      chain.order(winner, { ...order, side: 'buy' }),
      chain.order(loser, { ...order, side: 'sell', timeInForce: 'FOK' }),
    ]);
  });
  expect(new Set(outcomes)).toEqual(new Set([0]));

  const later = expirySecOf(DAY + 1n);
  expect(chain.run([advanceBytes(later)], { headerTimeSec: later })).toEqual([0]);
  const fixed = days.map((day) => chain.fix({ underlying: 0n, day }, high));
  expect(chain.run([chain.print(0n, high), ...fixed])).toEqual([0, 0, 0]);
  const settle = (account: bigint, day: bigint): Buffer =>
    operationBytes('settleAccount', { account, underlying: 0n, day });
  expect(chain.run([settle(winner, DAY)])).toEqual([4011]);
  const settled = [
    settle(loser, DAY),
    settle(loser, DAY + 1n),
    settle(winner, DAY),
    settle(winner, DAY + 1n),
  ];
  expect(chain.run(settled)).toEqual([0, 0, 0, 2005]);
  expect(naive.accounts.get(loser)!.cash).toBeLessThan(0n);

  // All positive cash counts, so a transfer between two accounts always fits.
  const transfer = chain.sign(3n, 'transfer', { toAccount: winner, amount: spare / 2n });
  const more = { kind: 1n, sender: ownerOf(loser), account: winner, amount: spare };
  const before = naive.insurance;
  expect(chain.run([transfer], { inbox: [more] })).toEqual([0, 2005]);
  expect(naive.insurance).toBe(before + spare);
  expect(moneyDifference(naive)).toBe(0n);
  // Debt is outstanding: what is taken out is paid in part.
  const take = chain.sign(3n, 'withdraw', { amount: spare / 2n });
  expect(chain.run([take])).toEqual([0]);
  expect(naive.socialized).toBeGreaterThan(0n);
  // What is held of a settled expiry counts at its settlement price, wherever the index goes, and paid already or not.
  const now = naive.timeSec + 1n;
  expect(chain.run([advanceBytes(now)], { headerTimeSec: now })).toEqual([0]);
  const one = chain.sign(winner, 'withdraw', { amount: 1n });
  const { cash } = marginOf(naive, naive.accounts.get(winner)!);
  expect(cash).toBeGreaterThan(MAX_FIGURE);
  expect(chain.run([chain.print(0n, 34_000_000n), one])).toEqual([0, 0]);
  expect(marginOf(naive, naive.accounts.get(winner)!).cash).toBe(cash - 1n);
});

test('cash may fall to the initial requirement and not below it', () => {
  const chain = createChain();
  const [writer, buyer] = [chain.open(RICH), chain.open(RICH)];
  listCalls(chain, 1);
  const order = { instrument: 1n, priceCents: 10_000n, quantityE4: LOT } as const;
  chain.run([
    chain.order(buyer, { ...order, side: 'buy' }),
    chain.order(writer, { ...order, side: 'sell' }),
  ]);
  const account = chain.pair.naive.accounts.get(writer)!;
  const { cash, initial } = marginOf(chain.pair.naive, account);
  const free = cash + BigInt(Math.round(initial * 1e6));
  const take = (amount: bigint): Buffer => chain.sign(writer, 'withdraw', { amount });
  expect(chain.run([take(free + 1n), take(free), take(1n), take(0n)])).toEqual([
    2001, 0, 2001, 2006,
  ]);
});

/** A writer who is short of calls at the index price, with exactly this much cash; a rich buyer; no orders left. */

function shortCalls(terms: { lots: bigint; cash: bigint }): {
  chain: Chain;
  writer: bigint;
  buyer: bigint;
} {
  const chain = createChain();
  const quantityE4 = terms.lots * LOT;
  const premium = TICK * quantityE4;
  const writer = chain.open(terms.cash - premium + premium / 8n + 500_000n);
  const buyer = chain.open(RICH);
  listCalls(chain, 1);
  const order = { instrument: 1n, priceCents: TICK, quantityE4 } as const;
  const buy = chain.order(buyer, { ...order, side: 'buy' });
  const sell = chain.order(writer, { ...order, side: 'sell', timeInForce: 'FOK' });
  expect(chain.run([buy, sell])).toEqual([0, 0]);
  expect(chain.pair.naive.accounts.get(writer)!.cash).toBe(terms.cash);
  return { chain, writer, buyer };
}

test.each([
  [0n, 0],
  [-1n, 2001],
])('maintenance margin may fall to zero and not below it: %s from it is %s', (offset, outcome) => {
  const index = 7_000_001n;
  const priceCents = 7_200_000n;
  const naked = LOT * index;
  const maintenance = (naked * 11n) / 10n;
  const fee = (naked * 300n) / 1_000_000n + 1n + 500_000n;
  const cash = maintenance + LOT * priceCents + fee + offset;
  const { chain, writer } = shortCalls({ lots: 2n, cash });
  later(chain, index);
  const buy = chain.order(writer, { instrument: 1n, side: 'buy', priceCents, quantityE4: LOT });
  expect(chain.run([buy])).toEqual([outcome]);
});

test('below the initial requirement, what does not lower initial margin passes, to the last unit', () => {
  const { chain, writer } = shortCalls({ lots: 2n, cash: 1_900_000_000n });
  later(chain, 7_100_000n);
  later(chain, 8_000_000n);
  // The price, the fee of 300 parts per million of the index and 0.50 USD are 6/5 of the index, as is what a lot needs.
  const equal = { instrument: 1n, side: 'buy', priceCents: 9_592_600n, quantityE4: LOT } as const;
  const worse = { ...equal, priceCents: equal.priceCents + TICK };
  expect(chain.run([chain.order(writer, worse), chain.order(writer, equal)])).toEqual([2001, 0]);
});

test('an order that would mend the margin if filled whole is undone where it fills in part', () => {
  const { chain, writer, buyer } = shortCalls({ lots: 3n, cash: 2_300_000_000n });
  later(chain, 7_100_000n);
  later(chain, 8_000_000n);
  const order = { instrument: 1n, priceCents: 6_000_000n } as const;
  const offer = chain.order(buyer, { ...order, side: 'sell', quantityE4: LOT });
  const mend = { ...order, side: 'buy', timeInForce: 'IOC', quantityE4: 3n * LOT } as const;
  expect(chain.run([offer, chain.order(writer, mend)])).toEqual([0, 2001]);
  expect(chain.pair.naive.orders).toHaveLength(1);
  const rest = chain.order(buyer, { ...order, side: 'sell', quantityE4: 2n * LOT });
  expect(chain.run([rest, chain.order(writer, mend)])).toEqual([0, 0]);
});

/** The writer of one lot is left with a debt of 8 × 10^8 less its cash. */

function bankrupt(chain: Chain, writer: bigint): void {
  later(chain, INDEX + 8_000_000n, expirySecOf(DAY));
  const settle = operationBytes('settleAccount', { account: writer, underlying: 0n, day: DAY });
  const fix = chain.fix({ underlying: 0n, day: DAY }, INDEX + 8_000_000n);
  expect(chain.run([fix, settle])).toEqual([0, 0]);
}

test('insurance pays a debt whole where it can', () => {
  const { chain, writer, buyer } = shortCalls({ lots: 1n, cash: 750_000_000n });
  const other = chain.open(10n * RICH);
  const order = { instrument: 1n, priceCents: 1_000_000n, quantityE4: 1_000n * LOT } as const;
  const trade = [
    chain.order(buyer, { ...order, side: 'buy' }),
    chain.order(other, { ...order, side: 'sell' }),
  ];
  expect(chain.run(trade)).toEqual([0, 0]);
  const before = chain.pair.naive.insurance;
  expect(before).toBeGreaterThan(0n);
  bankrupt(chain, writer);
  expect(chain.pair.naive.accounts.get(writer)!.cash).toBe(0n);
  expect(chain.pair.naive.insurance).toBe(before - 50_000_000n);
});

test('a pool that waits for its winner counts as owed when a withdrawal is paid', () => {
  const { chain, writer } = shortCalls({ lots: 1n, cash: 750_000_000n });
  const other = chain.open(RICH);
  bankrupt(chain, writer);
  const { naive } = chain.pair;
  expect(naive.accounts.get(writer)!.cash).toBeLessThan(0n);
  expect(chain.run([chain.sign(other, 'withdraw', { amount: RICH })])).toEqual([0]);
  expect(naive.withdrawals.get(other)!.total).toBeLessThan(RICH);
  expect(naive.socialized).toBe(RICH - naive.withdrawals.get(other)!.total);
});

test('an instrument is traded until the second before its expiry', () => {
  const chain = createChain();
  const account = chain.open(RICH);
  listCalls(chain, 1);
  const bid = { instrument: 1n, side: 'buy', priceCents: TICK, quantityE4: LOT } as const;
  const expiry = expirySecOf(DAY);
  for (const sec of [400n, 290n, 180n, 70n, 1n]) later(chain, INDEX, expiry - sec);
  const operations = [chain.order(account, bid), advanceBytes(expiry), chain.order(account, bid)];
  expect(chain.run(operations, { headerTimeSec: expiry })).toEqual([0, 0, 3002]);
});

test('nonces: the window, its moves and its ends', () => {
  const chain = createChain();
  const account = chain.open(RICH);
  const use = (nonce: bigint): number => {
    const authority = { key: account * 8n, nonce, expiresAtSec: 2n ** 32n - 1n };
    const signer = ownerOf(account);
    return chain.run([signedBytes(chain.pair.naive, 'cancelAll', { ...authority, signer }, {})])[0];
  };
  const cases: [bigint, number][] = [
    [0n, 0],
    [0n, 1006],
    [1023n, 0],
    [65_536n, 1007],
    [1024n, 0],
    [255n, 1005],
    [256n, 0],
    [1023n, 1006],
    [1279n, 0],
    [256n + 65_536n, 1007],
    [256n + 65_535n, 0],
    [64_767n, 1005],
    [65_023n, 0],
    [65_024n, 0],
    [65_791n, 1006],
    [2n ** 48n - 1n, 1007],
  ];
  expect(cases.map(([nonce]) => use(nonce))).toEqual(cases.map(([, outcome]) => outcome));
});

test('a session key and an operation hold to the second that they name', () => {
  const chain = createChain();
  const account = chain.open(RICH);
  const now = chain.pair.naive.timeSec;
  const signer = addressOf('ses', 1);
  const set = chain.sign(account, 'setSessionKey', {
    slot: 3n,
    signer,
    keyExpiresAtSec: now + 1n,
    scope: 1n,
  });
  const cancel = (nonce: bigint, expiresAtSec: bigint): Buffer => {
    const authority = { key: account * 8n + 3n, nonce, expiresAtSec, signer };
    return signedBytes(chain.pair.naive, 'cancelAll', authority, {});
  };
  const operations = [
    set,
    advanceBytes(now + 1n),
    cancel(0n, now),
    cancel(0n, now + 1n),
    advanceBytes(now + 2n),
    cancel(1n, now + 2n),
  ];
  const outcomes = chain.run(operations, { headerTimeSec: now + 2n });
  expect(outcomes).toEqual([0, 0, 1008, 0, 0, 1003]);
});

test('a print is as old as its oldest entry: 120 seconds at most, newer than the last, none of the future', () => {
  const chain = createChain();
  const start = chain.pair.naive.timeSec;
  const now = start + 1_000n;
  const print = (...ages: bigint[]): Buffer =>
    publishBytes(
      0n,
      ages.map((age, publisher) => {
        return { publisher, priceCents: INDEX, confidenceE4: 10_000n, timeSec: now - age };
      }),
    );
  const operations = [
    advanceBytes(now),
    print(0n, 121n, 0n),
    print(0n, 0n, -1n),
    print(0n, 120n, 5n),
    print(0n, 0n, 120n),
    print(119n, 0n, 0n),
    print(0n, 0n, 0n),
    print(0n, 0n, 0n),
  ];
  const outcomes = chain.run(operations, { headerTimeSec: now });
  expect(outcomes).toEqual([0, 4004, 4004, 0, 4004, 0, 0, 4004]);
});

test('the settlement price is within 20 % of the index, rounded up', () => {
  for (const [index, edge] of [
    [1_000_000n, 200_000n],
    [1_000_001n, 200_001n],
  ] as const) {
    const chain = createChain();
    later(chain, index, expirySecOf(TODAY + 1n));
    const fix = (price: bigint): number =>
      chain.run([chain.fix({ underlying: 0n, day: TODAY + 1n }, price)])[0];
    expect([fix(index + edge + 1n), fix(index - edge - 1n), fix(index - edge)]).toEqual([
      4008, 4008, 0,
    ]);
    expect(fix(index)).toBe(4007);
  }
});
