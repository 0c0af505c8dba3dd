/**
 * Standard margin: positions in isolation, relief for bounded losses. Margin is equity minus requirement, in units of
 * 10^-18 USD: a signed value is rounded down, a requirement up before it is subtracted.
 */
import { abs, divDown, max, min, mulDown, mulUp, WAD } from '../maths/wad.ts';
import { isolatedMargin, type Margins } from './isolated.ts';
import { markPrices } from './markPrices.ts';
import { requireStandardDomain } from './domain.ts';
import type { StandardParams } from './standardParams.ts';
import type {
  PricesOf,
  StandardExpiry,
  StandardPortfolio,
  StandardUnderlying,
} from './standardTypes.ts';
import type { MarginResult, Perpetual } from './types.ts';
import { worstPayoff } from './worstPayoff.ts';

export interface ExpiryBreakdown {
  /** amount × price of each option. */
  readonly marks: readonly bigint[];
  readonly isolated: Margins;
  readonly loss: Margins;
  /** The milder of the two, chosen for each margin by itself. */
  readonly margins: Margins;
  readonly contingency: bigint;
  readonly shortAmount: bigint;
}

export interface UnderlyingBreakdown extends MarginResult {
  readonly expiries: readonly ExpiryBreakdown[];
  readonly perpetual: Margins & { readonly contingency: bigint };
  readonly base: Margins & { readonly contingency: bigint; readonly value: bigint };
  readonly depeg: bigint;
}

export interface StandardBreakdown extends MarginResult {
  readonly underlyings: readonly UnderlyingBreakdown[];
}

/** @throws DomainError for a figure out of range or options out of order */
export function standardMargin(
  portfolio: StandardPortfolio,
  params: StandardParams,
  pricesOf?: PricesOf,
): MarginResult {
  const { initial, maintenance, markToMarket } = breakdown(portfolio, params, pricesOf);
  return { initial, maintenance, markToMarket };
}

/** The margins and all that they are summed from. */
export function breakdown(
  portfolio: StandardPortfolio,
  params: StandardParams,
  pricesOf: PricesOf = markPrices,
): StandardBreakdown {
  requireStandardDomain(portfolio, params);
  const { cash, stable } = portfolio;
  const underlyings = portfolio.underlyings.map((underlying) =>
    underlyingMargin(underlying, { stable, params, pricesOf }),
  );
  return {
    initial: underlyings.reduce((sum, { initial }) => sum + initial, cash),
    maintenance: underlyings.reduce((sum, { maintenance }) => sum + maintenance, cash),
    markToMarket: underlyings.reduce((sum, { markToMarket }) => sum + markToMarket, cash),
    underlyings,
  };
}

interface Terms {
  readonly stable: bigint;
  readonly params: StandardParams;
  readonly pricesOf: PricesOf;
}

function underlyingMargin(underlying: StandardUnderlying, terms: Terms): UnderlyingBreakdown {
  const { spot } = underlying;
  const { params } = terms;
  const expiries = underlying.expiries.map((expiry) => expiryMargin(expiry, underlying, terms));
  const perpetual = perpetualMargin(underlying, params);
  const base = baseMargin(underlying, terms);
  const shorts = expiries.reduce((sum, { shortAmount }) => sum + shortAmount, 0n);
  const perpetualAmount = abs(underlying.perpetual.amount);
  const depeg = depegContingency(terms, mulUp(spot, shorts + perpetualAmount));

  let initial = perpetual.initial + base.initial - perpetual.contingency - base.contingency - depeg;
  let maintenance = perpetual.maintenance + base.maintenance;
  let markToMarket = base.value + unsettledOf(underlying.perpetual);
  for (const { margins, contingency, marks } of expiries) {
    initial += margins.initial - contingency;
    maintenance += margins.maintenance;
    markToMarket += sumOf(marks);
  }
  return { initial, maintenance, markToMarket, expiries, perpetual, base, depeg };
}

