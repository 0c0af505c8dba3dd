/** Publishers as processes run them: HTTP between them, an L1 that tells the time, an exchange that takes or refuses. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import fastify from 'fastify';
import { keccak256, toBytes } from 'viem';
import { afterEach, describe, expect, test } from 'vitest';

import { encodeGenesis } from '../../protocol/genesis.ts';
import { firstExpiryFrom, instrumentName } from '../../protocol/instrument.ts';
import { expiryIndex } from '../../protocol/state.ts';
import type { ChainFeed } from '../../publisher/feed/feed.ts';
import type { ChainSnapshot } from '../../publisher/fit/chain.ts';
import { startPublisher } from '../../publisher/main.ts';
import type { Hex, RunningPublisher } from '../../publisher/options.ts';
import { marketAt } from '../../publisher/testing/market.ts';
import { NOW_SEC } from '../../publisher/testing/synthetic.ts';
import { Exchange, GENESIS } from '../fixtures/exchange.ts';
import { signerOf } from '../fixtures/sign.ts';
import { until } from '../prover/rig.ts';

const ROLLUP: Hex = `0x${'01'.repeat(20)}`;
const DAY = firstExpiryFrom(NOW_SEC + 2 * 86_400);
const KEYS = [0, 1, 2].map(
  (i): Hex => `0x${Buffer.from(signerOf(`publisher ${i}`).privateKey).toString('hex')}`,
);
/** A turn of each of three publishers within three seconds of L1. */
const SETTINGS = { indexEverySec: 1, surfacesEverySec: 1, pollMs: 10, peerTimeoutMs: 500 };

const GENESIS_TOPIC = keccak256(toBytes('Genesis(bytes)'));
const EXPIRY = expiryIndex(0, DAY);

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Time passes when a test says so. */
async function fakeL1() {
  const clock = { nowSec: NOW_SEC };
  const genesis = Buffer.from(encodeGenesis(GENESIS)).toString('hex');
  const word = (value: number): string => value.toString(16).padStart(64, '0');
  const data = `0x${word(32)}${word(genesis.length / 2)}${genesis.padEnd(Math.ceil(genesis.length / 64) * 64, '0')}`;
  const answers: Record<string, () => unknown> = {
    eth_chainId: () => '0x7a69',
    eth_getBlockByNumber: () => ({ timestamp: `0x${clock.nowSec.toString(16)}`, transactions: [] }),
    eth_getLogs: () => [
      { address: ROLLUP, topics: [GENESIS_TOPIC], data, blockNumber: '0x1', logIndex: '0x0' },
    ],
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { id, method } = JSON.parse(body) as { id: number; method: string };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result: answers[method]() }));
    });
  });
  return { clock, url: await listen(server) };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The rules of the exchange behind the two requests that a publisher makes. */
