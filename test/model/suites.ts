/** Which configurations are explored: a few in CI, more of them and bigger ones by `npm run fuzz -- --model`. */
import { astray, configOf, garbage, inSecond, rival, type Terms, truth } from './configs.ts';
import { type Config, type History, TRUE_ROOT } from './rules.ts';

const LIE = rival(1, truth(1));
const OTHER_LIE = rival(2, garbage(1));
const WRONG_WAY = rival(0, garbage(1));

/** Two rounds, four steps. */
const LATE_LIE = rival(1, truth(1), truth(2), garbage(1));
/** Leaves the truth and comes back to it. */
const POISONED = rival(1, garbage(1), truth(2), truth(2));
const DEEP_WRONG_WAY = rival(0, truth(1), garbage(1), garbage(2));
/** Agrees with DEEP_WRONG_WAY on a state that nobody can execute. */
const ALONG = rival(1, truth(1), garbage(1), garbage(3));

const PAID = { money: true } as const;

export const CI_SUITE: readonly Config[] = [
  configOf({
    name: 'two liars, one with the right root',
    rivals: [LIE, WRONG_WAY],
    adversary: { claims: [[0, 1]] },
  }),
  configOf({ name: 'two rounds', rules: { rounds: 2 }, rivals: [POISONED] }),
  configOf({
    name: 'three rounds',
    rules: { rounds: 3, budget: 2 },
    rivals: [rival(1, ...[1, 2, 2, 2, 2, 2].map(truth), garbage(1))],
  }),
  configOf({
    name: 'two liars that change places and may collapse',
    rivals: [rival(1, garbage(1)), rival(2, garbage(2))],
    adversary: { collapses: true },
  }),
  configOf({
    name: 'money, one liar, moves stolen between honest ones',
    ...PAID,
    rivals: [LIE],
    adversary: { interrupts: true, pads: true },
  }),
  configOf({
    name: 'money, two false roots, copies left out',
    ...PAID,
    rivals: [LIE, OTHER_LIE],
    adversary: { steals: false, claims: [[0, 1]] },
  }),
  configOf({
    name: 'money, liars alone until all fell, then an honest player',
    ...PAID,
    rivals: [LIE],
    honestFrom: 1,
    adversary: { claims: [[1]], mostClaims: 2 },
  }),
];

/** Every two rivals of one round: what the first state is, times which root is claimed. One of each kind. */
function everyPair(terms: Omit<Terms, 'name' | 'rivals'>): Config[] {
  const rivals: History[] = [];
  for (const root of [TRUE_ROOT, 1, 2]) {
    for (const state of FIRST_STATES) {
      if (root !== TRUE_ROOT || state !== truth(1)) rivals.push(rival(root, state));
    }
  }
  const pairs = rivals.flatMap((x, i) => rivals.slice(i + 1).map((y) => [x, y] as const));
  return pairs
    .filter((pair) => signatures(pair).every((other) => other >= signatures(pair)[0]))
    .map((pair) => configOf({ name: `leaves ${signatures(pair)[0]}`, ...terms, rivals: pair }));
}

/** Of a pair, as it is and with the false roots, or the garbage, or both called by each other's names. */
function signatures(pair: readonly History[]): string[] {
  const roots = new Map([
    [astray(1, 1), astray(2, 1)],
    [astray(1, 2), astray(2, 2)],
    [astray(2, 1), astray(1, 1)],
    [astray(2, 2), astray(1, 2)],
  ]);
  const names = new Map([
    [garbage(1), garbage(2)],
    [garbage(2), garbage(1)],
  ]);
  return [[], [roots], [names], [roots, names]].map((renamings) => {
    const renamed = (leaf: number) => renamings.reduce((it, map) => map.get(it) ?? it, leaf);
    const leaves = pair.map((history) => history.leaves.map(renamed).join());
    return leaves.toSorted((a, b) => (a < b ? -1 : 1)).join(' and ');
  });
}

const FIRST_STATES = [truth(1), truth(2), astray(1, 1), astray(2, 1), garbage(1), garbage(2)];

export const LARGE_SUITE: readonly Config[] = [
  ...CI_SUITE,
  configOf({
    name: 'three liars, all duels',
    rivals: [LIE, WRONG_WAY, OTHER_LIE],
    adversary: { steals: false, claims: [[1]] },
  }),
  configOf({
    name: 'three liars that change places and may collapse',
    rivals: [rival(1, garbage(1)), rival(1, garbage(2)), rival(1, garbage(3))],
    adversary: { collapses: true },
  }),
  configOf({
    name: 'three liars that may collapse',
    rivals: [LIE, WRONG_WAY, OTHER_LIE],
    adversary: { collapses: true },
  }),
  configOf({
    name: 'two rounds, two liars that agree on garbage',
    rules: { rounds: 2 },
    rivals: [DEEP_WRONG_WAY, ALONG],
  }),
  configOf({ name: 'two rounds, two liars', rules: { rounds: 2 }, rivals: [LATE_LIE, POISONED] }),
  configOf({
    name: 'two rounds, two liars that may collapse',
    rules: { rounds: 2 },
    rivals: [LATE_LIE, POISONED],
    adversary: { collapses: true },
  }),
  configOf({ name: 'A = 2', rules: { budget: 2 }, rivals: [LIE, WRONG_WAY] }),
  configOf({ name: 'A = 2, two rounds', rules: { budget: 2, rounds: 2 }, rivals: [POISONED] }),
  configOf({ name: 'g = 2', rules: { grace: 2 }, rivals: [LIE, WRONG_WAY] }),
  configOf({
    name: 'claiming is paused',
    rivals: [LIE],
    adversary: { pauses: true },
    honestFrom: 0,
  }),
  configOf({
    name: 'money, the right root',
    ...PAID,
    rivals: [LIE, WRONG_WAY],
    adversary: { steals: false },
  }),
  configOf({
    name: 'money, the right root, forks and bonds',
    ...PAID,
    rivals: [LIE, WRONG_WAY],
    adversary: { steals: false, mostClaims: 2, bondsToo: true },
  }),
  configOf({
    name: 'money, two batches',
    ...PAID,
    places: 2,
    rivals: [WRONG_WAY, LIE, inSecond(rival(1, garbage(1)))],
    adversary: {
      steals: false,
      claims: [
        [0, 1],
        [0, 1],
      ],
      mostClaims: 2,
    },
  }),
  configOf({
    name: 'money, two rounds',
    ...PAID,
    rules: { rounds: 2 },
    rivals: [POISONED],
    adversary: { interrupts: true },
  }),
  ...everyPair({ adversary: { claims: [[TRUE_ROOT, 1]] } }),
];
