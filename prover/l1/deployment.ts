/** What a deployment fixed for ever. */
import { BaseError, encodeFunctionData, ExecutionRevertedError, type Hex } from 'viem';

import { ProverError } from '../errors.ts';
import type { Rules } from '../game/game.ts';
import { rollupAbi } from './abi.ts';
import type { L1 } from './client.ts';

/** Times in seconds, amounts in wei. */
export interface Deployment extends Rules {
  readonly chainId: number;
  readonly rollup: Hex;
  readonly inbox: Hex;
  readonly bridge: Hex;
  readonly verifier: Hex;
  readonly genesisHash: Hex;
  readonly genesisClaim: Hex;
  readonly genesisRoot: Hex;
  readonly bond: bigint;
}

/** @throws ProverError of kind `fatal` where there is no contract, or another */
export async function readDeployment(l1: L1): Promise<Deployment> {
  const at = await l1.head();
  const { chainId } = l1;
  if (chainId === undefined) {
    const message = 'too few endpoints agree on it';
    throw new ProverError('retry', { doing: 'reading the chain id', message });
  }
  const doing = 'reading the code of the rollup';
  const code = await l1.ask(doing, ({ client }) => client.getCode({ address: l1.rollup }));
  if (code === undefined || code === '0x') {
    const message = `there is no contract at ${l1.rollup}`;
    throw new ProverError('fatal', { doing: 'reading the rollup', message });
  }
  if (!(await isRollup(l1))) {
    const message = `the contract at ${l1.rollup} is no rollup`;
    throw new ProverError('fatal', { doing: 'reading the rollup', message });
  }
  const read = <N extends Parameters<typeof l1.read>[1]>(name: N) => l1.read(at, name);
  const [inbox, bridge, verifier, genesisHash, genesisClaim] = await Promise.all([
    read('INBOX'),
    read('BRIDGE'),
    read('verifier'),
    read('GENESIS_HASH'),
    read('GENESIS_CLAIM'),
  ]);
  const [period, budget, grace, payoutDelay, rounds, arityLog2, bond, genesis] = await Promise.all([
    read('CHALLENGE_PERIOD'),
    read('CENSORSHIP_BUDGET'),
    read('GRACE'),
    read('PAYOUT_DELAY'),
    read('ROUNDS'),
    read('ARITY_LOG2'),
    read('BOND'),
    l1.read(at, 'claimOf', [genesisClaim]),
  ]);
  return {
    chainId,
    rollup: l1.rollup,
    inbox,
    bridge,
    verifier,
    genesisHash,
    genesisClaim,
    genesisRoot: genesis.root,
    periodSec: Number(period),
    budgetSec: Number(budget),
    graceSec: Number(grace),
    payoutDelaySec: Number(payoutDelay),
    rounds,
    arityLog2,
    bond,
  };
}

/** Whether the contract has a genesis claim. */
async function isRollup(l1: L1): Promise<boolean> {
  const data = encodeFunctionData({ abi: rollupAbi, functionName: 'GENESIS_CLAIM' });
  return l1.ask('reading the rollup', async ({ client }) => {
    try {
      const answer = await client.call({ to: l1.rollup, data });
      return answer.data?.length === 66;
    } catch (error) {
      const isRevert = (cause: unknown): boolean => cause instanceof ExecutionRevertedError;
      if (error instanceof BaseError && error.walk(isRevert) !== null) return false;
      throw error;
    }
  });
}
