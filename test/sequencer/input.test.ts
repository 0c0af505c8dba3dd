import { request } from 'node:http';
import { connect } from 'node:net';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { CODE } from '../../protocol/rejections.ts';
import type { Client } from '../../sdk/types.ts';
import { completeTypedData, placeOrderTypedData } from '../../sdk/typedData.ts';
import { privateKeyToAccount } from 'viem/accounts';
import { REFUSALS } from '../../sequencer/rejections.ts';
import { Venue } from './venue.ts';

const GROUP_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

let venue: Venue;
let instrument: string;
let alice: Client;
let seqBefore: string;

beforeAll(async () => {
  venue = await Venue.open();
  ({ instrument, alice } = await venue.openMarket());
  seqBefore = String((await venue.get('/health')).body.seq);
}, 120_000);
afterAll(async () => venue.close());

let nonce = 1000;

interface Changes {
  /** Of the request, after it was signed. */
  readonly after?: Record<string, unknown>;
  readonly expiresAt?: number;
  readonly nonce?: number;
  readonly chainId?: number;
}

/** A sound order, signed, and then changed. */
async function orderWith({ after = {}, ...changes }: Changes = {}) {
  const terms = { instrument, side: 'buy', price: '100', quantity: '0.1' } as const;
  const signed = {
    account: 1,
    key: 0,
    nonce: changes.nonce ?? nonce++,
    expiresAt: changes.expiresAt ?? 4_000_000_000,
  };
  const signature = await privateKeyToAccount(venue.keyOf('alice')).signTypedData(
    completeTypedData(placeOrderTypedData(signed, terms), {
      chainId: changes.chainId ?? 31_337,
      rollup: venue.rig.rollup,
    }),
  );
  const text = Object.fromEntries(
    Object.entries(signed).map(([name, value]) => [name, String(value)]),
  );
  return { ...text, ...terms, timeInForce: 'GTC', signature, ...after };
}

const without = (order: Record<string, unknown>, name: string) => {
  const { [name]: _, ...rest } = order;
  return rest;
};

function withHighS(signature: string): string {
  const s = GROUP_ORDER - BigInt(`0x${signature.slice(66, 130)}`);
  const v = signature.endsWith('1b') ? '1c' : '1b';
  return signature.slice(0, 66) + s.toString(16).padStart(64, '0') + v;
}

const refusal = (name: keyof typeof REFUSALS) => {
  const [code, status] = REFUSALS[name];
  return { status, body: { code, name } };
};
const rejection = (name: keyof typeof CODE) => ({
  status: 422,
  body: { code: CODE[name], name },
});

