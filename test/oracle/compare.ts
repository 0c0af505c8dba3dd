/** The oracle comparison: one seed, so many operations, and what they came to. */
import { ordersOf } from './naiveBook.ts';
import { positionsByExpiry } from './naiveMargin.ts';
import type { NaiveOutcome } from './naive.ts';
import type { NaiveState } from './naiveState.ts';
import { Disagreement, createPair, runPair } from './pair.ts';
import { createStream, START_SEC } from './stream.ts';
import { PUBLISHERS, QUORUM } from './world.ts';

export interface Comparison {
  readonly seed: number;
  readonly operations: number;
  readonly batches: number;
  /** By kind of operation, then by outcome. */
  readonly table: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly reached: Reached;
}

/** How far the stream went toward the limits: the most seen after any batch. */
export interface Reached {
  instruments: number;
  openOrdersOfAccount: number;
  positionsOfAccount: number;
  expiriesOfAccount: number;
  accountsInDebt: number;
  socialized: number;
  nonceBase: number;
}

/** A chain grows slower with its instruments; a new one starts after so many operations, with the next seed. */
const OPERATIONS_OF_CHAIN = 20_000;

/** Throws a `Disagreement` that names the chain's seed and the batch. */
export function compareOracle(options: { seed: number; operations: number }): Comparison {
  const table = new Map<string, Map<number, number>>();
  const reached = {
    instruments: 0,
    openOrdersOfAccount: 0,
    positionsOfAccount: 0,
    expiriesOfAccount: 0,
    accountsInDebt: 0,
    socialized: 0,
    nonceBase: 0,
  };
  let { seed } = options;
  let operations = 0;
  let batches = 0;
  while (operations < options.operations) {
    const most = Math.min(OPERATIONS_OF_CHAIN, options.operations - operations);
    for (const { outcomes, state } of compareChain({ seed, operations: most })) {
      for (const { name, outcome } of outcomes) count(table, name, Number(outcome));
      operations += outcomes.length;
      batches += 1;
      note(reached, state);
    }
    seed += 1;
  }
  return { seed: options.seed, operations, batches, table, reached };
}

/** Batch after batch, as long as both agree. */
function* compareChain(options: {
  seed: number;
  operations: number;
}): Generator<{ readonly outcomes: readonly NaiveOutcome[]; readonly state: NaiveState }> {
  const pair = createPair({ timeSec: START_SEC, publishers: PUBLISHERS, quorum: QUORUM });
  const stream = createStream(options.seed);
  for (let operations = 0; operations < options.operations; ) {
    const batch = stream.next(pair.naive);
    try {
      const outcomes = runPair(pair, batch);
      operations += outcomes.length;
      yield { outcomes, state: pair.naive };
    } catch (error) {
      const where = `seed ${options.seed}, batch ${pair.batches}, after ${operations} operations`;
      throw new Disagreement(
        `${where}: ${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      );
    }
  }
}

function count(table: Map<string, Map<number, number>>, name: string, outcome: number): void {
  const counts = table.get(name) ?? new Map<number, number>();
  table.set(name, counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
}

function note(reached: Reached, state: NaiveState): void {
  const atLeast = (name: keyof Reached, values: Iterable<number | bigint>): void => {
    for (const value of values) reached[name] = Math.max(reached[name], Number(value));
  };
  const accounts = [...state.accounts.values()];
  atLeast('instruments', [state.instruments.size]);
  atLeast(
    'openOrdersOfAccount',
    [...state.accounts.keys()].map((id) => ordersOf(state, id).length),
  );
  atLeast(
    'positionsOfAccount',
    accounts.map(({ positions }) => positions.size),
  );
  atLeast(
    'expiriesOfAccount',
    accounts.map((account) => positionsByExpiry(state, account).size),
  );
  atLeast('accountsInDebt', [accounts.filter(({ cash }) => cash < 0n).length]);
  atLeast('socialized', [state.socialized]);
  atLeast(
    'nonceBase',
    [...state.keys.values()].map((key) => key.nonceBase),
  );
}

export function formatTable({ table }: Pick<Comparison, 'table'>): string {
  const lines = [...table]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, counts]) => {
      const cells = [...counts].toSorted(([a], [b]) => a - b).map(([code, n]) => `${code}: ${n}`);
      return `${name.padEnd(15)} ${cells.join('  ')}`;
    });
  return lines.join('\n');
}
