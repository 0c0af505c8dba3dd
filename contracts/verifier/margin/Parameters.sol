// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ORDERED_PARAMETERS, parameterLimits} from "../../generated/ParameterLimits.sol";
import {
    AUCTION_PARAMETERS,
    MAX_SCENARIOS,
    PARAMETER_COUNT,
    SCENARIO_COUNT_PARAMETER,
    SCENARIO_PARAMETERS
} from "../../generated/Params.sol";
import {ParametersRecord} from "../../generated/Records.sol";
import {AuctionParams} from "../Auction.sol";
import {storeWord} from "../Bytes.sol";
import {State} from "../State.sol";
import {E9} from "./Feeds.sol";
import {DIRECTION_LINEAR} from "./portfolio/Params.sol";

// Margin parameters: SPEC §8.5. State keeps them × 10^-9 in one list; the models take them × 10^-18, in structs whose words
// have the order of the list.

function auctionParams(State memory state) pure returns (AuctionParams memory params) {
    uint256 start;
    assembly ("memory-safe") {
        start := params
    }
    copyParameters(state.parameters(), AUCTION_PARAMETERS, SCENARIO_COUNT_PARAMETER, start);
    params.fastSec /= 10 ** 18;
    params.slowSec /= 10 ** 18;
    params.insolventSec /= 10 ** 18;
}

/// @notice Writes the parameters [from, to) into the words of a struct.
/// @param start Address of the struct.
function copyParameters(ParametersRecord record, uint256 from, uint256 to, uint256 start) pure {
    for (uint256 i = from; i < to; ++i) {
        storeWord(start + (i - from) * 32, uint256(record.value(i) * E9));
    }
}

/// @notice All of them, × 10^-9.
function parameterValues(ParametersRecord record) pure returns (int256[] memory values) {
    values = new int256[](PARAMETER_COUNT);
    for (uint256 i; i < PARAMETER_COUNT; ++i) values[i] = record.value(i);
}

/// @notice Whether the models may be run with these values, and initial margin is never the milder one.
function areSound(int256[] memory values) pure returns (bool) {
    for (uint256 i; i < PARAMETER_COUNT; ++i) if (!isWithinLimits(values, i)) return false;
    bytes memory ordered = ORDERED_PARAMETERS;
    for (uint256 i; i < ordered.length; i += 2) {
        if (values[uint8(ordered[i])] < values[uint8(ordered[i + 1])]) return false;
    }
    if (values[SCENARIO_COUNT_PARAMETER] % E9 != 0) return false;
    for (uint256 i; i < MAX_SCENARIOS; ++i) {
        uint256 at = SCENARIO_PARAMETERS + 3 * i;
        int256 direction = values[at + 1];
        bool isSkewed = direction >= int256(DIRECTION_LINEAR) * E9;
        if (direction % E9 != 0 || (isSkewed && values[at] != E9)) return false;
    }
    return true;
}

/// @notice A scenario that is not in use may be zero.
function isWithinLimits(int256[] memory values, uint256 index) pure returns (bool) {
    uint256 limited = index;
    if (index >= SCENARIO_PARAMETERS) {
        uint256 beyond = index - SCENARIO_PARAMETERS;
        bool isUnused = int256(beyond / 3) * E9 >= values[SCENARIO_COUNT_PARAMETER];
        if (isUnused && values[index] == 0) return true;
        limited = SCENARIO_PARAMETERS + (beyond % 3);
    }
    (int256 least, int256 greatest) = parameterLimits(limited);
    return values[index] >= least && values[index] <= greatest;
}
