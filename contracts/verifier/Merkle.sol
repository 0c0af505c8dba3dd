// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TREE_DEPTH} from "../generated/Params.sol";

/// @notice keccak256(key ‖ record), or zero for a record of zeros.
/// @param start Address of the key, whose four bytes the record follows.
/// @param size Of the record.
function hashLeaf(uint256 start, uint256 size) pure returns (bytes32 hash) {
    assembly ("memory-safe") {
        let end := add(start, add(size, 4))
        for {
            let cursor := add(start, 4)
        } lt(cursor, end) {
            cursor := add(cursor, 32)
        } {
            let word := mload(cursor)
            let left := sub(end, cursor)
            if lt(left, 32) {
                word := shr(sub(256, shl(3, left)), word)
            }
            if word {
                hash := keccak256(start, add(size, 4))
                break
            }
        }
    }
}

/// @notice The root over `count` leaves and the siblings that they leave open: bottom up, within a height by
/// ascending position. SPEC §4.4.
/// @dev COST: about 130 gas a node; most of a step's gas.
/// @param nodes Two words a leaf, key and hash, ascending, and two words to spare; overwritten.
/// @param siblings Address of the first sibling.
/// @return root Of the tree.
/// @return end Address after the last sibling used.
function multiproofRoot(
    uint256 nodes,
    uint256 count,
    uint256 siblings
) pure returns (bytes32 root, uint256 end) {
    uint256 depth = TREE_DEPTH;
    assembly ("memory-safe") {
        let last := add(nodes, shl(6, count))
        for {
            let height := 0
        } lt(height, depth) {
            height := add(height, 1)
        } {
            // No position pairs with this one, so the last node needs no check of its own.
            mstore(last, not(0))
            let write := nodes
            for {
                let read := nodes
            } lt(read, last) {} {
                let position := mload(read)
                switch and(position, 1)
                case 0 {
                    mstore(0, mload(add(read, 32)))
                    read := add(read, 64)
                    switch eq(mload(read), add(position, 1))
                    case 0 {
                        mstore(32, mload(siblings))
                        siblings := add(siblings, 32)
                    }
                    default {
                        mstore(32, mload(add(read, 32)))
                        read := add(read, 64)
                    }
                }
                default {
                    mstore(0, mload(siblings))
                    mstore(32, mload(add(read, 32)))
                    siblings := add(siblings, 32)
                    read := add(read, 64)
                }
                mstore(write, shr(1, position))
                mstore(add(write, 32), keccak256(0, 64))
                write := add(write, 64)
            }
            last := write
        }
        root := mload(add(nodes, 32))
        end := siblings
    }
}
