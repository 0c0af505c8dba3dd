/** Whether prints are there to trade and to liquidate on: SPEC §9.3. */
import {
  CANCEL_ONLY_SEC,
  FRESH_PRINTS,
  ORACLE_HEARTBEAT_SEC,
  POST_ONLY_SEC,
  REFERENCE_BAND_PPM,
  UNDERLYINGS,
} from './params.ts';
import { dayOfExpiry, expiryIndexOfCode, expiryOfCode, expirySec } from './instrument.ts';
import { ppmUp } from './money.ts';
import type { State } from './state.ts';

export const CANCEL_ONLY = 0;
export const POST_ONLY_MODE = 1;
export const OPEN = 2;

/** After a gap in the prints orders come back in stages; the first print ever ends no gap. */
export function marketMode(state: State, underlying: number): number {
  if (!isIndexFresh(state, underlying)) return CANCEL_ONLY;
  const resumedAt = state.underlyings.resumedAtSec(underlying);
  if (resumedAt === 0) return OPEN;
  const sinceSec = state.globals.timeSec() - resumedAt;
  if (sinceSec < CANCEL_ONLY_SEC) return CANCEL_ONLY;
  return sinceSec < POST_ONLY_SEC ? POST_ONLY_MODE : OPEN;
}

export function isIndexFresh(state: State, underlying: number): boolean {
  return (
    state.underlyings.indexCents(underlying) !== 0 &&
    state.underlyings.indexTimeSec(underlying) + ORACLE_HEARTBEAT_SEC >= state.globals.timeSec()
  );
}

/** No order is taken any more: the option has expired, or its expiry was closed out before. */
export function isOver(state: State, code: number): boolean {
  return (
    state.globals.timeSec() >= expirySec(dayOfExpiry(expiryOfCode(code))) ||
    state.expiries.settled(expiryIndexOfCode(code)) === 1
  );
}

/** The last price that L1's feed was seen at, if any was ever brought, is near the index. */
export function isNearReference(state: State, underlying: number): boolean {
  const reference = state.underlyings.referenceCents(underlying);
  const distance = Math.abs(state.underlyings.indexCents(underlying) - reference);
  return reference === 0 || distance <= ppmUp(reference, REFERENCE_BAND_PPM);
}

/** When prints of any underlying last came back after a gap. */
export function lastResumedSec(state: State): number {
  return Math.max(
    ...UNDERLYINGS.map((_, underlying) => state.underlyings.resumedAtSec(underlying)),
  );
}

/** Prints are fresh, have come back for a while, and are near the reference. */
export function mayLiquidate(state: State, underlying: number): boolean {
  return (
    isIndexFresh(state, underlying) &&
    state.underlyings.freshPrints(underlying) >= FRESH_PRINTS &&
    isNearReference(state, underlying)
  );
}
