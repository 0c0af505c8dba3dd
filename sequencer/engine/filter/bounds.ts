/**
 * What the doubles of the filter may be off by. The analysis is docs/adr/0028-a-float-filter-with-a-proven-bound.md;
 * u = 2^-53 is the most that one + − × ÷ √ is off by, as a share of its result.
 */

/**
 * Of forward + strike + index, for a contract's price in any scenario and for the sums it goes into: a price takes 442 u,
 * a sum of 128 positions 130 u, contingencies 120 u. The rest of the 1024 u is room.
 */
export const PRICE_ERROR = 2 ** -43;
/** A bound of φ: what a price moves by, as a share of the forward, for each unit of total volatility. */
export const VEGA = 0.4;
/** Below this total volatility an option is worth its payoff: 0.4 of it is within `PRICE_ERROR`. */
export const LEAST_TOTAL_VOL = 2 ** -45;
/** From here on the protocol takes a call for its forward. */
export const TOTAL_VOL_END = 24;

/** Of the difference of two logarithms of amounts from 10^-4 to 10^7 USD, less another figure: 100 u. */
export const LOG_ERROR = 2 ** -46;
/** 8 u, for chains of at most seven operations. */
export const CHAIN_ERROR = 2 ** -50;
/** Above 10^-18 by what a few roundings of the protocol add up to. */
export const UNITS = 2 ** -57;

/** Room for the roundings behind the sums: each is a few u of what PRICE_ERROR takes 1024 u of. */
export const AFTERMATH = 1.25;
/** 10^-6 USD. Roundings of the protocol: at most 10^9 of 10^-18 USD each. */
export const LEAST_MARGIN_ERROR = 2 ** -10;
