/** The limits of the rules, where a random stream comes seldom or never. Both implementations run every case. */
import { expect, test } from 'vitest';
import { MAX_BATCH_BYTES, MAX_INBOX_ITEMS, TRACE_STEPS } from '../../protocol/params.ts';
import {
  advanceBytes,
  createChain,
  DAY,
  INDEX,
  listBytes,
  listCalls,
  LOT,
  ownerOf,
  RICH,
  TICK,
  times,
  TODAY,
} from './chain.ts';
import { MAX_FIGURE } from './integers.ts';
import { pagesOf } from './naiveMargin.ts';
import { expirySecOf } from './naiveState.ts';
import { operationBytes } from './world.ts';

test('an expiry has at most 8,192 instruments', () => {
  const chain = createChain();
  // So many strikes lie within the rule only where the index is near the highest price.
  chain.run([chain.print(0n, 260_000_000n)]);
  const strikeOf = (i: number): bigint => 33_000_000n + 50_000n * BigInt(i >> 1);
  const listings = times(8193, (i) =>
    listBytes({
      day: DAY,
      strikeCents: strikeOf((i * 7) % 8193),
      put: BigInt(((i * 7) % 8193) & 1),
    }),
  );
  const outcomes = chain.run(listings);
  expect(outcomes.filter((outcome) => outcome === 0)).toHaveLength(8192);
  expect(outcomes.at(-1)).toBe(3014);
  expect(chain.run([listings[0]])).toEqual([3014]);
}, 60_000);

test('listing is open until 400 days before the expiry, and ends at the expiry', () => {
  const chain = createChain();
  const now = chain.pair.naive.timeSec;
  const lastDay = (now + 400n * 86_400n - expirySecOf(0n)) / 86_400n;
  const at = expirySecOf(TODAY + 1n) - 1n;
  chain.run([chain.print(0n, INDEX)]);
  expect(
    chain.run(
      [
        listBytes({ day: lastDay, strikeCents: INDEX }),
        listBytes({ day: lastDay + 1n, strikeCents: INDEX }),
        advanceBytes(at),
        listBytes({ day: TODAY + 1n, strikeCents: INDEX }),
        advanceBytes(at + 1n),
        listBytes({ day: TODAY + 1n, strikeCents: INDEX + 50_000n }),
      ],
      { headerTimeSec: at + 1n },
    ),
  ).toEqual([0, 3012, 0, 0, 0, 3012]);
});

test('strikes lie between an eighth and eight times the index', () => {
  const chain = createChain();
  expect(chain.run([listBytes({ day: DAY, strikeCents: 50_000n })])).toEqual([3012]);
  chain.run([chain.print(0n, 400_001n)]);
  const strikes = [50_000n, 100_000n, 3_200_000n, 3_250_000n];
  const listings = strikes.map((strikeCents) => listBytes({ day: DAY, strikeCents }));
  expect(chain.run(listings)).toEqual([3012, 0, 0, 3012]);
});

test('an account has at most 512 open orders, and cancels them all at once', () => {
  const chain = createChain();
  const account = chain.open(RICH);
  listCalls(chain, 3);
  const bid = (i: number): Buffer =>
    chain.order(account, {
      instrument: BigInt(1 + (i % 3)),
      side: 'buy',
      priceCents: TICK * BigInt(1 + (i % 7)),
      quantityE4: LOT,
    });
  const outcomes = chain.run(times(514, bid));
  expect(outcomes.slice(0, 512).every((outcome) => outcome === 0)).toBe(true);
  expect(outcomes.slice(512)).toEqual([3008, 3008]);
  const fok = { instrument: 1n, side: 'buy', timeInForce: 'FOK' } as const;
  const none = chain.order(account, { ...fok, priceCents: TICK, quantityE4: LOT });
  const cancel = chain.sign(account, 'cancelAll', {});
  const again = chain.sign(account, 'cancelAll', {});
  expect(chain.run([none, cancel, again, bid(0)])).toEqual([3007, 0, 0, 0]);
  expect(chain.pair.naive.orders).toHaveLength(1);
});

test('an order looks at 32 makers: what remains and still crosses is dropped, a FOK is undone', () => {
  const chain = createChain();
  const [maker, taker] = [chain.open(RICH), chain.open(RICH)];
  listCalls(chain, 1);
  const terms = { instrument: 1n, priceCents: 10_000n } as const;
  const bid = (): Buffer => chain.order(maker, { ...terms, side: 'buy', quantityE4: LOT });
  const sell = (timeInForce: 'GTC' | 'FOK', lots: bigint): Buffer =>
    chain.order(taker, { ...terms, side: 'sell', timeInForce, quantityE4: LOT * lots });
  chain.run(times(40, bid));
  expect(chain.run([sell('FOK', 33n)])).toEqual([3007]);
  expect(chain.pair.naive.orders).toHaveLength(40);
  expect(chain.run([sell('GTC', 35n)])).toEqual([0]);
  expect(chain.pair.naive.orders).toHaveLength(8);
  expect(chain.pair.naive.accounts.get(taker)!.positions.get(1n)).toBe(-32n * LOT);
  expect(chain.run([sell('FOK', 8n)])).toEqual([0]);
});

