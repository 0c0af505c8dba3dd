/**
 * Bounds of what standard margin and the auction take, so that no product of their Solidity twins overflows:
 * the largest, a notional × two factors, is below 2^248 for 2^7 positions.
 */
import { DomainError } from '../maths/errors.ts';
import { WAD } from '../maths/wad.ts';
import type { StandardExpiry, StandardPortfolio, StandardUnderlying } from './standardTypes.ts';
import type { StandardParams } from './standardParams.ts';

/** Contracts and coins: 2^96 units are 8·10^10. */
export const AMOUNT_END = 2n ** 96n;
/** USD, of a coin or of an account: 2^112 units are 5·10^15. */
export const PRICE_END = 2n ** 112n;
/** Cash and profit, USD. */
export const VALUE_END = 2n ** 160n;
/** Shares and factors: 2^76 units are 75,000. */
export const FACTOR_END = 2n ** 76n;
/** Seconds. */
export const SEC_END = 2n ** 36n;
const VOL_END = 2n ** 128n;

/** @throws DomainError for a value not in [from, end) */
export function within(name: string, value: bigint, [from, end]: readonly [bigint, bigint]): void {
  if (value < from || value >= end) throw new DomainError(name, value);
}

/** @throws DomainError */
export function requireStandardDomain(portfolio: StandardPortfolio, params: StandardParams): void {
  for (const factor of Object.values(params) as bigint[]) {
    within('standardMargin: params', factor, [0n, FACTOR_END]);
  }
  within('standardMargin: cash', portfolio.cash, [-VALUE_END, VALUE_END]);
  within('standardMargin: stable', portfolio.stable, [0n, PRICE_END]);
  for (const underlying of portfolio.underlyings) requireUnderlying(underlying, portfolio.stable);
}

function requireUnderlying(
  { spot, spotConfidence, perpetual, base, expiries }: StandardUnderlying,
  stable: bigint,
): void {
  // How far an option is out of the money is divided by it.
  within('standardMargin: spot', spot, [1n, PRICE_END]);
  requireConfidence(spotConfidence);
  requireConfidence(perpetual.confidence);
  requireAmount(perpetual.amount);
  within('standardMargin: mark', perpetual.mark, [0n, PRICE_END]);
  within('standardMargin: unsettled', perpetual.unsettled, [-VALUE_END, VALUE_END]);
  within('standardMargin: base', base, [0n, AMOUNT_END]);
  // They are divided by it.
  if (base !== 0n) within('standardMargin: stable', stable, [1n, PRICE_END]);
  expiries.forEach(requireExpiry);
}

function requireExpiry(expiry: StandardExpiry): void {
  within('standardMargin: forward', expiry.forward, [0n, PRICE_END]);
  within('standardMargin: sec', expiry.sec, [0n, SEC_END]);
  requireConfidence(expiry.forwardConfidence);
  requireConfidence(expiry.volConfidence);
  for (const { strike, amount, vol } of expiry.options) {
    within('standardMargin: strike', strike, [0n, PRICE_END]);
    within('standardMargin: vol', vol, [0n, VOL_END]);
    requireAmount(amount);
  }
}

function requireConfidence(confidence: bigint): void {
  within('standardMargin: confidence', confidence, [0n, WAD + 1n]);
}

function requireAmount(amount: bigint): void {
  within('standardMargin: amount', amount, [1n - AMOUNT_END, AMOUNT_END]);
}
