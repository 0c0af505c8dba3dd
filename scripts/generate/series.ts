/** Constants of the logarithm and the exponential: polynomials near the least possible error, in scaled integers. */
import { interpolate } from './polynomial.ts';
import { artanhOverZ, divide, LN_2, logarithm, multiply, ONE, round, squareRoot } from './real.ts';

const WAD = 10n ** 18n;

/** ln: z in 2^-80, sums in 2^-100 × 10^-18. */
const LN_DEGREE = 8;
const LN_VARIABLE_BITS = 80n;
const LN_SCALE_BITS = 20n;

/** e^x: the remainder r and r·coth(r/2) in 2^-48 × 10^-18, r² in 2^108 of the square of that. */
const EXP_DEGREE = 9;
const EXP_SCALE_BITS = 48n;
const EXP_SQUARE_BITS = 108n;

export function seriesConstants(): [string, bigint][] {
  return [...lnConstants(), ...expConstants()];
}

/** Of 2·artanh(z)/z in z² up to ((√2 − 1)/(√2 + 1))². */
function lnConstants(): [string, bigint][] {
  const root = squareRoot(2n * ONE);
  const end = divide(root - ONE, root + ONE);
  const polynomial = inPowers(artanhOverZ, { to: multiply(end, end), degree: LN_DEGREE });
  const unit = WAD << LN_SCALE_BITS;
  const total = unit << LN_VARIABLE_BITS;
  return [
    ...polynomial.map((c, i): [string, bigint] => [`LN_${i}`, round(2n * c * unit)]),
    ['LN_TWO', round(LN_2 * total)],
    ['LN_OFFSET', total / WAD / 2n - round(logarithm(WAD) * total)],
    ['ROOT_TWO', round(root << 127n)],
  ];
}

/** Of r·coth(r/2) in r² up to (ln 2 / 2)². */
function expConstants(): [string, bigint][] {
  const polynomial = inPowers(cothTerm, { to: multiply(LN_2, LN_2) / 4n, degree: EXP_DEGREE });
  const unit = WAD << EXP_SCALE_BITS;
  const scale = (c: bigint, i: number): bigint =>
    round((c * unit * (1n << (2n * EXP_SQUARE_BITS * BigInt(i)))) / unit ** (2n * BigInt(i)));
  return [
    ...polynomial.map((c, i): [string, bigint] => [`EXP_${i}`, scale(c, i)]),
    ['EXP_LN_TWO', round(LN_2 * unit)],
    ['EXP_PER_LN_TWO', round(divide(ONE << 96n, LN_2) / WAD)],
  ];
}

/** With all but the even terms gone: 2·Σ q^k/(2k)! over Σ q^k/(2k + 1)! for q = r²/4. */
function cothTerm(square: bigint): bigint {
  let term = ONE;
  let [cosh, sinh] = [0n, 0n];
  for (let k = 0n; term !== 0n; k++) {
    cosh += term;
    sinh += term / (2n * k + 1n);
    term = multiply(term, square / 4n) / ((2n * k + 1n) * (2n * k + 2n));
  }
  return divide(2n * cosh, sinh);
}

/** From a variable of −1 to 1 to powers of s, 0 ≤ s ≤ to, by Horner's rule with 2s/to − 1. */
function inPowers(
  f: (s: bigint) => bigint,
  { to, degree }: { to: bigint; degree: number },
): bigint[] {
  const polynomial = interpolate(f, { from: 0n, to, degree });
  const slope = divide(2n * ONE, to);
  let sum: bigint[] = [];
  for (const c of polynomial.toReversed()) {
    const next = [0n, ...sum].map((d) => multiply(d, slope));
    sum.forEach((d, i) => (next[i] -= d));
    next[0] += c;
    sum = next;
  }
  return sum;
}
