/** Options on a forward: Black (1976). Money and dimensionless numbers in units of 10^-18. */
import { DomainError } from '../maths/errors.ts';
import { ln } from '../maths/ln.ts';
import { normalCdf } from '../maths/normal.ts';
import { rootDown } from '../maths/sqrt.ts';
import { clamp, max, mulDown, WAD } from '../maths/wad.ts';

const YEAR_SEC = 31_536_000n;
/** From here on a call is worth its forward. */
export const TOTAL_VOL_END = 24n * WAD;
const AMOUNT_END = 2n ** 128n * WAD;
const VOL_END = 2n ** 128n;
const SEC_END = 2n ** 36n;

export interface Option {
  /** Whole seconds to expiry, below 2^36. */
  readonly sec: bigint;
  /** Per year, below 2^128 units. */
  readonly vol: bigint;
  /** 0 ≤ forward, strike < 2^128 × 10^18 */
  readonly forward: bigint;
  readonly strike: bigint;
  /** 0 < discount ≤ 1 */
  readonly discount: bigint;
}

export interface OptionPrice {
  readonly call: bigint;
  readonly put: bigint;
  /** The call's, of the forward, not discounted; the put's is 1 less. */
  readonly delta: bigint;
}

/** Prices toward 0. */
export function black76(option: Option): OptionPrice {
  checkOption(option);
  const { forward, strike, discount } = option;
  const { call, delta } = callAndDelta(option);
  const put = clamp(call - forward + strike, { low: 0n, high: strike });
  return { call: mulDown(call, discount), put: mulDown(put, discount), delta };
}

/** Not discounted. A ratio of strike to forward outside 10^-18 to 10^18 counts as 0 or as infinite for the call. */
function callAndDelta({ sec, vol, forward, strike }: Option): { call: bigint; delta: bigint } {
  if (strike === 0n) return { call: forward, delta: WAD };
  if (forward === 0n) return { call: 0n, delta: 0n };
  const totalVol = mulDown(vol, rootYears(sec));
  if (totalVol >= TOTAL_VOL_END || strike * WAD < forward) return { call: forward, delta: WAD };
  if (strike > forward * WAD) return { call: 0n, delta: 0n };
  const logMoneyness = ln(strike) - ln(forward);
  const call = undiscountedCall({ totalVol, logMoneyness, forward, strike });
  return { call, delta: normalCdf(firstDistance(max(totalVol, 1n), logMoneyness)) };
}

/** √(sec / year), rounded down once: the years of a minute, rounded by themselves, would have 12 digits. */
export function rootYears(sec: bigint): bigint {
  return rootDown((sec * WAD * WAD) / YEAR_SEC);
}

export interface UndiscountedOption {
  /** σ·√t ≥ 0 */
  readonly totalVol: bigint;
  /** ln(strike/forward), at most 2^127 in size; of no account where one of them is 0. */
  readonly logMoneyness: bigint;
  readonly forward: bigint;
  readonly strike: bigint;
}

/**
 * F·N(d1) − K·N(d2), toward 0, between 0 and F; for total volatilities from 10^-18, to which smaller ones are raised, to 24, from where it is F.
 * The put is call − F + K, between 0 and K.
 */
export function undiscountedCall(option: UndiscountedOption): bigint {
  const { totalVol, logMoneyness, forward, strike } = option;
  if (strike === 0n || forward === 0n || totalVol >= TOTAL_VOL_END) return forward;
  const v = max(totalVol, 1n);
  const d1 = firstDistance(v, logMoneyness);
  const call = (forward * normalCdf(d1) - strike * normalCdf(d1 - v)) / WAD;
  if (call <= 0n) return 0n;
  return call > forward ? forward : call;
}

/** d1 = (v²/2 − k)/v toward 0 */
function firstDistance(v: bigint, logMoneyness: bigint): bigint {
  return (v * v - 2n * WAD * logMoneyness) / (2n * v);
}

function checkOption({ sec, vol, forward, strike, discount }: Option): void {
  if (sec < 0n || sec >= SEC_END) throw new DomainError('black76: sec', sec);
  if (vol < 0n || vol >= VOL_END) throw new DomainError('black76: vol', vol);
  if (forward < 0n || forward >= AMOUNT_END) throw new DomainError('black76: forward', forward);
  if (strike < 0n || strike >= AMOUNT_END) throw new DomainError('black76: strike', strike);
  if (discount <= 0n || discount > WAD) throw new DomainError('black76: discount', discount);
}
