import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'tenor-vectors-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]): { status: number | null; output: string } {
  const script = join(import.meta.dirname, 'vectors.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

let files = 0;
function fileOf(text: string): string {
  const path = join(folder, `${(files += 1)}.json`);
  writeFileSync(path, text);
  return path;
}

const FEE = {
  id: 'one',
  kind: 'fee',
  inputs: { base: 0.1, rate: '3e-4', amount: '0.1', index: 43000 },
  expected: { fee: '1.39' },
};

test('says what passes, by kind, and ends well', () => {
  const { status, output } = run('--only', 'protocol', fileOf(JSON.stringify({ vectors: [FEE] })));
  expect(output).toContain('fee: 1 passed, 0 failed (protocol, largest relative error 0.0e+0)');
  expect(status).toBe(0);
});

test('fails a vector that is missed and a kind that there is none of', () => {
  const missed = { ...FEE, id: 'two', expected: { fee: '1.38', other: '1' } };
  const unknown = { ...FEE, kind: 'no_such_kind' };
  const path = fileOf(JSON.stringify({ vectors: [missed, unknown] }));
  const { status, output } = run('--only', 'protocol', path);
  expect(output).toContain('fee: 0 passed, 1 failed');
  expect(output).toContain('FAILED fee, protocol, two: fee: got 1.39, expected 1.38');
  expect(output).toContain('FAILED fee, protocol, two: other: not computed');
  expect(output).toContain('FAILED no_such_kind: no such kind');
  expect(status).toBe(1);
});

test('says what is wrong with a file, and how it is used', () => {
  const cases: readonly (readonly [readonly string[], string, number])[] = [
    [[join(folder, 'missing.json')], 'ENOENT', 2],
    [[fileOf('{')], 'JSON', 2],
    [[fileOf('{"vectors": []}')], 'no vectors', 2],
    [[fileOf('{"other": []}')], 'no list named vectors', 2],
    [[], 'one file is wanted', 2],
    [['--only', 'both', 'file'], '--only takes protocol or contracts', 2],
    [['--what'], "Unknown option '--what'", 2],
    [['--help'], 'npm run vectors', 0],
  ];
  for (const [args, message, expected] of cases) {
    const { status, output } = run(...args);
    expect(output).toContain(message);
    expect(status).toBe(expected);
  }
});
