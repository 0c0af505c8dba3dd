import type { SettleExpiry } from '../generated/codec.ts';
import { expirySec } from '../instrument.ts';
import type { Machine } from '../machine.ts';
import { isNearReference } from '../market.ts';
import { ppmUp } from '../money.ts';
import { checkQuorum, medianDown } from '../oracle.ts';
import { SETTLEMENT_BAND_PPM, SETTLEMENT_WINDOW_SEC, UNDERLYINGS } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { settlementPriceHash } from '../signed.ts';
import { expiryIndex, type State } from '../state.ts';

/**
 * Fixes the settlement price of an expiry, once: the average of the committed index over the last 30 minutes, in which
 * seconds that no print covers count at the median of k signed values.
 */
export function settleExpiry(machine: Machine, operation: SettleExpiry): number {
  const { state } = machine;
  const { underlying, day, entries } = operation;
  if (underlying >= UNDERLYINGS.length) return CODE.unknownUnderlying;
  if (state.underlyings.indexTimeSec(underlying) < expirySec(day)) return CODE.notExpired;
  const expiry = expiryIndex(underlying, day);
  if (state.expiries.settled(expiry) === 1) return CODE.alreadySettled;
  const { maxPriceCents } = UNDERLYINGS[underlying];
  const quorum = checkQuorum(machine, {
    entries,
    isInRange: ({ priceCents }) => priceCents !== 0 && priceCents <= maxPriceCents,
    structHash: ({ priceCents }) => settlementPriceHash({ underlying, day, priceCents }),
  });
  if (quorum !== ACCEPTED) return quorum;
  if (!isNearReference(state, underlying)) return CODE.settlementHalted;
  const median = medianDown(entries.map(({ priceCents }) => priceCents));
  const index = state.underlyings.indexCents(underlying);
  if (Math.abs(median - index) > ppmUp(index, SETTLEMENT_BAND_PPM)) {
    return CODE.settlementOutOfBand;
  }
  state.expiries.setSettled(expiry, 1);
  state.expiries.setSettlementCents(expiry, averageDown(state, expiry, median));
  return ACCEPTED;
}

function averageDown(state: State, expiry: number, uncoveredCents: number): number {
  const uncovered = SETTLEMENT_WINDOW_SEC - state.expiries.windowCoveredSec(expiry);
  const sum = state.expiries.windowSum(expiry) + uncovered * uncoveredCents;
  return Math.floor(sum / SETTLEMENT_WINDOW_SEC);
}
