/** Every kind of case, and the order in which a seed goes through them. */
import { LeafRecorder } from '../../protocol/witness.ts';
import { type Case, recordCase, type RecordedCase } from './case.ts';
import { AUTHENTICATION } from './cases/auth.ts';
import { CLOSING } from './cases/closing.ts';
import { FRAMING } from './cases/framing.ts';
import { LIQUIDATION } from './cases/liquidation.ts';
import { MARGIN } from './cases/margin.ts';
import { MONEY } from './cases/money.ts';
import { ORACLE } from './cases/oracle.ts';
import { ORDERS } from './cases/orders.ts';
import { PARAMETERS } from './cases/parameters.ts';
import { SETTLEMENT } from './cases/settlement.ts';
import { SURFACE } from './cases/surface.ts';
import { restoreRecords, World } from './world.ts';

export type Generator = (world: World) => Case;

/** By name. */
export const GENERATORS: Readonly<Record<string, Generator>> = {
  ...AUTHENTICATION,
  ...ORDERS,
  ...MONEY,
  ...MARGIN,
  ...ORACLE,
  ...SURFACE,
  ...SETTLEMENT,
  ...CLOSING,
  ...PARAMETERS,
  ...LIQUIDATION,
  ...FRAMING,
};

export const CASES_PER_SEED = 50;

export interface SeededCase extends RecordedCase {
  readonly seed: number;
  readonly index: number;
  readonly generator: string;
}

/** The cases of one seed: one world, which most of them change. */
export function* casesOf(seed: number): Iterable<SeededCase> {
  const world = new World(seed);
  const names = Object.keys(GENERATORS);
  for (let index = 0; index < CASES_PER_SEED; index++) {
    const generator = names[(seed * CASES_PER_SEED + index) % names.length];
    if (world.random.chance(0.9)) world.freshen();
    yield { seed, index, generator, ...runGenerator(world, GENERATORS[generator]) };
  }
}

/** Runs one case and takes back what no operation could have done. */
export function runGenerator(world: World, generator: Generator): RecordedCase {
  const { state } = world;
  const changes = new LeafRecorder();
  state.journal.recorder = changes;
  const given = generator(world);
  state.journal.recorder = null;
  const recorded = recordCase(world, given);
  if (given.isPrepared === true) {
    const touched = recorded.steps.map(({ leaves }) => leaves).toReversed();
    for (const records of [...touched, changes.leaves]) restoreRecords(state, records);
  }
  return recorded;
}
