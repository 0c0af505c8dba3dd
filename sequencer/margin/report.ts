/** A margin as a person reads it: what it is, what is behind it, what the worst would be. Figures are the protocol's own. */
import { type HeldAccount, readAccount } from '../../protocol/margin/account.ts';
import { LIQUIDATABLE, marginNow } from '../../protocol/margin/evaluate.ts';
import { portfolioOf, standardOf } from '../../protocol/margin/inputs.ts';
import { marginParameters } from '../../protocol/margin/parameters.ts';
import {
  type Breakdown,
  breakdown as portfolioBreakdown,
} from '../../protocol/margin/portfolio/breakdown.ts';
import { DIRECTION, type PortfolioParams } from '../../protocol/margin/portfolio/params.ts';
import {
  breakdown as standardBreakdown,
  type StandardBreakdown,
} from '../../protocol/margin/standard.ts';
import type { MarginResult } from '../../protocol/margin/types.ts';
import { WAD } from '../../protocol/maths/wad.ts';
import { MODEL_PORTFOLIO } from '../../protocol/params.ts';
import type { State } from '../../protocol/state.ts';
import { MARGIN_MODELS } from '../../protocol/typedData.ts';
import { formatWad } from '../admission/decimals.ts';
import {
  type ExpiryView,
  type Mark,
  portfolioMarks,
  type PositionView,
  standardMarks,
  viewExpiries,
  viewPositions,
} from './positions.ts';
import { DIRECTION_NAMES, itemName } from './scenarios.ts';
import { expiryName } from './show.ts';
import { type MarginSource, portfolioSources, standardSources } from './sources.ts';

export interface ScenarioView {
  /** 0 is the forward against spot, i is scenario i − 1. */
  readonly index: number;
  readonly name: string;
  /** Multiplier of spot. */
  readonly spotShock: string;
  readonly volatility: string;
  /** Multiplier of profit and loss. */
  readonly dampening: string;
  readonly profit: string;
  readonly isWorst: boolean;
}

export interface PairView {
  readonly initial: string;
  readonly maintenance: string;
}

export interface SourceView extends PairView {
  readonly source: string;
  readonly of: string | null;
}

/** Of the standard model: both ways of margining an expiry, of which the milder counts. */
export interface StandardExpiryView {
  readonly expiry: string;
  readonly value: string;
  readonly isolated: PairView;
  readonly worstPayoff: PairView;
  readonly confidence: string;
}

export interface MarginFigures {
  readonly cash: string;
  /** Null where a price is missing, as all that follows. */
  readonly equity: string | null;
  /** Equity minus requirement. */
  readonly initialMargin: string | null;
  readonly maintenanceMargin: string | null;
  readonly requirement: PairView | null;
  /** Maintenance requirement over equity: above 1 an account is liquidated. Null without equity. */
  readonly marginRatio: string | null;
}

export interface MarginReport extends MarginFigures {
  /** The exchange's. */
  readonly time: string;
  readonly model: string;
  readonly parametersVersion: string;
  /** Whether prints are fresh and near enough to the reference to liquidate on. */
  readonly liquidatable: boolean;
  readonly worst: Pick<ScenarioView, 'index' | 'name' | 'profit'> | null;
  readonly scenarios: ScenarioView[];
  /** Their sums are the requirement. */
  readonly sources: SourceView[];
  readonly standardExpiries: StandardExpiryView[];
  readonly expiries: ExpiryView[];
  readonly positions: PositionView[];
}

interface Explained {
  readonly marks: ReadonlyMap<number, Mark>;
  readonly sources: readonly MarginSource[];
  readonly scenarios: ScenarioView[];
  readonly standardExpiries: StandardExpiryView[];
}