test('own orders count as makers looked at, and are cancelled', () => {
  const chain = createChain();
  const [own, other] = [chain.open(RICH), chain.open(RICH)];
  listCalls(chain, 1);
  const terms = { instrument: 1n, priceCents: 10_000n, quantityE4: LOT } as const;
  chain.run(times(31, () => chain.order(own, { ...terms, side: 'buy' })));
  chain.run(times(2, () => chain.order(other, { ...terms, side: 'buy' })));
  const sell = { ...terms, side: 'sell', quantityE4: 3n * LOT } as const;
  expect(chain.run([chain.order(own, sell)])).toEqual([0]);
  expect(chain.pair.naive.orders).toHaveLength(1);
  expect(chain.run([chain.order(other, { ...sell, timeInForce: 'POST' })])).toEqual([3006]);
});

test('a sweep takes 64 orders of an expired instrument, bids first', () => {
  const chain = createChain();
  const [buyer, seller] = [chain.open(RICH), chain.open(RICH)];
  listCalls(chain, 1);
  const order = { instrument: 1n, quantityE4: LOT } as const;
  chain.run(
    times(70, (i) =>
      i % 2 === 0
        ? chain.order(buyer, { ...order, side: 'buy', priceCents: TICK * BigInt(1 + (i % 5)) })
        : chain.order(seller, { ...order, side: 'sell', priceCents: TICK * BigInt(10 + (i % 5)) }),
    ),
  );
  const sweep = operationBytes('sweepExpired', { instrument: 1n });
  const expiry = expirySecOf(DAY);
  expect(
    chain.run([advanceBytes(expiry - 1n), sweep, advanceBytes(expiry), sweep], {
      headerTimeSec: expiry,
    }),
  ).toEqual([0, 3013, 0, 0]);
  expect(chain.pair.naive.orders).toHaveLength(6);
  expect(chain.run([sweep, sweep])).toEqual([0, 0]);
  expect(chain.pair.naive.orders).toHaveLength(0);
});

test('a batch ends where its trace is full', () => {
  const chain = createChain();
  const account = chain.open(RICH);
  const sweep = operationBytes('sweepExpired', { instrument: 1n });
  const cancel = { kind: 3n, sender: ownerOf(account), account, amount: 0n };
  const inbox = Array.from({ length: MAX_INBOX_ITEMS }, () => cancel);
  for (const items of [[], inbox]) {
    const outcomes = chain.run(
      times(MAX_BATCH_BYTES / sweep.length, () => sweep),
      { inbox: items },
    );
    const fit = Math.floor((TRACE_STEPS - 2 - 137 * items.length) / 18);
    expect(outcomes).toHaveLength(fit + items.length);
  }
});

test('two steps are kept for the end of the data and the halt', () => {
  const chain = createChain();
  const sweep = operationBytes('sweepExpired', { instrument: 1n });
  const one = operationBytes('consumeInbox', {});
  const sweeps = Math.floor((TRACE_STEPS - 2) / 18);
  const ones = TRACE_STEPS - 2 - sweeps * 18;
  const data = [...times(sweeps, () => sweep), ...times(ones + 1, () => one)];
  expect(chain.run(data)).toHaveLength(sweeps + ones);
});

test('what does not fit the data, the longest operation or the kinds ends the data', () => {
  const chain = createChain();
  const item = { kind: 1n, sender: ownerOf(1n), account: 0n, amount: 5n };
  const time = advanceBytes(chain.pair.naive.timeSec);
  const count = (n: number): Buffer => Buffer.concat([Buffer.of(10, 0, n), Buffer.alloc(75 * n)]);
  for (const bad of [
    Buffer.of(0),
    Buffer.of(14),
    Buffer.of(18),
    time.subarray(1),
    time.subarray(0, 8),
    count(27),
  ]) {
    expect(chain.run([time, bad, time, time], { inbox: [item] })[0]).toBe(0);
  }
  expect(chain.run([time, count(26), time])).toEqual([0, 4005, 0]);
});

