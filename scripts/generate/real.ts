/** Real numbers as integers × 2^-400, for the constants of the fixed-point functions. */

export const REAL_BITS = 400n;
export const ONE = 1n << REAL_BITS;

export const multiply = (a: bigint, b: bigint): bigint => (a * b) >> REAL_BITS;
export const divide = (a: bigint, b: bigint): bigint => (a << REAL_BITS) / b;

/** The nearest integer. */
export const round = (x: bigint): bigint => (x + ONE / 2n) >> REAL_BITS;

/** e^x = e^(x/4096)^4096, by the series, for |x| below a few hundred. */
export function exponential(x: bigint): bigint {
  const small = x >> 12n;
  let term = ONE;
  let sum = ONE;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = multiply(term, small) / k;
    sum += term;
  }
  for (let i = 0; i < 12; i++) sum = multiply(sum, sum);
  return sum;
}

/** artanh(z)/z as a function of z², below 1. */
export function artanhOverZ(square: bigint): bigint {
  let power = ONE;
  let sum = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += power / k;
    power = multiply(power, square);
  }
  return sum;
}

/** ln 2 = 2·artanh(1/3) */
export const LN_2 = (2n * artanhOverZ(ONE / 9n)) / 3n;

/** ln of a positive integer: by halves until it is near 1, then 2·artanh((x − 1)/(x + 1)). */
export function logarithm(integer: bigint): bigint {
  const bits = BigInt(integer.toString(2).length) - 1n;
  const x = integer << (REAL_BITS - bits);
  const z = divide(x - ONE, x + ONE);
  return bits * LN_2 + 2n * multiply(z, artanhOverZ(multiply(z, z)));
}

/** π = 16·arctan(1/5) − 4·arctan(1/239) (Machin) */
export const PI = 16n * arctanInverse(5n) - 4n * arctanInverse(239n);

function arctanInverse(n: bigint): bigint {
  let power = ONE / n;
  let sum = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += k % 4n === 1n ? power / k : -(power / k);
    power /= n * n;
  }
  return sum;
}

export function cosine(x: bigint): bigint {
  const square = multiply(x, x);
  let term = ONE;
  let sum = 0n;
  for (let k = 1n; term !== 0n && term !== -1n; k += 2n) {
    sum += term;
    term = -multiply(term, square) / (k * (k + 1n));
  }
  return sum;
}

export function squareRoot(x: bigint): bigint {
  const square = x << REAL_BITS;
  let root = ONE > x ? ONE : x;
  for (;;) {
    const next = (root + square / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}

const INVERSE_ROOT_2PI = divide(ONE, squareRoot(2n * PI));

export const normalDensity = (x: bigint): bigint =>
  multiply(INVERSE_ROOT_2PI, exponential(-multiply(x, x) / 2n));

/** 1/2 + φ(x)·(x + x³/3 + x⁵/(3·5) + …), for 0 ≤ x below about 12. */
export function normalDistribution(x: bigint): bigint {
  const square = multiply(x, x);
  let term = x;
  let sum = 0n;
  for (let k = 3n; term !== 0n; k += 2n) {
    sum += term;
    term = multiply(term, square) / k;
  }
  return ONE / 2n + multiply(normalDensity(x), sum);
}
