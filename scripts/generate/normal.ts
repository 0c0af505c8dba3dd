/**
 * The normal distribution for x ≥ 0 as polynomials on intervals, in units of 10^-18. The intervals are as wide as their polynomial's error allows; the
 * ten coefficients of each are packed into two words, so that one table serves both languages.
 */
import { type Coefficients, interpolate } from './polynomial.ts';
import { multiply, normalDensity, normalDistribution, ONE, REAL_BITS, round } from './real.ts';

const WAD = 10n ** 18n;
export const DEGREE = 9;
/** Where N(−x) = 10^-18 */
export const NORMAL_END = 8_757_290_348_782_315_000n;
/** Ends of intervals are multiples of 2^54 × 10^-18. */
export const GRAIN_BITS = 54n;
/** The variable is the distance from the interval's middle, in 2^58 × 10^-18. */
export const VARIABLE_BITS = 58n;
/** Fraction bits of a coefficient, below 10^-18. */
export const FRACTION_BITS = 4n;
/** Error of a polynomial in 10^-18, and as a share of its rise from the middle to an end, so that it rises everywhere. */
const MOST_ERROR = 1.15;
const MOST_ERROR_SHARE = 0.02;
const SAMPLES = 15n;

export interface Field {
  readonly word: 0 | 1;
  /** Distance of its top bit from the word's. */
  readonly offset: bigint;
  readonly bits: bigint;
}

export interface Piece {
  readonly from: bigint;
  readonly to: bigint;
  readonly middle: bigint;
  /** 256 bits each. */
  readonly words: readonly [bigint, bigint];
}

interface Interval {
  readonly from: bigint;
  readonly to: bigint;
  /** In 2^-4 × 10^-18, for the variable above. */
  readonly coefficients: readonly bigint[];
}

export interface NormalTable {
  readonly fields: readonly Field[];
  readonly pieces: readonly Piece[];
  /** By degree: bits to drop from the sum before it is multiplied the next time; by which degree's turn they are dropped. */
  readonly drops: readonly bigint[];
}

export function normalTable(): NormalTable {
  const intervals = splitIntervals();
  const fields = placeFields(intervals);
  const pieces = intervals.map((interval) => ({
    from: interval.from,
    to: interval.to,
    middle: (interval.from + interval.to) / 2n,
    words: pack(interval.coefficients, fields),
  }));
  return { fields, pieces, drops: planDrops(intervals) };
}

// Intervals.

const values = new Map<bigint, bigint>();

function distribution(x: bigint): bigint {
  const value = values.get(x) ?? normalDistribution(x);
  values.set(x, value);
  return value;
}

const real = (wad: bigint): bigint => (wad << REAL_BITS) / WAD;

function splitIntervals(): Interval[] {
  const intervals: Interval[] = [];
  for (let from = 0n; from <= NORMAL_END; ) {
    const interval = widest(from);
    intervals.push(interval);
    from = interval.to;
  }
  return intervals;
}

function widest(from: bigint): Interval {
  const grain = 1n << GRAIN_BITS;
  let best: Interval | undefined;
  for (let to = from + grain; to - from <= 2n << VARIABLE_BITS; to += grain) {
    const polynomial = interpolate(distribution, {
      from: real(from),
      to: real(to),
      degree: DEGREE,
    });
    if (error(polynomial, { from, to }) > allowedError({ from, to })) break;
    best = { from, to, coefficients: scale(polynomial, { from, to }) };
    if (to > NORMAL_END) break;
  }
  if (best === undefined) throw new Error(`no interval from ${from} is narrow enough`);
  return best;
}

interface Ends {
  readonly from: bigint;
  readonly to: bigint;
}

function allowedError({ from, to }: Ends): number {
  const rise = multiply(normalDensity(real(to)), real(to - from) / 2n) * WAD;
  return Math.min(MOST_ERROR, MOST_ERROR_SHARE * toNumber(rise));
}

