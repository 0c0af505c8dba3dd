import {
  EXP_0,
  EXP_1,
  EXP_2,
  EXP_3,
  EXP_4,
  EXP_5,
  EXP_6,
  EXP_7,
  EXP_8,
  EXP_9,
  EXP_LN_TWO,
  EXP_PER_LN_TWO,
} from '../generated/series.ts';
import { DomainError } from './errors.ts';
import { WAD } from './wad.ts';

/** ln 10^-18 */
const LEAST = -41_446_531_673_892_822_312n;
const LARGEST = 40n * WAD;

/**
 * The floor of e^x but for a part in 2^95 of it; 0 where it would be below 10^-18; for x ≤ 40.
 * x = n·ln 2 + r with |r| ≤ ln 2 / 2, e^r = (c + r)/(c − r) with c = r·coth(r/2), which is even in r.
 */
export function exp(x: bigint): bigint {
  if (x < LEAST) return 0n;
  if (x > LARGEST) throw new DomainError('exp', x);
  const n = (x * EXP_PER_LN_TWO + (1n << 95n)) >> 96n;
  const r = (x << 48n) - n * EXP_LN_TWO;
  const s = (r * r) >> 108n;
  let c = ((EXP_9 * s) >> 108n) + EXP_8;
  c = ((c * s) >> 108n) + EXP_7;
  c = ((c * s) >> 108n) + EXP_6;
  c = ((c * s) >> 108n) + EXP_5;
  c = ((c * s) >> 108n) + EXP_4;
  c = ((c * s) >> 108n) + EXP_3;
  c = ((c * s) >> 108n) + EXP_2;
  c = ((c * s) >> 108n) + EXP_1;
  c = ((c * s) >> 108n) + EXP_0;
  const above = (c + r) * WAD;
  return n < 0n ? above / ((c - r) << -n) : (above << n) / (c - r);
}
