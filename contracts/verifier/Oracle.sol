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

/// @notice A value that a publisher signed: SPEC §9. `signature` is an address in memory.
struct SignedValue {
    uint256 publisher;
    uint256 priceCents;
    uint256 signature;
    bytes32 structHash;
}

/// @notice Publishers in ascending order, at least the quorum, each signature by its publisher, each price in range.
function checkQuorum(
    Machine memory machine,
    SignedValue[] memory entries,
    uint256 maxPriceCents
) pure returns (uint256) {
    OracleRecord oracle = machine.state.oracle();
    if (entries.length < oracle.quorum()) return NO_QUORUM;
    bytes32 domain = domainSeparator(machine.input.header);
    for (uint256 i; i < entries.length; ++i) {
        SignedValue memory entry = entries[i];
        bool isAscending = i == 0 || entry.publisher > entries[i - 1].publisher;
        if (!isAscending || entry.publisher >= oracle.publisherCount()) return NO_QUORUM;
        if (entry.priceCents == 0 || entry.priceCents > maxPriceCents) return PRINT_OUT_OF_RANGE;
        address signer = recoverAddress(digest(domain, entry.structHash), entry.signature);
        if (signer == address(0) || signer != oracle.publisher(entry.publisher)) {
            return BAD_PUBLISHER_SIGNATURE;
        }
    }
    return ACCEPTED;
}

/// @notice The middle price; of an even number the lower of the two.
function medianDown(SignedValue[] memory entries) pure returns (uint256) {
    uint256[] memory sorted = new uint256[](entries.length);
    for (uint256 i; i < entries.length; ++i) {
        uint256 price = entries[i].priceCents;
        uint256 place = i;
        for (; place > 0 && sorted[place - 1] > price; --place) sorted[place] = sorted[place - 1];
        sorted[place] = price;
    }
    return sorted[(entries.length - 1) / 2];
}
