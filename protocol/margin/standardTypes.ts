/** What standard margin is computed from. Numbers in units of 10^-18, but for whole seconds. */
import type { OptionPosition, Perpetual } from './types.ts';

export interface StandardOption extends OptionPosition {
  /** Volatility at its strike; without meaning where the expiry is not priced. */
  readonly vol: bigint;
}

export interface StandardExpiry {
  readonly forward: bigint;
  readonly forwardConfidence: bigint;
  readonly volConfidence: bigint;
  readonly sec: bigint;
  /** Ordered by strike, one of each strike and type. */
  readonly options: readonly StandardOption[];
  /** Without a surface nothing has a mark: marks count as 0 and the worst payoff alone is the margin. */
  readonly priced: boolean;
}

export interface StandardUnderlying {
  readonly spot: bigint;
  readonly spotConfidence: bigint;
  readonly perpetual: Perpetual;
  /** Coins held, ≥ 0. */
  readonly base: bigint;
  readonly expiries: readonly StandardExpiry[];
}

export interface StandardPortfolio {
  readonly cash: bigint;
  /** USD price of the cash token. */
  readonly stable: bigint;
  readonly underlyings: readonly StandardUnderlying[];
}

/** Prices of one contract of each option of a priced expiry: `markPrices`, or a cache of it. */
export type PricesOf = (expiry: StandardExpiry) => readonly bigint[];
