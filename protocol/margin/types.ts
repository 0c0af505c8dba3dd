/**
 * What margin is computed from. Every bigint is a wad (an integer times 10^-18) in USD, USD per contract, contracts or a
 * ratio, but for seconds, which are whole. Contracts are signed: long above 0, short below.
 */
import type { Surface } from '../pricing/svi.ts';

/** One position for each (expiry, strike, type): equal keys are summed and zeros dropped before. */
export interface OptionPosition {
  readonly strike: bigint;
  readonly put: boolean;
  readonly amount: bigint;
}

/** What is published about one expiry. Confidences are within [0, 1]. */
export interface ExpiryFeed {
  /** Whole seconds to expiry, 0 if past. */
  readonly sec: bigint;
  /** The part of the forward that the settlement average has already fixed. */
  readonly fixedForward: bigint;
  /** The part that can still move: the forward is the sum of the two. */
  readonly variableForward: bigint;
  /** A year, continuously compounded; below 0 counts as 0. */
  readonly rate: bigint;
  readonly forwardConfidence: bigint;
  readonly rateConfidence: bigint;
  readonly volConfidence: bigint;
  /** Not read where `sec` is 0. */
  readonly surface: Surface;
}

export interface PortfolioExpiry extends ExpiryFeed {
  readonly options: readonly OptionPosition[];
}

export interface Perpetual {
  readonly amount: bigint;
  readonly mark: bigint;
  readonly confidence: bigint;
  /** Profit and funding that cash does not hold yet; not counted where `amount` is 0. */
  readonly unsettled: bigint;
}

export interface Collateral {
  /** At least 0. */
  readonly amount: bigint;
  readonly price: bigint;
  readonly confidence: bigint;
  readonly mmHaircut: bigint;
  /** On top of `mmHaircut`. */
  readonly imHaircut: bigint;
  /** Its value moves with the spot price in scenarios. */
  readonly riskCancelling: boolean;
}

/** One account, with options and perpetual of one underlying. */
export interface Portfolio {
  readonly cash: bigint;
  readonly spot: bigint;
  readonly spotConfidence: bigint;
  /** USD price of the cash token, above 0. */
  readonly stable: bigint;
  readonly perpetual: Perpetual;
  readonly collaterals: readonly Collateral[];
  readonly expiries: readonly PortfolioExpiry[];
}

/** Margin is equity minus requirement. Each figure is rounded down. */
export interface MarginResult {
  /** A trade needs at least 0. */
  readonly initial: bigint;
  /** Below 0 an auction may start. */
  readonly maintenance: bigint;
  readonly markToMarket: bigint;
}
