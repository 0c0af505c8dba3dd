/** Puts publishers together and takes them apart. */
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { addressOfKey } from '../protocol/signatures.ts';
import { httpExchange } from './exchange.ts';
import { meetPeer } from './http/client.ts';
import { buildServer } from './http/server.ts';
import { connectL1, type L1 } from './l1.ts';
import { Loop } from './loop.ts';
import { Metrics } from './metrics.ts';
import type { Peer } from './node/peer.ts';
import { Publisher } from './node/publisher.ts';
import { DEFAULT_SETTINGS, type PublisherOptions, type RunningPublisher } from './options.ts';

/** How often somebody who was not there is looked for again. */
const MEET_MS = 2_000;

/**
 * Runs a publisher for each key until it is stopped.
 * @throws Error where L1 does not answer or a key is none of the oracle's
 */
export async function startPublisher(options: PublisherOptions): Promise<RunningPublisher> {
  const { log = () => {}, host = '127.0.0.1', port = 0 } = options;
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const l1 = await connectL1(options);
  const clock = await watchTime(l1);
  const publishers = options.keys.map((key) => makePublisher(key, { l1, nowSec: clock.nowSec }));
  const known = new Map<number, Peer>(publishers.map((each) => [each.publisher, each]));
  const exchange = httpExchange(options.sequencer);
  const stopping = new AbortController();
  const { signal } = stopping;

  const nodes = publishers.map((publisher) => {
    const metrics = new Metrics(publisher);
    const name = `publisher ${publisher.publisher}`;
    const loop = new Loop({
      publisher,
      exchange,
      settings,
      metrics,
      log: (line) => log(`${name}: ${line}`),
      oracle: l1.oracle,
      peers: () => [...known.values()],
    });
    const address = Buffer.from(l1.oracle.publishers[publisher.publisher]).toString('hex');
    const problems = (): string[] => [...clock.problems(), ...loop.problems];
    const server = buildServer({ publisher, address: `0x${address}`, metrics, problems });
    return { loop, server };
  });
  const urls: string[] = [];
  for (const [i, { server }] of nodes.entries()) {
    await server.listen({ host, port: port === 0 ? 0 : port + i });
    urls.push(`http://${host}:${(server.server.address() as AddressInfo).port}`);
  }

  const meeting = meetPeers({ urls: options.peers, known, settings, signal, log });
  const watching = watchMarket(options, { publishers, nowSec: clock.nowSec, signal, log });
  const turning = (async () => {
    while (!signal.aborted) {
      await clock.look();
      await Promise.all(nodes.map(async ({ loop }) => loop.turn(clock.nowSec())));
      await pause(settings.pollMs, signal);
    }
  })();
  return {
    urls,
    stop: async () => {
      stopping.abort();
      await Promise.all([meeting, turning, watching, ...nodes.map(({ server }) => server.close())]);
    },
  };
}

function makePublisher(key: string, { l1, nowSec }: { l1: L1; nowSec: () => number }): Publisher {
  const privateKey = Uint8Array.from(Buffer.from(key.slice(2), 'hex'));
  const address = addressOfKey(privateKey);
  const { publishers, domain } = l1.oracle;
  const publisher = publishers.findIndex((each) => Buffer.compare(each, address) === 0);
  if (publisher < 0) {
    const shown = Buffer.from(address).toString('hex');
    throw new Error(`0x${shown} is none of the ${publishers.length} publishers of this rollup`);
  }
  return new Publisher({ publisher, privateKey, domain, nowSec });
}

/** L1's time as last seen. */
async function watchTime(l1: L1) {
  let nowSec = await l1.readTimeSec();
  let problem: string | null = null;
  return {
    nowSec: () => nowSec,
    problems: () => (problem === null ? [] : [problem]),
    look: async () => {
      try {
        nowSec = await l1.readTimeSec();
        problem = null;
      } catch {
        problem = 'L1 does not answer';
      }
    },
  };
}

/** Looks for the others until all have been found; one that restarts stays who it is. */
async function meetPeers(parts: {
  urls: readonly string[];
  known: Map<number, Peer>;
  settings: { peerTimeoutMs: number };
  signal: AbortSignal;
  log: (line: string) => void;
}): Promise<void> {
  const { known, settings, signal, log } = parts;
  const missing = new Set(parts.urls);
  while (missing.size > 0 && !signal.aborted) {
    for (const url of missing) {
      const peer = await meetPeer({ url, timeoutMs: settings.peerTimeoutMs }).catch(() => null);
      if (peer === null) continue;
      missing.delete(url);
      known.set(peer.publisher, peer);
      log(`publisher ${peer.publisher} is at ${url}`);
    }
    if (missing.size > 0) await pause(MEET_MS, signal);
  }
}

/** Shows every publisher of this process what the feed shows, a recorded or simulated one as L1's clock reaches it. */
async function watchMarket(
  { feed }: Pick<PublisherOptions, 'feed'>,
  parts: {
    publishers: readonly Publisher[];
    nowSec: () => number;
    signal: AbortSignal;
    log: (line: string) => void;
  },
): Promise<void> {
  const { publishers, nowSec, signal, log } = parts;
  const chains = feed.chains()[Symbol.asyncIterator]();
  const over = aborted(signal);
  try {
    for (;;) {
      const next = await Promise.race([chains.next(), over]);
      if (next === null) return;
      if (next.done === true) break;
      const chain = next.value;
      while (feed.isLive !== true && chain.timeSec > nowSec() && !signal.aborted) {
        await pause(200, signal);
      }
      for (const publisher of publishers) publisher.see(chain);
    }
    log(`${feed.description}: it is over`);
  } catch (error) {
    log(
      `the market cannot be seen any more: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  }
}

async function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
