import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { firstExpiryFrom } from '../../protocol/instrument.ts';
import { writeRecording } from '../../test/fixtures/recording.ts';
import { readDeliveries } from './deliveries.ts';
import { outlineOf, readSnapshots, type Snapshot } from './recording.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenor-replay-'));
const START_SEC = Date.UTC(2026, 5, 8, 9) / 1000;
const DAY = firstExpiryFrom(START_SEC);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}

const QUOTES = 'timestamp_ms,currency,option_type,strike,expiry_ms,bid,ask,index_price';
const quote = (timeMs: number, currency: string, index = '63000'): string =>
  `${timeMs},${currency},call,60000,${START_SEC * 1000 + 86_400_000},0.05,0.051,${index}`;

async function snapshotsOf(path: string): Promise<Snapshot[]> {
  const found: Snapshot[] = [];
  for await (const snapshot of readSnapshots(path)) found.push(snapshot);
  return found;
}

describe('readDeliveries', () => {
  const header = 'currency,expiry_ms,delivery_price_usd,method';

  test('reads cents by underlying and day, and leaves out other currencies', () => {
    const path = file('d.csv', header, 'BTC,1780992000000,63146.84,x', 'SOL,1780992000000,70,x');
    expect([...readDeliveries(path)]).toEqual([[`0:${DAY}`, 6_314_684]]);
  });

  test.each([
    ['a file that is not there', join(folder, 'none.csv'), /no such file/],
    [
      'a missing column',
      file('d1.csv', 'currency,expiry_ms', 'BTC,1'),
      /no column delivery_price_usd/,
    ],
    ['no row', file('d2.csv', header), /no deliveries/],
    [
      'a price that is none',
      file('d3.csv', header, 'BTC,1780992000000,-1,x'),
      /row 2: delivery_price_usd is '-1'/,
    ],
    ['a time that is none', file('d4.csv', header, 'BTC,soon,1,x'), /row 2: expiry_ms is 'soon'/],
    ['another hour', file('d5.csv', header, 'BTC,1780992000001,1,x'), /expiry_ms/],
    [
      'an expiry at noon',
      file('d6.csv', header, 'BTC,1781006400000,1,x'),
      /no expiry at 08:00 UTC/,
    ],
  ])('says what is wrong: %s', (_, path, message) => {
    expect(() => readDeliveries(path)).toThrow(message);
  });
});

describe('readSnapshots', () => {
  const ms = START_SEC * 1000;

  test('puts the underlyings of one moment together', async () => {
    const path = file(
      'q.csv',
      QUOTES,
      quote(ms + 20, 'BTC'),
      quote(ms + 9_000, 'ETH', '1700'),
      quote(ms + 3_600_000, 'BTC'),
    );
    const found = await snapshotsOf(path);
    expect(found.map(({ timeSec, chains }) => [timeSec, chains.length])).toEqual([
      [START_SEC + 9, 2],
      [START_SEC + 3_600, 1],
    ]);
    expect((await outlineOf(path, 9))[1].indexCents).toEqual([6_300_000, null]);
    expect(await outlineOf(path, 1)).toHaveLength(1);
  });

  test('leaves out what the exchange does not have, and an index that it cannot print', async () => {
    const path = file(
      'q1.csv',
      QUOTES,
      quote(ms, 'SOL'),
      quote(ms, 'BTC', ''),
      quote(ms, 'ETH', '99999999'),
    );
    await expect(outlineOf(path, 9)).rejects.toThrow(/no quotes of BTC or ETH with an index price/);
  });

  test('reads what a made-up recording writes', async () => {
    const timesSec = [START_SEC, START_SEC + 40_000, START_SEC + 100_000];
    const files = writeRecording(folder, {
      timesSec,
      indexUsd: () => 60_000,
      volatility: () => 0.5,
    });
    const found = await snapshotsOf(files.quotes);
    expect(found.map(({ timeSec }) => timeSec)).toEqual(timesSec);
    expect(found[0].chains[0].snapshot.quotes.length).toBeGreaterThan(200);
    expect([...readDeliveries(files.deliveries).values()]).toEqual([6_000_000, 162_000]);
  });
});
