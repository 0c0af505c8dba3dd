/** Random walks of the model from a seed, made on the contracts at once. */
import { Random } from '../fixtures/random.ts';
import { astray, configOf, garbage, inSecond, rival, truth } from './configs.ts';
import type { Move } from './moves.ts';
import { collectAll, follow, openStage, type Stage, startWalk, tryEverything } from './replay.ts';
import type { Config, Rules } from './rules.ts';
import type { State } from './state.ts';
import { type Event, successors } from './world.ts';

const MOST_EVENTS = 45;
/** Of the states of a large run, those in which every call is tried. */
const LARGE_TRIES = 0.1;
const TOLD = 50;
/** Of events, while there are others. */
const TICKS = 0.25;
const TURNS = 0.25;

/** In wei, which at a gas price of one wei is gas: the least bond that the contracts take. */
const WEI: Partial<Rules> = {
  bond: 48_000_000,
  pathBond: 50_000_000,
  costs: { move: 200_000, step: 300_000, call: 200_000 },
};

const LIE = rival(1, truth(1));
const WRONG_WAY = rival(0, garbage(1));
const DEEP = { ...WEI, rounds: 2, budget: 2 };
const ANYTHING = { mostClaims: 3, bondsToo: true };

/** What walks go through on the contracts. */
export const WALKED: readonly Config[] = [
  configOf({
    name: 'one round',
    money: true,
    rules: WEI,
    rivals: [LIE, WRONG_WAY, rival(2, astray(1, 1))],
    adversary: { ...ANYTHING, claims: [[0, 1, 2]] },
  }),
  configOf({
    name: 'two rounds, two batches',
    money: true,
    places: 2,
    rules: DEEP,
    rivals: [
      rival(1, garbage(1), truth(2), truth(2)),
      rival(0, truth(1), garbage(1), garbage(2)),
      inSecond(rival(1, truth(1), truth(2), garbage(1))),
    ],
    adversary: {
      ...ANYTHING,
      claims: [
        [0, 1],
        [0, 1],
      ],
    },
  }),
  configOf({
    name: 'liars alone until all fell',
    money: true,
    honestFrom: 1,
    rules: WEI,
    rivals: [rival(1, garbage(1)), rival(2, garbage(1))],
    adversary: { ...ANYTHING, claims: [[1, 2]] },
  }),
  configOf({
    name: 'liars alone with one root',
    money: true,
    honestFrom: Infinity,
    rules: WEI,
    rivals: [rival(1, garbage(1)), rival(1, garbage(2)), rival(1, garbage(3))],
    adversary: { ...ANYTHING, claims: [[0, 1]] },
  }),
];

/** Walks of every configuration. @throws where the contracts differ, with the way there */
export async function walkAll({
  seeds,
  tell,
}: {
  seeds: number;
  tell: (line: string) => void;
}): Promise<void> {
  for (const config of WALKED) {
    const stage = await openStage(config);
    for (let seed = 1; seed <= seeds; seed++) {
      await walk(stage, seed, LARGE_TRIES);
      if (seed % TOLD === 0) tell(`… ${config.name}: ${seed} walks`);
    }
    const { moves, states, tried, outcomes } = stage.tally;
    const calls = Object.values(tried).reduce((sum, count) => sum + count, 0);
    const met = Object.keys(outcomes).length;
    tell(
      `${config.name}: ${seeds} walks, ${moves} moves, ${states} states, ${calls} calls tried, ${met} outcomes: the contracts agree`,
    );
  }
}

/** @param tries of the states, the share in which everything is tried */
export async function walk(stage: Stage, seed: number, tries: number): Promise<void> {
  const random = new Random(seed);
  const way = await startWalk(stage);
  for (let i = 0; i < MOST_EVENTS; i++) {
    const event = pick(stage.config, way.state, random);
    if (event === undefined) break;
    await follow(way, event);
    if (random.chance(tries)) await tryEverything(way);
  }
  await collectAll(way);
}

/** Burning nothing is always possible. */
function isIdle({ contests }: State, move: Move): boolean {
  return move.type === 'burn' && contests[move.place].pot === 0;
}

/** Time, the honest client and the adversary are drawn first, then a kind of move, then one of that kind. */
function pick(config: Config, state: State, random: Random): Event | undefined {
  const events = successors(config, state).map(({ event }) => event);
  const [tick] = events.filter(({ type }) => type === 'tick');
  const [turn] = events.filter(({ type }) => type === 'turn');
  const calls = events
    .filter((event) => event.type === 'call')
    .filter(({ move }) => !isIdle(state, move));
  const draw = random.below(1_000) / 1_000;
  if (tick !== undefined && draw < TICKS) return tick;
  if (turn !== undefined && draw < TICKS + TURNS) return turn;
  if (calls.length === 0) return turn ?? tick;
  const kind = random.pick([...new Set(calls.map(({ move }) => move.type))]);
  return random.pick(calls.filter(({ move }) => move.type === kind));
}
