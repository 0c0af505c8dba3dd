import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { lockFolder } from './lock.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenor-lock-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder has one prover at a time', () => {
  const first = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(/another prover is at work there/);
  first.release();
  lockFolder(folder).release();
});
