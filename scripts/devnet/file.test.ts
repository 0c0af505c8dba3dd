import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { type DevnetFile, removeDevnetFile, runningDevnet, writeDevnetFile } from './file.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenor-devnet-'));
const FILE: DevnetFile = {
  pid: process.pid,
  l1: 'http://127.0.0.1:8545',
  rollup: `0x${'a5'.repeat(20)}`,
  bridge: `0x${'b5'.repeat(20)}`,
  sequencer: 'http://127.0.0.1:8080',
  provers: [],
  undefended: true,
  watchtower: { key: `0x${'01'.repeat(32)}`, address: `0x${'c5'.repeat(20)}`, dataDir: 'data' },
};

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a running devnet is found, and gone once it has ended', () => {
  writeDevnetFile(folder, FILE);
  expect(runningDevnet(folder)).toEqual(FILE);
  removeDevnetFile(folder);
  expect(() => runningDevnet(folder)).toThrow('npm start -- --undefended');
});

test('the file of one that was killed is no devnet, and another one may not take it away', () => {
  // No process has the largest id.
  writeDevnetFile(folder, { ...FILE, pid: 2 ** 22 });
  expect(() => runningDevnet(folder)).toThrow('has ended without taking its file away');
  removeDevnetFile(folder);
  expect(() => runningDevnet(folder)).toThrow('has ended');
});
