const POWERS = Array.from({ length: 256 }, (_, i) => 1n << BigInt(i));

/** The least n with x < 2^n, for 0 ≤ x < 2^256. */
export function bitLength(x: bigint): number {
  let [low, high] = [0, 256];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x < POWERS[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}
