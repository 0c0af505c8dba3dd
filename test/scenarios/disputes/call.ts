/** Calls of the rollup made by hand, and what L1 answers to them. */
import { BaseError, ContractFunctionRevertedError, type Hex } from 'viem';

import { rollupAbi } from '../../../contracts/generated/abi.ts';
import type { Stage } from '../../prover/stage.ts';

/** Given where a call may be refused, so that nothing is estimated. */
const GAS = 8_000_000n;

export interface Call {
  readonly functionName: string;
  readonly args: readonly unknown[];
  readonly value?: bigint;
}

export async function send({ rig }: Stage, player: number, call: Call): Promise<Hex> {
  const { hash } = await rig.send(rig.players[player], {
    address: rig.rollup,
    abi: rollupAbi,
    ...call,
  });
  return hash;
}

/** Name of the error that a call is refused with, or `undefined` where it is not. */
export async function refusal(
  { rig }: Stage,
  player: number,
  call: Call,
): Promise<string | undefined> {
  try {
    await rig.client.simulateContract({
      account: rig.players[player].address,
      address: rig.rollup,
      abi: rollupAbi,
      gas: GAS,
      ...call,
    } as never);
    return undefined;
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
    if (!(reverted instanceof ContractFunctionRevertedError)) throw error;
    return reverted.data?.errorName ?? reverted.signature ?? reverted.shortMessage;
  }
}

/** The same as if it were some second of L1, which nothing else is made to be. */
export async function refusalAt(
  stage: Stage,
  { sec, player, call }: { sec: number; player: number; call: Call },
): Promise<string | undefined> {
  const { rig } = stage;
  const before = await rig.rpc('evm_snapshot', []);
  await rig.rpc('evm_setNextBlockTimestamp', [sec]);
  await rig.rpc('evm_mine', []);
  try {
    return await refusal(stage, player, call);
  } finally {
    await rig.rpc('evm_revert', [before]);
  }
}

/** The next block, and the pending one that provers reckon with, is of this second. */
export async function setNext({ rig }: Stage, sec: number): Promise<void> {
  await rig.rpc('evm_setNextBlockTimestamp', [sec]);
}
