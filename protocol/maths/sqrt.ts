import { bitLength } from './bits.ts';
import { DomainError } from './errors.ts';
import { WAD } from './wad.ts';

const END = 2n ** 128n * WAD;

/** The floor of √x, for 0 ≤ x < 2^128 × 10^18 (units of 10^-18, as the result). */
export function sqrtDown(x: bigint): bigint {
  if (x < 0n || x >= END) throw new DomainError('sqrtDown', x);
  return rootDown(x * WAD);
}

/** The floor of √n for a whole number 0 ≤ n < 2^256. */
export function rootDown(n: bigint): bigint {
  if (n <= 0n) return 0n;
  // Never below the root; from there Newton's steps fall until they reach its floor.
  let root = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
