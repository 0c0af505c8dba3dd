import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, describe, expect, test } from 'vitest';

import { FeedError } from './feed.ts';
import { type RecordedChain, readRecorded, recordedFeed } from './recorded.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenor-recorded-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEADER =
  'timestamp_ms,currency,option_type,strike,expiry_ms,bid,ask,index_price,mark_iv_pct,mark_price,underlying_price';
const ROWS = [
  '1000000,BTC,call,60000,90000000,0.01,0.02,59990,50.5,0.015,60010',
  '1000000,ETH,put,3000,90000000,,0.03,2999,61,0.02,3001',
  '1000000,BTC,put,60000,90000000,0.011,,60010,50.5,0.014,60010',
  '1000000,BTC,swap,60000,90000000,1,1,60020,,,',
  '2000000,BTC,call,61000,90000000,0.005,0.006,60500,,,',
];

async function read(name: string, content: string | Buffer, currency?: string) {
  const file = join(folder, name);
  writeFileSync(file, content);
  const chains: RecordedChain[] = [];
  for await (const chain of readRecorded({ file, currency })) chains.push(chain);
  return chains;
}

describe('readRecorded', () => {
  test('gives a chain for each underlying of each snapshot', async () => {
    const chains = await read('a.csv', [HEADER, ...ROWS].join('\n'));
    expect(chains.map(({ snapshot }) => [snapshot.underlying, snapshot.timeSec])).toEqual([
      ['BTC', 1000],
      ['ETH', 1000],
      ['BTC', 2000],
    ]);
    const { snapshot, marks } = chains[0];
    expect(snapshot.indexUsd).toBe(60_010);
    expect(snapshot.quotes).toEqual([
      { expirySec: 90_000, strikeUsd: 60_000, put: false, bid: 0.01, ask: 0.02 },
      { expirySec: 90_000, strikeUsd: 60_000, put: true, bid: 0.011, ask: null },
    ]);
    expect(marks[0]).toMatchObject({ ivPct: 50.5, price: 0.015, forwardUsd: 60_010 });
    expect(chains[2].marks[0]).toMatchObject({ ivPct: null, price: null });
  });

  test('reads gzip, and one currency alone', async () => {
    const chains = await read('b.csv.gz', gzipSync([HEADER, ...ROWS].join('\n')), 'ETH');
    expect(chains.map(({ snapshot }) => snapshot.underlying)).toEqual(['ETH']);
  });

  test('columns may come in another order, and marks may be missing', async () => {
    const text = 'ask,bid,strike,option_type,index_price,currency,expiry_ms,timestamp_ms\n';
    const chains = await read('c.csv', `${text}2,1,100,call,99,BTC,9000,1000\n`);
    expect(chains[0].snapshot.quotes[0]).toMatchObject({ strikeUsd: 100, bid: 1, ask: 2 });
  });

  test.each([
    ['lacks', 'timestamp_ms,currency\n1,BTC\n', /no column option_type, strike/],
    ['empty', '', /no quotes/],
    ['other', `${HEADER}\n${ROWS[0].replace('BTC', 'SOL')}\n`, /no quotes of BTC/, 'BTC'],
    ['time', `${HEADER}\nx${ROWS[0]}\n`, /row 2: timestamp_ms is 'x1000000'/],
    ['back', `${HEADER}\n${ROWS[4]}\n${ROWS[0]}\n`, /row 3: it goes back in time/],
    ['ragged', `${HEADER}\n1,2,3\n`, /Invalid Record Length/],
    ['broken.gz', 'not gzip', /incorrect header check/],
  ])('tells what is wrong: %s', async (name, text, message, currency?: string) => {
    const reading = read(name.endsWith('.gz') ? name : `${name}.csv`, text, currency);
    await expect(reading).rejects.toThrow(FeedError);
    await expect(read(`again-${name}`, text, currency)).rejects.toThrow(message);
  });

  test('a missing file is named', async () => {
    const feed = recordedFeed({ file: join(folder, 'nowhere.csv') });
    const reading = feed.chains()[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toThrow(/no such file: .*nowhere\.csv/);
  });
});
