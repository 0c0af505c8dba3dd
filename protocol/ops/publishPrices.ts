import type { PublishPrices } from '../generated/codec.ts';
import { firstExpiryFrom, expirySec } from '../instrument.ts';
import type { Machine } from '../machine.ts';
import { ppmUp } from '../money.ts';
import { checkQuorum, medianDown } from '../oracle.ts';
import {
  FRESH_PRINTS,
  FULL_CONFIDENCE_E4,
  INDEX_MOVE_PPM,
  ORACLE_HEARTBEAT_SEC,
  SETTLEMENT_WINDOW_SEC,
  UNDERLYINGS,
} from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { indexPrintHash } from '../signed.ts';
import { expiryIndex, type State } from '../state.ts';

/**
 * The index price is the median of k signed values, its confidence the least of theirs; the print is as old as its
 * oldest signature.
 */
export function publishPrices(machine: Machine, { underlying, entries }: PublishPrices): number {
  const { state } = machine;
  if (underlying >= UNDERLYINGS.length) return CODE.unknownUnderlying;
  const { maxPriceCents } = UNDERLYINGS[underlying];
  const quorum = checkQuorum(machine, {
    entries,
    isInRange: ({ priceCents, confidenceE4 }) =>
      priceCents !== 0 && priceCents <= maxPriceCents && confidenceE4 <= FULL_CONFIDENCE_E4,
    structHash: (entry) => indexPrintHash({ underlying, ...entry }),
  });
  if (quorum !== ACCEPTED) return quorum;
  const now = state.globals.timeSec();
  const times = entries.map(({ timeSec }) => timeSec);
  const printedAt = Math.min(...times);
  const printedBefore = state.underlyings.indexTimeSec(underlying);
  const stale =
    printedAt <= printedBefore ||
    printedAt + ORACLE_HEARTBEAT_SEC < now ||
    Math.max(...times) > now;
  if (stale) return CODE.stalePrint;

  const priceCents = medianDown(entries.map((entry) => entry.priceCents));
  const isGap = printedAt > printedBefore + ORACLE_HEARTBEAT_SEC;
  if (!isGap && moves(state, underlying, priceCents)) return CODE.printOutOfRange;
  addToWindow(state, { underlying, printedAt });
  if (isGap && printedBefore !== 0) state.underlyings.setResumedAtSec(underlying, printedAt);
  const fresh = isGap ? 0 : state.underlyings.freshPrints(underlying);
  state.underlyings.setFreshPrints(underlying, Math.min(fresh + 1, FRESH_PRINTS));
  state.underlyings.setIndexCents(underlying, priceCents);
  state.underlyings.setIndexTimeSec(underlying, printedAt);
  const confidences = entries.map(({ confidenceE4 }) => confidenceE4);
  state.underlyings.setConfidenceE4(underlying, Math.min(...confidences));
  state.globals.setPrintTimeSec(Math.max(state.globals.printTimeSec(), printedAt));
  return ACCEPTED;
}

/** Further from a fresh print before it than the market goes in one heartbeat. */
function moves(state: State, underlying: number, priceCents: number): boolean {
  const before = state.underlyings.indexCents(underlying);
  return Math.abs(priceCents - before) > ppmUp(before, INDEX_MOVE_PPM);
}

/**
 * The print before stood until now, but no longer than the heartbeat. What of that lies in the settlement window of an
 * expiry belongs to its average; the heartbeat is shorter than a day, so it is one expiry at most.
 */
function addToWindow(
  state: State,
  { underlying, printedAt }: { underlying: number; printedAt: number },
): void {
  const from = state.underlyings.indexTimeSec(underlying);
  if (from === 0) return;
  const to = Math.min(printedAt, from + ORACLE_HEARTBEAT_SEC);
  const day = firstExpiryFrom(from);
  const end = expirySec(day);
  const coveredSec = Math.min(to, end) - Math.max(from, end - SETTLEMENT_WINDOW_SEC);
  if (coveredSec <= 0) return;
  const expiry = expiryIndex(underlying, day);
  const sum =
    state.expiries.windowSum(expiry) + coveredSec * state.underlyings.indexCents(underlying);
  state.expiries.setWindowSum(expiry, sum);
  state.expiries.setWindowCoveredSec(expiry, state.expiries.windowCoveredSec(expiry) + coveredSec);
}
