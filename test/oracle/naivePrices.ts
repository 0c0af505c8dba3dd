/** SPEC §9.2 to §9.4: what the prints say of a market, and what may be done on it. */
import { abs, divideUp, max, min } from './integers.ts';
import {
  type ExpiryName,
  expiryOf,
  expirySecOf,
  type NaiveState,
  priceOf,
  setExpiry,
} from './naiveState.ts';

export const WINDOW_SEC = 1800n;
const HEARTBEAT_SEC = 120n;

/** Whether two prices differ by at most so many percent of the second, rounded up. */
export function isWithin(price: bigint, { of, percent }: { of: bigint; percent: bigint }): boolean {
  return abs(price - of) <= divideUp(of * percent, 100n);
}

export function isFresh(state: NaiveState, underlying: bigint): boolean {
  const { indexCents, indexTimeSec } = priceOf(state, underlying);
  return indexCents !== 0n && state.timeSec - indexTimeSec <= HEARTBEAT_SEC;
}

export function isNearReference(state: NaiveState, underlying: bigint): boolean {
  const { indexCents, referenceCents } = priceOf(state, underlying);
  return referenceCents === 0n || isWithin(indexCents, { of: referenceCents, percent: 10n });
}

export function marketMode(
  state: NaiveState,
  underlying: bigint,
): 'cancel-only' | 'post-only' | 'open' {
  const ago = state.timeSec - priceOf(state, underlying).resumedAtSec;
  if (!isFresh(state, underlying) || ago < 60n) return 'cancel-only';
  return ago < 300n ? 'post-only' : 'open';
}

/** Seconds from the index print to the expiry, 0 when it has come by then. */
export function secTo(state: NaiveState, { underlying, day }: ExpiryName): bigint {
  return max(expirySecOf(day) - priceOf(state, underlying).indexTimeSec, 0n);
}

/** What is fixed of the forward and what still moves, both in cents × 1800. */
export function forwardOf(
  state: NaiveState,
  name: ExpiryName,
): { readonly fixed: bigint; readonly variable: bigint } {
  const { surface, windowSum, windowCoveredSec } = expiryOf(state, name);
  const index = priceOf(state, name.underlying).indexCents;
  const quoted = max(index + (surface?.basisCents ?? 0n), 1n);
  const sec = secTo(state, name);
  if (sec >= WINDOW_SEC) return { fixed: 0n, variable: WINDOW_SEC * quoted };
  const uncoveredSec = WINDOW_SEC - sec - windowCoveredSec;
  return { fixed: windowSum + uncoveredSec * index, variable: quoted * sec };
}

const surfaceAge = (state: NaiveState, name: ExpiryName): bigint =>
  state.timeSec - (expiryOf(state, name).surface?.timeSec ?? 0n);

export function isPriced(state: NaiveState, name: ExpiryName): boolean {
  return secTo(state, name) === 0n || surfaceAge(state, name) <= 900n;
}

export function isAwaited(state: NaiveState, name: ExpiryName): boolean {
  return !isPriced(state, name) && surfaceAge(state, name) <= 86_400n;
}

/** SPEC §10.1: the index before this print belongs to the averages of the expiries that it stood in. */
export function addToWindow(state: NaiveState, underlying: bigint, printedAt: bigint): void {
  const { indexCents, indexTimeSec } = priceOf(state, underlying);
  if (indexCents === 0n) return;
  const until = min(printedAt, indexTimeSec + HEARTBEAT_SEC);
  const today = (indexTimeSec - 1_577_836_800n) / 86_400n;
  for (const day of [today, today + 1n]) {
    const expirySec = expirySecOf(day);
    const covered = min(until, expirySec) - max(indexTimeSec, expirySec - WINDOW_SEC);
    if (covered <= 0n) continue;
    const { windowSum, windowCoveredSec } = expiryOf(state, { underlying, day });
    setExpiry(
      state,
      { underlying, day },
      {
        windowSum: windowSum + covered * indexCents,
        windowCoveredSec: windowCoveredSec + covered,
      },
    );
  }
}
