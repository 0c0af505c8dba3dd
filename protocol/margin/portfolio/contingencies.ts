/** What a portfolio must hold besides its worst scenario. Every figure is rounded up. */
import { abs, max, min, mulUp, WAD } from '../../maths/wad.ts';
import type { Collateral, OptionPosition, Portfolio, PortfolioExpiry } from '../types.ts';
import type { PortfolioParams } from './params.ts';

export interface Contingency {
  /** Counts in both margins. */
  readonly maintenance: bigint;
  /** These two come on top in initial margin. */
  readonly initial: bigint;
  /** For feeds of low confidence. */
  readonly confidence: bigint;
}

/** Of |n| × spot, not of the perpetual's mark. */
export function perpetualContingency(portfolio: Portfolio, params: PortfolioParams): Contingency {
  const notional = mulUp(abs(portfolio.perpetual.amount), portfolio.spot);
  return {
    maintenance: mulUp(notional, params.mmPerpPercent),
    initial: mulUp(notional, params.imPerpPercent),
    confidence: lowConfidence(params, { confidence: indexConfidence(portfolio), notional }),
  };
}

/** Of naked shorts × spot; low confidence counts every contract. */
export function expiryContingency(
  portfolio: Portfolio,
  expiry: PortfolioExpiry,
  params: PortfolioParams,
): Contingency {
  const naked = mulUp(nakedShorts(expiry.options), portfolio.spot);
  const gross = expiry.options.reduce((sum, { amount }) => sum + abs(amount), 0n);
  const confidence = [expiry.forwardConfidence, expiry.rateConfidence, expiry.volConfidence].reduce(
    min,
    indexConfidence(portfolio),
  );
  const notional = mulUp(gross, portfolio.spot);
  return {
    maintenance: mulUp(naked, params.mmOptionPercent),
    initial: mulUp(naked, params.imOptionPercent),
    confidence: lowConfidence(params, { confidence, notional }),
  };
}

/** Of the value, which is rounded down. */
export function collateralContingency(
  portfolio: Portfolio,
  collateral: Collateral,
  params: PortfolioParams,
): Contingency {
  const notional = collateralValue(portfolio, collateral);
  const confidence = min(collateral.confidence, portfolio.spotConfidence);
  return {
    maintenance: mulUp(notional, collateral.mmHaircut),
    initial: mulUp(notional, collateral.imHaircut),
    confidence: lowConfidence(params, { confidence, notional }),
  };
}

/** amount × price / u, rounded down. */
export function collateralValue(
  { stable }: Portfolio,
  { amount, price }: Pick<Collateral, 'amount' | 'price'>,
): bigint {
  return (amount * price) / stable;
}

/** Of the spot price, and of the perpetual's mark where there is a perpetual. */
function indexConfidence({ spotConfidence, perpetual }: Portfolio): bigint {
  return perpetual.amount === 0n ? spotConfidence : min(spotConfidence, perpetual.confidence);
}

function lowConfidence(
  { confThreshold, confMargin }: PortfolioParams,
  { confidence, notional }: { confidence: bigint; notional: bigint },
): bigint {
  if (confidence >= confThreshold) return 0n;
  return mulUp(mulUp(WAD - confidence, confMargin), notional);
}

/**
 * Contracts short beyond those long, strike by strike, calls and puts together.
 * COST: linear where strikes ascend, as they do in an account.
 */
export function nakedShorts(options: readonly OptionPosition[]): bigint {
  const net: { strike: bigint; amount: bigint }[] = [];
  for (const { strike, amount } of options) {
    let at = net.length;
    while (at > 0 && net[at - 1].strike > strike) at--;
    if (at > 0 && net[at - 1].strike === strike) net[at - 1].amount += amount;
    else net.splice(at, 0, { strike, amount });
  }
  return net.reduce((sum, { amount }) => sum + max(-amount, 0n), 0n);
}
