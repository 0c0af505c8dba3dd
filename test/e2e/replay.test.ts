/** A made-up market that falls by a fifth between two snapshots, through the command as a user runs it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, describe, expect, test } from 'vitest';

import type { ReplayResult } from '../../scripts/replay/result.ts';
import { writeRecording } from '../fixtures/recording.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'tenor-replay-'));
/** 02:00 UTC, six hours before an expiry. */
const START_SEC = Date.UTC(2026, 2, 4, 2) / 1000;
const HOUR_SEC = 3_600;
const CRASH_SEC = START_SEC + 9 * HOUR_SEC;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function replay(
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = [join(ROOT, 'scripts/replay.ts'), ...args, '--data', folder];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { cwd: ROOT });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

const files = writeRecording(folder, {
  timesSec: [0, 1, 5.9, 8, 11, 14].map((hours) => START_SEC + hours * HOUR_SEC),
  indexUsd: (timeSec) => (timeSec < CRASH_SEC ? 90_000 : 72_000),
  volatility: (timeSec) => (timeSec < CRASH_SEC ? 0.45 : 0.9),
});

describe('npm run replay', () => {
  test('a crash liquidates, an expiry settles at its delivery, and the money is all there', async () => {
    const { code, stdout, stderr } = await replay(files.quotes, '--json', '--seed', '3');
    expect(stderr).toContain('snapshot 6 of 6');
    const result = JSON.parse(stdout) as ReplayResult;
    expect(result.problems).toEqual([]);
    expect(code).toBe(0);
    expect(result.money).toMatchObject({ conserved: true, difference: '0.000000' });
    expect(result.roots.equal).toBe(true);
    expect(result.settlements).toHaveLength(2);
    for (const { settledUsd, deliveryUsd } of result.settlements)
      expect(settledUsd).toBe(deliveryUsd);
    expect(result.liquidations.started + result.liquidations.insolvent).toBeGreaterThan(0);
    expect(result.liquidations.bids).toBeGreaterThan(0);
    expect(result.liquidations.negative.length).toBeGreaterThan(0);
    expect(result.surfaces.marks!.medianVolPoints).toBeLessThan(0.5);
  }, 180_000);

  test.each([
    ['a file that is not there', [join(folder, 'none.csv')], /no such file/],
    [
      'a file of something else',
      [files.deliveries, '--deliveries', files.deliveries],
      /no column timestamp_ms/,
    ],
    ['a count that is none', [files.quotes, '--limit', 'x'], /--limit is no count/],
  ])('%s is told and is no success', async (_, args, message) => {
    const { code, stderr } = await replay(...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });
});