export function marginReport(state: State, account: number): MarginReport {
  const held = readAccount(state, account);
  const margin = marginNow(state, account);
  const explained = margin === null ? NOTHING : explain(state, account, held);
  const worst = explained.scenarios.find(({ isWorst }) => isWorst);
  return {
    time: String(state.globals.timeSec()),
    model: MARGIN_MODELS[state.accounts.marginModel(account)],
    parametersVersion: String(state.parameters.version()),
    liquidatable: margin?.priced === LIQUIDATABLE,
    ...viewFigures(held.cash, margin),
    worst:
      worst === undefined ? null : { index: worst.index, name: worst.name, profit: worst.profit },
    scenarios: explained.scenarios,
    sources: explained.sources.map(viewSource),
    standardExpiries: explained.standardExpiries,
    expiries: viewExpiries(state, held),
    positions: viewPositions(state, account, explained.marks, held),
  };
}

const NOTHING: Explained = { marks: new Map(), sources: [], scenarios: [], standardExpiries: [] };

export function viewFigures(cash: bigint, margin: MarginResult | null): MarginFigures {
  if (margin === null) {
    return {
      cash: formatWad(cash),
      equity: null,
      initialMargin: null,
      maintenanceMargin: null,
      requirement: null,
      marginRatio: null,
    };
  }
  const { markToMarket: equity, initial, maintenance } = margin;
  return {
    cash: formatWad(cash),
    equity: formatWad(equity),
    initialMargin: formatWad(initial),
    maintenanceMargin: formatWad(maintenance),
    requirement: {
      initial: formatWad(equity - initial),
      maintenance: formatWad(equity - maintenance),
    },
    marginRatio: equity > 0n ? formatRatio(((equity - maintenance) * WAD) / equity) : null,
  };
}

/** Six decimals, toward 0. */
function formatRatio(ratio: bigint): string {
  const step = 10n ** 12n;
  return formatWad((ratio / step) * step);
}

function explain(state: State, account: number, held: HeldAccount): Explained {
  return state.accounts.marginModel(account) === MODEL_PORTFOLIO
    ? explainPortfolio(state, held)
    : explainStandard(state, held);
}

function explainPortfolio(state: State, held: HeldAccount): Explained {
  const { portfolio: params } = marginParameters(state);
  const found = portfolioBreakdown(portfolioOf(state, held), params);
  return {
    marks: portfolioMarks(held, found.expiries),
    sources: portfolioSources(held, found, params),
    scenarios: viewScenarios(found, params),
    standardExpiries: [],
  };
}

function viewScenarios(found: Breakdown, params: PortfolioParams): ScenarioView[] {
  const basis = { spotShock: WAD, direction: DIRECTION.none, dampening: WAD };
  return [basis, ...params.scenarios].map((scenario, index) => ({
    index,
    name: itemName(params, index),
    spotShock: formatWad(scenario.spotShock),
    volatility: DIRECTION_NAMES[scenario.direction],
    dampening: formatWad(scenario.dampening),
    profit: formatWad(index === 0 ? found.basis : found.profits[index - 1]),
    isWorst: index === found.worstIndex,
  }));
}

function explainStandard(state: State, held: HeldAccount): Explained {
  const { standard: params } = marginParameters(state);
  const portfolio = standardOf(state, held);
  const found = standardBreakdown(portfolio, params);
  const expiries = portfolio.underlyings.flatMap((underlying) => underlying.expiries);
  return {
    marks: standardMarks(held, expiries),
    sources: standardSources(held, found),
    scenarios: [],
    standardExpiries: viewStandardExpiries(held, found),
  };
}

/** Expiries of an account are ordered by underlying, as those of the breakdown. */
function viewStandardExpiries(
  { expiries }: HeldAccount,
  { underlyings }: StandardBreakdown,
): StandardExpiryView[] {
  const found = underlyings.flatMap((underlying) => underlying.expiries);
  return expiries.map((expiry, e) => ({
    expiry: expiryName(expiry),
    value: formatWad(found[e].marks.reduce((sum, mark) => sum + mark, 0n)),
    isolated: viewPair(found[e].isolated),
    worstPayoff: viewPair(found[e].loss),
    confidence: formatWad(found[e].contingency),
  }));
}

function viewSource({ source, of, initial, maintenance }: MarginSource): SourceView {
  return { source, of, ...viewPair({ initial, maintenance }) };
}

function viewPair({ initial, maintenance }: { initial: bigint; maintenance: bigint }): PairView {
  return { initial: formatWad(initial), maintenance: formatWad(maintenance) };
}
