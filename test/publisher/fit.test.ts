import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { normalizedPrice } from '../../publisher/fit/black76.ts';
import { YEAR_SEC } from '../../publisher/fit/chain.ts';
import { totalVariance } from '../../publisher/fit/svi.ts';
import {
  ladder,
  NOW_SEC,
  quoteExpiry,
  snapshotOf,
  typicalSvi,
} from '../../publisher/testing/synthetic.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenor-fit-'));
const file = join(folder, 'quotes.csv.gz');
afterAll(() => rmSync(folder, { recursive: true }));

/** Three expiries whose marks are the truth. */
beforeAll(() => {
  const rows = [3, 20, 80].flatMap((days) => {
    const svi = typicalSvi(days);
    const forwardUsd = 63_000 + days;
    const tauYears = (days * 86_400) / YEAR_SEC;
    const strikesUsd = ladder(52_000, 76_000, 1000);
    const quotes = quoteExpiry({ svi, forwardUsd, days, strikesUsd, halfSpread: 0.0003 });
    return snapshotOf(quotes).quotes.map(({ expirySec, strikeUsd, put, bid, ask }) => {
      const k = Math.log(strikeUsd / forwardUsd);
      const v = Math.sqrt(totalVariance(svi, k));
      const mark = [(100 * v) / Math.sqrt(tauYears), normalizedPrice({ k, v, put }), forwardUsd];
      const terms = [put ? 'put' : 'call', strikeUsd, expirySec * 1000];
      return [NOW_SEC * 1000, 'BTC', ...terms, bid ?? '', ask ?? '', 63_000, ...mark].join(',');
    });
  });
  const header =
    'timestamp_ms,currency,option_type,strike,expiry_ms,bid,ask,index_price,mark_iv_pct,mark_price,underlying_price';
  writeFileSync(file, gzipSync([header, ...rows].join('\n')));
});

function fit(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['scripts/tenor.ts', 'fit', ...args], { encoding: 'utf8' });
}

describe('tenor fit', () => {
  test('prints the errors by time to expiry', () => {
    const { status, stdout } = fit(file, '--slices');
    expect(status).toBe(0);
    expect(stdout).toContain('1 chains, 3 surfaces fitted, 0 not free of arbitrage');
    expect(stdout).toMatch(/^BTC +30 to 90 d/m);
    expect(stdout).toMatch(/^ {4}2026-06-28 +63020\.0/m);
  });

  test('prints one JSON document', () => {
    const { status, stdout } = fit(file, '--json', '--slices', '--currency', 'btc');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as {
      buckets: { medianVolPoints: number; p95VolPoints: number }[];
      surfaces: unknown[];
    };
    expect(report.surfaces).toHaveLength(3);
    expect(report.buckets.at(-1)!.medianVolPoints).toBeLessThan(0.05);
    expect(report.buckets.at(-1)!.p95VolPoints).toBeLessThan(0.5);
  });

  test('tells what is wrong with a file', () => {
    expect(fit(join(folder, 'none.csv'))).toMatchObject({ status: 1, stdout: '' });
    const other = fit(file, '--currency', 'ETH');
    expect(other.status).toBe(1);
    expect(other.stderr).toContain('no quotes of ETH');
  });
});
