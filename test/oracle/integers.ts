/** Whole numbers without bounds, and the bound of figures. */
import { demand } from './rejected.ts';

export function sum(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}

export const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
export const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const abs = (a: bigint): bigint => (a < 0n ? -a : a);
/** For a numerator of zero or more. */
export const divideUp = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

export const MAX_FIGURE = 2n ** 53n - 1n;

/** SPEC §1: every ledger figure lies within ±(2^53 − 1). */
export function demandFigures(...figures: bigint[]): void {
  demand(
    figures.every((figure) => abs(figure) <= MAX_FIGURE),
    2005,
  );
}
