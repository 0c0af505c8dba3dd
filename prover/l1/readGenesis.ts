/** The state before batch 1: given by hand, or told by the deployment; either way it must have the root that L1 has. */
import type { Hex } from 'viem';

import { type Genesis, genesisState } from '../../protocol/genesis.ts';
import { StateTree } from '../../protocol/merkle.ts';
import type { State } from '../../protocol/state.ts';
import { ProverError } from '../errors.ts';
import { toHex } from '../hex.ts';
import type { Deployment, L1 } from './client.ts';

/** keccak256("Genesis(bytes)") */
const GENESIS_TOPIC: Hex = '0x13c8bf34c0ac98ebdd3d9c832521e34011260494559da120e91cd7f0c2036112';

export async function readGenesis(
  l1: L1,
  {
    deployment,
    firstBlock,
    given,
  }: { deployment: Deployment; firstBlock: number; given: Genesis | undefined },
): Promise<State> {
  const doing = 'building the state before batch 1';
  const genesis = given ?? (await genesisOnL1(l1, { deployment, firstBlock }));
  if (genesis === undefined) {
    const message = 'L1 does not tell it: give its time, publishers and quorum (--genesis FILE)';
    throw new ProverError('fatal', { doing, message });
  }
  const state = genesisState(genesis);
  const root = toHex(new StateTree(state).root);
  if (root !== deployment.genesisRoot) {
    const message = `its root is ${root}, L1 has ${deployment.genesisRoot}`;
    throw new ProverError('fatal', { doing, message });
  }
  return state;
}

/** `Genesis(abi.encodePacked(uint64 timeSec, uint8 quorum, address… publishers))`, where the rollup emits it. */
async function genesisOnL1(
  l1: L1,
  { deployment, firstBlock }: { deployment: Deployment; firstBlock: number },
): Promise<Genesis | undefined> {
  const logs = await l1.attempt('reading the genesis event', () =>
    l1.client.request({
      method: 'eth_getLogs',
      params: [
        {
          address: deployment.rollup,
          topics: [GENESIS_TOPIC],
          fromBlock: `0x${firstBlock.toString(16)}`,
          toBlock: `0x${(firstBlock + 1000).toString(16)}`,
        },
      ],
    }),
  );
  const data = logs[0]?.data;
  if (data === undefined) return undefined;
  const length = Number(BigInt(`0x${data.slice(66, 130)}`));
  return decodeGenesis(Buffer.from(data.slice(130, 130 + 2 * length), 'hex'));
}

export function decodeGenesis(bytes: Buffer): Genesis {
  const publishers: Uint8Array[] = [];
  for (let at = 9; at + 20 <= bytes.length; at += 20) {
    publishers.push(new Uint8Array(bytes.subarray(at, at + 20)));
  }
  return { timeSec: Number(bytes.readBigUInt64BE(0)), quorum: bytes[8], publishers };
}

export function encodeGenesis({ timeSec, quorum, publishers }: Genesis): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes.writeBigUInt64BE(BigInt(timeSec), 0);
  bytes[8] = quorum;
  return new Uint8Array(Buffer.concat([bytes, ...publishers]));
}

/** The block of the deployment, by bisection; 0 where the endpoint keeps no old states. */
export async function findFirstBlock(l1: L1): Promise<number> {
  let high = (await l1.head()).number;
  let low = 0;
  try {
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const blockNumber = BigInt(middle);
      const code = await l1.client.getCode({ address: l1.rollup, blockNumber });
      if (code === undefined || code === '0x') low = middle + 1;
      else high = middle;
    }
    return high;
  } catch {
    return 0;
  }
}
