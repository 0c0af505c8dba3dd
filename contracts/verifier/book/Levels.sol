// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LEVEL_RECORD_BYTES} from "../../generated/Layout.sol";
import {GlobalsRecord, InstrumentRecord, LevelRecord} from "../../generated/Records.sol";
import {BUY} from "../../generated/Types.sol";
import {zeroBytes} from "../Bytes.sol";
import {Machine} from "../Machine.sol";
import {State} from "../State.sol";

/// @notice The hinted level is not of the book side, or is worse than the price, or is not the last such one.
error WrongLevelHint(uint256 hint, uint256 worse);

function bestLevel(State memory state, uint256 instrument, uint256 side) pure returns (uint256) {
    InstrumentRecord record = state.instrument(instrument);
    return side == BUY ? record.bestBid() : record.bestAsk();
}

function setBestLevel(State memory state, uint256 instrument, uint256 side, uint256 level) pure {
    InstrumentRecord record = state.instrument(instrument);
    if (side == BUY) record.setBestBid(level);
    else record.setBestAsk(level);
}

/// @notice True where an order of `side` at `limitCents` trades against a resting price of the other side.
function crosses(uint256 side, uint256 limitCents, uint256 restingCents) pure returns (bool) {
    return side == BUY ? restingCents <= limitCents : restingCents >= limitCents;
}

/// @notice True where `a` has priority over `b` or equals it.
function atLeastAsGood(uint256 side, uint256 a, uint256 b) pure returns (bool) {
    return side == BUY ? a >= b : a <= b;
}

/// @notice The level at a price, made and linked in if there is none. SPEC §7.1.
function levelAt(
    Machine memory machine,
    uint256 instrument,
    uint256 side,
    uint256 priceCents
) pure returns (uint256 level) {
    State memory state = machine.state;
    uint256 better = machine.hint;
    uint256 worse = checkPredecessor(state, instrument, side, better, priceCents);
    if (better != 0 && state.level(better).priceCents() == priceCents) return better;

    level = allocateLevel(state);
    LevelRecord record = state.level(level);
    record.setInstrument(instrument);
    record.setSide(side);
    record.setPriceCents(priceCents);
    record.setBetter(better);
    record.setWorse(worse);
    if (better == 0) setBestLevel(state, instrument, side, level);
    else state.level(better).setWorse(level);
    if (worse != 0) state.level(worse).setBetter(level);
}

/// @dev INVARIANT: the hinted level is of this book side, not worse than the price, and its successor is worse.
function checkPredecessor(
    State memory state,
    uint256 instrument,
    uint256 side,
    uint256 better,
    uint256 priceCents
) pure returns (uint256 worse) {
    if (better == 0) {
        worse = bestLevel(state, instrument, side);
    } else {
        LevelRecord record = state.level(better);
        worse = record.worse();
        bool fits =
            record.instrument() == instrument &&
                record.side() == side &&
                atLeastAsGood(side, record.priceCents(), priceCents);
        if (!fits) revert WrongLevelHint(better, worse);
    }
    if (worse != 0 && atLeastAsGood(side, state.level(worse).priceCents(), priceCents)) {
        revert WrongLevelHint(better, worse);
    }
}

function removeLevel(State memory state, uint256 level) pure {
    LevelRecord record = state.level(level);
    uint256 better = record.better();
    uint256 worse = record.worse();
    if (better == 0) setBestLevel(state, record.instrument(), record.side(), worse);
    else state.level(better).setWorse(worse);
    if (worse != 0) state.level(worse).setBetter(better);
    releaseLevel(state, level);
}

function allocateLevel(State memory state) pure returns (uint256 level) {
    GlobalsRecord globals = state.globals();
    level = globals.levelFree();
    if (level != 0) {
        globals.setLevelFree(state.level(level).worse());
    } else {
        level = globals.levelCount() + 1;
        globals.setLevelCount(level);
    }
}

/// @notice A free level keeps only its link, in `worse`.
function releaseLevel(State memory state, uint256 level) pure {
    GlobalsRecord globals = state.globals();
    LevelRecord record = state.level(level);
    zeroBytes(LevelRecord.unwrap(record), LEVEL_RECORD_BYTES);
    record.setWorse(globals.levelFree());
    globals.setLevelFree(level);
}
