import type { CloseOut } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { forwardCentsDown, secToExpiry } from '../margin/feeds.ts';
import { positionsOf } from '../margin/positions.ts';
import { CLOSE_OUT_AFTER_SEC, UNDERLYINGS } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { expiryIndex, type State } from '../state.ts';

/**
 * Ends an expiry before its time where prints have stopped, by anyone: fixes the figures of its last marks, at which its
 * options are paid like those of a settled expiry. Names an account that holds some of it, so that what nobody holds stays
 * open for the time after. SPEC §10.3.
 */
export function closeOut(machine: Machine, operation: CloseOut): number {
  const { state } = machine;
  const { account, underlying, day } = operation;
  if (underlying >= UNDERLYINGS.length) return CODE.unknownUnderlying;
  if (account === 0 || account > state.globals.accountCount()) return CODE.unknownAccount;
  const expiry = expiryIndex(underlying, day);
  if (state.expiries.settled(expiry) === 1) return CODE.alreadySettled;
  const closesAfterSec = lastPrintSec(state, { underlying, expiry }) + CLOSE_OUT_AFTER_SEC;
  if (state.globals.timeSec() <= closesAfterSec) return CODE.printsNotGone;
  const { from, to } = positionsOf(state, operation);
  if (from === to) return CODE.nothingToSettle;

  const sec = secToExpiry(state, { underlying, day });
  const hasSurface = state.expiries.surfaceTimeSec(expiry) !== 0;
  state.expiries.setSettled(expiry, 1);
  state.expiries.setSettlementCents(expiry, forwardCentsDown(state, { underlying, expiry, sec }));
  // Without a volatility an option is worth what it would pay at the forward.
  state.expiries.setLifeSec(expiry, hasSurface ? sec : 0);
  return ACCEPTED;
}

/** Of the index and of the expiry's surface, the later: either would move the marks. */
function lastPrintSec(
  state: State,
  { underlying, expiry }: Record<'underlying' | 'expiry', number>,
): number {
  return Math.max(
    state.underlyings.indexTimeSec(underlying),
    state.expiries.surfaceTimeSec(expiry),
  );
}
