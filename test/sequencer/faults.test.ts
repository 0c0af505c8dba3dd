import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { REFUSALS } from '../../sequencer/rejections.ts';
import { startSequencer } from '../../sequencer/main.ts';
import { TcpProxy, withPort } from '../fixtures/tcpProxy.ts';
import { auditAcknowledged, deriveAll } from './audit.ts';
import { startLoad } from './load.ts';
import { until, Venue } from './venue.ts';

/** TENOR_OUTAGE_MS=60000 for a whole minute. */
const GONE_MS = Number(process.env.TENOR_OUTAGE_MS ?? 4_000);
const NOTICED_MS = 1_500;
const UNHEALTHY = REFUSALS.unhealthy[0];
const OUTCOME_UNKNOWN = REFUSALS.outcomeUnknown[0];

let venue: Venue;
let databaseLine: TcpProxy;
let l1Line: TcpProxy;
let instrument: string;

const isDown = async () => ((await venue.get('/health')).status === 503 ? true : null);
const isUp = async () => ((await venue.get('/health')).status === 200 ? true : null);

beforeAll(async () => {
  venue = await Venue.prepare();
  databaseLine = await TcpProxy.start(Number(new URL(venue.database.url).port));
  l1Line = await TcpProxy.start(Number(new URL(venue.rig.url).port));
  venue.sequencer = await startSequencer({
    ...venue.options({ ackTimeoutMs: 1_500, l1StaleMs: 1_500 }),
    databaseUrl: withPort(venue.database.url, databaseLine.port),
    l1: withPort(venue.rig.url, l1Line.port),
  });
  ({ instrument } = await venue.openMarket());
}, 120_000);
afterAll(async () => {
  await venue.close();
  databaseLine.stop();
  l1Line.stop();
});

describe('while something is gone', () => {
  test.each([
    ['PostgreSQL', () => databaseLine, /PostgreSQL is gone/],
    ['L1', () => l1Line, /L1 is gone/],
  ])(
    '%s: says so, acknowledges nothing, and recovers by itself',
    async (_, line, words) => {
      const clients = new Map([
        [1, venue.client('alice', 1)],
        [2, venue.client('bob', 2)],
      ]);
      const load = startLoad(clients, { instrument });
      await until(async () => (load.acknowledged.length > 20 ? true : null));
      line().cut();
      await until(isDown);
      const { body } = await venue.get('/health');
      expect((body.words as string[]).join()).toMatch(words);
      // What was executed before it was noticed may still be acknowledged.
      await sleep(NOTICED_MS);
      const before = load.acknowledged.length;
      await sleep(GONE_MS);
      expect(load.acknowledged.length).toBe(before);
      expect([...load.refusals.keys()]).toContain(UNHEALTHY);
      line().mend();
      await until(isUp);
      await until(async () => (load.acknowledged.length > before + 20 ? true : null));
      await load.stop();
      for (const code of load.refusals.keys()) expect([UNHEALTHY, OUTCOME_UNKNOWN]).toContain(code);
      auditAcknowledged(await deriveAll(venue), load.acknowledged);
    },
    90_000 + GONE_MS,
  );
});
