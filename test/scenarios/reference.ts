/** What the reference implementation makes of L1: it follows docs/spec.md and shares no rule with the prover. */
import { bytesToHex, decodeFunctionData, type Hex, hexToBytes } from 'viem';

import { inboxAbi, rollupAbi } from '../../contracts/generated/abi.ts';
import { decodeHeader, decodeInboxItem, type InboxItem } from '../../protocol/generated/codec.ts';
import { recoverAddress } from '../../protocol/signatures.ts';
import { type NaiveOutcome, naiveGenesis, type Recover, runNaiveBatch } from '../oracle/naive.ts';
import type { NaiveInboxItem } from '../oracle/naiveInbox.ts';
import { naiveRoot } from '../oracle/naiveMerkle.ts';
import type { NaiveState } from '../oracle/naiveState.ts';
import { project } from '../oracle/project.ts';
import type { Rig } from '../prover/rig.ts';

export interface Reference {
  readonly state: NaiveState;
  readonly root: Hex;
  /** After every batch; the first is the root before batch 1. */
  readonly roots: readonly Hex[];
  /** Of every operation and inbox item, by batch; the first is batch 1. */
  readonly outcomes: readonly (readonly NaiveOutcome[])[];
}

/** Runs every batch that L1 holds. */
export async function referenceOf(rig: Rig): Promise<Reference> {
  const { timeSec, quorum, publishers } = rig.genesis;
  const state = naiveGenesis({
    timeSec: BigInt(timeSec),
    quorum: BigInt(quorum),
    publishers: publishers.map(plain),
  });
  const items = (await inboxOf(rig)).map(naiveItem);
  const domain = { chainId: 31_337n, rollup: plain(hexToBytes(rig.rollup)) };
  const outcomes: NaiveOutcome[][] = [];
  const rootNow = (): Hex => bytesToHex(naiveRoot(project(state)));
  const roots = [rootNow()];
  for (const { header, data } of await postedBatches(rig)) {
    const inbox = items.slice(header.inboxFrom, header.inboxTo);
    const batch = { domain, headerTimeSec: BigInt(header.timeSec), data, inbox };
    outcomes.push(runNaiveBatch(state, batch, recover));
    roots.push(rootNow());
  }
  return { state, root: roots.at(-1)!, roots, outcomes };
}

/** Headers and data of all batches, in order. */
export async function postedBatches(rig: Rig) {
  const posts = await rig.client.getContractEvents({
    address: rig.rollup,
    abi: rollupAbi,
    eventName: 'BatchPosted',
    fromBlock: 0n,
    strict: true,
  });
  return Promise.all(
    posts.map(async ({ args, transactionHash }) => {
      const { input } = await rig.client.getTransaction({ hash: transactionHash });
      const call = decodeFunctionData({ abi: rollupAbi, data: input });
      const data = hexToBytes((call.args as readonly [Hex, Hex])[1]);
      return { header: decodeHeader(hexToBytes(args.header)), data };
    }),
  );
}

export async function inboxOf(rig: Rig): Promise<InboxItem[]> {
  const added = await rig.client.getContractEvents({
    address: rig.inbox,
    abi: inboxAbi,
    eventName: 'ItemAdded',
    fromBlock: 0n,
    strict: true,
  });
  return added.map(({ args }) => decodeInboxItem(hexToBytes(args.item)));
}

const plain = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function naiveItem({ kind, sender, account, amount }: InboxItem): NaiveInboxItem {
  return {
    kind: BigInt(kind),
    sender: plain(sender),
    account: BigInt(account),
    amount: BigInt(amount),
  };
}

const recover: Recover = (digest, signature) => {
  const address = recoverAddress(digest(), Buffer.from(signature, 'hex'));
  return address === null ? null : plain(address);
};
