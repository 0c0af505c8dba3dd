import type { SettleExpiry } from '../generated/codec.ts';
import { expirySec } from '../instrument.ts';
import type { Machine } from '../machine.ts';
import { ppmUp } from '../money.ts';
import { checkQuorum, medianDown } from '../oracle.ts';
import { SETTLEMENT_BAND_PPM, UNDERLYINGS } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { settlementPriceHash } from '../signed.ts';
import { expiryIndex } from '../state.ts';

/** Fixes the settlement price of an expiry, once: the median of k signed values, near the last print. */
export function settleExpiry(machine: Machine, operation: SettleExpiry): number {
  const { state } = machine;
  const { underlying, day, entries } = operation;
  if (underlying >= UNDERLYINGS.length) return CODE.unknownUnderlying;
  if (state.globals.timeSec() < expirySec(day)) return CODE.notExpired;
  const expiry = expiryIndex(underlying, day);
  if (state.expiries.settled(expiry) === 1) return CODE.alreadySettled;
  const quorum = checkQuorum(machine, {
    entries,
    maxPriceCents: UNDERLYINGS[underlying].maxPriceCents,
    structHash: (i) => settlementPriceHash({ underlying, day, ...entries[i] }),
  });
  if (quorum !== ACCEPTED) return quorum;
  const settlementCents = medianDown(entries.map(({ priceCents }) => priceCents));
  const index = state.underlyings.indexCents(underlying);
  if (Math.abs(settlementCents - index) > ppmUp(index, SETTLEMENT_BAND_PPM)) {
    return CODE.settlementOutOfBand;
  }
  state.expiries.setSettled(expiry, 1);
  state.expiries.setSettlementCents(expiry, settlementCents);
  return ACCEPTED;
}
