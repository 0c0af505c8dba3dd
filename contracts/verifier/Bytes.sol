// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Raw bytes in memory. Addresses are plain numbers; every range lies inside an allocation of the caller's.

/// @notice Reserves memory, not zeroed, to whole words.
function allocate(uint256 size) pure returns (uint256 start) {
    assembly ("memory-safe") {
        start := mload(0x40)
        mstore(0x40, and(add(add(start, size), 31), not(31)))
    }
}

/// @notice The `size` bytes at `start` as a number, `size` ≤ 32.
function loadUint(uint256 start, uint256 size) pure returns (uint256 value) {
    assembly ("memory-safe") {
        value := shr(sub(256, shl(3, size)), mload(start))
    }
}

function loadWord(uint256 start) pure returns (bytes32 word) {
    assembly ("memory-safe") {
        word := mload(start)
    }
}

function storeWord(uint256 start, uint256 word) pure {
    assembly ("memory-safe") {
        mstore(start, word)
    }
}

function hashBytes(uint256 start, uint256 size) pure returns (bytes32 hash) {
    assembly ("memory-safe") {
        hash := keccak256(start, size)
    }
}

function moveBytes(uint256 to, uint256 from, uint256 size) pure {
    assembly ("memory-safe") {
        mcopy(to, from, size)
    }
}

function zeroBytes(uint256 start, uint256 size) pure {
    // What lies beyond the calldata reads as zero.
    assembly ("memory-safe") {
        calldatacopy(start, calldatasize(), size)
    }
}
