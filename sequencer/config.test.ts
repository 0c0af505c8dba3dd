import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { completeSettings, DEFAULT_SETTINGS, readConfig, readSettings } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenor-config-'));
const genesis = join(folder, 'genesis.json');
writeFileSync(
  genesis,
  JSON.stringify({ timeSec: 5, publishers: [`0x${'ab'.repeat(20)}`], quorum: 1 }),
);
const keyFile = join(folder, 'key');
writeFileSync(keyFile, `${'11'.repeat(32)}\n`);
const rollup = `0x${'cd'.repeat(20)}`;

describe('readConfig', () => {
  test('takes flags before the environment, and keys from a file', () => {
    const config = readConfig(
      { l1: 'http://flag', rollup, genesis, keyFile },
      { TENOR_L1_URL: 'http://environment', TENOR_PORT: '99', REDIS_URL: 'redis://x' },
    );
    expect(config).toMatchObject({
      l1: 'http://flag',
      port: 99,
      redisUrl: 'redis://x',
      posterKey: `0x${'11'.repeat(32)}`,
      genesis: { publishers: [new Uint8Array(20).fill(0xab)] },
    });
  });

  test('names what is missing or wrong', () => {
    expect(() => readConfig({ l1: 'x', rollup, genesis }, {})).toThrow(/set TENOR_POSTER_KEY/);
    expect(() => readConfig({ rollup: '0x12' }, {})).toThrow(/no address/);
    const env = { TENOR_POSTER_KEY: '0x12' };
    expect(() => readConfig({ l1: 'x', rollup, genesis }, env)).toThrow(/32 bytes/);
  });
});

describe('completeSettings', () => {
  test('reads every setting from its variable', () => {
    expect(
      readSettings({ TENOR_SEAL_AFTER_MS: '50', TENOR_CLAIMS: 'false', TENOR_SCHEMA: 'a' }),
    ).toEqual({ sealAfterMs: 50, claims: false, schema: 'a' });
    expect(completeSettings()).toEqual(DEFAULT_SETTINGS);
  });

  test('refuses a setting that makes no sense, by its name', () => {
    expect(() => completeSettings({ sealBytes: 120_001 })).toThrow(/sealBytes/);
    expect(() => completeSettings({ sealAfterMs: Number('x') })).toThrow(/sealAfterMs/);
    expect(() => completeSettings({ schema: 'a; DROP' })).toThrow(/identifier/);
  });
});
