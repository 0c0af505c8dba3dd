/** Margins to the last unit, for figures that enter the state: docs/margin.md in 60 decimals. */
import { ONE, type Real } from './decimal.ts';
import { floatUnderlying } from './floatInputs.ts';
import { floatPortfolio } from './floatPortfolio.ts';
import { type HeldExpiry, type HeldUnderlying, holdingsOf } from './naiveHoldings.ts';
import { floatParameters, grossOf } from './naiveMargin.ts';
import { type Named, named } from './naiveParameters.ts';
import { naivePortfolioMargin } from './naivePortfolio.ts';
import { type NaiveSurface, naiveSvi, yearsOf } from './naivePricing.ts';
import { naiveStandardMargin } from './naiveStandard.ts';
import type { Account, NaiveState } from './naiveState.ts';
import { portfolioNumbers, standardNumbers } from './vectorNames.ts';

/** USD. */
export interface ExactMargin {
  readonly MM: Real;
  readonly MtM: Real;
  /** What protocol/, rounding to 10^-18 at every operation, may differ by. */
  readonly tolerance: Real;
}

/** Of the gross: what errors of 10^-17 in the normal distribution, and of 10^-16 in powers, can come to. */
const STANDARD_SHARE = ONE / (2n * 10n ** 16n);
const PORTFOLIO_SHARE = ONE / (5n * 10n ** 15n);

const CENT = ONE / 100n;
const E4 = ONE / 10_000n;
const E9 = ONE / 1_000_000_000n;
const E12 = ONE / 1_000_000_000_000n;

const exacts = new WeakMap<readonly bigint[], Named<Real>>();

export function exactParameters({ parameters }: NaiveState): Named<Real> {
  const known = exacts.get(parameters) ?? named(parameters, (value) => value * E9);
  exacts.set(parameters, known);
  return known;
}

/** Prices must not be missing. */
export function exactMargin(state: NaiveState, account: Account): ExactMargin {
  const holdings = holdingsOf(state, account);
  const cash = (holdings.cash * ONE) / 1_000_000n;
  const { underlyings } = holdings;
  const { MM, MtM } =
    account.marginModel === 0n
      ? standard(state, underlyings, cash)
      : portfolio(state, underlyings, cash);
  const share = account.marginModel === 0n ? STANDARD_SHARE : PORTFOLIO_SHARE;
  return { MM, MtM, tolerance: BigInt(Math.ceil(grossOf(holdings))) * share };
}

function standard(state: NaiveState, underlyings: readonly HeldUnderlying[], cash: Real) {
  const none = { perpPrice: 0n, perpConfidence: ONE, perps: 0n, unsettled: 0n, base: 0n };
  const held = underlyings.map(({ indexCents, confidenceE4, expiries }) => ({
    ...none,
    spot: indexCents * CENT,
    spotConfidence: confidenceE4 * E4,
    expiries: expiries.map((expiry) => {
      const surface = surfaceOf(expiry);
      const options = optionsOf(expiry).map((option) => ({
        ...option,
        vol: surface === null ? 0n : naiveSvi(surface, option.strike).vol,
      }));
      const forward = ((expiry.fixed + expiry.variable) * CENT) / 1800n;
      return { ...expiry, ...confidencesOf(expiry), forward, options };
    }),
  }));
  const account = { cash, stable: ONE, underlyings: held };
  const numbers = standardNumbers(exactParameters(state).standard, (value) => value);
  return naiveStandardMargin(account, numbers);
}

function portfolio(state: NaiveState, [held]: readonly HeldUnderlying[], cash: Real) {
  if (held === undefined) return { MM: cash, MtM: cash };
  const { portfolio: params, scenarios } = exactParameters(state);
  const p = portfolioNumbers(params, (value) => value);
  const account = {
    cash,
    spot: held.indexCents * CENT,
    spotConfidence: held.confidenceE4 * E4,
    stable: ONE,
    perps: 0n,
    perpPrice: 0n,
    perpConfidence: ONE,
    unsettled: 0n,
    collaterals: [],
    feeds: held.expiries.map((expiry) => ({
      sec: expiry.sec,
      forward: ((expiry.fixed + expiry.variable) * CENT) / 1800n,
      fixed: (expiry.fixed * CENT) / 1800n,
      rate: expiry.rateE9 * E9,
      ...confidencesOf(expiry),
      surface: surfaceOf(expiry),
      options: optionsOf(expiry),
    })),
  };
  // COST: a scenario takes a second of a large account; those that floating point knows not to be the worst are left out.
  const { profits } = floatPortfolio(floatUnderlying(held), floatParameters(state));
  const least = Math.min(...profits);
  const margin = 1e-6 * (1 + Math.abs(least));
  const candidates = scenarios.filter((_, i) => profits[i] <= least + margin);
  return naivePortfolioMargin(account, { p, scenarios: candidates });
}

function confidencesOf({ confidencesE4: { forward, rate, vol } }: HeldExpiry) {
  return {
    forwardConfidence: forward * E4,
    rateConfidence: rate * E4,
    volConfidence: vol * E4,
  };
}

function optionsOf({ positions }: HeldExpiry) {
  return positions.map(({ instrument, amount }) => ({
    strike: instrument.strikeCents * CENT,
    put: instrument.put,
    amount: amount * E4,
  }));
}

/** None where the expiry has come. */
function surfaceOf({ surface, sec }: HeldExpiry): NaiveSurface | null {
  if (surface === null || sec === 0n) return null;
  return {
    a: surface.aE12 * E12,
    b: surface.bE12 * E12,
    rho: surface.rhoE12 * E12,
    m: surface.mE12 * E12,
    sigma: surface.sigmaE12 * E12,
    forward: surface.forwardCents * CENT,
    tau: yearsOf(surface.tauSec),
  };
}
