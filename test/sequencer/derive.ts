/** What anyone makes of L1 alone: the batches' bytes from transactions, the inbox from events, the root by the rules. */
import { decodeFunctionData, hexToBytes, toHex } from 'viem';

import { inboxAbi, rollupAbi } from '../../contracts/generated/abi.ts';
import { runBatch } from '../../protocol/derive.ts';
import {
  decodeHeader,
  decodeInboxItem,
  OPERATION_BY_KIND,
} from '../../protocol/generated/codec.ts';
import { genesisState } from '../../protocol/genesis.ts';
import { keccak256 } from '../../protocol/hash.ts';
import { StateTree } from '../../protocol/merkle.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import type { State } from '../../protocol/state.ts';
import type { Hex } from '../../sdk/types.ts';
import type { Rig } from '../prover/rig.ts';

export interface Derived {
  readonly state: State;
  readonly root: Hex;
  readonly batches: number;
  /** Hashes of all operations, in order; the first has seq 1. */
  readonly hashes: readonly Hex[];
}

export async function deriveFromL1(rig: Rig): Promise<Derived> {
  const posts = await rig.client.getContractEvents({
    address: rig.rollup,
    abi: rollupAbi,
    eventName: 'BatchPosted',
    fromBlock: 0n,
    strict: true,
  });
  const added = await rig.client.getContractEvents({
    address: rig.inbox,
    abi: inboxAbi,
    eventName: 'ItemAdded',
    fromBlock: 0n,
    strict: true,
  });
  const items = added.map(({ args }) => decodeInboxItem(hexToBytes(args.item)));
  const state = genesisState(rig.genesis);
  const hashes: Hex[] = [];
  for (const { args, transactionHash } of posts) {
    const header = decodeHeader(hexToBytes(args.header));
    const { input } = await rig.client.getTransaction({ hash: transactionHash });
    const call = decodeFunctionData({ abi: rollupAbi, data: input });
    const data = hexToBytes((call.args as readonly [Hex, Hex])[1]);
    const inbox = items.slice(header.inboxFrom, header.inboxTo);
    runBatch({ state, input: { header, data, inbox }, signatures: recoverSignatures });
    hashes.push(...operationHashes(data));
  }
  return { state, root: toHex(new StateTree(state).root), batches: posts.length, hashes };
}

function operationHashes(data: Uint8Array): Hex[] {
  const hashes: Hex[] = [];
  for (let at = 0; at < data.length; ) {
    const { bytes, entryBytes } = OPERATION_BY_KIND[data[at]];
    const count = entryBytes === 0 ? 0 : data[at + bytes - 1];
    const end = at + bytes + count * entryBytes;
    hashes.push(toHex(keccak256(data.subarray(at, end))));
    at = end;
  }
  return hashes;
}
