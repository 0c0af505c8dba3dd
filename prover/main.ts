import type { ProverOptions, RunningProver } from './options.ts';

/** Follows a rollup on L1 until it is stopped: derives every batch, serves state and proofs, duels false claims. */
export async function startProver(_options: ProverOptions): Promise<RunningProver> {
  throw new Error('not built yet');
}
