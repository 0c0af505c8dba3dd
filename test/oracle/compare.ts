/** The oracle comparison: one seed, so many operations, and what they came to. */
import { Disagreement, type JudgeCounts } from './judge.ts';
import { ordersOf } from './naiveBook.ts';
import { positionsByExpiry } from './naiveHoldings.ts';
import type { NaiveOutcome } from './naive.ts';
import type { Account, NaiveState } from './naiveState.ts';
import { createPair, type Pair, runPair } from './pair.ts';
import { createStream } from './stream/stream.ts';
import { PUBLISHERS, QUORUM, START_SEC } from './world.ts';

export interface Comparison {
  readonly seed: number;
  readonly operations: number;
  readonly batches: number;
  /** By kind of operation, then by outcome. */
  readonly table: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly reached: Reached;
  readonly judged: JudgeCounts;
}

/** How far the stream went toward the limits: the most seen after any batch. */
export type Reached = Record<keyof typeof FAR, number>;

const accountsOf = (state: NaiveState): Account[] => [...state.accounts.values()];
const countOf = (state: NaiveState, suits: (account: Account) => boolean): number =>
  accountsOf(state).filter(suits).length;

const FAR = {
  instruments: (state: NaiveState) => [state.instruments.size],
  openOrdersOfAccount: (state: NaiveState) =>
    [...state.accounts.keys()].map((id) => ordersOf(state, id).length),
  positionsOfAccount: (state: NaiveState) => accountsOf(state).map((a) => a.positions.size),
  positionsOfPortfolio: (state: NaiveState) =>
    accountsOf(state).map((a) => (a.marginModel === 1n ? a.positions.size : 0)),
  expiriesOfAccount: (state: NaiveState) =>
    accountsOf(state).map((account) => positionsByExpiry(state, account).size),
  portfolioAccounts: (state: NaiveState) => [countOf(state, (a) => a.marginModel === 1n)],
  auctions: (state: NaiveState) => [countOf(state, (a) => a.auctionStartSec > 0n)],
  insolventAuctions: (state: NaiveState) => [countOf(state, (a) => a.insolvent === 1n)],
  auctionsRunOut: (state: NaiveState) => [countOf(state, (a) => a.insolvent === 2n)],
  accountsInDebt: (state: NaiveState) => [countOf(state, (a) => a.cash < 0n)],
  withdrawalsCut: (state: NaiveState) => [state.socialized],
  insuranceShort: (state: NaiveState) => [-state.socialized],
  windowsPartlyCovered: (state: NaiveState) => [
    [...state.expiries.values()].filter(
      ({ settlementCents, windowCoveredSec }) =>
        settlementCents !== null && windowCoveredSec > 0n && windowCoveredSec < 1800n,
    ).length,
  ],
  expiriesClosedOut: (state: NaiveState) => [
    [...state.expiries.values()].filter(({ lifeSec }) => lifeSec > 0n).length,
  ],
  parametersVersion: (state: NaiveState) => [state.parametersVersion],
  nonceBase: (state: NaiveState) => [...state.keys.values()].map((key) => key.nonceBase),
};

/** A chain grows slower with its instruments; a new one starts after so many operations, with the next seed. */
const OPERATIONS_OF_CHAIN = 10_000;

/** Throws a `Disagreement` that names the chain's seed and the batch. */
export function compareOracle(options: {
  seed: number;
  operations: number;
  onChain?: (seed: number, operations: number) => void;
}): Comparison {
  const table = new Map<string, Map<number, number>>();
  const reached = Object.fromEntries(Object.keys(FAR).map((name) => [name, 0])) as Reached;
  const judged: Record<string, number> = {};
  let { seed } = options;
  let operations = 0;
  let batches = 0;
  while (operations < options.operations) {
    const most = Math.min(OPERATIONS_OF_CHAIN, options.operations - operations);
    const pair = createPair({ timeSec: START_SEC, publishers: PUBLISHERS, quorum: QUORUM });
    for (const outcomes of compareChain(pair, { seed, operations: most })) {
      for (const { name, outcome } of outcomes) count(table, name, Number(outcome));
      operations += outcomes.length;
      batches += 1;
      note(reached, pair.naive);
    }
    addCounts(judged, pair.judge.counts);
    options.onChain?.(seed, operations);
    seed += 1;
  }
  const counts = judged as unknown as JudgeCounts;
  return { seed: options.seed, operations, batches, table, reached, judged: counts };
}

/** Batch after batch, as long as both agree. */
function* compareChain(
  pair: Pair,
  options: { seed: number; operations: number },
): Generator<readonly NaiveOutcome[]> {
  const stream = createStream(options.seed);
  for (let operations = 0; operations < options.operations; ) {
    const batch = stream.next(pair.naive);
    try {
      const outcomes = runPair(pair, batch);
      operations += outcomes.length;
      yield outcomes;
    } catch (error) {
      const where = `seed ${options.seed}, batch ${pair.batches}, after ${operations} operations`;
      const what = error instanceof Error ? error.message : String(error);
      throw new Disagreement(`${where}: ${what}`, { cause: error });
    }
  }
}

function count(table: Map<string, Map<number, number>>, name: string, outcome: number): void {
  const counts = table.get(name) ?? new Map<number, number>();
  table.set(name, counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
}

function note(reached: Reached, state: NaiveState): void {
  for (const name of Object.keys(FAR) as (keyof typeof FAR)[]) {
    for (const value of FAR[name](state)) reached[name] = Math.max(reached[name], Number(value));
  }
}

function addCounts(sums: Record<string, number>, { furthest, ...counts }: JudgeCounts): void {
  for (const [name, n] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + n;
  sums['furthest'] = Math.max(sums['furthest'] ?? 0, furthest);
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
