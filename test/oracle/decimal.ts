/**
 * Numbers of 60 decimals, and the elementary functions by their series: slow, and made by other methods than protocol/maths,
 * so that both can be wrong only by different mistakes.
 */

/** An integer × 10^-60. */
export type Real = bigint;

const DECIMALS = 60;
export const ONE: Real = 10n ** BigInt(DECIMALS);
const HALF = ONE / 2n;

/** @param text digits with or without a point and an exponent */
export function real(text: string | number): Real {
  const [digits, exponent = '0'] = String(text).toLowerCase().split('e');
  const [whole, fraction = ''] = digits.replace('-', '').split('.');
  const shift = DECIMALS + Number(exponent) - fraction.length;
  const size = BigInt(whole + fraction);
  const value = shift >= 0 ? size * 10n ** BigInt(shift) : size / 10n ** BigInt(-shift);
  return digits.startsWith('-') ? -value : value;
}

/** The first `places` decimals, cut; without the zeros at the end. */
export function digitsOf(value: Real, places = 24): string {
  const size = value < 0n ? -value : value;
  const padded = String(size).padStart(DECIMALS + 1, '0');
  const fraction = padded.slice(-DECIMALS).slice(0, places).replace(/0+$/, '');
  const digits = padded.slice(0, -DECIMALS) + (fraction === '' ? '' : `.${fraction}`);
  return value < 0n && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

export function mul(...factors: readonly Real[]): Real {
  return factors.reduce((product, factor) => (product * factor) / ONE);
}

export function div(a: Real, b: Real): Real {
  return (a * ONE) / b;
}

export function least(...values: readonly Real[]): Real {
  return values.reduce((a, b) => (a < b ? a : b));
}

export function most(...values: readonly Real[]): Real {
  return values.reduce((a, b) => (a > b ? a : b));
}

export function size(value: Real): Real {
  return value < 0n ? -value : value;
}

export function sum(values: readonly Real[]): Real {
  return values.reduce((a, b) => a + b, 0n);
}

/** Newton, from above. */
export function sqrt(x: Real): Real {
  if (x === 0n) return 0n;
  const square = x * ONE;
  let root = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** Taylor at x/2^10, squared ten times. */
export function exp(x: Real): Real {
  if (x < 0n) return div(ONE, exp(-x));
  const small = x >> 10n;
  let term = ONE;
  let total = ONE;
  for (let n = 1n; term !== 0n; n++) {
    term = mul(term, small) / n;
    total += term;
  }
  for (let i = 0; i < 10; i++) total = mul(total, total);
  return total;
}

/** Halley's iteration on exp, from the double nearest to it. */
export function ln(x: Real): Real {
  if (x <= 0n) throw new RangeError('ln of a number that is not positive');
  let y = real(Math.log(Number(x) / Number(ONE)).toFixed(15));
  for (let i = 0; i < 3; i++) {
    const power = exp(y);
    y += div(2n * (x - power), x + power);
  }
  return y;
}

export function pow(x: Real, y: Real): Real {
  return y === 0n ? ONE : exp(mul(y, ln(x)));
}

/** Machin: π = 16 arctan 1/5 − 4 arctan 1/239. */
const PI = 16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n);
const SQRT_TWO_PI = sqrt(2n * PI);

function arctanOfInverse(n: bigint): Real {
  let power = ONE / n;
  let total = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    total += k % 4n === 1n ? power / k : -power / k;
    power /= n * n;
  }
  return total;
}

export function normalDensity(x: Real): Real {
  return div(exp(-mul(x, x) / 2n), SQRT_TWO_PI);
}

/** Beyond 6 the continued fraction of the tail, else a series of positive terms: neither cancels. */
export function normal(x: Real): Real {
  if (x < 0n) return ONE - normal(-x);
  if (x > 6n * ONE) return x > 30n * ONE ? ONE : ONE - div(normalDensity(x), tailDivisor(x));
  let term = x;
  let total = x;
  for (let n = 3n; term !== 0n; n += 2n) {
    term = mul(term, x, x) / n;
    total += term;
  }
  return HALF + mul(normalDensity(x), total);
}

function tailDivisor(x: Real): Real {
  let divisor = x;
  for (let n = 600n; n > 0n; n--) divisor = x + div(n * ONE, divisor);
  return divisor;
}
