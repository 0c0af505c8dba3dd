// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OracleRecord} from "../generated/Records.sol";
import {
    ACCEPTED,
    BAD_PUBLISHER_SIGNATURE,
    NO_QUORUM,
    PRINT_OUT_OF_RANGE
} from "../generated/Rejections.sol";
import {Machine} from "./Machine.sol";
import {recoverAddress} from "./Signatures.sol";
import {digest, domainSeparator} from "./TypedData.sol";

/// @notice What a publisher signed: SPEC §9. `signature` is an address in memory.
struct SignedEntry {
    uint256 publisher;
    bool isInRange;
    uint256 signature;
    bytes32 structHash;
}

/// @notice Publishers in ascending order, at least the quorum, each value in range, each signature by its publisher.
function checkQuorum(Machine memory machine, SignedEntry[] memory entries) pure returns (uint256) {
    OracleRecord oracle = machine.state.oracle();
    if (entries.length < oracle.quorum()) return NO_QUORUM;
    bytes32 domain = domainSeparator(machine.input.header);
    for (uint256 i; i < entries.length; ++i) {
        SignedEntry memory entry = entries[i];
        bool isAscending = i == 0 || entry.publisher > entries[i - 1].publisher;
        if (!isAscending || entry.publisher >= oracle.publisherCount()) return NO_QUORUM;
        if (!entry.isInRange) return PRINT_OUT_OF_RANGE;
        address signer = recoverAddress(digest(domain, entry.structHash), entry.signature);
        if (signer == address(0) || signer != oracle.publisher(entry.publisher)) {
            return BAD_PUBLISHER_SIGNATURE;
        }
    }
    return ACCEPTED;
}

/// @notice The middle value; of an even number the lower of the two.
/// @param values At least one; they are sorted where they lie.
function medianDown(uint256[] memory values) pure returns (uint256) {
    for (uint256 i = 1; i < values.length; ++i) {
        uint256 value = values[i];
        uint256 place = i;
        for (; place > 0 && values[place - 1] > value; --place) values[place] = values[place - 1];
        values[place] = value;
    }
    return values[(values.length - 1) / 2];
}