function expiryMargin(
  expiry: StandardExpiry,
  { spot, spotConfidence }: StandardUnderlying,
  { params, pricesOf }: Terms,
): ExpiryBreakdown {
  const { options, forwardConfidence, volConfidence } = expiry;
  const prices = expiry.priced ? pricesOf(expiry) : options.map(() => 0n);
  const marks = options.map(({ amount }, i) => mulDown(amount, prices[i]));
  const isolated = { initial: 0n, maintenance: 0n };
  let shortAmount = 0n;
  options.forEach((option, i) => {
    const margins = isolatedMargin(option, { mark: marks[i], spot, params });
    isolated.initial += margins.initial;
    isolated.maintenance += margins.maintenance;
    shortAmount += max(-option.amount, 0n);
  });
  const loss = lossMargin(expiry, params);
  const margins = expiry.priced ? milder(isolated, loss) : loss;
  const confidence = min(spotConfidence, min(forwardConfidence, volConfidence));
  const contingency =
    confidence < params.optionThreshold
      ? confidenceContingency(confidence, { notional: mulUp(spot, shortAmount), params })
      : 0n;
  return { marks, isolated, loss, margins, contingency, shortAmount };
}

/** The worst payoff, and for calls that no long call of the expiry covers a multiple of the forward. */
function lossMargin({ options, forward }: StandardExpiry, params: StandardParams): Margins {
  const { loss, callAmount } = worstPayoff(options);
  const unpaired = mulUp(forward, max(-callAmount, 0n));
  return {
    initial: loss - mulUp(params.unpairedImScale, unpaired),
    maintenance: loss - mulUp(params.unpairedMmScale, unpaired),
  };
}

function milder(a: Margins, b: Margins): Margins {
  return { initial: max(a.initial, b.initial), maintenance: max(a.maintenance, b.maintenance) };
}

function perpetualMargin(
  { spot, spotConfidence, perpetual }: StandardUnderlying,
  params: StandardParams,
): UnderlyingBreakdown['perpetual'] {
  const amount = abs(perpetual.amount);
  const unsettled = unsettledOf(perpetual);
  const notional = mulUp(amount, perpetual.mark);
  const confidence = min(spotConfidence, perpetual.confidence);
  return {
    initial: unsettled - mulUp(params.imPerpReq, notional),
    maintenance: unsettled - mulUp(params.mmPerpReq, notional),
    contingency:
      confidence < params.perpThreshold
        ? confidenceContingency(confidence, { notional: mulUp(spot, amount), params })
        : 0n,
  };
}

/** Only the value in mark to market is divided by the price of the cash token. */
function baseMargin(
  { spot, spotConfidence, base }: StandardUnderlying,
  { stable, params }: Terms,
): UnderlyingBreakdown['base'] {
  if (base === 0n) return { initial: 0n, maintenance: 0n, contingency: 0n, value: 0n };
  const maintenance = mulDown(mulDown(base, spot), params.marginFactor);
  const initial = mulDown(maintenance, params.imScale);
  return {
    initial,
    maintenance,
    contingency:
      initial !== 0n && spotConfidence < params.baseThreshold
        ? confidenceContingency(spotConfidence, { notional: mulUp(spot, base), params })
        : 0n,
    value: divDown(mulDown(base, spot), stable),
  };
}

function confidenceContingency(
  confidence: bigint,
  { notional, params }: { notional: bigint; params: StandardParams },
): bigint {
  return mulUp(mulUp(WAD - confidence, params.ocFactor), notional);
}

/** @param notional spot × (short options of all expiries and perpetuals) */
function depegContingency({ stable, params }: Terms, notional: bigint): bigint {
  const below = max(params.depegThreshold - stable, 0n);
  return mulUp(mulUp(below, params.depegFactor), notional);
}

function unsettledOf({ amount, unsettled }: Perpetual): bigint {
  return amount === 0n ? 0n : unsettled;
}

function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n);
}
