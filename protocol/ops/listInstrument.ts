import { assert } from '../assert.ts';
import type { ListInstrument } from '../generated/codec.ts';
import { encodeTerms, expiryOfCode, expirySec, instrumentName } from '../instrument.ts';
import type { Machine } from '../machine.ts';
import {
  DAY_SEC,
  LISTING_STRIKE_FACTOR,
  MAX_INSTRUMENTS_PER_EXPIRY,
  MAX_LISTING_DAYS,
  UNDERLYINGS,
} from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { expiryIndex, type State } from '../state.ts';
import { hashText } from '../typedData.ts';

/** Lists an option by rule, by anyone: SPEC §5.9. Instruments of an expiry form a list sorted by code. */
export function listInstrument(machine: Machine, operation: ListInstrument): number {
  const { state } = machine;
  const { underlying, day, strikeCents, put } = operation;
  if (underlying >= UNDERLYINGS.length) return CODE.unknownUnderlying;
  if (!fitsListingRule(state, operation)) return CODE.badListing;
  const expiry = expiryIndex(underlying, day);
  if (state.expiries.settled(expiry) === 1) return CODE.badListing;
  if (state.expiries.instrumentCount(expiry) === MAX_INSTRUMENTS_PER_EXPIRY) {
    return CODE.tooManyInstruments;
  }

  const terms = { underlying, day, strikeCents, put: put === 1 };
  const code = encodeTerms(terms);
  const previous = state.journal.unrecorded(() => lastNotAbove(state, expiry, code));
  machine.hint = previous;
  const next = checkPredecessor(state, { expiry, code, previous });
  if (previous !== 0 && state.instruments.code(previous) === code) return CODE.alreadyListed;

  const instrument = state.globals.instrumentCount() + 1;
  state.globals.setInstrumentCount(instrument);
  state.instruments.setCode(instrument, code);
  state.instruments.setNameHash(instrument, hashText(instrumentName(terms)));
  state.instruments.setNextInExpiry(instrument, next);
  if (previous === 0) state.expiries.setInstrumentHead(expiry, instrument);
  else state.instruments.setNextInExpiry(previous, instrument);
  state.expiries.setInstrumentCount(expiry, state.expiries.instrumentCount(expiry) + 1);
  return ACCEPTED;
}

function fitsListingRule(
  state: State,
  { underlying, day, strikeCents, put }: ListInstrument,
): boolean {
  const { strikeStepCents, maxPriceCents } = UNDERLYINGS[underlying];
  const now = state.globals.timeSec();
  const index = state.underlyings.indexCents(underlying);
  const expiresAt = expirySec(day);
  return (
    put <= 1 &&
    expiresAt > now &&
    expiresAt <= now + MAX_LISTING_DAYS * DAY_SEC &&
    strikeCents !== 0 &&
    strikeCents % strikeStepCents === 0 &&
    strikeCents <= maxPriceCents &&
    strikeCents * LISTING_STRIKE_FACTOR >= index &&
    strikeCents <= index * LISTING_STRIKE_FACTOR
  );
}

/** COST: walks the instruments of one expiry; listing is rare. */
function lastNotAbove(state: State, expiry: number, code: number): number {
  let found = 0;
  let at = state.expiries.instrumentHead(expiry);
  for (; at !== 0 && state.instruments.code(at) <= code; at = state.instruments.nextInExpiry(at)) {
    found = at;
  }
  return found;
}

/** INVARIANT: the hinted instrument is of this expiry with a code not above, and its successor is above. */
function checkPredecessor(
  state: State,
  { expiry, code, previous }: { expiry: number; code: number; previous: number },
): number {
  const { instruments } = state;
  assert(
    previous === 0 ||
      (expiryOfCode(instruments.code(previous)) === expiryOfCode(code) &&
        instruments.code(previous) <= code),
    'an instrument hint names an instrument of the same expiry that is not above the new one',
  );
  const next =
    previous === 0 ? state.expiries.instrumentHead(expiry) : instruments.nextInExpiry(previous);
  assert(
    next === 0 || instruments.code(next) > code,
    'the instrument after an instrument hint is above the new one',
  );
  return next;
}
