/** Many random markets. */
import { type Counts, playMarket } from './market.ts';

/** Until the first expiry of a market settles. */
const ROUNDS = 25;

export interface Markets {
  /** `mostNegative` is the least of all, everything else a sum. */
  readonly counts: Partial<Counts>;
  /** A line for each seed that broke a property. */
  readonly broken: readonly string[];
}

export function playMarkets(options: { fromSeed: number; count: number }): Markets {
  const counts: Partial<Counts> = {};
  const broken: string[] = [];
  for (let i = 0; i < options.count; i++) {
    const seed = options.fromSeed + i;
    try {
      add(counts, playMarket(seed, ROUNDS));
    } catch (error) {
      broken.push(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { counts, broken };
}

function add(sums: Partial<Counts>, counts: Counts): void {
  for (const name of Object.keys(counts) as (keyof Counts)[]) {
    const known = sums[name] ?? 0;
    sums[name] = name === 'mostNegative' ? Math.min(known, counts[name]) : known + counts[name];
  }
}
