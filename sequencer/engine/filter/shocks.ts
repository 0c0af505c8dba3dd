/** What the prints of an expiry and the parameters come to, in doubles. Prices in cents. */
import type { ExpiryPrices } from '../../../protocol/margin/feeds.ts';
import { type PreparedExpiry, prepareExpiry } from '../../../protocol/margin/portfolio/expiry.ts';
import { DIRECTION, type PortfolioParams } from '../../../protocol/margin/portfolio/params.ts';
import { initialLossFactor } from '../../../protocol/margin/portfolio.ts';
import { AFTERMATH, CHAIN_ERROR, LOG_ERROR, UNITS } from './bounds.ts';
import { cents, float, type Volatility } from './pricing.ts';

/** Columns of a contract's row: its mark, the two sides of the basis, then scenario by scenario. */
export const MARK = 0;
export const BASIS_UP = 1;
export const BASIS_DOWN = 2;
export const SCENARIOS = 3;

/** What the scenarios do to every strike of an expiry; made by the protocol's own functions. */
export interface Shocks {
  readonly columns: number;
  readonly discount: number;
  readonly rootTime: number;
  /** By column, in cents, logarithms in USD. */
  readonly forwards: Float64Array;
  readonly logForwards: Float64Array;
  readonly mostForward: number;
  readonly directions: Uint8Array;
  readonly volUp: number;
  readonly volDown: number;
  readonly minVol: number;
  readonly linear: { readonly cap: number; readonly slope: number };
  readonly abs: { readonly cap: number; readonly slope: number };
  /** Most that a volatility is multiplied by, and most that a multiplier changes with moneyness. */
  readonly mostMultiplier: number;
  readonly mostSlope: number;
  readonly discountPos: number;
  readonly discountNeg: number;
  readonly basisFactor: number;
  /** Of a margin's error, for each cent that prices times amounts may be off by. */
  readonly weight: number;
}

export function shocksOf(prices: ExpiryPrices, params: PortfolioParams): Shocks {
  const expiry = prepareExpiry(prices, params);
  const shocked = [expiry.unshocked, expiry.basisUp, expiry.basisDown, ...expiry.shocked];
  const forwards = Float64Array.from(shocked, ({ forward }) => cents(forward));
  const multipliers = [expiry.volUp, expiry.volDown].map(float);
  const linear = skewOf(expiry.linear);
  const abs = skewOf(expiry.abs);
  const discounts = [expiry.discountPos, expiry.discountNeg].map(float);
  return {
    columns: shocked.length,
    discount: float(expiry.discount),
    rootTime: float(expiry.rootTime),
    forwards,
    logForwards: Float64Array.from(shocked, (shock) => float(shock.log)),
    mostForward: forwards.reduce((most, forward) => Math.max(most, forward), 0),
    directions: Uint8Array.from([0, 0, 0, ...params.scenarios.map(({ direction }) => direction)]),
    volUp: multipliers[0],
    volDown: multipliers[1],
    minVol: float(params.minVolEvalShocked),
    linear,
    abs,
    mostMultiplier: Math.max(...multipliers, 1 + linear.cap, 1 + abs.cap, 1),
    mostSlope: Math.max(linear.slope, abs.slope),
    discountPos: discounts[0],
    discountNeg: discounts[1],
    basisFactor: float(expiry.basisFactor),
    weight: weightOf(expiry, params),
  };
}

/** A cap below zero would let the volatility jump at the money: then nothing is known. */
function skewOf({ cap, slope }: PreparedExpiry['linear']): { cap: number; slope: number } {
  return cap < 0n ? { cap: NaN, slope: NaN } : { cap: float(cap), slope: float(slope) };
}

/**
 * 1 for the mark to market, and for the worst item its loss factor times the most that an item makes of an error of every
 * price: dampening × (static discount + 1) in a scenario, twice the factor in the basis.
 */
function weightOf(expiry: PreparedExpiry, params: PortfolioParams): number {
  const dampening = params.scenarios.reduce((most, s) => Math.max(most, float(s.dampening)), 0);
  const discount = Math.max(float(expiry.discountPos), float(expiry.discountNeg));
  const item = Math.max(dampening * (discount + 1), 2 * float(expiry.basisFactor));
  return AFTERMATH * (1 + lossFactors(params).most * item);
}

export interface LossFactors {
  readonly initial: number;
  readonly maintenance: number;
  readonly most: number;
}

/** The protocol's cash token counts as 1 USD. */
export function lossFactors(params: PortfolioParams): LossFactors {
  const initial = float(initialLossFactor({ stable: 10n ** 18n }, params));
  const maintenance = float(params.mmLossFactor);
  return { initial, maintenance, most: Math.max(initial, maintenance) };
}

/** Total volatilities by direction. */
export function shockedTotals(
  shocks: Shocks,
  { vol }: Volatility,
  { logStrike, totals }: { logStrike: number; totals: Float64Array },
): void {
  const { rootTime, volUp, volDown, minVol, linear, abs, logForwards } = shocks;
  const k = logStrike - logForwards[MARK];
  totals[DIRECTION.none] = vol * rootTime;
  totals[DIRECTION.up] = Math.max(vol * volUp, minVol) * rootTime;
  totals[DIRECTION.down] = vol * volDown * rootTime;
  totals[DIRECTION.linear] = vol * multiplier(linear, k) * rootTime;
  totals[DIRECTION.abs] = vol * multiplier(abs, Math.abs(k)) * rootTime;
}

function multiplier({ cap, slope }: { cap: number; slope: number }, k: number): number {
  return Math.max(1 + Math.min(Math.max(k * slope, -cap), cap), 0);
}

/** Of every total volatility of a strike. */
export function totalsError(shocks: Shocks, { vol, error }: Volatility): number {
  const { rootTime, minVol, mostMultiplier, mostSlope } = shocks;
  const chain = CHAIN_ERROR * (vol * mostMultiplier + minVol);
  return rootTime * (error * mostMultiplier + chain + vol * mostSlope * LOG_ERROR) + UNITS;
}
