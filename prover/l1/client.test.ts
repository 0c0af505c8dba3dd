import { custom, encodeAbiParameters, type Hex, keccak256, toHex } from 'viem';
import { beforeEach, describe, expect, test } from 'vitest';

import { type Head, L1 } from './client.ts';

const ROLLUP: Hex = `0x${'aa'.repeat(20)}`;
/** Short enough that a test sees an endpoint come back. */
const REST_MS = 30;

/** An endpoint of a small chain, with faults to be switched on. */
class Fake {
  fork = 0;
  /** Blocks above this one differ between forks. */
  parts = 100;
  tip = 100;
  chainId = 1;
  tipNumber = 7n;
  fault: 'none' | 'fails' | 'hangs' = 'none';
  /** Methods that a fault is limited to. */
  only: string | undefined;
  knowsHashes = true;
  readonly asked: string[] = [];

  readonly transport = custom(
    { request: async (request: { method: string; params?: unknown }) => this.#answer(request) },
    { retryCount: 0 },
  );

  hash(number: number): Hex {
    return keccak256(toHex(`${number > this.parts ? this.fork : 0}:${number}`));
  }

  async #answer({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
    this.asked.push(method);
    if (this.only === undefined || this.only === method) {
      if (this.fault === 'fails') throw new Error('out of order');
      if (this.fault === 'hangs') return new Promise(() => {});
    }
    const [first, second] = (params ?? []) as unknown[];
    if (method === 'eth_chainId') return toHex(this.chainId);
    if (method === 'eth_getBlockByNumber') return this.#block(first as string);
    if (method !== 'eth_call') throw new Error(`no ${method} here`);
    if (typeof second === 'object' && !this.knowsHashes) throw new Error('invalid block parameter');
    return encodeAbiParameters([{ type: 'uint64' }], [this.tipNumber]);
  }

  #block(name: string): object | null {
    const number = name === 'latest' || name === 'pending' ? this.tip : Number(name);
    if (number > this.tip) return null;
    const block = { number: toHex(number), hash: this.hash(number), timestamp: toHex(12 * number) };
    return { ...block, baseFeePerGas: '0x7', transactions: [] };
  }
}

let fakes: readonly [Fake, Fake, Fake];
let l1: L1;

beforeEach(() => {
  fakes = [new Fake(), new Fake(), new Fake()];
  const transports = fakes.map(({ transport }) => transport);
  l1 = new L1({ l1: transports, rollup: ROLLUP, restMs: REST_MS, lookMs: 200 });
});

function faults(): (string | undefined)[] {
  return l1.endpoints.map(({ lastingFault }) => lastingFault?.words);
}

async function readTip(head: Head): Promise<bigint> {
  return l1.read(head, 'tipNumber');
}

const rest = async (ms = REST_MS + 5): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