test('an account has at most 128 positions and 32 expiries', () => {
  const chain = createChain();
  const [buyer, writer] = [chain.open(RICH), chain.open(100n * RICH)];
  listCalls(chain, 129);
  for (let day = 0n; day < 33n; day++) {
    expect(chain.run([listBytes({ day: DAY + 1n + day, strikeCents: INDEX })])).toEqual([0]);
  }
  const trade = (id: number): Buffer[] => {
    const order = { instrument: BigInt(id), priceCents: 1_000n, quantityE4: LOT };
    return [
      chain.order(writer, { ...order, side: 'sell' }),
      chain.order(buyer, { ...order, side: 'buy', timeInForce: 'IOC' }),
    ];
  };
  const first = Array.from({ length: 31 }, (_, i) => 130 + i).flatMap(trade);
  expect(new Set(chain.run(first))).toEqual(new Set([0]));
  const many = Array.from({ length: 97 }, (_, i) => 1 + i).flatMap(trade);
  expect(new Set(chain.run(many))).toEqual(new Set([0]));
  const { positions } = chain.pair.naive.accounts.get(buyer)!;
  expect(positions.size).toBe(128);
  // One more of an expiry held, and one of a 33rd expiry; the writer cannot hold them either.
  expect(chain.run(trade(98))).toEqual([2004, 2004]);
  expect(chain.run(trade(161))).toEqual([2004, 2004]);
  // A position closed makes room again.
  const close = { instrument: 1n, priceCents: 1_000n, quantityE4: LOT } as const;
  const room = [
    chain.order(writer, { ...close, side: 'buy' }),
    chain.order(buyer, { ...close, side: 'sell', timeInForce: 'FOK' }),
  ];
  expect(chain.run([...room, ...trade(98)])).toEqual([0, 0, 0, 0]);
});

test('positions need more cash than there is before their figures grow too large', () => {
  const chain = createChain();
  const half = MAX_FIGURE / 2n - 1_000_000_000_000n;
  const [buyer, writer] = [chain.open(half), chain.open(half)];
  listCalls(chain, 45);
  const most = 2n ** 24n - (2n ** 24n % LOT);
  const outcomes = Array.from({ length: 45 }, (_, i) => {
    const order = { instrument: BigInt(i + 1), priceCents: TICK, quantityE4: most };
    return chain.run([
      chain.order(buyer, { ...order, side: 'buy' }),
      chain.order(writer, { ...order, side: 'sell', timeInForce: 'FOK' }),
    ]);
  });
  expect(outcomes[0]).toEqual([0, 0]);
  expect(outcomes.at(-1)).toEqual([0, 2001]);
  const order = { instrument: 1n, side: 'buy', priceCents: TICK, quantityE4: most } as const;
  expect(chain.run([chain.order(buyer, order)])).toEqual([2003]);
});

test("an order looks at 48 pages of makers' margins, its own orders' among them", () => {
  const chain = createChain();
  const [collector, writer, taker] = [chain.open(RICH), chain.open(100n * RICH), chain.open(RICH)];
  listCalls(chain, 128);
  chain.run([chain.surface({ day: DAY })]);
  expect(chain.run([chain.sign(collector, 'setMarginModel', { model: 1n })])).toEqual([0]);
  const cheap = { priceCents: TICK, quantityE4: LOT };
  const trades = times(128, (i) => [
    chain.order(writer, { ...cheap, instrument: BigInt(i + 1), side: 'sell' }),
    chain.order(collector, {
      ...cheap,
      instrument: BigInt(i + 1),
      side: 'buy',
      timeInForce: 'IOC',
    }),
  ]);
  expect(new Set(chain.run(trades.flat()))).toEqual(new Set([0]));
  expect(pagesOf(chain.pair.naive, chain.pair.naive.accounts.get(collector)!)).toBe(5n);
  const bid = (account: bigint): Buffer =>
    chain.order(account, { ...cheap, instrument: 1n, side: 'buy' });
  chain.run(times(10, () => bid(collector)));
  const sell = { ...cheap, instrument: 1n, side: 'sell', timeInForce: 'IOC' } as const;
  expect(chain.run([chain.order(taker, { ...sell, quantityE4: 10n * LOT })])).toEqual([0]);
  expect(chain.pair.naive.accounts.get(taker)!.positions.get(1n)).toBe(-9n * LOT);
  // 9 looks at the collector's orders leave 3 pages: enough for three orders of a standard account.
  chain.run([...times(8, () => bid(collector)), ...times(4, () => bid(writer))]);
  expect(chain.run([chain.order(taker, { ...sell, quantityE4: 13n * LOT })])).toEqual([0]);
  expect(chain.pair.naive.accounts.get(taker)!.positions.get(1n)).toBe(-(9n + 12n) * LOT);
});
