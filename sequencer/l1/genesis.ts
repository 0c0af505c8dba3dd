import { bytesToHex, hexToBytes, parseAbiItem } from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { decodeGenesis, type Genesis, genesisState } from '../../protocol/genesis.ts';
import { StateTree } from '../../protocol/merkle.ts';
import type { State } from '../../protocol/state.ts';
import { OperationalError } from '../errors.ts';
import type { L1 } from './contracts.ts';

const GENESIS = parseAbiItem('event Genesis(bytes genesis)');

export interface GenesisStart {
  readonly state: State;
  readonly root: Uint8Array;
  /** Of batch 0. */
  readonly hash: Uint8Array;
  readonly timeSec: number;
}

/**
 * The state before batch 1, from the rollup's deployment unless it is given.
 * @throws OperationalError `fatal` where its root is not that of the genesis claim
 */
export async function readGenesis(l1: L1, given: Genesis | undefined): Promise<GenesisStart> {
  const read = { address: l1.addresses.rollup, abi: rollupAbi } as const;
  const [claimId, batch] = await Promise.all([
    l1.public.readContract({ ...read, functionName: 'GENESIS_CLAIM' }),
    l1.public.readContract({ ...read, functionName: 'batchOf', args: [0n] }),
  ]);
  const claim = await l1.public.readContract({
    ...read,
    functionName: 'claimOf',
    args: [claimId],
  });
  const state = genesisState(given ?? (await genesisOfDeployment(l1)));
  const { root } = new StateTree(state);
  if (claim.root !== bytesToHex(root)) {
    throw new OperationalError(
      'fatal',
      `genesis has root ${bytesToHex(root)}, the rollup expects ${claim.root}`,
    );
  }
  return { state, root, hash: hexToBytes(batch.hash), timeSec: Number(batch.time) };
}

async function genesisOfDeployment(l1: L1): Promise<Genesis> {
  const [log] = await l1.public.getLogs({
    address: l1.addresses.rollup,
    event: GENESIS,
    fromBlock: 0n,
    strict: true,
  });
  const genesis = log === undefined ? null : decodeGenesis(hexToBytes(log.args.genesis));
  if (genesis === null) {
    throw new OperationalError('fatal', 'L1 does not tell the genesis; give it with --genesis');
  }
  return genesis;
}
