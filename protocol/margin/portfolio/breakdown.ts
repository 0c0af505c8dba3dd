/** Every figure behind a portfolio margin, for people and for comparison. */
import { mulDown } from '../../maths/wad.ts';
import { assemble, initialLossFactor, scan } from '../portfolio.ts';
import type { MarginResult, OptionPosition, Portfolio, PortfolioExpiry } from '../types.ts';
import {
  type Contingency,
  collateralContingency,
  collateralValue,
  expiryContingency,
  perpetualContingency,
} from './contingencies.ts';
import { type PreparedExpiry, prepareExpiry } from './expiry.ts';
import { DIRECTION, type PortfolioParams } from './params.ts';
import { prepareStrike, skewMultiplier, strikePrices } from './prices.ts';
import { freshPrices, profitsOf } from './profit.ts';

export interface OptionBreakdown {
  /** USD, discounted, of one contract and of the position. */
  readonly mark: bigint;
  readonly value: bigint;
  readonly vol: bigint;
  /** ln(strike / forward) */
  readonly logMoneyness: bigint;
  /** μ, before it is raised to 0. */
  readonly linearMultiplier: bigint;
  readonly absMultiplier: bigint;
}

export interface ExpiryBreakdown {
  readonly prepared: PreparedExpiry;
  readonly markToMarket: bigint;
  readonly contingency: Contingency;
  readonly options: readonly OptionBreakdown[];
}

export interface Breakdown extends MarginResult {
  readonly worst: bigint;
  readonly worstIndex: number;
  readonly basis: bigint;
  /** By scenario. */
  readonly profits: readonly bigint[];
  readonly initialLossFactor: bigint;
  readonly optionMarkToMarket: bigint;
  readonly collateralMarkToMarket: bigint;
  readonly perpetualContingency: Contingency;
  readonly collateralContingencies: readonly Contingency[];
  readonly expiries: readonly ExpiryBreakdown[];
}

export function breakdown(portfolio: Portfolio, params: PortfolioParams): Breakdown {
  const all = { from: 0, to: params.scenarios.length + 1 };
  const prices = freshPrices(portfolio, params, all);
  const found = scan(portfolio, params, { ...all, worst: 0n, worstIndex: 0 }, prices);
  const { profits } = profitsOf(portfolio, params, all, prices);
  const [basis, ...scenarios] = profits;
  const expiries = portfolio.expiries.map((expiry) => ({
    ...describeExpiry(expiry, params),
    contingency: expiryContingency(portfolio, expiry, params),
  }));
  return {
    ...assemble(portfolio, params, found),
    worst: found.worst,
    worstIndex: found.worstIndex,
    basis,
    profits: scenarios,
    initialLossFactor: initialLossFactor(portfolio, params),
    optionMarkToMarket: sum(expiries.map(({ markToMarket }) => markToMarket)),
    collateralMarkToMarket: sum(
      portfolio.collaterals.map((held) => collateralValue(portfolio, held)),
    ),
    perpetualContingency: perpetualContingency(portfolio, params),
    collateralContingencies: portfolio.collaterals.map((held) =>
      collateralContingency(portfolio, held, params),
    ),
    expiries,
  };
}

/** What is behind an expiry's prices, which hold no more than the results. */
function describeExpiry(
  expiry: PortfolioExpiry,
  params: PortfolioParams,
): Omit<ExpiryBreakdown, 'contingency'> {
  const { options, ...feed } = expiry;
  const prepared = prepareExpiry(feed, params);
  const described = options.map((option) => describeOption(prepared, option));
  const markToMarket = sum(described.map(({ value }) => value));
  return { prepared, markToMarket, options: described };
}

function describeOption(prepared: PreparedExpiry, option: OptionPosition): OptionBreakdown {
  const { strike, put, amount } = option;
  const at = prepareStrike(prepared, strike);
  const mark = strikePrices(prepared, strike, { from: 0, to: 0 })[put ? 'put' : 'call'].mark;
  return {
    mark,
    value: mulDown(amount, mark),
    vol: at.vol,
    logMoneyness: at.log - prepared.unshocked.log,
    linearMultiplier: skewMultiplier(prepared, at, DIRECTION.linear),
    absMultiplier: skewMultiplier(prepared, at, DIRECTION.abs),
  };
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
