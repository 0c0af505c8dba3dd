import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { encodeSettleExpiry } from '../../protocol/generated/codec.ts';
import { expirySec, parseInstrumentName } from '../../protocol/instrument.ts';
import type { Client } from '../../sdk/types.ts';
import { REFUSALS } from '../../sequencer/rejections.ts';
import { signerOf, signOperation } from '../fixtures/sign.ts';
import { deriveAll } from './audit.ts';
import { INDEX_CENTS, until, Venue } from './venue.ts';

let venue: Venue;
let instrument: string;
let alice: Client;
let bob: Client;

beforeAll(async () => {
  // A batch of 4 KB fills up soon, so that many are sealed by size.
  venue = await Venue.open({ sealBytes: 4_000, snapshotEveryBatches: 2 });
  ({ instrument, alice, bob } = await venue.openMarket());
}, 120_000);
afterAll(async () => venue.close());

describe('an expiry', () => {
  test('is settled, its books swept and its accounts paid without anyone asking', async () => {
    const order = { instrument, price: '1000', quantity: '1' } as const;
    await alice.placeOrder({ ...order, side: 'sell' });
    await bob.placeOrder({ ...order, side: 'buy' });
    await bob.placeOrder({ ...order, side: 'buy', price: '900' });
    const before = Number((await bob.account()).cash);
    const { underlying, day } = parseInstrumentName(instrument)!;
    await venue.rig.pass(expirySec(day) - (await venue.headSec()) + 10);
    const priceCents = INDEX_CENTS + 150_000;
    await venue.print(priceCents);
    const entries = [0, 1].map((publisher) => ({
      publisher,
      priceCents,
      signature: new Uint8Array(64),
    }));
    const operation = signOperation(
      encodeSettleExpiry({ underlying, day, entries }),
      [signerOf('publisher 0'), signerOf('publisher 1')],
      { domain: venue.domain, nameHash: null },
    );
    expect(await venue.submit(operation)).toMatchObject({ status: 200 });
    await until(async () => {
      const { positions, openOrders } = await bob.account();
      return positions.length === 0 && openOrders === 0 ? true : null;
    });
    await until(async () => ((await alice.account()).positions.length === 0 ? true : null));
    // One contract that ends 1,500 dollars in the money.
    expect(Number((await bob.account()).cash) - before).toBeCloseTo(1_500, 6);
    expect(await bob.instruments()).toMatchObject([{ settlementPrice: '61500' }]);
    await deriveAll(venue);
  });
});

describe('many batches', () => {
  test('are sealed by size, posted in order, and recovered from a snapshot', async () => {
    await venue.reopen();
    instrument = await venue.list();
    for (let round = 0; round < 3; round++) {
      const orders = Array.from({ length: 50 }, async (_, i) =>
        alice.placeOrder({ instrument, side: 'sell', price: String(2_000 + i), quantity: '0.01' }),
      );
      await Promise.all(orders);
      await alice.cancelAll();
    }
    const { batches } = await deriveAll(venue);
    expect(batches).toBeGreaterThan(3);
    await venue.sequencer.stop();
    await venue.start({ sealBytes: 4_000, snapshotEveryBatches: 2 });
    const words = venue.lines.findLast((line) => line.startsWith('recovered'));
    expect(words).toMatch(/after the snapshot of batch [1-9]/);
  });
});

describe('back-pressure', () => {
  test('refuses orders and takes cancels while L1 is behind', async () => {
    await venue.sequencer.stop();
    await venue.start({ unpostedBytesMax: 4_000, sealAfterMs: 60_000 });
    // Nothing is sealed for a minute, so what is open stays unposted.
    const client = venue.client('alice', 1);
    const [code, status] = REFUSALS.unpostedFull;
    const place = async (count: number) =>
      Promise.allSettled(
        Array.from({ length: count }, async (_, i) =>
          client.placeOrder({
            instrument,
            side: 'buy',
            price: String(1 + (i % 9)),
            quantity: '0.01',
            timeInForce: 'IOC',
          }),
        ),
      );
    await place(50);
    const results = await place(10);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(10);
    for (const { reason } of refused) expect(reason).toMatchObject({ code, status });
    expect(await client.cancelAll()).toMatchObject({ receipt: { outcome: 0 } });
  }, 60_000);

  test('limits requests, cancels never', async () => {
    await venue.sequencer.stop();
    await venue.start({ rateLimitPerSec: 3 });
    const [code, status, message] = REFUSALS.rateLimited;
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => venue.post('/orders', {})),
    );
    const limited = answers.filter((answer) => answer.status === status);
    expect(limited.length).toBeGreaterThan(0);
    expect(limited[0]).toEqual({ status, body: { code, name: 'rateLimited', message } });
    const cancels = await Promise.all(
      Array.from({ length: 8 }, async () => venue.post('/cancels/all', {})),
    );
    for (const cancel of cancels) expect(cancel.status).toBe(400);
  });
});