async function fakeSequencer(clock: { nowSec: number }) {
  const x = new Exchange({ signed: true });
  const app = fastify();
  app.get('/instruments', async () => [
    {
      instrument: instrumentName({ underlying: 0, day: DAY, strikeCents: 6_300_000, put: false }),
      settlementPrice: x.state.expiries.settled(0) === 1 ? '1' : null,
    },
  ]);
  app.post<{ Body: { operation: string } }>('/operations', async ({ body }, reply) => {
    x.advance(clock.nowSec);
    const code = x.run(Uint8Array.from(Buffer.from(body.operation.slice(2), 'hex')));
    if (code === 0) return {};
    return reply.code(422).send({ code, name: 'rejected', message: `rejected with ${code}` });
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  closing.push(async () => app.close());
  return { x, url };
}

function feedOf(chain: () => ChainSnapshot): ChainFeed {
  return {
    description: 'a test',
    isLive: true,
    async *chains() {
      for (;;) {
        yield chain();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}

async function setUp(views: readonly ((nowSec: number) => ChainSnapshot)[]) {
  const { clock, url: l1 } = await fakeL1();
  const { x, url: sequencer } = await fakeSequencer(clock);
  const ports = await Promise.all(KEYS.map(freePort));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const lines: string[] = [];
  const running: RunningPublisher[] = [];
  for (const [i, view] of views.entries()) {
    const publisher = await startPublisher({
      l1,
      sequencer,
      rollup: ROLLUP,
      keys: [KEYS[i]],
      port: ports[i],
      settings: SETTINGS,
      peers: urls.filter((_, other) => other !== i),
      feed: feedOf(() => view(clock.nowSec)),
      log: (line) => lines.push(`${i} ${line}`),
    });
    running.push(publisher);
    closing.push(async () => publisher.stop());
  }
  const pass = async (seconds: number): Promise<void> => {
    for (let i = 0; i < seconds; i++) {
      clock.nowSec += 1;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  };
  return { clock, x, urls, lines, running, pass };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const honest = (nowSec: number): ChainSnapshot => marketAt(nowSec);
const lying = (nowSec: number): ChainSnapshot =>
  marketAt(nowSec, { indexUsd: 55_000, volFactor: 1.5 });

describe('startPublisher', () => {
  test('three of them print index and surface in turns', async () => {
    const { x, pass, urls, clock } = await setUp([honest, honest, honest]);
    const wanted = [
      /tenor_publisher_submitted_total\{what="index",outcome="accepted"\} \d+/,
      /tenor_publisher_submitted_total\{what="surface",outcome="accepted"\} \d+/,
      /tenor_publisher_answers_total\{what="surface",outcome="signed"\} \d+/,
    ];
    await until('a turn of each', async () => {
      await pass(1);
      const metrics = urls.map(async (url) => (await fetch(`${url}/metrics`)).text());
      return (await Promise.all(metrics)).every((text) => wanted.every((each) => each.test(text)));
    });
    expect(x.state.underlyings.indexCents(0)).toBe(6_300_000);
    expect(clock.nowSec - x.state.underlyings.indexTimeSec(0)).toBeLessThan(3);
    expect(clock.nowSec - x.state.expiries.surfaceTimeSec(EXPIRY)).toBeLessThan(3);
  });

  test('one that lies is outvoted, and its surfaces are nobody’s', async () => {
    const { x, pass, lines } = await setUp([honest, honest, lying]);
    await until('a print', async () => {
      await pass(1);
      return x.state.underlyings.indexCents(0) > 0 && x.state.expiries.surfaceTimeSec(EXPIRY) > 0;
    });
    const seen = new Set<number>();
    for (let i = 0; i < 6; i++) {
      await pass(1);
      seen.add(x.state.underlyings.indexCents(0));
    }
    expect([...seen]).toEqual([6_300_000]);
    expect(x.state.expiries.forwardCents(EXPIRY)).toBeGreaterThan(6_200_000);
    expect(lines.join('\n')).toMatch(
      /^2 publisher 2: surface .*too few have signed; publisher \d: the forwards lie /m,
    );
  });

  test('one that is away costs its turns and nothing else', async () => {
    const { x, pass, running, clock } = await setUp([honest, honest, honest]);
    await until('a print', async () => {
      await pass(1);
      return x.state.underlyings.indexCents(0) > 0;
    });
    await running[1].stop();
    await pass(9);
    expect(clock.nowSec - x.state.underlyings.indexTimeSec(0)).toBeLessThan(5);
  });

  test('one alone prints nothing, and says why', async () => {
    const { x, pass, urls } = await setUp([honest]);
    await pass(6);
    expect(x.state.underlyings.indexCents(0)).toBe(0);
    const health = await fetch(`${urls[0]}/health`);
    expect(health.status).toBe(503);
    expect(((await health.json()) as { words: string[] }).words.join()).toMatch(
      /too few have signed/,
    );
  });

  test('a key that is none of the publishers’ does not start', async () => {
    const { url: l1 } = await fakeL1();
    const key: Hex = `0x${'05'.repeat(32)}`;
    const starting = startPublisher({
      l1,
      sequencer: l1,
      rollup: ROLLUP,
      keys: [key],
      peers: [],
      settings: SETTINGS,
      feed: feedOf(() => honest(NOW_SEC)),
    });
    await expect(starting).rejects.toThrow(/none of the 3 publishers/);
  });
});
