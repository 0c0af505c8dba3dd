/** Prices that margin is worked out with, out of the committed prints: SPEC §9.4. Figures × 10^-18 unless said. */
import { expirySec } from '../instrument.ts';
import { SETTLEMENT_WINDOW_SEC, SURFACE_GIVEN_UP_SEC, SURFACE_HEARTBEAT_SEC } from '../params.ts';
import { expiryIndex, type State } from '../state.ts';
import type { Surface } from '../pricing/svi.ts';

const WAD = 10n ** 18n;
/** From cents, from 10^-4 contracts, from 10^-4, from 10^-6 USD, from 10^-9, from 10^-12. */
export const CENTS = 10n ** 16n;
export const LOTS = 10n ** 14n;
const E4 = 10n ** 14n;
export const MONEY = 10n ** 12n;
const E9 = 10n ** 9n;
const E12 = 10n ** 6n;
const YEAR_SEC = 31_536_000n;

/** ⌈x⌉ in 10^-6 USD. */
export function moneyUp(value: bigint): bigint {
  return -moneyDown(-value);
}

/** ⌊x⌋ in 10^-6 USD. */
export function moneyDown(value: bigint): bigint {
  const quotient = value / MONEY;
  return value % MONEY < 0n ? quotient - 1n : quotient;
}

export function indexPrice(state: State, underlying: number): bigint {
  return BigInt(state.underlyings.indexCents(underlying)) * CENTS;
}

export function indexConfidence(state: State, underlying: number): bigint {
  return BigInt(state.underlyings.confidenceE4(underlying)) * E4;
}

/** Seconds from the index print to the expiry: margin runs on the print's time. */
export function secToExpiry(
  state: State,
  { underlying, day }: { underlying: number; day: number },
): number {
  return Math.max(expirySec(day) - state.underlyings.indexTimeSec(underlying), 0);
}

export interface ExpiryPrices {
  readonly sec: bigint;
  /** What the settlement average holds already, and what of it can still move. */
  readonly fixedForward: bigint;
  readonly variableForward: bigint;
  readonly rate: bigint;
  readonly forwardConfidence: bigint;
  readonly rateConfidence: bigint;
  readonly volConfidence: bigint;
  readonly surface: Surface;
}

/** An expired option needs no surface; any other needs one that is fresh. */
export function isPriced(state: State, terms: { underlying: number; day: number }): boolean {
  if (secToExpiry(state, terms) === 0) return true;
  const printed = state.expiries.surfaceTimeSec(expiryIndex(terms.underlying, terms.day));
  return printed !== 0 && printed + SURFACE_HEARTBEAT_SEC >= state.globals.timeSec();
}

/**
 * The expiry has had surfaces and the next one is late, so the account may look worse than it is. An expiry that nobody
 * publishes for keeps nobody from being liquidated: there the worst payoff counts, as it did when the options were bought.
 */
export function isAwaited(state: State, terms: { underlying: number; day: number }): boolean {
  const printed = state.expiries.surfaceTimeSec(expiryIndex(terms.underlying, terms.day));
  return (
    !isPriced(state, terms) &&
    printed !== 0 &&
    printed + SURFACE_GIVEN_UP_SEC >= state.globals.timeSec()
  );
}

export function expiryPrices(
  state: State,
  { underlying, day }: { underlying: number; day: number },
): ExpiryPrices {
  const { expiries } = state;
  const expiry = expiryIndex(underlying, day);
  const sec = secToExpiry(state, { underlying, day });
  // Once an expiry has come its forward is the average, and there is no volatility left to doubt.
  const confidence = (ofPrint: number): bigint => (sec === 0 ? WAD : BigInt(ofPrint) * E4);
  return {
    sec: BigInt(sec),
    ...forwardParts(state, { underlying, expiry, sec }),
    rate: BigInt(expiries.rateE9(expiry)) * E9,
    forwardConfidence: confidence(expiries.forwardConfidenceE4(expiry)),
    rateConfidence: confidence(expiries.rateConfidenceE4(expiry)),
    volConfidence: confidence(expiries.volConfidenceE4(expiry)),
    surface: surfaceOf(expiries, { expiry, day }),
  };
}

/**
 * Before the settlement window the forward is index plus basis. Inside it the average so far stands, seconds that no
 * print covers counted at the index, and only the rest of the window moves.
 */
function forwardParts(
  state: State,
  { underlying, expiry, sec }: Record<'underlying' | 'expiry' | 'sec', number>,
): { fixedForward: bigint; variableForward: bigint } {
  const quoted = BigInt(quotedCents(state, { underlying, expiry })) * CENTS;
  const window = BigInt(SETTLEMENT_WINDOW_SEC);
  if (sec >= SETTLEMENT_WINDOW_SEC) return { fixedForward: 0n, variableForward: quoted };
  return {
    fixedForward: (BigInt(windowCents(state, { underlying, expiry, sec })) * CENTS) / window,
    variableForward: (quoted * BigInt(sec)) / window,
  };
}

/** The index may fall below what the last surface says that the forward lies under it. */
function quotedCents(
  state: State,
  { underlying, expiry }: Record<'underlying' | 'expiry', number>,
): number {
  return Math.max(state.underlyings.indexCents(underlying) + state.expiries.basisCents(expiry), 1);
}

/** The index summed over the seconds of the settlement window that are past at the print. */
function windowCents(
  state: State,
  { underlying, expiry, sec }: Record<'underlying' | 'expiry' | 'sec', number>,
): number {
  const uncovered = SETTLEMENT_WINDOW_SEC - sec - state.expiries.windowCoveredSec(expiry);
  return state.expiries.windowSum(expiry) + uncovered * state.underlyings.indexCents(underlying);
}

/** The forward of the last prints in whole cents, rounded down once; at least 1. */
export function forwardCentsDown(
  state: State,
  { underlying, expiry, sec }: Record<'underlying' | 'expiry' | 'sec', number>,
): number {
  const quoted = quotedCents(state, { underlying, expiry });
  if (sec >= SETTLEMENT_WINDOW_SEC) return quoted;
  const sum = windowCents(state, { underlying, expiry, sec }) + quoted * sec;
  return Math.floor(sum / SETTLEMENT_WINDOW_SEC);
}

export function surfaceOf(
  expiries: State['expiries'],
  { expiry, day }: { expiry: number; day: number },
): Surface {
  const printedSec = expiries.surfaceTimeSec(expiry);
  return surfaceFrom({
    aE12: expiries.aE12(expiry),
    bE12: expiries.bE12(expiry),
    rhoE12: expiries.rhoE12(expiry),
    mE12: expiries.mE12(expiry),
    sigmaE12: expiries.sigmaE12(expiry),
    forwardCents: expiries.forwardCents(expiry),
    secToExpiry: expirySec(day) - printedSec,
  });
}

/** @param from SVI parameters × 10^-12; the surface's own forward and time to expiry */
export function surfaceFrom(
  from: Record<
    'aE12' | 'bE12' | 'rhoE12' | 'mE12' | 'sigmaE12' | 'forwardCents' | 'secToExpiry',
    number
  >,
): Surface {
  return {
    a: BigInt(from.aE12) * E12,
    b: BigInt(from.bE12) * E12,
    rho: BigInt(from.rhoE12) * E12,
    m: BigInt(from.mE12) * E12,
    sigma: BigInt(from.sigmaE12) * E12,
    forward: BigInt(from.forwardCents) * CENTS,
    tau: (BigInt(from.secToExpiry) * WAD) / YEAR_SEC,
  };
}
