import {
  evaluateNormal,
  NORMAL_END,
  NORMAL_GRAIN_BITS,
  NORMAL_PIECES,
  type NormalPiece,
} from '../generated/normal.ts';
import { exp } from './exp.ts';
import { mulDown, WAD } from './wad.ts';

/** One for each 2^54 × 10^-18 of x. */
const PIECES: readonly NormalPiece[] = NORMAL_PIECES.flatMap((piece) => {
  const width = (piece.to - piece.middle) * 2n;
  return Array.from({ length: Number(width >> NORMAL_GRAIN_BITS) }, () => piece);
});

const INVERSE_ROOT_TWO_PI = 398_942_280_401_432_678n;
/** Where the density is below 10^-18. */
const DENSITY_END = 10n * WAD;

/** The standard normal distribution function, within 2·10^-18; 0 below −8.757…, 1 above. N(−x) = 1 − N(x) exactly, and N never falls. */
export function normalCdf(x: bigint): bigint {
  if (x < 0n) return x < -NORMAL_END ? 0n : WAD - upperHalf(-x);
  return x > NORMAL_END ? WAD : upperHalf(x);
}

function upperHalf(x: bigint): bigint {
  return evaluateNormal(PIECES[Number(x >> NORMAL_GRAIN_BITS)], x);
}

/** The standard normal density e^(−x²/2)/√(2π). */
export function normalPdf(x: bigint): bigint {
  if (x > DENSITY_END || x < -DENSITY_END) return 0n;
  return mulDown(exp(-mulDown(x, x) / 2n), INVERSE_ROOT_TWO_PI);
}