describe('L1 through three endpoints', () => {
  test('an endpoint that is behind is named, left out, and back by itself', async () => {
    fakes[1].tip = 86;
    const head = await l1.head();
    expect(head.number).toBe(100);
    expect(faults()).toEqual([undefined, 'endpoint 2 is 14 blocks behind', undefined]);
    await readTip(head);
    expect(fakes[1].asked).not.toContain('eth_call');
    fakes[1].tip = 100;
    await l1.head();
    expect(faults()).toEqual([undefined, undefined, undefined]);
    expect(l1.usable.length).toBe(3);
  });

  test('one ahead of the others alone decides nothing', async () => {
    fakes[0].tip = 108;
    expect((await l1.head()).number).toBe(100);
    expect(l1.usable.length).toBe(3);
  });

  test('one on a fork is left out, however far it is ahead', async () => {
    Object.assign(fakes[0], { fork: 1, parts: 95, tip: 120 });
    expect((await l1.head()).hash).toBe(fakes[1].hash(100));
    expect(l1.usable.map(({ name }) => name)).toEqual(['endpoint 2', 'endpoint 3']);
    // Two heads that part for a moment are no news.
    expect(faults()[0]).toBe(undefined);
    await rest();
    await l1.head();
    expect(faults()[0]).toBe('endpoint 1 has another block 100 than the others');
  });

  test('three forks: nothing newer than what two of them share', async () => {
    Object.assign(fakes[0], { fork: 1, parts: 90 });
    Object.assign(fakes[1], { fork: 2, parts: 97 });
    expect((await l1.head()).number).toBe(97);
  });

  test('one that lies in a view is outvoted and named', async () => {
    fakes[0].tipNumber = 8n;
    const head = await l1.head();
    expect(await readTip(head)).toBe(7n);
    expect(faults()[0]).toMatch(/endpoint 1 answers otherwise .* reading tipNumber/);
    await l1.head();
    expect(l1.usable.length).toBe(2);
    fakes[0].tipNumber = 7n;
    await rest();
    // Looked at beside the loop first, and taken back in at the look after that.
    await l1.head();
    await rest(5);
    await l1.head();
    expect(faults()[0]).toBe(undefined);
    expect(l1.usable.length).toBe(3);
  });

  test('two that lie in different ways: no answer at all', async () => {
    fakes[0].tipNumber = 8n;
    fakes[1].tipNumber = 9n;
    const head = await l1.head();
    await expect(readTip(head)).rejects.toMatchObject({ kind: 'retry' });
    await expect(readTip(await l1.head())).rejects.toThrow(/disagree/);
  });

  test('one that fails is named, and the others answer', async () => {
    fakes[2].fault = 'fails';
    expect((await l1.head()).number).toBe(100);
    expect(faults()[2]).toMatch(/endpoint 3 does not say what its head is: .*out of order/);
    fakes[0].fault = 'fails';
    fakes[0].only = 'eth_call';
    fakes[2].fault = 'none';
    await rest();
    await l1.head();
    await rest(5);
    expect(await readTip(await l1.head())).toBe(7n);
    expect(faults()[0]).toMatch(/endpoint 1 fails in reading tipNumber/);
  });

  test('one of another chain is named', async () => {
    fakes[0].chainId = 5;
    await l1.head();
    expect(faults()[0]).toBe('endpoint 1 is of chain 5 and not of 1');
    expect(l1.usable.length).toBe(2);
  });

  test('too few endpoints: nothing is decided', async () => {
    fakes[0].fault = 'fails';
    fakes[1].fault = 'fails';
    await expect(l1.head()).rejects.toThrow(/no 2 endpoints agree .*endpoint 3 has block 100/);
    fakes[1].fault = 'none';
    expect((await l1.head()).number).toBe(100);
  });

  test('one that does not answer holds the others up once', async () => {
    fakes[1].fault = 'hangs';
    await l1.head();
    expect(faults()[1]).toMatch(/no answer within 200 ms/);
    const startMs = performance.now();
    await l1.head();
    expect(performance.now() - startMs).toBeLessThan(150);
  });

  test('an endpoint that tells of a late hour is not believed', async () => {
    const head = await l1.head();
    fakes[0].tip = 1000;
    expect(await l1.nextTimeSec(head)).toBe(head.timeSec);
  });

  test('what an old node cannot bind to a hash is bound to a number', async () => {
    fakes[0].knowsHashes = false;
    const head = await l1.head();
    expect(await readTip(head)).toBe(7n);
    expect(l1.endpoints.map(({ bindsByHash }) => bindsByHash)).toEqual([false, true, undefined]);
  });
});

describe('L1 through one endpoint', () => {
  test('its word is all there is', async () => {
    const fake = new Fake();
    const alone = new L1({ l1: fake.transport, rollup: ROLLUP });
    const head = await alone.head();
    expect(await alone.read(head, 'tipNumber')).toBe(7n);
    fake.fault = 'fails';
    await expect(alone.read(head, 'tipNumber')).rejects.toThrow(/out of order/);
    await expect(alone.head()).rejects.toMatchObject({ kind: 'retry' });
    fake.fault = 'none';
    expect((await alone.head()).number).toBe(100);
  });
});
