/**
 * A first look at margins in doubles, for the live engine: it answers only what its proven error bound leaves no doubt
 * about. Positions and feeds come straight from the records; nothing is allocated but at a print.
 */
import { expiryOfCode, firstCode, STRIKE_SPAN } from '../../protocol/instrument.ts';
import type { MarginFilter, Sign } from '../../protocol/machine.ts';
import { isPriced } from '../../protocol/margin/feeds.ts';
import { type MarginParameters, marginParameters } from '../../protocol/margin/parameters.ts';
import { isIndexFresh } from '../../protocol/market.ts';
import { MODEL_PORTFOLIO } from '../../protocol/params.ts';
import { expiryIndex, type State } from '../../protocol/state.ts';
import { LEAST_MARGIN_ERROR, PRICE_ERROR } from './filter/bounds.ts';
import { FloatExpiries } from './filter/expiries.ts';
import type { FloatModel, HeldPositions } from './filter/model.ts';
import { PortfolioSums } from './filter/portfolio.ts';
import { StandardSums } from './filter/standard.ts';

export function createMarginFilter(): MarginFilter {
  const look = new FloatMargin();
  return (state, account) => look.judge(state, account);
}

/** Margins without cash, in 10^-6 USD. */
export interface FloatFigures {
  readonly initial: number;
  readonly maintenance: number;
  /** At most so far is either from the protocol's. */
  readonly error: number;
}

interface Seen {
  state: State | null;
  /** Writes to the tables of prints. */
  underlyings: number;
  expiries: number;
  parameters: MarginParameters | null;
  look: number;
}

/** SAFETY: it keeps prices of what it has seen, and compares the prints with the state's before each use. */
export class FloatMargin {
  readonly #expiries = new FloatExpiries();
  readonly #standard = new StandardSums();
  readonly #portfolio = new PortfolioSums();
  readonly #held = {} as HeldPositions;
  readonly #seen: Seen = {
    state: null,
    underlyings: 0,
    expiries: 0,
    parameters: null,
    look: 0,
  };
  /** COST: one object for all accounts. */
  readonly #figures = { initial: 0, maintenance: 0, error: 0 };
  /** Payoffs of settled expiries, and what rounding may add to them: 10^-6 USD. */
  #settled = 0;
  #settledError = 0;

  judge(state: State, account: number): Sign {
    const figures = this.figures(state, account);
    if (figures === null) return 'unknown';
    const { initial, maintenance, error } = figures;
    // Cash is exact. INVARIANT: a figure that is NaN makes every comparison false.
    const needed = -state.accounts.cash(account);
    if (initial - error >= needed) return 'holds';
    if (!(initial + error < needed)) return 'unknown';
    return maintenance + error < needed ? 'breaks' : 'fails';
  }

  /** Null where the protocol may find prices missing. Good until the next call. */
  figures(state: State, account: number): FloatFigures | null {
    const isPortfolio = state.accounts.marginModel(account) === MODEL_PORTFOLIO;
    const model = isPortfolio ? this.#portfolio : this.#standard;
    const figures = this.#figures;
    figures.initial = 0;
    figures.maintenance = 0;
    figures.error = 0;
    if (state.accounts.positionCount(account) === 0) return figures;
    if (!this.#addUp(state, account, model)) return null;
    figures.initial = model.initial + this.#settled;
    figures.maintenance = model.maintenance + this.#settled;
    figures.error = model.error + this.#settledError + LEAST_MARGIN_ERROR;
    return figures;
  }

  /** @returns false where the protocol may find prices missing, or has marks of its own */
  #addUp(state: State, account: number, model: FloatModel): boolean {
    const parameters = marginParameters(state);
    const look = this.#lookAt(state, parameters);
    const held = this.#held;
    held.account = account;
    held.count = state.accounts.positionCount(account);
    held.from = 0;
    this.#settled = 0;
    this.#settledError = 0;
    model.start(parameters);
    while (held.from < held.count) {
      const key = expiryOfCode(state.accounts.positionCode(account, held.from));
      held.firstCode = firstCode(key);
      const expiry = this.#expiries.of(key);
      held.expiry = expiry;
      const index = expiryIndex(expiry.underlying, expiry.day);
      if (state.expiries.settled(index) === 1) {
        // Marks that a close-out fixed are worked out exactly or not at all.
        if (state.expiries.lifeSec(index) > 0) return false;
        held.from = this.#settle(state, held, state.expiries.settlementCents(index));
        continue;
      }
      held.priced = isPriced(state, expiry);
      if (!isIndexFresh(state, expiry.underlying)) return false;
      if (!held.priced && !model.doesWithoutSurface) return false;
      expiry.refresh(state, look, parameters);
      held.from = model.add(state, held);
    }
    model.finish();
    return true;
  }

  /** Another number than before if a print or the parameters may have changed. */
  #lookAt(state: State, parameters: MarginParameters): number {
    const { underlyings, expiries } = state;
    const seen = this.#seen;
    const isSame =
      seen.state === state &&
      seen.underlyings === underlyings.changes &&
      seen.expiries === expiries.changes &&
      seen.parameters === parameters;
    if (isSame) return seen.look;
    seen.state = state;
    seen.underlyings = underlyings.changes;
    seen.expiries = expiries.changes;
    seen.parameters = parameters;
    seen.look += 1;
    return seen.look;
  }

  /** Σ payoff, exact below 2^53. */
  #settle(
    { accounts }: State,
    { account, from, count, firstCode: first }: HeldPositions,
    settlementCents: number,
  ): number {
    let [payoff, gross, to] = [0, 0, from];
    for (; to < count; to++) {
      const rest = accounts.positionCode(account, to) - first;
      if (rest >= STRIKE_SPAN) break;
      const strikeCents = Math.floor(rest / 2);
      const inTheMoney = (settlementCents - strikeCents) * (rest === 2 * strikeCents ? 1 : -1);
      const each = accounts.positionAmount(account, to) * Math.max(inTheMoney, 0);
      payoff += each;
      gross += Math.abs(each);
    }
    this.#settled += payoff;
    this.#settledError += PRICE_ERROR * gross;
    return to;
  }
}
