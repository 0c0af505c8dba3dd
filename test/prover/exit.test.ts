import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { EXIT } from '../../prover/errors.ts';
import { lockFolder } from '../../prover/store/lock.ts';

const PROGRAM = join(import.meta.dirname, '../../scripts/tenor.ts');
const ROLLUP = `0x${'12'.repeat(20)}`;
/** Nothing listens there. */
const NO_L1 = 'http://127.0.0.1:9';

let data: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'tenor-exit-'));
});

afterEach(() => rmSync(data, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [PROGRAM, 'prover', '--data', data, ...args]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

describe('how a prover that cannot work ends', () => {
  test('settings that are wrong', async () => {
    const { code, output } = await run('--l1', NO_L1, '--rollup', '0x12');
    expect(output).toContain('20 bytes in hex');
    expect(code).toBe(EXIT.settings);
  });

  test('a quorum that its endpoints cannot give', async () => {
    const { code, output } = await run('--l1', NO_L1, '--rollup', ROLLUP, '--l1-quorum', '2');
    expect(output).toContain('--l1-quorum must be 1 to 1');
    expect(code).toBe(EXIT.settings);
  });

  test('an L1 that is not reached in time', async () => {
    const { code, output } = await run(
      '--l1',
      NO_L1,
      '--rollup',
      ROLLUP,
      '--l1-wait',
      '0',
      '--log',
      'json',
    );
    const last = JSON.parse(output.trim().split('\n').at(-1)!) as object;
    expect(last).toMatchObject({ level: 'error', alarm: true, exit: EXIT.unreachable });
    expect(code).toBe(EXIT.unreachable);
  });

  test('another prover in its folder', async () => {
    const lock = lockFolder(data);
    const { code, output } = await run('--l1', NO_L1, '--rollup', ROLLUP);
    lock.release();
    expect(output).toContain('another prover is at work there');
    expect(code).toBe(EXIT.inUse);
  });

  test('a store that is not one', async () => {
    writeFileSync(join(data, 'prover.sqlite'), 'half a file'.repeat(1000));
    const { code, output } = await run('--l1', NO_L1, '--rollup', ROLLUP);
    expect(output).toContain('It can be deleted');
    expect(code).toBe(EXIT.damaged);
  });
});
