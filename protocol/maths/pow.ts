import { exp } from './exp.ts';
import { ln } from './ln.ts';
import { mulDown } from './wad.ts';

/** x^y = e^(y·ln x), for the x of `ln` and y·ln x ≤ 40; x^0 = 1. */
export function pow(x: bigint, y: bigint): bigint {
  return exp(mulDown(y, ln(x)));
}
