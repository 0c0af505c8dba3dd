/** The configurations that are explored. Histories are written as the states after each step. */
import { type Adversary, type Config, type History, type Rules, TRUE_ROOT } from './rules.ts';
import { makeTree, START } from './tree.ts';

/** Steps of the machine until it halts. */
export const HALT = 2;

/** The true state after so many steps; the machine stays where it halted. */
export const truth = (steps: number): number => Math.min(steps, HALT);
/** A state that the machine takes to a false root's final state, but that no true batch is in. */
export const astray = (root: number, steps: number): number => 10 * root + Math.min(steps, HALT);
/** A state that cannot be executed, because nothing has its hash. */
export const garbage = (name: number): number => 100 + name;
export const finalOf = (root: number): number =>
  root === TRUE_ROOT ? truth(HALT) : astray(root, HALT);

const ROOTS = [TRUE_ROOT, 1, 2, 3];

function machine(): Map<number, number> {
  const next = new Map([[START, truth(1)]]);
  for (let steps = 1; steps <= HALT; steps++) {
    next.set(truth(steps), truth(steps + 1));
    for (const root of ROOTS.slice(1)) next.set(astray(root, steps), astray(root, steps + 1));
  }
  return next;
}

/** A history by its states before the last one, which its root fixes. */
export function rival(root: number, ...states: readonly number[]): History {
  return { place: 0, root, leaves: [...states, finalOf(root)] };
}

export function inSecond({ root, leaves }: History): History {
  return { place: 1, root, leaves };
}

const RULES: Rules = {
  budget: 1,
  grace: 1,
  rounds: 1,
  arity: 2,
  bond: 240,
  pathBond: 250,
  costs: { move: 1, step: 10, call: 1 },
  broken: {},
};

const ADVERSARY: Adversary = {
  censorship: 1,
  steals: true,
  interrupts: false,
  claims: [[TRUE_ROOT, 1, 2]],
  mostClaims: 1,
  bondsToo: false,
  pauses: false,
  pads: false,
  collapses: false,
};

export interface Terms {
  readonly name: string;
  readonly rivals: readonly History[];
  readonly rules?: Partial<Rules>;
  readonly adversary?: Partial<Adversary>;
  readonly places?: number;
  readonly honestFrom?: number;
  readonly honestClaims?: boolean;
  readonly money?: boolean;
}

export function configOf(terms: Terms): Config {
  const { places = 1, honestFrom = 0, honestClaims = true, money = false } = terms;
  const rules = { ...RULES, ...terms.rules };
  const { rounds, arity } = rules;
  const honest = Array.from({ length: places }, (_, place): History => {
    const leaves = Array.from({ length: arity ** rounds }, (_unused, i) => truth(i + 1));
    return { place, root: TRUE_ROOT, leaves };
  });
  const histories = [...honest, ...terms.rivals];
  return {
    name: terms.name,
    rules,
    tree: makeTree({ rounds, arity, histories, honest: honest.map((_, i) => i), next: machine() }),
    places,
    adversary: { ...ADVERSARY, censorship: rules.budget, ...terms.adversary },
    honestFrom,
    honestClaims,
    money,
  };
}
