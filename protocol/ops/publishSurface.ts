import type { PublishSurface } from '../generated/codec.ts';
import { expirySec } from '../instrument.ts';
import type { Machine } from '../machine.ts';
import { surfaceFrom } from '../margin/feeds.ts';
import { ppmUp } from '../money.ts';
import { checkQuorum } from '../oracle.ts';
import {
  FORWARD_BAND_PPM,
  FULL_CONFIDENCE_E4,
  DAY_SEC,
  MAX_LISTING_DAYS,
  MAX_MONEY,
  MAX_RATE_E9,
  MAX_VOL_E9,
  SURFACE_HEARTBEAT_SEC,
  UNDERLYINGS,
} from '../params.ts';
import { admits, volatility } from '../pricing/svi.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { surfacePrintHash } from '../signed.ts';
import { expiryIndex, type State } from '../state.ts';

/**
 * Forward, rate and volatility surface of one expiry: k publishers sign the very same figures, because a median of
 * surface parameters is no surface. The forward is kept as its distance from the index, so it moves with the index.
 */
export function publishSurface(machine: Machine, operation: PublishSurface): number {
  const { state } = machine;
  const { underlying, day, timeSec, entries } = operation;
  if (underlying >= UNDERLYINGS.length) return CODE.unknownUnderlying;
  // What leaves the exact integers cannot be hashed here, so this comes before the signatures.
  if (!isExact(operation)) return CODE.badSurface;
  const expiry = expiryIndex(underlying, day);
  if (state.expiries.settled(expiry) === 1) return CODE.alreadySettled;
  const { entries: _, ...print } = operation;
  const structHash = surfacePrintHash(print);
  const quorum = checkQuorum(machine, {
    entries,
    isInRange: () => true,
    structHash: () => structHash,
  });
  if (quorum !== ACCEPTED) return quorum;
  const now = state.globals.timeSec();
  const stale =
    timeSec <= state.expiries.surfaceTimeSec(expiry) ||
    timeSec + SURFACE_HEARTBEAT_SEC < now ||
    timeSec > now;
  if (stale) return CODE.stalePrint;
  if (!isSound(state, operation)) return CODE.badSurface;
  store(state, expiry, operation);
  return ACCEPTED;
}

function isExact(operation: PublishSurface): boolean {
  const { basisCents, rateE9, aE12, bE12, rhoE12, mE12, sigmaE12 } = operation;
  const figures = [basisCents, rateE9, aE12, bE12, rhoE12, mE12, sigmaE12];
  return figures.every((figure) => Math.abs(figure) <= MAX_MONEY);
}

function isSound(state: State, operation: PublishSurface): boolean {
  const { underlying, day, timeSec, basisCents, rateE9, forwardCents } = operation;
  const secToExpiry = expirySec(day) - timeSec;
  const index = state.underlyings.indexCents(underlying);
  const band = ppmUp(index, FORWARD_BAND_PPM);
  return (
    secToExpiry > 0 &&
    secToExpiry <= MAX_LISTING_DAYS * DAY_SEC &&
    index !== 0 &&
    Math.abs(basisCents) <= band &&
    Math.abs(forwardCents - index) <= band &&
    Math.abs(rateE9) <= MAX_RATE_E9 &&
    operation.forwardConfidenceE4 <= FULL_CONFIDENCE_E4 &&
    operation.rateConfidenceE4 <= FULL_CONFIDENCE_E4 &&
    operation.volConfidenceE4 <= FULL_CONFIDENCE_E4 &&
    isSoundSurface(operation, secToExpiry)
  );
}

/** Admissible, and no more than 500 % at the money. */
function isSoundSurface(operation: PublishSurface, secToExpiry: number): boolean {
  const surface = surfaceFrom({ ...operation, secToExpiry });
  return (
    admits(surface) && volatility(surface, surface.forward) <= BigInt(MAX_VOL_E9) * 1_000_000_000n
  );
}

function store(state: State, expiry: number, operation: PublishSurface): void {
  const { expiries } = state;
  expiries.setSurfaceTimeSec(expiry, operation.timeSec);
  expiries.setBasisCents(expiry, operation.basisCents);
  expiries.setRateE9(expiry, operation.rateE9);
  expiries.setForwardConfidenceE4(expiry, operation.forwardConfidenceE4);
  expiries.setRateConfidenceE4(expiry, operation.rateConfidenceE4);
  expiries.setVolConfidenceE4(expiry, operation.volConfidenceE4);
  expiries.setForwardCents(expiry, operation.forwardCents);
  expiries.setAE12(expiry, operation.aE12);
  expiries.setBE12(expiry, operation.bE12);
  expiries.setRhoE12(expiry, operation.rhoE12);
  expiries.setME12(expiry, operation.mE12);
  expiries.setSigmaE12(expiry, operation.sigmaE12);
}
