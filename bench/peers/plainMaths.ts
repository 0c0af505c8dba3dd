/** Elementary functions as a textbook has them, in integers × 10^-18. */

export const ONE = 10n ** 18n;
const LN_2 = 693_147_180_559_945_309n;
const INVERSE_ROOT_2PI = 398_942_280_401_432_678n;
/** From here on the tail is a continued fraction, as the series would lose its digits. */
const TAIL = 4n * ONE;
const TAIL_TERMS = 60n;

export const mul = (a: bigint, b: bigint): bigint => (a * b) / ONE;
export const div = (a: bigint, b: bigint): bigint => (a * ONE) / b;

/** Newton's steps from above. */
export function sqrt(x: bigint): bigint {
  if (x === 0n) return 0n;
  const square = x * ONE;
  let root = x > ONE ? x : ONE;
  for (;;) {
    const next = (root + square / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}

/** n ln 2 + 2 artanh((m − 1)/(m + 1)) for x = m·2^n with 1 ≤ m < 2. */
export function ln(x: bigint): bigint {
  let m = x;
  let twos = 0n;
  for (; m >= 2n * ONE; twos++) m /= 2n;
  for (; m < ONE; twos--) m *= 2n;
  const z = div(m - ONE, m + ONE);
  const square = mul(z, z);
  let sum = 0n;
  let power = z;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += power / k;
    power = mul(power, square);
  }
  return twos * LN_2 + 2n * sum;
}

/** 2^n · Σ r^k/k! for x = n ln 2 + r. */
export function exp(x: bigint): bigint {
  const twos = x / LN_2;
  const rest = x - twos * LN_2;
  let sum = 0n;
  let term = ONE;
  for (let k = 1n; term !== 0n; k++) {
    sum += term;
    term = mul(term, rest) / k;
  }
  return twos >= 0n ? sum << twos : sum >> -twos;
}

/** 1/2 + φ(x)·(x + x³/3 + x⁵/(3·5) + …), or the tail's continued fraction. */
export function normal(x: bigint): bigint {
  if (x < 0n) return ONE - normal(-x);
  if (x > 9n * ONE) return ONE;
  const density = mul(INVERSE_ROOT_2PI, exp(-mul(x, x) / 2n));
  if (x > TAIL) return ONE - div(density, tailOf(x));
  const square = mul(x, x);
  let sum = 0n;
  let term = x;
  for (let k = 3n; term !== 0n; k += 2n) {
    sum += term;
    term = mul(term, square) / k;
  }
  return ONE / 2n + mul(density, sum);
}

/** x + 1/(x + 2/(x + 3/(x + …))) */
function tailOf(x: bigint): bigint {
  let value = x;
  for (let k = TAIL_TERMS; k >= 1n; k--) value = x + div(k * ONE, value);
  return value;
}
