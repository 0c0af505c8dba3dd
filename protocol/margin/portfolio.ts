/**
 * Portfolio margin: equity, the worst of the scenarios, contingencies. The published PMRM 2 formulas, in integers.
 * Signed values are rounded down one by one (amount × price), requirements up before they are subtracted.
 */
import { max, mulDown } from '../maths/wad.ts';
import {
  type Contingency,
  collateralContingency,
  collateralValue,
  expiryContingency,
  perpetualContingency,
} from './portfolio/contingencies.ts';
import type { PortfolioParams } from './portfolio/params.ts';
import type { ItemRange } from './portfolio/prices.ts';
import { freshPrices, type Prices, profitsOf } from './portfolio/profit.ts';
import type { MarginResult, Portfolio } from './types.ts';

export type { PortfolioParams } from './portfolio/params.ts';
export { scenarioPrices, type ScenarioPrices } from './portfolio/prices.ts';
export type { Prices } from './portfolio/profit.ts';

/** The worst item so far. Item 0 is the basis contingency, item i is scenario i − 1. */
export interface Worst {
  readonly worst: bigint;
  readonly worstIndex: number;
}

/** What a page leaves. */
export interface Scanned extends Worst {
  /** What the options are worth now, which every page finds. */
  readonly optionMarks: bigint;
}

/**
 * Evaluates items [from, to), where `worst` and `worstIndex` are what earlier pages left; of no account where `from` is 0.
 * An item takes the place of the worst only if it is strictly below, so ties go to the lower index.
 * @param prices kept ones; without them they are computed
 */
export function scan(
  portfolio: Portfolio,
  params: PortfolioParams,
  { from, to, worst, worstIndex }: ItemRange & Worst,
  prices: Prices = freshPrices(portfolio, params, { from, to }),
): Scanned {
  const { profits, optionMarks } = profitsOf(portfolio, params, { from, to }, prices);
  const found = profits.reduce(
    (least, profit, i) =>
      from + i === 0 || profit < least.worst ? { worst: profit, worstIndex: from + i } : least,
    { worst, worstIndex },
  );
  return { ...found, optionMarks };
}

/** Margin of a portfolio whose worst item is known, after the last page. */
export function assemble(
  portfolio: Portfolio,
  params: PortfolioParams,
  { worst, optionMarks }: Pick<Scanned, 'worst' | 'optionMarks'>,
): MarginResult {
  const markToMarket = equity(portfolio, optionMarks);
  let maintenance = markToMarket + mulDown(worst, params.mmLossFactor);
  let initial = markToMarket + mulDown(worst, initialLossFactor(portfolio, params));
  for (const contingency of contingencies(portfolio, params)) {
    maintenance -= contingency.maintenance;
    initial -= contingency.maintenance + contingency.initial + contingency.confidence;
  }
  return { initial, maintenance, markToMarket };
}

export function portfolioMargin(
  portfolio: Portfolio,
  params: PortfolioParams,
  prices?: Prices,
): MarginResult & { readonly worstIndex: number } {
  const all = { from: 0, to: params.scenarios.length + 1 };
  const known = prices ?? freshPrices(portfolio, params, all);
  const page = { ...all, worst: 0n, worstIndex: 0 };
  const scanned = scan(portfolio, params, page, known);
  return { ...assemble(portfolio, params, scanned), worstIndex: scanned.worstIndex };
}

function equity(portfolio: Portfolio, optionMarks: bigint): bigint {
  const { cash, perpetual } = portfolio;
  let sum = cash + optionMarks + (perpetual.amount === 0n ? 0n : perpetual.unsettled);
  for (const collateral of portfolio.collaterals) sum += collateralValue(portfolio, collateral);
  return sum;
}

/** Multiplier of the worst loss in initial margin: it grows as the cash token loses its peg. */
export function initialLossFactor(
  { stable }: Pick<Portfolio, 'stable'>,
  params: PortfolioParams,
): bigint {
  const depeg = max(params.pegLossThreshold - stable, 0n);
  return params.imLossFactor + mulDown(params.pegLossFactor, depeg);
}

function contingencies(portfolio: Portfolio, params: PortfolioParams): Contingency[] {
  return [
    perpetualContingency(portfolio, params),
    ...portfolio.expiries.map((expiry) => expiryContingency(portfolio, expiry, params)),
    ...portfolio.collaterals.map((held) => collateralContingency(portfolio, held, params)),
  ];
}
