/** Numbers in units of 10^-18. Results that leave the 256 bits of the other language are errors in both. */
import { DomainError } from './errors.ts';

export const WAD = 10n ** 18n;

const LARGEST = 2n ** 255n - 1n;
const LEAST = -(2n ** 255n);

/** a·b toward −∞ */
export function mulDown(a: bigint, b: bigint): bigint {
  return floorWad(bounded('mulDown', a * b));
}

/** A product of two numbers in the unit again, toward −∞. */
export function floorWad(product: bigint): bigint {
  const quotient = product / WAD;
  return product < 0n && quotient * WAD !== product ? quotient - 1n : quotient;
}

/** a·b toward +∞ */
export function mulUp(a: bigint, b: bigint): bigint {
  const product = bounded('mulUp', a * b);
  const quotient = product / WAD;
  return product > 0n && quotient * WAD !== product ? quotient + 1n : quotient;
}

/** a/b toward −∞ */
export function divDown(a: bigint, b: bigint): bigint {
  const dividend = bounded('divDown', a * WAD);
  if (b === 0n) throw new DomainError('divDown', b);
  const quotient = dividend / b;
  const isBelowZero = dividend < 0n !== b < 0n;
  return isBelowZero && quotient * b !== dividend ? quotient - 1n : quotient;
}

/** a/b toward +∞ */
export function divUp(a: bigint, b: bigint): bigint {
  const dividend = bounded('divUp', a * WAD);
  if (b === 0n) throw new DomainError('divUp', b);
  const quotient = dividend / b;
  const isAboveZero = dividend < 0n === b < 0n;
  return isAboveZero && quotient * b !== dividend ? quotient + 1n : quotient;
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** @param low at most `high` */
export function clamp(x: bigint, { low, high }: { low: bigint; high: bigint }): bigint {
  if (x < low) return low;
  return x > high ? high : x;
}

export function abs(x: bigint): bigint {
  return x < 0n ? -x : x;
}

function bounded(name: string, value: bigint): bigint {
  if (value > LARGEST || value < LEAST) throw new DomainError(name, value);
  return value;
}
