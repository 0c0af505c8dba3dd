/** What the two margin models take, out of a held account. The protocol has no perpetuals and no other collateral yet. */
import type { State } from '../state.ts';
import { type HeldAccount, type HeldExpiry, underlyingPrices } from './account.ts';
import type { StandardExpiry, StandardPortfolio } from './standardTypes.ts';
import type { Portfolio } from './types.ts';
import { volatility } from '../pricing/svi.ts';

const WAD = 10n ** 18n;
const NO_PERPETUAL = { amount: 0n, mark: 0n, confidence: WAD, unsettled: 0n };

/** A portfolio account holds one underlying. */
export function portfolioOf(state: State, { cash, expiries }: HeldAccount): Portfolio {
  const underlying = expiries.length === 0 ? 0 : expiries[0].underlying;
  return {
    cash,
    ...underlyingPrices(state, underlying),
    stable: WAD,
    perpetual: NO_PERPETUAL,
    collaterals: [],
    expiries: expiries.map(({ prices, options }) => ({ ...prices, options })),
  };
}

export function standardOf(state: State, { cash, expiries }: HeldAccount): StandardPortfolio {
  const ids = [...new Set(expiries.map(({ underlying }) => underlying))];
  return {
    cash,
    stable: WAD,
    underlyings: ids.map((underlying) => ({
      ...underlyingPrices(state, underlying),
      perpetual: NO_PERPETUAL,
      base: 0n,
      expiries: expiries.filter((expiry) => expiry.underlying === underlying).map(standardExpiry),
    })),
  };
}

function standardExpiry({ prices, options, priced }: HeldExpiry): StandardExpiry {
  const { sec, fixedForward, variableForward, forwardConfidence, volConfidence, surface } = prices;
  const vol = (strike: bigint): bigint => (priced && sec > 0n ? volatility(surface, strike) : 0n);
  return {
    sec,
    forward: fixedForward + variableForward,
    // What is not there is not in doubt: the worst payoff needs neither.
    forwardConfidence: priced ? forwardConfidence : WAD,
    volConfidence: priced ? volConfidence : WAD,
    priced,
    options: options.map((option) => ({ ...option, vol: vol(option.strike) })),
  };
}
