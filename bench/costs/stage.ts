/** An L1 with the deployed contracts, a batch on it, and what each call to them took. */
import { rollupAbi } from '../../contracts/generated/abi.ts';
import { genesisState } from '../../protocol/genesis.ts';
import type { BatchInput } from '../../protocol/machine.ts';
import { encodeState } from '../../prover/store/snapshot.ts';
import { postStory } from '../../test/lies/rollup.ts';
import { type Player, Rig } from '../../test/prover/rig.ts';

export const ROUNDS = 3;
export const ARITY_LOG2 = 6;
export const BUDGET_SEC = 3_600;
export const GRACE_SEC = 600;
export const PERIOD_SEC = BUDGET_SEC + GRACE_SEC;

/** Gas by what was done: the most that it took. */
export type Gas = Record<string, number>;

export interface CostStage {
  readonly rig: Rig;
  readonly gas: Gas;
  readonly input: BatchInput;
  /** Before the batch, `encodeState`. */
  readonly state: Uint8Array;
  /** Sends a call of the rollup and notes its gas under a name. */
  readonly call: (player: Player, name: string, call: RollupCall) => Promise<void>;
  readonly note: (name: string, gasUsed: bigint) => void;
}

export interface RollupCall {
  readonly functionName: string;
  readonly args: readonly unknown[];
  readonly value?: bigint;
}

export async function openCostStage(): Promise<CostStage> {
  const rig = await Rig.start({
    censorshipBudget: BUDGET_SEC,
    grace: GRACE_SEC,
    rounds: ROUNDS,
    arityLog2: ARITY_LOG2,
  });
  const gas: Gas = {};
  const note = (name: string, gasUsed: bigint): void => {
    gas[name] = Math.max(gas[name] ?? 0, Number(gasUsed));
  };
  return {
    rig,
    gas,
    note,
    input: await postStory(rig),
    state: encodeState(genesisState(rig.genesis)),
    call: async (player, name, { functionName, args, value = 0n }) => {
      const request = { address: rig.rollup, abi: rollupAbi, functionName, args, value };
      const { gasUsed } = await rig.send(player, request);
      note(name, gasUsed);
    },
  };
}
