/**
 * The normal distribution for x ≥ 0 as polynomials on intervals, in units of 10^-18. The intervals are as wide as their polynomial's error
 * allows, so that few suffice.
 */
import { type Coefficients, evaluate, interpolate } from './polynomial.ts';
import { multiply, normalDensity, normalDistribution, ONE, REAL_BITS, round } from './real.ts';

const WAD = 10n ** 18n;
export const DEGREE = 10;
/** Where N(−x) = 10^-18 */
export const NORMAL_END = 8_757_290_348_782_315_000n;
/** Ends of intervals are multiples of 2^54 × 10^-18. */
export const GRAIN_BITS = 54n;
/** The variable is the distance from the interval's middle, in 2^58 × 10^-18. */
export const VARIABLE_BITS = 58n;
/** What N rises by in a step of 10^-18 of x, at least, in units of the sums: many times what their rounding may take back. */
const RISE_BITS = 8;
/** Error of a polynomial in 10^-18, and as a share of its rise from the middle to an end, so that it rises everywhere. */
const MOST_ERROR = 1;
const MOST_ERROR_SHARE = 0.02;
const SAMPLES = 15n;

/**
 * By Horner's rule, s(n) = c(n), s(i) = ⌊s(i + 1)·t / 2^58⌋ + c(i), and N(x) = ⌊(c(0) - ⌊s(1)·t / 2^58⌋) / 2^f⌋ with t the middle less x. So
 * signed, most coefficients are positive.
 */
export interface Piece {
  readonly to: bigint;
  readonly middle: bigint;
  /** By rising degree. */
  readonly coefficients: readonly bigint[];
  /** The f. */
  readonly fractionBits: bigint;
}

export function normalPieces(): Piece[] {
  return splitIntervals().map((interval) => {
    const { from, to } = interval;
    const fractionBits = fractionBitsOf(interval);
    const coefficients = scaleCoefficients(interval, fractionBits);
    return { to, middle: (from + to) / 2n, coefficients, fractionBits };
  });
}

// Intervals.

interface Ends {
  readonly from: bigint;
  readonly to: bigint;
}

interface Interval extends Ends {
  readonly polynomial: Coefficients;
}

const real = (wad: bigint): bigint => (wad << REAL_BITS) / WAD;

function splitIntervals(): Interval[] {
  const intervals: Interval[] = [];
  for (let from = 0n; from <= NORMAL_END; from = intervals.at(-1)!.to) intervals.push(widest(from));
  return intervals;
}

function widest(from: bigint): Interval {
  const grain = 1n << GRAIN_BITS;
  let best: Interval | undefined;
  for (let to = from + grain; to - from <= 2n << VARIABLE_BITS; to += grain) {
    const ends = { from: real(from), to: real(to) };
    const polynomial = interpolate(normalDistribution, { ...ends, degree: DEGREE });
    if (errorOf(polynomial, ends) > allowedError(ends)) break;
    best = { from, to, polynomial };
    if (to > NORMAL_END) break;
  }
  if (best === undefined) throw new Error(`no interval from ${from} is narrow enough`);
  return best;
}

function allowedError({ from, to }: Ends): number {
  const rise = multiply(normalDensity(to), (to - from) / 2n);
  return Math.min(MOST_ERROR, MOST_ERROR_SHARE * inUnits(rise));
}

/** The largest over samples. */
function errorOf(polynomial: Coefficients, { from, to }: Ends): number {
  const [middle, half] = [(from + to) / 2n, (to - from) / 2n];
  let largest = 0n;
  for (let i = -SAMPLES; i <= SAMPLES; i++) {
    const t = (ONE * i) / (SAMPLES + 1n);
    const error = evaluate(polynomial, t) - normalDistribution(middle + multiply(half, t));
    const size = error < 0n ? -error : error;
    if (size > largest) largest = size;
  }
  return inUnits(largest);
}

/** Of 10^-18 */
function inUnits(x: bigint): number {
  return Number((x * WAD) >> (REAL_BITS - 60n)) / 2 ** 60;
}

// Integers.

function fractionBitsOf({ to }: Ends): bigint {
  const leastRise = normalDensity(real(to));
  const zeros = REAL_BITS - BigInt(leastRise.toString(2).length);
  return BigInt(RISE_BITS) + zeros;
}

/** From a variable of −1 to 1 to the signs and units above; half a unit of the result is added, so that its floor rounds. */
function scaleCoefficients({ from, to, polynomial }: Interval, fractionBits: bigint): bigint[] {
  const half = (to - from) / 2n;
  return polynomial.map((c, i) => {
    const unsigned = ((c * WAD) << (VARIABLE_BITS * BigInt(i) + fractionBits)) / half ** BigInt(i);
    if (i === 0) return round(unsigned) + (1n << (fractionBits - 1n));
    return round(i % 2 === 0 ? -unsigned : unsigned);
  });
}
