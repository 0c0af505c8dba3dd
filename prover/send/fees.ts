/** What a transaction offers. All amounts in wei for a unit of gas. */

export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

export interface FeeMarket {
  /** Of the block that the decision is bound to. */
  readonly baseFee: bigint;
  /** What endpoints advise to pay on top. */
  readonly tip: bigint;
  /** Never more than this. */
  readonly ceiling: bigint;
}

/** Twice the base fee: it lasts for six full blocks. */
export function freshFees({ baseFee, tip, ceiling }: FeeMarket): Fees {
  const maxFeePerGas = least(2n * baseFee + tip, ceiling);
  return { maxFeePerGas, maxPriorityFeePerGas: least(tip, maxFeePerGas) };
}

/**
 * Fees that replace a transaction in every pool: both an eighth higher, and enough for the present base fee.
 * @returns nothing where the ceiling does not allow it
 */
export function raisedFees(before: Fees, market: FeeMarket): Fees | undefined {
  const fresh = freshFees(market);
  const least = anEighthMore(before.maxFeePerGas);
  if (least > market.ceiling) return undefined;
  const maxFeePerGas = most(least, fresh.maxFeePerGas);
  const tip = most(anEighthMore(before.maxPriorityFeePerGas), fresh.maxPriorityFeePerGas);
  return { maxFeePerGas, maxPriorityFeePerGas: tip < maxFeePerGas ? tip : maxFeePerGas };
}

/** Whether the next block can take a transaction: the base fee rises by an eighth a block at most. */
export function isTakenNow({ maxFeePerGas }: Fees, baseFee: bigint): boolean {
  return maxFeePerGas >= anEighthMore(baseFee);
}

function anEighthMore(fee: bigint): bigint {
  return fee + fee / 8n + 1n;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