describe('bad input', () => {
  const changed: [string, Record<string, unknown>, object][] = [
    ['a number where a string belongs', { price: 100 }, refusal('wrongType')],
    ['null', { quantity: null }, refusal('wrongType')],
    ['an unknown side', { side: 'long' }, refusal('wrongType')],
    ['an unknown field', { leverage: '10' }, refusal('unknownField')],
    ['an inherited field', { constructor: '1' }, refusal('unknownField')],
    ['three decimals of a price', { price: '100.001' }, refusal('excessPrecision')],
    ['trailing zeros beyond the unit', { quantity: '0.10000' }, refusal('excessPrecision')],
    ['an exponent', { price: '1e3' }, refusal('malformedNumber')],
    ['a sign', { price: '-100' }, refusal('malformedNumber')],
    ['a leading zero', { price: '0100' }, refusal('malformedNumber')],
    ['an empty number', { price: '' }, refusal('malformedNumber')],
    ['a space', { price: ' 100' }, refusal('malformedNumber')],
    ['a price beyond 32 bits', { price: '42949672.96' }, refusal('outOfRange')],
    ['a nonce beyond 48 bits', { nonce: '281474976710656' }, refusal('outOfRange')],
    ['a key slot of 8', { key: '8' }, refusal('outOfRange')],
    ['an overlong number', { price: '1'.repeat(41) }, refusal('outOfRange')],
    ['an instrument that is no name', { instrument: 'BTC' }, rejection('unknownInstrument')],
    ['half a signature', { signature: '0x1234' }, refusal('malformedHex')],
    ['a signature that is not hex', { signature: `0x${'zz'.repeat(65)}` }, refusal('malformedHex')],
    ['a signature of zeros', { signature: `0x${'00'.repeat(65)}` }, rejection('badSignature')],
    ['another price than the signed one', { price: '101' }, rejection('badSignature')],
    ['an account that does not exist', { account: '77' }, rejection('unknownAccount')],
    ['a key slot that is empty', { key: '3' }, rejection('unknownKey')],
  ];
  test.each(changed)('%s', async (_, after, expected) => {
    expect(await venue.post('/orders', await orderWith({ after }))).toMatchObject(expected);
  });

  test('a missing field', async () => {
    const order = without(await orderWith(), 'quantity');
    expect(await venue.post('/orders', order)).toMatchObject(refusal('missingField'));
  });

  const texts: [string, string, object][] = [
    ['malformed JSON', '{"account":', refusal('malformedJson')],
    ['no body', '', refusal('malformedJson')],
    ['an array', '[]', refusal('wrongType')],
    ['a prototype in JSON', '{"__proto__": {}}', refusal('malformedJson')],
  ];
  test.each(texts)('%s', async (_, text, expected) => {
    expect(await venue.postText('/orders', text)).toMatchObject(expected);
  });

  test('another media type', async () => {
    expect(await venue.postText('/orders', 'account=1', 'text/plain')).toMatchObject(
      refusal('wrongMediaType'),
    );
  });

  test('an expired operation', async () => {
    const order = await orderWith({ expiresAt: 1_700_000_000 });
    expect(await venue.post('/orders', order)).toMatchObject(rejection('operationExpired'));
  });

  test('a replayed operation', async () => {
    const order = await orderWith();
    expect(await venue.post('/orders', order)).toMatchObject({ status: 200 });
    expect(await venue.post('/orders', order)).toMatchObject(rejection('nonceUsed'));
    await alice.cancelAll();
  });

  test('a nonce far above the window', async () => {
    const order = await orderWith({ nonce: 10_000_000 });
    expect(await venue.post('/orders', order)).toMatchObject(rejection('nonceTooHigh'));
  });

  test('a signature for another chain', async () => {
    const order = await orderWith({ chainId: 1 });
    expect(await venue.post('/orders', order)).toMatchObject(rejection('badSignature'));
  });

  test('a high-s signature', async () => {
    const order = await orderWith();
    const signature = withHighS(order.signature);
    expect(await venue.post('/orders', { ...order, signature })).toMatchObject(
      rejection('badSignature'),
    );
  });

  test('a body of 10 MB', async () => {
    expect(await postSized(10_000_000)).toMatchObject(refusal('bodyTooLarge'));
  });

  test('a path that is not there', async () => {
    expect(await venue.get('/nothing')).toMatchObject(refusal('notFound'));
    expect(await venue.get('/accounts/99')).toMatchObject(refusal('notFound'));
    expect(await venue.get('/batches/0x')).toMatchObject(refusal('malformedNumber'));
    expect(await venue.get('/trades?limit=501')).toMatchObject(refusal('outOfRange'));
    expect(await venue.get('/book/BTC-1JAN30-1-C')).toMatchObject(rejection('unknownInstrument'));
  });

  const operations: [string, string, object][] = [
    ['bytes that are no operation', '0xff', refusal('malformedOperation')],
    ['an operation cut short', '0x0d0000', refusal('malformedOperation')],
    ['a signed kind', `0x05${'00'.repeat(78)}`, refusal('notUnsigned')],
    ['time, which is the engine’s to move', `0x02${'00'.repeat(8)}`, refusal('notUnsigned')],
    ['an operation by the rules', '0x0d00000009', rejection('unknownInstrument')],
    ['prices that nobody signed', '0x0a0000', rejection('noQuorum')],
  ];
  test.each(operations)('%s', async (_, operation, expected) => {
    expect(await venue.post('/operations', { operation })).toMatchObject(expected);
  });

  test('clients that send headers or a body too slowly, or not HTTP', async () => {
    const head = 'POST /orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    const [slowHead, slowBody, garbage] = await Promise.all([
      talk(head),
      talk(`${head}Content-Length: 100\r\n\r\n{`),
      talk('HELLO\r\n\r\n'),
    ]);
    expect(slowHead).toMatch(/^HTTP\/1.1 408 .*"code":6012/s);
    expect(slowBody).toMatch(/^HTTP\/1.1 408 .*"code":6012/s);
    expect(garbage).toMatch(/^HTTP\/1.1 400 .*"code":6001/s);
  });

  test('leaves the sequencer serving, and nothing in the batches but what was acknowledged', async () => {
    const { status, body } = await venue.get('/health');
    expect(status).toBe(200);
    const events = await venue.get('/accounts/1/events?limit=10');
    const seen = events.body as unknown as { operation: string; outcome: number }[];
    expect(Number(body.seq)).toBeGreaterThan(Number(seqBefore));
    expect(seen.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
      'cancelAll 0',
      'placeOrder 0',
      'consumeInbox 0',
    ]);
  });
});

/** fetch hides the answer where the connection ends before all was sent. */
async function postSized(bytes: number) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(venue.url);
    const call = request(
      {
        hostname,
        port,
        path: '/orders',
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': bytes },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => {
          call.destroy();
          resolve({ status: response.statusCode, body: JSON.parse(text) as unknown });
        });
      },
    );
    call.on('error', reject);
    call.write('x'.repeat(100_000));
  });
}

async function talk(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(venue.url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('end', () => {
      socket.destroy();
      resolve(answer);
    });
    socket.on('error', reject);
    socket.write(text);
  });
}