/** The largest in 10^-18 over samples. */
function error(polynomial: Coefficients, { from, to }: Ends): number {
  const [middle, half] = [(real(from) + real(to)) / 2n, (real(to) - real(from)) / 2n];
  let largest = 0n;
  for (let i = -SAMPLES; i <= SAMPLES; i++) {
    const t = (ONE * i) / (SAMPLES + 1n);
    const value = polynomial.reduceRight((sum, c) => multiply(sum, t) + c, 0n);
    const difference = value - distribution(middle + multiply(half, t));
    const size = difference < 0n ? -difference : difference;
    if (size > largest) largest = size;
  }
  return toNumber(largest * WAD);
}

function toNumber(x: bigint): number {
  return Number(x >> (REAL_BITS - 100n)) / 2 ** 100;
}

/** From a variable of −1 to 1 to the one of the table; half a unit is added so that dropping the fraction rounds. */
function scale(polynomial: Coefficients, { from, to }: Ends): bigint[] {
  const half = (to - from) / 2n;
  return polynomial.map((c, i) => {
    const factor = real(1n << (VARIABLE_BITS * BigInt(i))) / half ** BigInt(i);
    const scaled = (multiply(c, factor * WAD) * WAD) << FRACTION_BITS;
    return i === 0 ? scaled + (ONE << (FRACTION_BITS - 1n)) : scaled;
  });
}

// Packing.

function placeFields(intervals: readonly Interval[]): Field[] {
  const widths = Array.from({ length: DEGREE + 1 }, (_, i) => {
    const sizes = intervals.map(({ coefficients }) => sizeOf(coefficients[i]));
    return sizes.reduce((a, b) => (a > b ? a : b));
  });
  const second = chooseSecondWord(widths);
  const used = [0n, 0n];
  return widths.map((bits, i) => {
    const word = (second >> i) & 1 ? 1 : 0;
    const offset = used[word];
    used[word] += bits;
    return { word, offset, bits };
  });
}

/** Bits of the rounded coefficient, its sign included, and one for what rounding may carry. */
function sizeOf(coefficient: bigint): bigint {
  const rounded = round(coefficient < 0n ? -coefficient : coefficient) + 1n;
  return BigInt(rounded.toString(2).length) + 1n;
}

/** A bit for each degree whose coefficient goes into the second word. */
function chooseSecondWord(widths: readonly bigint[]): number {
  for (let mask = 0; mask < 2 ** widths.length; mask++) {
    const sums = [0n, 0n];
    widths.forEach((bits, i) => (sums[(mask >> i) & 1] += bits));
    if (sums[0] <= 256n && sums[1] <= 256n) return mask;
  }
  throw new Error(`coefficients of ${widths.join(', ')} bits do not fit into two words`);
}

/** A field is read with what lies below it in its word as further fraction bits: it is rounded with that in mind. */
function pack(coefficients: readonly bigint[], fields: readonly Field[]): [bigint, bigint] {
  const words: [bigint, bigint] = [0n, 0n];
  for (let i = fields.length - 1; i >= 0; i--) {
    const { word, offset, bits } = fields[i];
    const shift = 256n - offset - bits;
    const below = (words[word] << REAL_BITS) >> shift;
    const value = BigInt.asUintN(Number(bits), round(coefficients[i] - below));
    words[word] |= value << shift;
  }
  return words;
}

// Horner's rule without more shifts than 256 bits need.

function planDrops(intervals: readonly Interval[]): bigint[] {
  const drops = Array.from({ length: DEGREE + 1 }, () => 0n);
  let extra = 0n;
  for (let i = DEGREE - 1; i >= 0; i--) {
    if (mostBits(intervals, i) + VARIABLE_BITS * (extra + 1n) > 253n) {
      drops[i + 1] = VARIABLE_BITS * (extra - 1n);
      extra = 1n;
    }
    extra += 1n;
  }
  drops[0] = FRACTION_BITS + VARIABLE_BITS * extra;
  return drops;
}

/** Of the sum from the degree up. */
function mostBits(intervals: readonly Interval[], degree: number): bigint {
  const sums = intervals.map(({ coefficients }) =>
    coefficients.slice(degree).reduce((sum, c) => sum + (c < 0n ? -c : c), 0n),
  );
  return BigInt(round(sums.reduce((a, b) => (a > b ? a : b))).toString(2).length) + 1n;
}
