/** The normal distribution function in doubles, within 4 u = 2^-51 of the protocol's. */
import { normalCdf, normalPdf } from '../../../protocol/maths/normal.ts';
import { WAD } from '../../../protocol/maths/wad.ts';

/** N(−9) is below 10^-18. */
const END = 9;
const PIECES_PER_UNIT = 8;
const DEGREE = 9;
const TERMS = DEGREE + 1;
const HALF_PIECE = 1 / (2 * PIECES_PER_UNIT);

/**
 * Taylor polynomials around the middles of pieces 1/8 wide. What is left off is below max |N⁽¹⁰⁾| · (1/16)^10 / 10! < 0.6 u,
 * as |He₉(x)| e^(−x²/4) ≤ 1.09 √9!.
 */
const COEFFICIENTS = Float64Array.from(
  Array.from({ length: 2 * END * PIECES_PER_UNIT }, (_, piece) => taylor(middleOf(piece))).flat(),
);

/** Exact: a multiple of 1/16. */
function middleOf(piece: number): number {
  return piece / PIECES_PER_UNIT + HALF_PIECE - END;
}

/** N and φ are the protocol's; φ⁽ⁿ⁺¹⁾ = −x·φ⁽ⁿ⁾ − n·φ⁽ⁿ⁻¹⁾. */
function taylor(x: number): number[] {
  const wad = BigInt(x * 16) * (WAD / 16n);
  const coefficients = [float(normalCdf(wad))];
  let [before, density] = [0, float(normalPdf(wad))];
  for (let n = 0; n < DEGREE; n++) {
    coefficients.push(density / (n + 1));
    [before, density] = [density, (-x * density - before) / (n + 1)];
  }
  return coefficients;
}

function float(wad: bigint): number {
  return Number(wad) / 1e18;
}

/** NaN for NaN. */
export function normalCdf64(x: number): number {
  if (x >= END) return 1;
  if (x <= -END) return 0;
  const piece = ((x + END) * PIECES_PER_UNIT) | 0;
  const t = x - (piece / PIECES_PER_UNIT + HALF_PIECE - END);
  const at = piece * TERMS;
  const c = COEFFICIENTS;
  let sum = c[at + 9] * t + c[at + 8];
  sum = sum * t + c[at + 7];
  sum = sum * t + c[at + 6];
  sum = sum * t + c[at + 5];
  sum = sum * t + c[at + 4];
  sum = sum * t + c[at + 3];
  sum = sum * t + c[at + 2];
  sum = sum * t + c[at + 1];
  return sum * t + c[at];
}
