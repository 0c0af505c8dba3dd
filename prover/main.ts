import type { AddressInfo } from 'node:net';

import { serve } from './api/server.ts';
import type { ProverOptions, RunningProver } from './options.ts';
import { Prover } from './watch/prover.ts';

/**
 * Follows a rollup on L1 until it is stopped: derives every batch, serves state and proofs, duels false claims.
 * An L1 that cannot be reached yet is waited for.
 * @throws ProverError of kind `fatal`: no rollup there, another rollup's store, another genesis
 */
export async function startProver(options: ProverOptions): Promise<RunningProver> {
  const prover = new Prover(options);
  try {
    await prover.connect(options.waitSec);
    const server = await serve(prover, options.port ?? 0);
    const { port } = server.server.address() as AddressInfo;
    prover.run();
    return {
      ended: prover.ended,
      url: `http://127.0.0.1:${port}`,
      status: () => prover.status(),
      stop: async () => {
        await server.close();
        await prover.stop();
      },
    };
  } catch (error) {
    await prover.stop();
    throw error;
  }
}
