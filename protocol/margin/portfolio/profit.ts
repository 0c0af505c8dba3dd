/** What the items do to a portfolio: profit and loss against the mark. */
import { abs, floorWad, min, mulDown, WAD } from '../../maths/wad.ts';
import type { Portfolio, PortfolioExpiry } from '../types.ts';
import { collateralValue } from './contingencies.ts';
import { checkContracts, checkDampening } from './domain.ts';
import { prepareExpiry, type PreparedExpiry } from './expiry.ts';
import { isSkew, type PortfolioParams, type Scenario } from './params.ts';
import { type ItemRange, type ScenarioPrices, strikePrices } from './prices.ts';

/** Of an option of the portfolio, by its place. */
export type Prices = (expiryIndex: number, optionIndex: number) => ScenarioPrices;

/** Those of one expiry as a whole, in USD. */
type ExpiryValues = Omit<ScenarioPrices, 'expiry'>;

/** Prices for a range of items, computed once here. Other items have none. */
export function freshPrices(
  portfolio: Portfolio,
  params: PortfolioParams,
  range: ItemRange,
): Prices {
  const rows = portfolio.expiries.map(({ options, ...feed }) => {
    if (options.length === 0) return [];
    const expiry = prepareExpiry(feed, params);
    return options.map(
      ({ strike, put }) => strikePrices(expiry, strike, range)[put ? 'put' : 'call'],
    );
  });
  return (expiryIndex, optionIndex) => rows[expiryIndex][optionIndex];
}

export interface PageProfits {
  /** Of each item, rounded down; that of the basis contingency is at most 0. */
  readonly profits: readonly bigint[];
  /** What the options are worth now, each position rounded down. */
  readonly optionMarks: bigint;
}

/** What the items of [from, to) do. */
export function profitsOf(
  portfolio: Portfolio,
  params: PortfolioParams,
  range: ItemRange,
  prices: Prices,
): PageProfits {
  let optionMarks = 0n;
  const totals = itemsOf(range).map((item) =>
    item === 0 ? 0n : spotProfit(portfolio, params.scenarios[item - 1]),
  );
  portfolio.expiries.forEach((expiry, e) => {
    if (expiry.options.length === 0) return;
    const values = valuesOf(expiry, range, (o) => prices(e, o));
    const prepared = prices(e, 0).expiry;
    optionMarks += values.mark;
    for (const item of itemsOf(range)) {
      totals[item - range.from] +=
        item === 0
          ? basisLoss(prepared, values)
          : scenarioProfit(prepared, {
              scenario: params.scenarios[item - 1],
              mark: values.mark,
              value: values.scenarios[item - 1],
            });
    }
  });
  return { profits: totals, optionMarks };
}

function itemsOf({ from, to }: ItemRange): number[] {
  return Array.from({ length: Math.max(to - from, 0) }, (_, i) => from + i);
}

/** COST: the inner loop of margin; with kept prices it is all there is. */
function valuesOf(
  expiry: PortfolioExpiry,
  { from, to }: ItemRange,
  priceOf: (optionIndex: number) => ScenarioPrices,
): ExpiryValues {
  let [mark, basisUp, basisDown] = [0n, 0n, 0n];
  const scenarios: bigint[] = [];
  expiry.options.forEach(({ amount }, o) => {
    checkContracts(amount);
    const prices = priceOf(o);
    mark += floorWad(amount * prices.mark);
    if (from === 0) {
      basisUp += floorWad(amount * prices.basisUp);
      basisDown += floorWad(amount * prices.basisDown);
    }
    for (let i = Math.max(from - 1, 0); i < to - 1; i++) {
      scenarios[i] = (scenarios[i] ?? 0n) + floorWad(amount * prices.scenarios[i]);
    }
  });
  return { mark, basisUp, basisDown, scenarios };
}

/** The worse side of the basis, this expiry by itself: at most 0. */
function basisLoss({ basisFactor }: PreparedExpiry, values: ExpiryValues): bigint {
  const loss = min(min(values.basisUp, values.basisDown) - values.mark, 0n);
  return mulDown(loss, basisFactor);
}

/** δ·(disc(G) − V0). Either tilt of a skew may happen, so there a profit counts as a loss. */
function scenarioProfit(
  { discountPos, discountNeg }: PreparedExpiry,
  { scenario, mark, value }: { scenario: Scenario; mark: bigint; value: bigint },
): bigint {
  const profit = mulDown(value, value >= 0n ? discountPos : discountNeg) - mark;
  return mulDown(scenario.dampening, isSkew(scenario.direction) ? -abs(profit) : profit);
}

/** Of the perpetual and of the collateral that moves with spot. */
function spotProfit(portfolio: Portfolio, { spotShock, dampening }: Scenario): bigint {
  const { perpetual, collaterals } = portfolio;
  const move = spotShock - WAD;
  let profit = mulDown(perpetual.amount, mulDown(perpetual.mark, move));
  for (const collateral of collaterals) {
    if (collateral.riskCancelling) profit += mulDown(collateralValue(portfolio, collateral), move);
  }
  return mulDown(checkDampening(dampening), profit);
}
