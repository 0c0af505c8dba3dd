// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    DAY_SEC,
    LISTING_STRIKE_FACTOR,
    MAX_INSTRUMENTS_PER_EXPIRY,
    MAX_LISTING_DAYS,
    UNDERLYING_COUNT,
    underlyingParams,
    UnderlyingParams
} from "../../generated/Params.sol";
import {
    ExpiryRecord,
    GlobalsRecord,
    InstrumentRecord,
    ListInstrumentOperation
} from "../../generated/Records.sol";
import {
    ACCEPTED,
    ALREADY_LISTED,
    BAD_LISTING,
    TOO_MANY_INSTRUMENTS,
    UNKNOWN_UNDERLYING
} from "../../generated/Rejections.sol";
import {encodeTerms, expiryOfCode, expirySec, instrumentName} from "../Instrument.sol";
import {Machine} from "../Machine.sol";
import {expiryIndex, State} from "../State.sol";

/// @notice The hinted instrument is not of the expiry, or is above the new one, or is not the last such one.
error WrongInstrumentHint(uint256 hint, uint256 next);

/// @notice Lists an option by rule, by anyone: SPEC §5.9. Instruments of an expiry form a list sorted by code.
function listInstrument(Machine memory machine) pure returns (uint256) {
    State memory state = machine.state;
    ListInstrumentOperation operation = ListInstrumentOperation.wrap(machine.input.operation);
    uint256 underlying = operation.underlying();
    uint256 day = operation.day();
    if (underlying >= UNDERLYING_COUNT) return UNKNOWN_UNDERLYING;
    if (!fitsListingRule(state, operation)) return BAD_LISTING;
    ExpiryRecord expiry = state.expiry(expiryIndex(underlying, day));
    if (expiry.settled() == 1) return BAD_LISTING;
    if (expiry.instrumentCount() == MAX_INSTRUMENTS_PER_EXPIRY) return TOO_MANY_INSTRUMENTS;

    bool put = operation.put() == 1;
    uint256 code = encodeTerms(underlying, day, operation.strikeCents(), put);
    uint256 previous = machine.hint;
    uint256 next = checkPredecessor(state, expiry, code, previous);
    if (previous != 0 && state.instrument(previous).code() == code) return ALREADY_LISTED;

    string memory name = instrumentName(underlying, day, operation.strikeCents(), put);
    uint256 instrument = addInstrument(state, code, keccak256(bytes(name)), next);
    if (previous == 0) expiry.setInstrumentHead(instrument);
    else state.instrument(previous).setNextInExpiry(instrument);
    expiry.setInstrumentCount(expiry.instrumentCount() + 1);
    return ACCEPTED;
}

function addInstrument(
    State memory state,
    uint256 code,
    bytes32 nameHash,
    uint256 next
) pure returns (uint256 instrument) {
    GlobalsRecord globals = state.globals();
    instrument = globals.instrumentCount() + 1;
    globals.setInstrumentCount(instrument);
    InstrumentRecord record = state.instrument(instrument);
    record.setCode(code);
    record.setNameHash(nameHash);
    record.setNextInExpiry(next);
}

function fitsListingRule(
    State memory state,
    ListInstrumentOperation operation
) pure returns (bool) {
    UnderlyingParams memory params = underlyingParams(operation.underlying());
    uint256 timeSec = state.globals().timeSec();
    uint256 indexCents = state.underlying(operation.underlying()).indexCents();
    uint256 expiresAt = expirySec(operation.day());
    uint256 strikeCents = operation.strikeCents();
    return
        operation.put() <= 1 &&
        expiresAt > timeSec &&
        expiresAt <= timeSec + MAX_LISTING_DAYS * DAY_SEC &&
        strikeCents != 0 &&
        strikeCents % params.strikeStepCents == 0 &&
        strikeCents <= params.maxPriceCents &&
        strikeCents * LISTING_STRIKE_FACTOR >= indexCents &&
        strikeCents <= indexCents * LISTING_STRIKE_FACTOR;
}

/// @dev INVARIANT: the hinted instrument is of this expiry with a code not above, and its successor is above.
function checkPredecessor(
    State memory state,
    ExpiryRecord expiry,
    uint256 code,
    uint256 previous
) pure returns (uint256 next) {
    if (previous == 0) {
        next = expiry.instrumentHead();
    } else {
        InstrumentRecord record = state.instrument(previous);
        next = record.nextInExpiry();
        bool fits = expiryOfCode(record.code()) == expiryOfCode(code) && record.code() <= code;
        if (!fits) revert WrongInstrumentHint(previous, next);
    }
    if (next != 0 && state.instrument(next).code() <= code) {
        revert WrongInstrumentHint(previous, next);
    }
}
