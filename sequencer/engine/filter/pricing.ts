/** Black (1976) and the volatility surface in doubles: + − × ÷ √ alone, which are the same on every machine. */
import { ln } from '../../../protocol/maths/ln.ts';
import type { Surface } from '../../../protocol/pricing/svi.ts';
import { CHAIN_ERROR, LEAST_TOTAL_VOL, LOG_ERROR, TOTAL_VOL_END, UNITS } from './bounds.ts';
import { normalCdf64 } from './normal.ts';

/** Of units of 10^-18: within 2 u. */
export function float(wad: bigint): number {
  return Number(wad) / 1e18;
}

/** In cents, of units of 10^-18 USD: within 2 u. */
export function cents(wad: bigint): number {
  return Number(wad) / 1e16;
}

/** A natural logarithm of units of 10^-18, by the protocol's own: within 2 u. */
export function log(wad: bigint): number {
  return float(ln(wad));
}

/**
 * F·N(d1) − K·N(d2). COST: bare arguments, as this is called for every price.
 * @param v total volatility
 * @param k ln(strike/forward)
 * @returns NaN for a volatility that is none
 */
export function call64(v: number, k: number, forward: number, strike: number): number {
  if (v >= TOTAL_VOL_END) return forward;
  if (v < LEAST_TOTAL_VOL) return forward > strike ? forward - strike : 0;
  const d1 = v / 2 - k / v;
  const call = forward * normalCdf64(d1) - strike * normalCdf64(d1 - v);
  if (call < 0) return 0;
  return call > forward ? forward : call;
}

/** By parity, between 0 and the strike. */
export function put64(call: number, forward: number, strike: number): number {
  const put = call - forward + strike;
  if (put < 0) return 0;
  return put > strike ? strike : put;
}

/** A surface whose logarithms and bounds are worked out. */
export interface Smile {
  readonly a: number;
  readonly b: number;
  readonly rho: number;
  readonly m: number;
  readonly sigma: number;
  readonly tau: number;
  readonly logForward: number;
  /** Log moneyness is cut here on both sides. */
  readonly bound: number;
  /** Of the cut moneyness less m. */
  readonly moneynessError: number;
}

/** @param surface one that was admitted */
export function smileOf(surface: Surface): Smile {
  const [a, b, rho, m, sigma, tau] = [
    surface.a,
    surface.b,
    surface.rho,
    surface.m,
    surface.sigma,
    surface.tau,
  ].map(float);
  const atCenter = a + b * sigma;
  const rootCenter = Math.sqrt(atCenter);
  // |√y − √z| ≤ |y − z| / √y
  const boundError = (4 * (CHAIN_ERROR * (Math.abs(a) + b * sigma) + UNITS)) / rootCenter;
  const logForward = log(surface.forward);
  const moneynessError = LOG_ERROR * (1 + Math.abs(m)) + boundError;
  return { a, b, rho, m, sigma, tau, logForward, bound: 4 * rootCenter, moneynessError };
}

export interface Volatility {
  readonly vol: number;
  /** At most so far from the protocol's. */
  readonly error: number;
}

export const NO_VOLATILITY: Volatility = { vol: 0, error: 0 };

const MOST_VARIANCE = 144;

/** NaN where the variance is not surely positive, which the bounds that it goes into then are too. */
export function volatility64(smile: Smile, logStrike: number): Volatility {
  const { a, b, rho, m, sigma, tau, logForward, bound, moneynessError } = smile;
  const x = Math.min(Math.max(logStrike - logForward, -bound), bound) - m;
  const root = Math.sqrt(x * x + sigma * sigma);
  const variance = Math.min(a + b * (root + rho * x), MOST_VARIANCE);
  const varianceError =
    CHAIN_ERROR * (Math.abs(a) + b * (root + Math.abs(rho * x))) +
    2 * b * moneynessError +
    (1 + b) * UNITS;
  const vol = Math.sqrt(variance / tau);
  // |√y − √z| ≤ |y − z| / √y
  const error = varianceError / Math.sqrt(variance * tau) + CHAIN_ERROR * vol + UNITS;
  return { vol, error };
}
