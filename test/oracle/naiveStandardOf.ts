/** Standard margin of an account of protocol/, by the oracle. */
import type { StandardParams } from '../../protocol/margin/standardParams.ts';
import type { StandardPortfolio } from '../../protocol/margin/standardTypes.ts';
import type { Real } from './decimal.ts';
import { type NaiveMargin, naiveStandardMargin } from './naiveStandard.ts';
import { standardNumbers } from './vectorNames.ts';

const UNIT = 10n ** 42n;

/** Every expiry must be priced. */
export function naiveStandardOf(portfolio: StandardPortfolio, params: StandardParams): NaiveMargin {
  const underlyings = portfolio.underlyings.map(({ perpetual, expiries, ...rest }) => ({
    spot: ofWad(rest.spot),
    spotConfidence: ofWad(rest.spotConfidence),
    base: ofWad(rest.base),
    perpPrice: ofWad(perpetual.mark),
    perpConfidence: ofWad(perpetual.confidence),
    perps: ofWad(perpetual.amount),
    unsettled: ofWad(perpetual.unsettled),
    expiries: expiries.map((expiry) => ({
      sec: expiry.sec,
      forward: ofWad(expiry.forward),
      forwardConfidence: ofWad(expiry.forwardConfidence),
      volConfidence: ofWad(expiry.volConfidence),
      options: expiry.options.map(({ strike, put, amount, vol }) => {
        return { strike: ofWad(strike), put, amount: ofWad(amount), vol: ofWad(vol) };
      }),
    })),
  }));
  const p = standardNumbers(params, ofWad);
  return naiveStandardMargin(
    { cash: ofWad(portfolio.cash), stable: ofWad(portfolio.stable), underlyings },
    p,
  );
}

/** Toward zero. */
export function toWad(value: Real): bigint {
  return value / UNIT;
}

export function ofWad(value: bigint): Real {
  return value * UNIT;
}
