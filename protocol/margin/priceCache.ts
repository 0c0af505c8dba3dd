/** Prices of every strike in every scenario, kept for as long as the prints and parameters behind them stand. */
import type { State } from '../state.ts';
import type { HeldAccount, HeldExpiry } from './account.ts';
import type { ExpiryPrices } from './feeds.ts';
import { marginParameters } from './parameters.ts';
import { type PreparedExpiry, prepareExpiry } from './portfolio/expiry.ts';
import type { PortfolioParams } from './portfolio/params.ts';
import { type ScenarioPrices, strikePrices } from './portfolio/prices.ts';
import type { Prices } from './portfolio.ts';

type Sides = ReturnType<typeof strikePrices>;

interface KeptExpiry {
  readonly expiry: PreparedExpiry;
  readonly strikes: Map<bigint, Sides>;
}

/** No part of the state: what is kept is compared with the prints before it is used. */
export class PriceCache {
  readonly #expiries = new Map<number, KeptExpiry>();

  /** By place of the expiry and of the option in the held account. */
  of(state: State, { expiries }: HeldAccount): Prices {
    const { portfolio } = marginParameters(state);
    const kept = expiries.map((held) => this.#keptFor(held, portfolio));
    return (e, o) => sideOf(kept[e], expiries[e].options[o]);
  }

  #keptFor({ underlying, day, prices }: HeldExpiry, params: PortfolioParams): KeptExpiry {
    const key = underlying * 2 ** 16 + day;
    const known = this.#expiries.get(key);
    if (known?.expiry.params === params && isSame(known.expiry.feed, prices)) {
      return known;
    }
    const made = { expiry: prepareExpiry(prices, params), strikes: new Map<bigint, Sides>() };
    this.#expiries.set(key, made);
    return made;
  }
}

function sideOf(
  { expiry, strikes }: KeptExpiry,
  { strike, put }: { strike: bigint; put: boolean },
): ScenarioPrices {
  let sides = strikes.get(strike);
  if (sides === undefined) {
    sides = strikePrices(expiry, strike);
    strikes.set(strike, sides);
  }
  return put ? sides.put : sides.call;
}

/** Confidences do not enter prices, but a change of one comes with a print. */
function isSame(a: ExpiryPrices, b: ExpiryPrices): boolean {
  return (
    a.sec === b.sec &&
    a.fixedForward === b.fixedForward &&
    a.variableForward === b.variableForward &&
    a.rate === b.rate &&
    a.surface.a === b.surface.a &&
    a.surface.b === b.surface.b &&
    a.surface.rho === b.surface.rho &&
    a.surface.m === b.surface.m &&
    a.surface.sigma === b.surface.sigma &&
    a.surface.forward === b.surface.forward &&
    a.surface.tau === b.surface.tau
  );
}
