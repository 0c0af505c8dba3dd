import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { CODE } from '../../protocol/rejections.ts';
import type { Client } from '../../sdk/types.ts';
import { deriveAll } from './audit.ts';
import { until, Venue } from './venue.ts';

let venue: Venue;
let instrument: string;
let alice: Client;
let bob: Client;

beforeAll(async () => {
  venue = await Venue.open();
  ({ instrument, alice, bob } = await venue.openMarket());
}, 120_000);
afterAll(async () => venue.close());

describe('a sequencer on a real L1 and a real PostgreSQL', () => {
  test('matches two signed orders and shows the trade', async () => {
    const sell = { instrument, side: 'sell', price: '1250', quantity: '0.5' } as const;
    const resting = await alice.placeOrder(sell);
    expect(resting.resting).toMatchObject({ quantity: '0.5' });
    expect(await bob.book(instrument)).toMatchObject({
      asks: [{ price: '1250', quantity: '0.5', orders: 1 }],
    });
    const taken = await bob.placeOrder({ ...sell, side: 'buy', price: '1260', quantity: '0.2' });
    expect(taken.fills).toMatchObject([{ price: '1250', quantity: '0.2' }]);
    expect(taken.resting).toBeNull();
    expect((await bob.account()).positions).toEqual([{ instrument, quantity: '0.2' }]);
    await until(async () => ((await bob.trades(instrument)).length > 0 ? true : null));
    expect(await bob.trades(instrument)).toMatchObject([
      { price: '1250', quantity: '0.2', takerSide: 'buy' },
    ]);
    expect(await alice.openOrders()).toMatchObject([{ quantity: '0.3' }]);
  });

  test('cancels one order and all orders', async () => {
    const order = { instrument, side: 'buy', price: '100', quantity: '0.1' } as const;
    const { resting } = await bob.placeOrder(order);
    await bob.cancel(resting!);
    await expect(bob.cancel(resting!)).rejects.toMatchObject({ code: CODE.unknownOrder });
    await Promise.all([bob.placeOrder(order), bob.placeOrder(order), bob.placeOrder(order)]);
    await bob.cancelAll();
    expect(await bob.openOrders()).toEqual([]);
  });

  test('rejects by the rules with their code, and hands out a receipt where a nonce was used', async () => {
    const order = { instrument, side: 'buy', price: '100', quantity: '0.1' } as const;
    const poor = bob.placeOrder({ ...order, price: '100000', quantity: '100' });
    await expect(poor).rejects.toMatchObject({
      code: CODE.initialMargin,
      status: 422,
      receipt: { outcome: CODE.initialMargin },
    });
    const stranger = venue.client('alice', 2);
    await expect(stranger.placeOrder(order)).rejects.toThrow(/is not 0x/);
  });

  test('runs the example of the SDK', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, '../../sdk/examples/placeOrder.ts')],
      {
        env: {
          ...process.env,
          TENOR_URL: venue.url,
          TENOR_ACCOUNT: '1',
          TENOR_KEY: venue.keyOf('alice'),
        },
      },
    );
    expect(stdout).toMatch(/operation \d+ in batch \d+/);
  });

  test('withdraws, transfers and sets session keys', async () => {
    const before = Number((await bob.account()).cash);
    await bob.withdraw('12.5');
    expect(Number((await bob.account()).cash)).toBeCloseTo(before - 12.5, 6);
    const second = await venue.fund('bob', 5_000_000);
    await bob.transfer({ toAccount: second, amount: '1.000001' });
    expect(await venue.client('bob', second).account()).toMatchObject({ cash: '6.000001' });
    await bob.setSessionKey({
      slot: 1,
      signer: (await alice.account()).owner,
      expiresAtSec: 0,
      scopes: ['trade'],
    });
    expect((await bob.account()).keys).toMatchObject([{ key: '0' }, { key: '1', scope: '1' }]);
  });

  test('posts and claims every batch, and L1 ends in the same batches', async () => {
    const { receipt } = await bob.withdraw('1');
    const status = await until(async () => {
      const found = await bob.operation(receipt.seq);
      return found.head === 'unsafe' ? null : found;
    });
    expect(status).toMatchObject({ operation: 'withdraw', receipt: { hash: receipt.hash } });
    const { body } = await venue.get(`/batches/${receipt.batch}`);
    expect(body.head).toBe('finalized');
    const read = { address: venue.rig.rollup, abi: rollupAbi } as const;
    const posted = await venue.rig.client.readContract({
      ...read,
      functionName: 'batchOf',
      args: [BigInt(receipt.batch)],
    });
    expect(posted.hash).toBe(body.hash);
    const claimed = await until(async () => {
      const events = await venue.rig.client.getContractEvents({
        ...read,
        eventName: 'Claimed',
        fromBlock: 0n,
        args: { number: BigInt(receipt.batch) },
      });
      return events[0] ?? null;
    });
    expect(claimed.args.root).toBe(body.root);
  });

  test('says how it is', async () => {
    const { status, body } = await venue.get('/health');
    expect({ status, ...body }).toMatchObject({ status: 'ok', l1: null, database: null });
    const metrics = await (await fetch(`${venue.url}/metrics`)).text();
    expect(metrics).toMatch(/tenor_operations_total\{kind="placeOrder",outcome="0"\} \d/);
    const { body: document } = await venue.get('/openapi.json');
    expect(Object.keys(document.paths as object)).toEqual(
      expect.arrayContaining(['/orders', '/cancels/all', '/book/{instrument}', '/health']),
    );
  });

  test('starts again in the same state', async () => {
    const { resting } = await bob.placeOrder({
      instrument,
      side: 'buy',
      price: '99',
      quantity: '0.1',
    });
    const before = await venue.get('/health');
    await venue.sequencer.stop();
    await venue.start();
    const again = venue.client('bob', 2);
    expect(await again.openOrders()).toMatchObject([{ order: String(resting!.order) }]);
    expect((await venue.get('/health')).body.seq).toBe(before.body.seq);
    await again.cancel(resting!);
  });

  test('posts the same bytes again after L1 took a batch back', async () => {
    const { rig } = venue;
    const client = venue.client('bob', 2);
    await client.withdraw('1');
    await deriveAll(venue);
    const tip = await rig.read<bigint>('tipNumber');
    const snapshot = await rig.rpc('evm_snapshot', []);
    const { receipt } = await client.withdraw('1');
    const { hashes } = await deriveAll(venue);
    expect(hashes[Number(receipt.seq) - 1]).toBe(receipt.hash);
    const posted = await rig.read<bigint>('tipNumber');
    expect(posted).toBeGreaterThan(tip);
    const { hash } = await rig.read<{ hash: string }>('batchOf', [posted]);
    await rig.rpc('evm_revert', [snapshot]);
    expect(await rig.read<bigint>('tipNumber')).toBe(tip);
    await until(async () => ((await rig.read<bigint>('tipNumber')) >= posted ? true : null));
    expect(await rig.read<{ hash: string }>('batchOf', [posted])).toMatchObject({ hash });
    expect((await deriveAll(venue)).hashes[Number(receipt.seq) - 1]).toBe(receipt.hash);
  });

  test('settles what nobody disputed once the challenge period is over', async () => {
    const client = venue.client('bob', 2);
    const { receipt } = await client.withdraw('1');
    await deriveAll(venue);
    await until(async () => {
      const claims = await venue.rig.client.getContractEvents({
        address: venue.rig.rollup,
        abi: rollupAbi,
        eventName: 'Claimed',
        fromBlock: 0n,
        args: { number: BigInt(receipt.batch) },
      });
      return claims.length > 0 ? true : null;
    });
    await venue.rig.pass(Number(await venue.rig.read<bigint>('CHALLENGE_PERIOD')) + 10);
    const { head } = await until(async () => {
      const status = await client.operation(receipt.seq);
      return status.head === 'settled' ? status : null;
    });
    expect(head).toBe('settled');
  });
});
