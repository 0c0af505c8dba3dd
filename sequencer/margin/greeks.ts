/** What people read beside a mark: sensitivities by Black (1976) and volatilities of quotes. For show: floats, no rule. */
import type { ExpiryPrices } from '../../protocol/margin/feeds.ts';
import { exp } from '../../protocol/maths/exp.ts';
import { normalCdf, normalPdf } from '../../protocol/maths/normal.ts';
import { mulDown, WAD } from '../../protocol/maths/wad.ts';
import { SETTLEMENT_WINDOW_SEC } from '../../protocol/params.ts';
import { undiscountedCall } from '../../protocol/pricing/black76.ts';

export interface Greeks {
  /** USD for a dollar of the index; inside the settlement window only what is not averaged yet moves. */
  readonly delta: number;
  /** Delta for a dollar of the index. */
  readonly gamma: number;
  /** USD for a volatility point (0.01). */
  readonly vega: number;
  /** USD a day. */
  readonly theta: number;
}

export interface PricedOption {
  readonly strike: bigint;
  readonly put: boolean;
  /** Per year, × 10^-18. */
  readonly vol: bigint;
}

const YEAR_SEC = 31_536_000;
const YEAR_DAYS = 365;
const VOL_STEPS = 80;
const VOL_MAX = 24;

export function yearsOf({ sec }: Pick<ExpiryPrices, 'sec'>): number {
  return Number(sec) / YEAR_SEC;
}

/** D = e^(−r·t), × 10^-18; a rate below 0 counts as 0. */
export function discountOf({ rate, sec }: Pick<ExpiryPrices, 'rate' | 'sec'>): bigint {
  const years = (sec * WAD) / BigInt(YEAR_SEC);
  return rate <= 0n ? WAD : exp(-mulDown(rate, years));
}

export function greeksOf(prices: ExpiryPrices, { strike, put, vol }: PricedOption): Greeks {
  const forward = toFloat(prices.fixedForward + prices.variableForward);
  const years = yearsOf(prices);
  const discount = toFloat(discountOf(prices));
  const moving = Math.min(Number(prices.sec) / SETTLEMENT_WINDOW_SEC, 1);
  const total = toFloat(vol) * Math.sqrt(years);
  if (total === 0 || forward <= 0) return atExpiry({ forward, moving, discount }, { strike, put });
  const d1 = (Math.log(forward / toFloat(strike)) + (total * total) / 2) / total;
  const density = toFloat(normalPdf(toWad(d1)));
  const callDelta = toFloat(normalCdf(toWad(d1)));
  return {
    delta: discount * moving * (put ? callDelta - 1 : callDelta),
    gamma: (discount * moving * moving * density) / (forward * total),
    vega: (discount * forward * density * Math.sqrt(years)) / 100,
    theta: -(discount * forward * density * toFloat(vol)) / (2 * Math.sqrt(years)) / YEAR_DAYS,
  };
}

function atExpiry(
  { forward, moving, discount }: { forward: number; moving: number; discount: number },
  { strike, put }: Pick<PricedOption, 'strike' | 'put'>,
): Greeks {
  const isIn = put ? forward < toFloat(strike) : forward > toFloat(strike);
  return { delta: (isIn ? discount * moving : 0) * (put ? -1 : 1), gamma: 0, vega: 0, theta: 0 };
}

/**
 * The volatility at which an option is worth a price, by halving; null where none gives it.
 * @param price USD a contract, × 10^-18
 */
export function impliedVol(
  prices: ExpiryPrices,
  { strike, put }: Omit<PricedOption, 'vol'>,
  price: bigint,
): number | null {
  const forward = prices.fixedForward + prices.variableForward;
  const undiscounted = (price * WAD) / discountOf(prices);
  const call = put ? undiscounted + forward - strike : undiscounted;
  const intrinsic = forward > strike ? forward - strike : 0n;
  if (call <= intrinsic || call >= forward || prices.sec === 0n || strike === 0n) return null;
  const logMoneyness = toWad(Math.log(toFloat(strike) / toFloat(forward)));
  const [low, high] = halve((totalVol) => {
    const at = undiscountedCall({ totalVol: toWad(totalVol), logMoneyness, forward, strike });
    return at < call;
  });
  return (low + high) / 2 / Math.sqrt(yearsOf(prices));
}

/** Total volatility until the two ends are next to each other for any reader. */
function halve(isBelow: (totalVol: number) => boolean): [number, number] {
  let low = 0;
  let high = VOL_MAX;
  for (let i = 0; i < VOL_STEPS && high - low > 1e-9 * high; i++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return [low, high];
}

function toFloat(wad: bigint): number {
  return Number(wad) / 1e18;
}

/** Within what the normal distribution is defined for. */
function toWad(value: number): bigint {
  return BigInt(Math.round(Math.max(Math.min(value, 100), -100) * 1e12)) * 1_000_000n;
}
