/** The state before batch 1: given by hand, or told by the deployment; either way it must have the root that L1 has. */

import { decodeGenesis, type Genesis, genesisState } from '../../protocol/genesis.ts';
import { StateTree } from '../../protocol/merkle.ts';
import type { State } from '../../protocol/state.ts';
import { rollupAbi } from '../../contracts/generated/abi.ts';
import { ProverError } from '../errors.ts';
import { toBytes, toHex } from '../hex.ts';
import type { Deployment, L1 } from './client.ts';

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

async function genesisOnL1(
  l1: L1,
  { deployment, firstBlock }: { deployment: Deployment; firstBlock: number },
): Promise<Genesis | undefined> {
  const [event] = await l1.attempt('reading the genesis event', () =>
    l1.client.getContractEvents({
      address: deployment.rollup,
      abi: rollupAbi,
      eventName: 'Genesis',
      fromBlock: BigInt(firstBlock),
      toBlock: BigInt(firstBlock + 1000),
    }),
  );
  return event?.args.genesis === undefined ? undefined : decodeGenesis(toBytes(event.args.genesis));
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
