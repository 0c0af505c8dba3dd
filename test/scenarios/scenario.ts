/** A scenario that the settlement side must survive: one named test on the real contracts with real provers. */
import { afterAll, test } from 'vitest';

import type { RigOptions } from '../prover/rig.ts';
import { Stage } from '../prover/stage.ts';
import { closeRigs, takeRig } from './sharedRigs.ts';
import { expectSolvent } from './solvency.ts';

export interface Scenario {
  /** What happens: a clause for the table. */
  readonly happens: string;
  /** The invariant that holds all the same: a clause for the table. */
  readonly protects: string;
  /** Scenarios of one file with the same options share an L1, each from its beginning. */
  readonly rig?: RigOptions;
  readonly timeoutMs?: number;
}

afterAll(closeRigs);

/** Plays on an L1 where nothing has happened yet; at the end, bridge and rollup must hold what they owe. */
export function scenario(
  name: string,
  { happens, protects, rig = {}, timeoutMs = 180_000 }: Scenario,
  play: (stage: Stage) => Promise<void>,
): void {
  test(
    `${name}: ${happens}; ${protects}`,
    async () => {
      const stage = Stage.on(await takeRig(rig));
      try {
        await play(stage);
        // Nobody moves money while it is counted.
        await stage.stopActors();
        await expectSolvent(stage.rig);
      } finally {
        await stage.stopActors();
      }
    },
    timeoutMs,
  );
}
