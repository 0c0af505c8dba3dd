/** Prices, volatilities and textbook forms from their formulas, in 60 decimals. */
import {
  div,
  exp,
  least,
  ln,
  most,
  mul,
  normal,
  normalDensity,
  ONE,
  type Real,
  sqrt,
} from './decimal.ts';

const YEAR_SEC = 31_536_000n;

export function yearsOf(sec: bigint): Real {
  return (sec * ONE) / YEAR_SEC;
}

export interface NaiveOption {
  /** Years. */
  readonly time: Real;
  readonly vol: Real;
  readonly forward: Real;
  readonly strike: Real;
  readonly discount: Real;
}

export function naiveBlack76({ time, vol, forward, strike, discount }: NaiveOption): {
  call: Real;
  put: Real;
  delta: Real;
} {
  const whole = { call: mul(forward, discount), put: mul(strike, discount) };
  if (strike === 0n) return { call: whole.call, put: 0n, delta: ONE };
  if (forward === 0n) return { call: 0n, put: whole.put, delta: 0n };
  const total = mul(vol, sqrt(time));
  if (total >= 24n * ONE) return { ...whole, delta: ONE };
  const v = most(total, ONE / 10n ** 18n);
  const d1 = div(mul(v, v) / 2n - ln(div(strike, forward)), v);
  const up = normal(d1);
  const down = normal(d1 - v);
  return {
    call: mul(discount, most(mul(forward, up) - mul(strike, down), 0n)),
    put: mul(discount, most(mul(strike, ONE - down) - mul(forward, ONE - up), 0n)),
    delta: up,
  };
}

export interface NaiveSurface {
  readonly a: Real;
  readonly b: Real;
  readonly rho: Real;
  readonly m: Real;
  readonly sigma: Real;
  readonly forward: Real;
  readonly tau: Real;
}

/** The volatility of a strike, and the clamped logarithm it was read at. */
export function naiveSvi(
  { a, b, rho, m, sigma, forward, tau }: NaiveSurface,
  strike: Real,
): { vol: Real; k: Real } {
  if (strike === 0n) return { vol: 0n, k: 0n };
  const bound = 4n * sqrt(a + mul(b, sigma));
  const k = least(most(ln(div(strike, forward)), -bound), bound);
  const x = k - m;
  const w = a + mul(b, sqrt(mul(x, x) + mul(sigma, sigma)) + mul(rho, x));
  return { vol: sqrt(div(least(w, 144n * ONE), tau)), k };
}

export interface Spot {
  readonly spot: Real;
  readonly strike: Real;
  readonly time: Real;
  readonly rate: Real;
  readonly yieldRate: Real;
  readonly vol: Real;
}

export function naiveSpotForm({ spot, strike, time, rate, yieldRate, vol }: Spot): {
  call: Real;
  put: Real;
  d1: Real;
  d2: Real;
} {
  const v = mul(vol, sqrt(time));
  const forward = mul(spot, exp(mul(rate - yieldRate, time)));
  const discount = exp(-mul(rate, time));
  const d1 = div(ln(div(forward, strike)), v) + v / 2n;
  return { ...naiveBlack76({ time, vol, forward, strike, discount }), d1, d2: d1 - v };
}

/** Of the call, without a yield: delta, gamma, vega and rho per 1 %, theta a year. */
export function naiveGreeks(terms: Spot): Record<string, Real> {
  const { spot, strike, time, rate, vol } = terms;
  const { d1, d2 } = naiveSpotForm(terms);
  const [density, root] = [normalDensity(d1), sqrt(time)];
  const carried = mul(strike, exp(-mul(rate, time)), normal(d2));
  return {
    delta: normal(d1),
    gamma: div(density, mul(spot, vol, root)),
    vega_per_1pct: mul(spot, density, root) / 100n,
    theta_per_year: -div(mul(spot, density, vol), 2n * root) - mul(rate, carried),
    rho_per_1pct: mul(carried, time) / 100n,
  };
}
