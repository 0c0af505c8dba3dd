import { describe, expect, test } from 'vitest';

import { addressesIn } from './verifierCode.ts';

const code = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const ADDRESS = 'aa'.repeat(20);

describe('addressesIn', () => {
  test('finds an immutable, pushed as a word', () => {
    expect(addressesIn(code(`60017f${'00'.repeat(12)}${ADDRESS}50`))).toEqual([`0x${ADDRESS}`]);
  });

  test('finds a linked library, pushed as 20 bytes', () => {
    expect(addressesIn(code(`73${ADDRESS}50`))).toEqual([`0x${ADDRESS}`]);
  });

  test('does not read the data of a push as code', () => {
    expect(addressesIn(code(`7f73${'bb'.repeat(31)}`))).toEqual([]);
  });

  test('passes over small constants and hashes', () => {
    const small = `7f${'00'.repeat(31)}05`;
    const hash = `7f${'cd'.repeat(32)}`;
    expect(addressesIn(code(small + hash))).toEqual([]);
  });
});
