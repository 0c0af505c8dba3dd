import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { ALARMS } from './alarms.ts';
import { EXIT } from './errors.ts';

const operations = readFileSync(new URL('../docs/operations.md', import.meta.url), 'utf8');

test('operations.md lists every alarm, and which make the prover unhealthy', () => {
  for (const [code, { isSick, means }] of Object.entries(ALARMS)) {
    expect(operations).toContain(`| \`${code}\` | ${isSick ? 'yes' : ''} | ${means} |`);
  }
});

test('operations.md lists every exit code', () => {
  for (const code of Object.values(EXIT)) expect(operations).toContain(`\n| ${code} | `);
});
