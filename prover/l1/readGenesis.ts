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
  const bytes = await l1.ask('reading the genesis event', async ({ client }) => {
    const [event] = await client.getContractEvents({
      address: deployment.rollup,
      abi: rollupAbi,
      eventName: 'Genesis',
      fromBlock: BigInt(firstBlock),
      toBlock: BigInt(firstBlock + 1000),
    });
    return event?.args.genesis;
  });
  return bytes === undefined ? undefined : decodeGenesis(toBytes(bytes));
}

/** The block of the deployment, by bisection; 0 where the endpoint keeps no old states. */
export async function findFirstBlock(l1: L1): Promise<number> {
  let high = (await l1.head()).number;
  let low = 0;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const isThere = await hadCode(l1, middle);
    if (isThere === undefined) return 0;
    if (isThere) high = middle;
    else low = middle + 1;
  }
  return high;
}

/** Whether the rollup was there at a block, as all say that keep so old a state. */
async function hadCode(l1: L1, block: number): Promise<boolean | undefined> {
  const answers = await l1.each(async ({ client }) => {
    const code = await client.getCode({ address: l1.rollup, blockNumber: BigInt(block) });
    return code !== undefined && code !== '0x';
  });
  // One that lies can make the search begin too early, never too late.
  return answers.length === 0 ? undefined : answers.some((isThere) => isThere);
}
