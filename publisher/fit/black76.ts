/** Black (1976) in doubles, for publishing only; no rule depends on it. Prices are undiscounted. */

/** Beyond it `e^(−x²/2)` and the tail are below 10^-18. */
const CDF_DOMAIN = 9;
const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

export function normalPdf(x: number): number {
  return Math.exp((-x * x) / 2) / SQRT_TWO_PI;
}

/** N(x), absolute error below 10^-15: the series of x·(1 + x²/3 + x⁴/(3·5) + …) near 0, a continued fraction in the tails. */
export function normalCdf(x: number): number {
  if (x < 0) return upperTail(-x);
  return 1 - upperTail(x);
}

/** 1 − N(x) for x ≥ 0, with a small relative error also where it is tiny. */
function upperTail(x: number): number {
  if (x > CDF_DOMAIN) return 0;
  if (x > 3) return normalPdf(x) / millsFraction(x);
  let term = x;
  let sum = x;
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 - normalPdf(x) * sum;
}

/** x + 1/(x + 2/(x + 3/(x + …))), converged to a double for x > 3. */
function millsFraction(x: number): number {
  let value = x;
  for (let i = 60; i >= 1; i -= 1) value = x + i / value;
  return value;
}

export interface OptionTerms {
  /** ln(K / F). */
  readonly k: number;
  /** Total volatility σ·√t. */
  readonly v: number;
  readonly put: boolean;
}

/** Price in units of the forward, in [0, max(1, K / F)]. */
export function normalizedPrice({ k, v, put }: OptionTerms): number {
  const m = Math.exp(k);
  if (v <= 0) return Math.max(put ? m - 1 : 1 - m, 0);
  const d1 = v / 2 - k / v;
  const d2 = d1 - v;
  const price = put ? m * normalCdf(-d2) - normalCdf(-d1) : normalCdf(d1) - m * normalCdf(d2);
  return Math.max(price, 0);
}

/** d price / d v, in units of the forward. */
export function normalizedVega({ k, v }: Omit<OptionTerms, 'put'>): number {
  return v <= 0 ? 0 : normalPdf(v / 2 - k / v);
}

/** Delta of the call against the forward, N(d1). */
export function callDelta({ k, v }: Omit<OptionTerms, 'put'>): number {
  if (v <= 0) return k < 0 ? 1 : 0;
  return normalCdf(v / 2 - k / v);
}

const V_MAX = 24;

/**
 * Total volatility at which an option has this price in units of the forward; null where none has: at or below intrinsic value, or
 * above the forward (call) or the strike (put). Newton on ln(price), held inside a bracket. Relative error below 10^-10.
 */
export function impliedTotalVol(option: {
  readonly k: number;
  readonly price: number;
  readonly put: boolean;
}): number | null {
  const m = Math.exp(option.k);
  // The side out of the money has no intrinsic value for rounding to eat.
  const put = option.k < 0;
  const swap = put === option.put ? 0 : put ? m - 1 : 1 - m;
  const price = option.price + swap;
  if (!(price > 1e-14) || price >= (put ? m : 1) - 1e-14) return null;
  let low = 0;
  let high = V_MAX;
  let v = Math.max(Math.sqrt(2 * Math.abs(option.k)), price * SQRT_TWO_PI, 1e-6);
  for (let i = 0; i < 100; i += 1) {
    const at = normalizedPrice({ k: option.k, v, put });
    if (at > price) high = v;
    else low = v;
    const slope = normalizedVega({ k: option.k, v });
    const newton = v - (at * Math.log(at / price)) / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - v) <= 1e-12 * v) return next;
    v = next;
  }
  return v;
}
