import type { ChainSnapshot } from '../fit/chain.ts';

/** Where a publisher sees the market: a recorded file, an exchange's API, or the simulated market of a devnet. */
export interface ChainFeed {
  readonly description: string;
  /** Its times are now, as it is read. */
  readonly isLive?: boolean;
  /** Chains in order of time, each of one underlying. A live feed never ends by itself. */
  chains(): AsyncIterable<ChainSnapshot>;
}

/** The feed cannot be read. `retry`: the next reading may succeed; `fatal`: it will not. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
  readonly kind: 'retry' | 'fatal';

  constructor(message: string, kind: 'retry' | 'fatal', options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
