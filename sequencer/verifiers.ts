/** The timelock may name another verifier while batches wait to be posted: L1 puts the new one into their headers. */
import { bytesToHex, hexToBytes } from 'viem';

import { rollupAbi } from '../contracts/generated/abi.ts';
import { hashBatch } from '../protocol/batch.ts';
import { decodeHeader, encodeHeader } from '../protocol/generated/codec.ts';
import { equalBytes } from '../protocol/hash.ts';
import type { Hex } from './options.ts';
import type { L1 } from './l1/contracts.ts';
import { postedBatch } from './startingPoint.ts';
import type { Batches, BatchRow } from './store/batches.ts';

const PAGE = 8;

/**
 * Gives batches that L1 does not hold the verifier that it names now, and hashes them anew; those it holds get what it
 * holds them with. Roots do not depend on it. Where L1 holds another batch altogether it leaves ours as it is.
 * @returns how many were hashed anew
 */
export async function followVerifier(parts: {
  l1: L1;
  batches: Pick<Batches, 'get' | 'from' | 'rehash'>;
}): Promise<number> {
  const { l1, batches } = parts;
  const read = { address: l1.addresses.rollup, abi: rollupAbi } as const;
  const heldAs = async (number: number): Promise<{ hash: Hex; verifier: Hex }> =>
    l1.public.readContract({ ...read, functionName: 'batchOf', args: [BigInt(number)] });

  const tip = await postedBatch(l1);
  let last = tip;
  let held = await heldAs(last);
  while (last > 0 && !isHeld(await batches.get(last), held)) held = await heldAs(--last);
  let parentHash = hexToBytes(held.hash);
  let count = 0;
  for (let rows = await page(last + 1); rows.length > 0; rows = await page(last + 1)) {
    for (const row of rows) {
      last = row.number;
      const verifier = last <= tip ? (await heldAs(last)).verifier : l1.addresses.verifier;
      const header = { ...decodeHeader(row.header), parentHash, verifier: hexToBytes(verifier) };
      const hash = hashBatch(header);
      if (last <= tip && bytesToHex(hash) !== (await heldAs(last)).hash) return count;
      parentHash = hash;
      if (equalBytes(hash, row.hash)) continue;
      await batches.rehash(last, { header: encodeHeader(header), hash });
      count += 1;
    }
  }
  return count;

  async function page(from: number): Promise<BatchRow[]> {
    return batches.from(from, PAGE);
  }
}

function isHeld(row: BatchRow | null, { hash }: { hash: Hex }): boolean {
  return row !== null && bytesToHex(row.hash) === hash;
}
