/** Where a sequencer goes on: the snapshot it replays from, and whether L1 agrees with its journal. */
import { hexToBytes } from 'viem';

import { rollupAbi } from '../contracts/generated/abi.ts';
import type { Genesis } from '../protocol/genesis.ts';
import { equalBytes } from '../protocol/hash.ts';
import type { StoredBatch } from './engine/engine.ts';
import { packState } from './engine/tables.ts';
import { OperationalError } from './errors.ts';
import type { L1 } from './l1/contracts.ts';
import { readGenesis } from './l1/genesis.ts';
import type { Batches, Snapshot } from './store/batches.ts';

/**
 * The latest snapshot from which the read model can be brought up to date, else genesis.
 * @param readModelSeq last operation that the read model holds
 */
export async function findStart(parts: {
  l1: L1;
  batches: Batches;
  genesis: Genesis | undefined;
  readModelSeq: number;
}): Promise<Snapshot> {
  const { state, root, hash, timeSec } = await readGenesis(parts.l1, parts.genesis);
  const snapshot = await parts.batches.latestSnapshot(parts.readModelSeq);
  if (snapshot !== null) return snapshot;
  return { batch: 0, nextSeq: 1, inboxNext: 0, timeSec, hash, root, tables: packState(state) };
}

/** Of a batch that was sealed with one. */
export function snapshotOf({ number, hash, root, snapshot, input }: StoredBatch): Snapshot {
  return {
    batch: number,
    nextSeq: input.firstSeq + input.operations,
    inboxNext: input.inboxFrom + input.inbox.length,
    timeSec: input.timeSec,
    hash,
    root,
    tables: snapshot!,
  };
}

export async function postedBatch(l1: L1): Promise<number> {
  const read = { address: l1.addresses.rollup, abi: rollupAbi } as const;
  return Number(await l1.public.readContract({ ...read, functionName: 'tipNumber' }));
}

/**
 * INVARIANT: L1 never holds a batch that the journal does not.
 * @throws OperationalError `fatal`
 */
export async function checkChain(parts: {
  l1: L1;
  batches: Batches;
  lastStored: number;
}): Promise<void> {
  const { l1, batches, lastStored } = parts;
  const tip = await postedBatch(l1);
  if (tip > lastStored) {
    throw new OperationalError(
      'fatal',
      `L1 holds batch ${tip}, the journal ends at batch ${lastStored}: is this its database?`,
    );
  }
  if (tip === 0) return;
  const ours = await batches.get(tip);
  const theirs = await l1.public.readContract({
    address: l1.addresses.rollup,
    abi: rollupAbi,
    functionName: 'batchOf',
    args: [BigInt(tip)],
  });
  if (ours === null || !equalBytes(ours.hash, hexToBytes(theirs.hash))) {
    throw new OperationalError('fatal', `L1 holds another batch ${tip} than the journal`);
  }
}
