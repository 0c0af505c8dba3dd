import { createPublicClient, hexToBytes, http, parseAbiItem, type PublicClient } from 'viem';

import { decodeGenesis, type Genesis } from '../protocol/genesis.ts';
import { domainSeparator } from '../protocol/typedData.ts';
import type { Oracle } from './node/collect.ts';
import type { Hex } from './options.ts';

const GENESIS = parseAbiItem('event Genesis(bytes genesis)');
const TIMEOUT_MS = 5_000;

/** L1 as a publisher needs it: what time it is there, and who the oracle is. */
export interface L1 {
  readonly oracle: Oracle & { readonly genesisSec: number };
  /** Of the last block that was seen; asks L1 again. */
  readTimeSec(): Promise<number>;
}

/** @throws Error where L1 does not answer, or tells no genesis and none is given */
export async function connectL1({
  l1,
  rollup,
  genesis,
}: {
  l1: string;
  rollup: Hex;
  genesis?: Genesis | undefined;
}): Promise<L1> {
  const client = createPublicClient({ transport: http(l1, { timeout: TIMEOUT_MS }), cacheTime: 0 });
  const chainId = await client.getChainId();
  const { timeSec, publishers, quorum } = genesis ?? (await readGenesis(client, rollup));
  const domain = domainSeparator({ chainId, rollup: hexToBytes(rollup) });
  return {
    oracle: { domain, publishers, quorum, genesisSec: timeSec },
    readTimeSec: async () => Number((await client.getBlock()).timestamp),
  };
}

async function readGenesis(client: PublicClient, address: Hex): Promise<Genesis> {
  const [log] = await client.getLogs({ address, event: GENESIS, fromBlock: 0n, strict: true });
  if (log === undefined) {
    throw new Error(
      `L1 tells no genesis of ${address}: no rollup there, or give it with --genesis`,
    );
  }
  return decodeGenesis(hexToBytes(log.args.genesis));
}
