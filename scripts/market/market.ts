/** Where quotes come from: a seeded simulation or recorded chains. */
export interface Quote {
  /** `BTC-26JUN26-60000-C` */
  readonly instrument: string;
  /** On the tick, 10^-2 USD; null where nobody bids or offers. */
  readonly bidCents: number | null;
  readonly askCents: number | null;
}

export interface Snapshot {
  readonly timeSec: number;
  /** By underlying id. */
  readonly indexCents: readonly number[];
  readonly quotes: readonly Quote[];
}

export interface Market {
  readonly description: string;
  readonly startSec: number;
  /** In order of time. The consumer moves L1's clock to each. */
  snapshots(): Iterable<Snapshot>;
  /** Index as of the last snapshot, in cents. */
  indexCents(underlying: number): number;
  /** Settlement price of an expiry that has come, in cents; null where the market does not know it. */
  settlementCents(underlying: number, day: number): number | null;
}
