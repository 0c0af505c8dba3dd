/** Where the dispute commands read from: L1, the folder of a prover that runs or ran, or both. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Hex, parseEventLogs } from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { type Deployment, type Head, L1 } from '../../prover/l1/client.ts';
import { readDeployment } from '../../prover/l1/deployment.ts';
import { findFirstBlock, readGenesis } from '../../prover/l1/readGenesis.ts';
import { encodeState } from '../../prover/store/snapshot.ts';
import { openStore, Store, type StoredEvent, storePath } from '../../prover/store/store.ts';
import { Chronicle } from '../../prover/watch/chronicle.ts';
import { follow } from '../../prover/watch/follower.ts';

export interface Where {
  readonly devnet?: true;
  readonly l1?: string;
  readonly rollup?: string;
  readonly data?: string;
}

/** L1 as of a block. */
export interface OnL1 {
  readonly l1: L1;
  readonly deployment: Deployment;
  readonly head: Head;
  readonly nowSec: number;
}

export interface Source {
  readonly chronicle: Chronicle;
  readonly rollup: Hex;
  /** Absent where only a prover's folder is given: no clocks, no money, no gas. */
  readonly on: OnL1 | undefined;
  /** The folder of a prover, which knows the true roots. */
  readonly store: Store | undefined;
  close(): void;
}

const RANGE = 2_000;

/** @throws Error that says what is missing */
export async function openSource(where: Where): Promise<Source> {
  const { l1: url, rollup: named, data } = await placesOf(where);
  if (data !== undefined && !existsSync(storePath(data))) {
    throw new Error(`there is no store of a prover in ${data}`);
  }
  const store = data === undefined ? undefined : new Store(storePath(data), { readOnly: true });
  const rollup = addressOf(named ?? store?.meta('deployment')?.split(':')[1]);
  const on = url === undefined ? undefined : await openL1(url, rollup);
  const chronicle = new Chronicle();
  const events = store === undefined ? await eventsOf(on!) : store.events();
  for (const event of events) chronicle.add(event);
  return { chronicle, rollup, on, store, close: () => store?.close() };
}

async function placesOf(where: Where): Promise<Where> {
  if (where.devnet === true) {
    const { runningDevnet } = await import('../devnet/file.ts');
    const { l1, rollup } = runningDevnet();
    return { l1, rollup, ...where };
  }
  const isEnough =
    where.data !== undefined || (where.l1 !== undefined && where.rollup !== undefined);
  if (isEnough) return where;
  throw new Error(
    'say where to read: --devnet, or --l1 and --rollup, or --data of a prover (or both)',
  );
}

function addressOf(text: string | undefined): Hex {
  if (text === undefined || !/^0x[0-9a-fA-F]{40}$/.test(text)) {
    throw new Error(`--rollup is an address of 20 bytes in hex, not ${text ?? 'nothing'}`);
  }
  return text as Hex;
}

async function openL1(url: string, rollup: Hex): Promise<OnL1> {
  const l1 = new L1({ l1: url, rollup });
  const head = await l1.head();
  const deployment = await readDeployment(l1);
  return { l1, head, deployment, nowSec: await l1.nextTimeSec(head) };
}

/** The rollup's events alone: batches are not needed to tell of disputes. */
async function eventsOf({ l1, head }: OnL1): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let from = await findFirstBlock(l1); from <= head.number; from += RANGE) {
    const to = Math.min(from + RANGE - 1, head.number);
    const doing = `reading events of L1 blocks ${from} to ${to}`;
    const logs = await l1.ask(doing, ({ client }) =>
      client.getLogs({ address: l1.rollup, fromBlock: BigInt(from), toBlock: BigInt(to) }),
    );
    for (const log of parseEventLogs({ abi: rollupAbi, logs })) {
      events.push({
        block: Number(log.blockNumber),
        index: log.logIndex,
        name: log.eventName,
        args: log.args,
        transaction: log.transactionHash,
      });
    }
  }
  return events;
}

/** A store with all batches up to L1's head: the prover's, or one that is made for the moment. */
export async function withBatches<T>(
  { store, on }: { store: Store | undefined; on: OnL1 },
  use: (store: Store) => Promise<T>,
): Promise<T> {
  if (store !== undefined) return use(store);
  const folder = mkdtempSync(join(tmpdir(), 'tenor-dispute-'));
  const own = openStore(folder);
  try {
    const { l1, deployment } = on;
    const firstBlock = await findFirstBlock(l1);
    const state = await readGenesis(l1, { deployment, firstBlock, given: undefined });
    own.setMeta('genesisRoot', deployment.genesisRoot);
    own.addSnapshot(0, { batchHash: deployment.genesisHash, state: encodeState(state) });
    await follow({ l1, deployment, store: own, firstBlock, waits: false });
    return await use(own);
  } finally {
    own.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
