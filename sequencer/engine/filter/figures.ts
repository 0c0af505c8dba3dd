/** What an expiry's prints come to for both models, before any scenario. Prices in cents. */
import type { ExpiryPrices } from '../../../protocol/margin/feeds.ts';
import type { MarginParameters } from '../../../protocol/margin/parameters.ts';
import { min, mulUp, WAD } from '../../../protocol/maths/wad.ts';
import { rootYears } from '../../../protocol/pricing/black76.ts';
import { cents, float, log, type Smile, smileOf } from './pricing.ts';

export interface Figures {
  readonly prices: ExpiryPrices;
  readonly indexCents: number;
  readonly forward: number;
  /** Of the forward in USD. */
  readonly logForward: number;
  readonly rootTime: number;
  /** Null where nothing is volatile any more, or no surface was ever printed. */
  readonly smile: Smile | null;
  /** Shares of the index that a contract costs for feeds of low confidence. */
  readonly standardRate: number;
  readonly unpricedRate: number;
  readonly portfolioRate: number;
}

export function figuresOf(
  prices: ExpiryPrices,
  {
    indexCents,
    spotConfidence,
    parameters,
  }: { indexCents: number; spotConfidence: bigint; parameters: MarginParameters },
): Figures {
  const { standard, portfolio } = parameters;
  const forward = prices.fixedForward + prices.variableForward;
  const doubt = { threshold: standard.optionThreshold, factor: standard.ocFactor };
  const volatile = min(prices.forwardConfidence, prices.volConfidence);
  const least = min(spotConfidence, volatile);
  return {
    prices,
    indexCents,
    forward: cents(forward),
    logForward: forward > 0n ? log(forward) : NaN,
    rootTime: float(rootYears(prices.sec)),
    smile: prices.sec > 0n && prices.surface.forward > 0n ? smileOf(prices.surface) : null,
    standardRate: rateOf(least, doubt),
    unpricedRate: rateOf(spotConfidence, doubt),
    portfolioRate: rateOf(min(least, prices.rateConfidence), {
      threshold: portfolio.confThreshold,
      factor: portfolio.confMargin,
    }),
  };
}

function rateOf(
  confidence: bigint,
  { threshold, factor }: { threshold: bigint; factor: bigint },
): number {
  return confidence < threshold ? float(mulUp(WAD - confidence, factor)) : 0;
}
