// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CLOSE_OUT_AFTER_SEC, UNDERLYING_COUNT} from "../../generated/Params.sol";
import {CloseOutOperation, ExpiryRecord, UnderlyingRecord} from "../../generated/Records.sol";
import {
    ACCEPTED,
    ALREADY_SETTLED,
    NOTHING_TO_SETTLE,
    PRINTS_NOT_GONE,
    UNKNOWN_ACCOUNT,
    UNKNOWN_UNDERLYING
} from "../../generated/Rejections.sol";
import {Machine} from "../Machine.sol";
import {forwardCentsDown, secToExpiry} from "../margin/Feeds.sol";
import {positionsOf} from "../margin/Positions.sol";
import {expiryIndex, State} from "../State.sol";

/// @notice Ends an expiry before its time where prints have stopped, by anyone: fixes the figures of its last marks, at which
/// its options are paid like those of a settled expiry. Names an account that holds some of it, so that what nobody holds
/// stays open for the time after. SPEC §10.3.
function closeOut(Machine memory machine) pure returns (uint256) {
    State memory state = machine.state;
    CloseOutOperation operation = CloseOutOperation.wrap(machine.input.operation);
    uint256 id = operation.account();
    uint256 day = operation.day();
    if (operation.underlying() >= UNDERLYING_COUNT) return UNKNOWN_UNDERLYING;
    if (id == 0 || id > state.globals().accountCount()) return UNKNOWN_ACCOUNT;
    ExpiryRecord expiry = state.expiry(expiryIndex(operation.underlying(), day));
    if (expiry.settled() == 1) return ALREADY_SETTLED;
    UnderlyingRecord underlying = state.underlying(operation.underlying());
    uint256 closesAfterSec = lastPrintSec(underlying, expiry) + CLOSE_OUT_AFTER_SEC;
    if (state.globals().timeSec() <= closesAfterSec) return PRINTS_NOT_GONE;
    (uint256 from, uint256 to) = positionsOf(state.account(id), operation.underlying(), day);
    if (from == to) return NOTHING_TO_SETTLE;

    uint256 sec = secToExpiry(underlying, day);
    expiry.setSettled(1);
    expiry.setSettlementCents(forwardCentsDown(underlying, expiry, sec));
    // Without a volatility an option is worth what it would pay at the forward.
    expiry.setLifeSec(expiry.surfaceTimeSec() == 0 ? 0 : sec);
    return ACCEPTED;
}

/// @notice Of the index and of the expiry's surface, the later: either would move the marks.
function lastPrintSec(UnderlyingRecord underlying, ExpiryRecord expiry) pure returns (uint256) {
    uint256 indexSec = underlying.indexTimeSec();
    uint256 surfaceSec = expiry.surfaceTimeSec();
    return indexSec > surfaceSec ? indexSec : surfaceSec;
}
