/** Option prices and volatilities in floating point: docs/margin.md §3 and §4. */
const YEAR_SEC = 31_536_000;

export const yearsOf = (sec: number): number => sec / YEAR_SEC;

/** The normal distribution as a series of positive terms: density × Σ x^(2n+1) / (2n+1)!!. */
export function normalCdf(x: number): number {
  if (x < 0) return 1 - normalCdf(-x);
  if (x > 9) return 1;
  let term = x;
  let total = x;
  for (let n = 3; term > total * 1e-18; n += 2) {
    term *= (x * x) / n;
    total += term;
  }
  return 0.5 + (Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI)) * total;
}

export interface FloatOption {
  readonly time: number;
  readonly vol: number;
  readonly forward: number;
  readonly strike: number;
  readonly put: boolean;
  readonly discount: number;
}

export function black({ time, vol, forward, strike, put, discount }: FloatOption): number {
  const total = vol * Math.sqrt(time);
  if (total >= 24) return discount * (put ? strike : forward);
  const v = Math.max(total, 1e-18);
  const d1 = v / 2 - Math.log(strike / forward) / v;
  const inside = forward * normalCdf(d1) - strike * normalCdf(d1 - v);
  const call = Math.min(Math.max(inside, 0), forward);
  return discount * (put ? Math.min(Math.max(call - forward + strike, 0), strike) : call);
}

export interface FloatSurface {
  readonly a: number;
  readonly b: number;
  readonly rho: number;
  readonly m: number;
  readonly sigma: number;
  readonly forward: number;
  readonly tau: number;
}

export function volatility(surface: FloatSurface, strike: number): number {
  const { a, b, rho, m, sigma, forward, tau } = surface;
  const bound = 4 * Math.sqrt(a + b * sigma);
  const k = Math.min(Math.max(Math.log(strike / forward), -bound), bound);
  const w = a + b * (rho * (k - m) + Math.hypot(k - m, sigma));
  return Math.sqrt(Math.min(w, 144) / tau);
}
