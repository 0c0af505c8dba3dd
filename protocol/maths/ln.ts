import {
  LN_0,
  LN_1,
  LN_2,
  LN_3,
  LN_4,
  LN_5,
  LN_6,
  LN_7,
  LN_8,
  LN_OFFSET,
  LN_TWO,
  ROOT_TWO,
} from '../generated/series.ts';
import { bitLength } from './bits.ts';
import { DomainError } from './errors.ts';
import { WAD } from './wad.ts';

const END = 2n ** 128n * WAD;

/**
 * The natural logarithm, to the nearest unit but for 0.01 of one; for 1 ≤ x < 2^128 × 10^18.
 * x = m·2^n with √½ ≤ m ≤ √2, ln m = 2·artanh(z) with z = (m − 1)/(m + 1).
 */
export function ln(x: bigint): bigint {
  if (x < 1n || x >= END) throw new DomainError('ln', x);
  const bits = bitLength(x);
  const m = bits > 128 ? x >> BigInt(bits - 128) : x << BigInt(128 - bits);
  const isHigh = m > ROOT_TWO;
  const one = isHigh ? 1n << 128n : 1n << 127n;
  const z = ((m - one) << 80n) / (m + one);
  const s = (z * z) >> 80n;
  let sum = ((LN_8 * s) >> 80n) + LN_7;
  sum = ((sum * s) >> 80n) + LN_6;
  sum = ((sum * s) >> 80n) + LN_5;
  sum = ((sum * s) >> 80n) + LN_4;
  sum = ((sum * s) >> 80n) + LN_3;
  sum = ((sum * s) >> 80n) + LN_2;
  sum = ((sum * s) >> 80n) + LN_1;
  sum = ((sum * s) >> 80n) + LN_0;
  const twos = BigInt(isHigh ? bits : bits - 1);
  return (twos * LN_TWO + LN_OFFSET + sum * z) >> 100n;
}
