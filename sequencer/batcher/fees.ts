/** What a transaction offers L1. All amounts in wei for a unit of gas. */

export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

export interface FeeMarket {
  /** Of L1's head. */
  readonly baseFee: bigint;
  /** What L1's endpoint advises to pay on top. */
  readonly tip: bigint;
  /** Never more than this. */
  readonly ceiling: bigint;
}

/**
 * Twice the base fee, which lasts for six full blocks; instead of a transaction that waits, an eighth more than it offers,
 * which is what pools ask for.
 * @returns null where the ceiling does not allow it
 */
export function feesToOffer(
  { baseFee, tip, ceiling }: FeeMarket,
  replaced: Fees | null,
): Fees | null {
  const least = replaced === null ? baseFee : anEighthMore(replaced.maxFeePerGas);
  if (baseFee > ceiling || least > ceiling) return null;
  const maxFeePerGas = between(least, 2n * baseFee + tip, ceiling);
  const tipLeast = replaced === null ? 0n : anEighthMore(replaced.maxPriorityFeePerGas);
  return { maxFeePerGas, maxPriorityFeePerGas: between(tipLeast, tip, maxFeePerGas) };
}

function anEighthMore(fee: bigint): bigint {
  return fee + fee / 8n + 1n;
}

/** `value`, but at least `least` and at most `most`. */
function between(least: bigint, value: bigint, most: bigint): bigint {
  const atLeast = value < least ? least : value;
  return atLeast > most ? most : atLeast;
}
