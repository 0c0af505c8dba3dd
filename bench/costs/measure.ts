/** Gas of everything that is called on L1, on the deployed contracts within the limits of mainnet. */
import { startVerifier } from '../../test/differential/harness.ts';
import { moreSiblings, worstSteps } from '../../test/differential/worst.ts';
import { measureDuels } from './duels.ts';
import { type Gas, openCostStage } from './stage.ts';
import { measureUsers, type Posting } from './users.ts';

export interface WorstStep {
  readonly name: string;
  /** A transaction of its own; with the siblings that ids up to 2^28 would add. */
  readonly gas: number;
  readonly gasWithMostIds: number;
  readonly witnessBytes: number;
}

export interface L1Costs {
  readonly gas: Gas;
  readonly posting: Posting;
  readonly worstSteps: readonly WorstStep[];
}

/** EIP-7623: four tokens a byte at ten gas each. */
const FLOOR_GAS_PER_BYTE = 40;

export async function measureCosts(say: (line: string) => void): Promise<L1Costs> {
  const stage = await openCostStage();
  try {
    say('contracts deployed, a batch posted');
    await measureDuels(stage);
    say('duels played and paid');
    const posting = await measureUsers(stage);
    say('users, poster and guardian');
    return { gas: stage.gas, posting, worstSteps: await measureSteps() };
  } finally {
    await stage.rig.stop();
  }
}

async function measureSteps(): Promise<WorstStep[]> {
  const verifier = await startVerifier();
  try {
    const measured: WorstStep[] = [];
    for (const { name, step } of worstSteps()) {
      const gas = await verifier.gasOf(step);
      const more = moreSiblings(step) * 32;
      const gasWithMostIds = gas + more * FLOOR_GAS_PER_BYTE;
      measured.push({ name, gas, gasWithMostIds, witnessBytes: step.witness.length });
    }
    return measured;
  } finally {
    await verifier.close();
  }
}
