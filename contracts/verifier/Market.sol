// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    CANCEL_ONLY_SEC,
    FRESH_PRINTS,
    ORACLE_HEARTBEAT_SEC,
    POST_ONLY_SEC,
    REFERENCE_BAND_PPM,
    UNDERLYING_COUNT
} from "../generated/Params.sol";
import {UnderlyingRecord} from "../generated/Records.sol";
import {dayOfExpiry, expiryOfCode, expirySec, underlyingOfExpiry} from "./Instrument.sol";
import {abs, ppmUp} from "./Money.sol";
import {expiryIndex, State} from "./State.sol";

// Whether prints are there to trade and to liquidate on: SPEC §9.3.

uint256 constant CANCEL_ONLY = 0;
uint256 constant POST_ONLY_MODE = 1;
uint256 constant OPEN = 2;

/// @notice After a gap in the prints orders come back in stages; the first print ever ends no gap.
function marketMode(State memory state, uint256 underlying) pure returns (uint256) {
    if (!isIndexFresh(state, underlying)) return CANCEL_ONLY;
    uint256 resumedAt = state.underlying(underlying).resumedAtSec();
    if (resumedAt == 0) return OPEN;
    uint256 sinceSec = state.globals().timeSec() - resumedAt;
    if (sinceSec < CANCEL_ONLY_SEC) return CANCEL_ONLY;
    return sinceSec < POST_ONLY_SEC ? POST_ONLY_MODE : OPEN;
}

function isIndexFresh(State memory state, uint256 underlying) pure returns (bool) {
    UnderlyingRecord record = state.underlying(underlying);
    return
        record.indexCents() != 0 &&
        record.indexTimeSec() + ORACLE_HEARTBEAT_SEC >= state.globals().timeSec();
}

/// @notice No order is taken any more: the option has expired, or its expiry was closed out before.
function isOver(State memory state, uint256 code) pure returns (bool) {
    uint256 expiry = expiryOfCode(code);
    uint256 day = dayOfExpiry(expiry);
    if (state.globals().timeSec() >= expirySec(day)) return true;
    return state.expiry(expiryIndex(underlyingOfExpiry(expiry), day)).settled() == 1;
}

/// @notice The last price that L1's feed was seen at, if any was ever brought, is near the index.
function isNearReference(State memory state, uint256 underlying) pure returns (bool) {
    UnderlyingRecord record = state.underlying(underlying);
    uint256 referenceCents = record.referenceCents();
    int256 distance = abs(int256(record.indexCents()) - int256(referenceCents));
    return referenceCents == 0 || uint256(distance) <= ppmUp(referenceCents, REFERENCE_BAND_PPM);
}

/// @notice When prints of any underlying last came back after a gap.
function lastResumedSec(State memory state) pure returns (uint256 timeSec) {
    for (uint256 id; id < UNDERLYING_COUNT; ++id) {
        uint256 resumedAt = state.underlying(id).resumedAtSec();
        if (resumedAt > timeSec) timeSec = resumedAt;
    }
}

/// @notice Prints are fresh, have come back for a while, and are near the reference.
function mayLiquidate(State memory state, uint256 underlying) pure returns (bool) {
    return
        isIndexFresh(state, underlying) &&
        state.underlying(underlying).freshPrints() >= FRESH_PRINTS &&
        isNearReference(state, underlying);
}
