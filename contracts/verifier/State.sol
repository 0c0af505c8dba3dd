// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    ACCOUNT_RECORD_KIND,
    EXPIRY_RECORD_KIND,
    GLOBALS_RECORD_KIND,
    INSTRUMENT_RECORD_KIND,
    KEY_RECORD_KIND,
    LEVEL_RECORD_KIND,
    ORACLE_RECORD_KIND,
    ORDER_RECORD_KIND,
    PARAMETERS_RECORD_KIND,
    UNDERLYING_RECORD_KIND,
    WITHDRAWAL_RECORD_KIND
} from "../generated/Layout.sol";
import {INDEX_BITS, KEY_SLOTS, MAX_UNDERLYINGS} from "../generated/Params.sol";
import {
    AccountRecord,
    ExpiryRecord,
    GlobalsRecord,
    InstrumentRecord,
    KeyRecord,
    LevelRecord,
    OracleRecord,
    OrderRecord,
    ParametersRecord,
    UnderlyingRecord,
    WithdrawalRecord
} from "../generated/Records.sol";

/// @notice The records that the witness opens, read and written where they lie in it.
/// @dev `table` is the address of one word a record, `key << 32 | address`, ascending.
struct State {
    uint256 table;
    uint256 count;
}

using {
    find,
    globals,
    account,
    key,
    instrument,
    level,
    order,
    underlying,
    expiry,
    withdrawal,
    oracle,
    parameters
} for State global;

/// @notice A rule reads a record that the witness does not open.
error MissingLeaf(uint256 key);
error IndexOutOfRange(uint256 index);

/// @notice The address of a record.
function find(State memory state, uint256 kind, uint256 index) pure returns (uint256 start) {
    uint256 wanted = keyOf(kind, index);
    uint256 found;
    assembly ("memory-safe") {
        let table := mload(state)
        let low := 0
        let high := mload(add(state, 32))
        for {} lt(low, high) {} {
            let middle := shr(1, add(low, high))
            let entry := mload(add(table, shl(5, middle)))
            switch lt(shr(32, entry), wanted)
            case 1 {
                low := add(middle, 1)
            }
            default {
                high := middle
                start := entry
            }
        }
        found := shr(32, start)
        start := and(start, 0xffffffff)
    }
    // INVARIANT: every record that a step uses is proven.
    if (found != wanted || start == 0) revert MissingLeaf(wanted);
}

/// @notice A record's key. Hints come from outside, and an index beyond its kind would name a record of another one.
function keyOf(uint256 kind, uint256 index) pure returns (uint256) {
    // INVARIANT: a key has the kind that its user means.
    if (index >> INDEX_BITS != 0) revert IndexOutOfRange(index);
    return (kind << INDEX_BITS) + index;
}

function globals(State memory state) pure returns (GlobalsRecord) {
    return GlobalsRecord.wrap(find(state, GLOBALS_RECORD_KIND, 0));
}

function account(State memory state, uint256 id) pure returns (AccountRecord) {
    return AccountRecord.wrap(find(state, ACCOUNT_RECORD_KIND, id));
}

function key(State memory state, uint256 index) pure returns (KeyRecord) {
    return KeyRecord.wrap(find(state, KEY_RECORD_KIND, index));
}

function instrument(State memory state, uint256 id) pure returns (InstrumentRecord) {
    return InstrumentRecord.wrap(find(state, INSTRUMENT_RECORD_KIND, id));
}

function level(State memory state, uint256 id) pure returns (LevelRecord) {
    return LevelRecord.wrap(find(state, LEVEL_RECORD_KIND, id));
}

function order(State memory state, uint256 id) pure returns (OrderRecord) {
    return OrderRecord.wrap(find(state, ORDER_RECORD_KIND, id));
}

function underlying(State memory state, uint256 id) pure returns (UnderlyingRecord) {
    return UnderlyingRecord.wrap(find(state, UNDERLYING_RECORD_KIND, id));
}

function expiry(State memory state, uint256 index) pure returns (ExpiryRecord) {
    return ExpiryRecord.wrap(find(state, EXPIRY_RECORD_KIND, index));
}

function withdrawal(State memory state, uint256 accountId) pure returns (WithdrawalRecord) {
    return WithdrawalRecord.wrap(find(state, WITHDRAWAL_RECORD_KIND, accountId));
}

function oracle(State memory state) pure returns (OracleRecord) {
    return OracleRecord.wrap(find(state, ORACLE_RECORD_KIND, 0));
}

function parameters(State memory state) pure returns (ParametersRecord) {
    return ParametersRecord.wrap(find(state, PARAMETERS_RECORD_KIND, 0));
}

/// @notice Index of a signing key: the account and one of its eight slots.
function keyIndex(uint256 accountId, uint256 slot) pure returns (uint256) {
    return accountId * KEY_SLOTS + slot;
}

/// @notice Index of the record of an (underlying, expiry day).
function expiryIndex(uint256 underlyingId, uint256 day) pure returns (uint256) {
    return day * MAX_UNDERLYINGS + underlyingId;
}
