import { FEE_CAP_SHIFT, MAX_MONEY } from './params.ts';
import type { State } from './state.ts';

/**
 * Changes an account's cash and the sum of positive cash.
 * @returns false, with nothing changed, where a ledger figure would pass 2^53 − 1.
 */
export function addCash(state: State, account: number, delta: number): boolean {
  const before = state.accounts.cash(account);
  const after = before + delta;
  // The difference first: the sum of the two other terms could leave the exact integers.
  const positive = state.globals.positiveCash() + (Math.max(after, 0) - Math.max(before, 0));
  if (Math.abs(after) > MAX_MONEY || positive > MAX_MONEY) return false;
  state.accounts.setCash(account, after);
  state.globals.setPositiveCash(positive);
  return true;
}

export interface PerpetualFeeTerms {
  readonly indexCents: number;
  readonly quantityE4: number;
  readonly ratePpm: number;
  /** 10^-6 USD, once a trade whatever its size. */
  readonly baseFee: number;
}

export interface FeeTerms extends PerpetualFeeTerms {
  readonly priceCents: number;
}

/** Fee of an option fill in 10^-6 USD: a share of the index notional, at most 1/8 of the premium, and the base fee. */
export function feeUp({ indexCents, priceCents, quantityE4, ratePpm, baseFee }: FeeTerms): number {
  const share = ppmUp(indexCents * quantityE4, ratePpm);
  return Math.min(share, Math.ceil((priceCents * quantityE4) / 2 ** FEE_CAP_SHIFT)) + baseFee;
}

/** Fee of a perpetual fill in 10^-6 USD: a share of the index notional, rounded up, and the base fee. */
export function perpetualFeeUp({
  indexCents,
  quantityE4,
  ratePpm,
  baseFee,
}: PerpetualFeeTerms): number {
  return ppmUp(indexCents * quantityE4, ratePpm) + baseFee;
}

/** ceil(amount × ppm / 10^6) for amount < 2^53 and ppm ≤ 10^6, without leaving the exact integers. */
export function ppmUp(amount: number, ppm: number): number {
  const millions = Math.floor(amount / 1_000_000);
  return millions * ppm + Math.ceil(((amount % 1_000_000) * ppm) / 1_000_000);
}
