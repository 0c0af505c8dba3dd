import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startProver } from '../../prover/main.ts';
import type { Sequencer } from '../../sequencer/options.ts';
import { auditAcknowledged, deriveAll } from './audit.ts';
import { startLoad } from './load.ts';
import { until, Venue } from './venue.ts';

/** TENOR_KILLS=20 for the long run. */
const KILLS = Number(process.env.TENOR_KILLS ?? 3);
const SEED = Number(process.env.TENOR_SEED ?? Date.now() % 1_000_000);
const ROUND_MS_MAX = 2_500;
const ROOT = join(import.meta.dirname, '../..');

let venue: Venue;
let child: ChildProcess | undefined;
let port: number;
let output = '';

/** The command as a user runs it, in a process of its own. */
async function startChild(): Promise<void> {
  const { rig, database } = venue;
  const flags = ['--l1', rig.url, '--rollup', rig.rollup];
  child = spawn(
    process.execPath,
    [join(ROOT, 'scripts/tenor.ts'), 'sequencer', ...flags, '--port', String(port)],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        DATABASE_URL: database.url,
        TENOR_POSTER_KEY: rig.players[0].key,
        TENOR_SEAL_AFTER_MS: '300',
        TENOR_L1_POLL_MS: '100',
        TENOR_RATE_LIMIT_PER_SEC: '0',
        TENOR_LISTING: 'false',
        TENOR_SNAPSHOT_EVERY_BATCHES: '4',
      },
    },
  );
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  venue.sequencer = { url: `http://127.0.0.1:${port}`, stop: async () => {} } as Sequencer;
  await until(
    async () => {
      if (child?.exitCode !== null) throw new Error(output.slice(-2000));
      return (await venue.get('/health')).status === 200 ? true : null;
    },
    { ms: 60_000 },
  );
}

async function endChild(signal: NodeJS.Signals): Promise<number | null> {
  const ending = child;
  if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return null;
  ending.kill(signal);
  const [code] = (await once(ending, 'exit')) as [number | null];
  return code;
}

beforeAll(async () => {
  venue = await Venue.prepare();
  port = await freePort();
  await startChild();
}, 120_000);
afterAll(async () => {
  await endChild('SIGKILL');
  await venue.close();
});

describe('kill -9 under load', () => {
  test(
    `${KILLS} times at random moments (seed ${SEED}): no acknowledged order is missing or doubled`,
    async () => {
      const { instrument, alice, bob } = await venue.openMarket();
      const stopPrinting = venue.keepPrinting();
      const load = startLoad(
        new Map([
          [1, alice],
          [2, bob],
        ]),
        { instrument },
      );
      const random = seeded(SEED);
      for (let kill = 0; kill < KILLS; kill++) {
        const before = load.acknowledged.length;
        await until(async () => (load.acknowledged.length > before ? true : null));
        await sleep(random() * ROUND_MS_MAX);
        await endChild('SIGKILL');
        await startChild();
      }
      await load.stop();
      stopPrinting();
      expect(load.acknowledged.length).toBeGreaterThan(KILLS * 10);
      const derived = await deriveAll(venue);
      auditAcknowledged(derived, load.acknowledged);
      expect(await rootOfProver(derived.batches)).toBe(derived.root);
      console.log(
        `${KILLS} kills, ${load.acknowledged.length} operations acknowledged, none lost or doubled`,
      );
      expect(await endChild('SIGTERM')).toBe(0);
    },
    60_000 + KILLS * 30_000,
  );
});

/** What a prover that starts now makes of L1. */
async function rootOfProver(batches: number): Promise<string> {
  const { rig } = venue;
  const prover = await startProver({ l1: rig.url, rollup: rig.rollup, dataDir: rig.folder() });
  try {
    await until(async () => (prover.status().derived === batches ? true : null), { ms: 60_000 });
    return prover.status().root;
  } finally {
    await prover.stop();
  }
}

function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => {
    probe.close(resolve);
  });
  return address !== null && typeof address === 'object' ? address.port : 0;
}
