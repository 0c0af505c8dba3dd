/** The project's own vectors, which test/oracle computes, through both implementations. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openNode } from '../differential/node.ts';
import { makeVectors, VECTORS_PATH } from '../oracle/vectors/make.ts';
import { openContracts } from './contracts.ts';
import type { Implementation } from './kind.ts';
import { KINDS } from './kinds/all.ts';
import { protocolImplementation } from './protocol.ts';
import { parseVectors } from './read.ts';
import { runVectors } from './run.ts';

const FILE = readFileSync(VECTORS_PATH, 'utf8');

async function failuresOf(implementation: Implementation): Promise<unknown[]> {
  const results = await runVectors(parseVectors(FILE), { kinds: KINDS, implementation });
  expect(results.map(({ kind }) => kind).sort()).toEqual(KINDS.map(({ name }) => name).sort());
  console.table(
    results.map(({ kind, passed, largestRelativeError }) => {
      return { kind, passed, largestRelativeError };
    }),
  );
  return results.flatMap(({ kind, failures }) => failures.map((failure) => ({ kind, ...failure })));
}

test('protocol/ meets them', async () => {
  expect(await failuresOf(protocolImplementation)).toEqual([]);
});

test('the deployed contracts meet them', async () => {
  const contracts = await openContracts(openNode);
  try {
    expect(await failuresOf(contracts.implementation)).toEqual([]);
  } finally {
    await contracts.close();
  }
}, 120_000);

test('they are what the oracle makes', () => {
  expect(makeVectors()).toBe(FILE);
});
