import { expect, test } from 'vitest';
import { REJECTION_BY_CODE } from '../../protocol/rejections.ts';
import { compareOracle, formatTable } from './compare.ts';

/** Codes that a stream may miss; limits.test.ts and edges.test.ts reach them. */
const DIRECTED = [2005, 3008, 3014];
/** An instrument is listed only near an index price, and an index price never goes. */
const UNREACHABLE = [3010];

test('protocol/ and the reference implementation agree on every outcome and state root', () => {
  const comparison = compareOracle({ seed: 3, operations: 20_000 });
  console.log(`seed ${comparison.seed}, ${comparison.batches} batches\n${formatTable(comparison)}`);
  expect(comparison.reached).toMatchObject({ expiriesOfAccount: 32 });
  expect(comparison.reached.accountsInDebt).toBeGreaterThan(0);
  expect(comparison.reached.socialized).toBeGreaterThan(0);
  const seen = new Set([...comparison.table.values()].flatMap((counts) => [...counts.keys()]));
  const missing = [...REJECTION_BY_CODE.keys()].filter((code) => !seen.has(code));
  expect(missing.filter((code) => ![...DIRECTED, ...UNREACHABLE].includes(code))).toEqual([]);
}, 120_000);
