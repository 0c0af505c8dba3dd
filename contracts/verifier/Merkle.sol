// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RECORD_SIZES} from "../generated/Layout.sol";
import {INDEX_BITS, TREE_DEPTH} from "../generated/Params.sol";

/// @notice Hashes the records of a table as they are now: keccak256(key ‖ record), or zero for a record of zeros.
/// @param table One word a record, `key << 32 | address`; the key's four bytes lie in front of the record.
/// @param nodes Room for two words a leaf, which become key and hash.
function hashLeaves(uint256 table, uint256 count, uint256 nodes) pure {
    uint256 sizes = RECORD_SIZES;
    uint256 kindShift = 32 + INDEX_BITS;
    assembly ("memory-safe") {
        for {
            let end := add(table, shl(5, count))
        } lt(table, end) {
            table := add(table, 32)
            nodes := add(nodes, 64)
        } {
            let entry := mload(table)
            let size := and(shr(shl(4, shr(kindShift, entry)), sizes), 0xffff)
            let record := and(entry, 0xffffffff)
            mstore(nodes, shr(32, entry))
            mstore(add(nodes, 32), 0)
            // Any bit of the record makes it more than nothing; the last word is cut at the record's end.
            for {
                let left := size
                let cursor := record
            } left {} {
                let word := mload(cursor)
                if lt(left, 32) {
                    word := shr(sub(256, shl(3, left)), word)
                    left := 32
                }
                if word {
                    mstore(add(nodes, 32), keccak256(sub(record, 4), add(size, 4)))
                    break
                }
                left := sub(left, 32)
                cursor := add(cursor, 32)
            }
        }
    }
}

/// @notice The root over `count` leaves and the siblings that they leave open: bottom up, within a height by
/// ascending position. SPEC §4.4.
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
                let side := shl(5, and(position, 1))
                mstore(side, mload(add(read, 32)))
                read := add(read, 64)
                // Positions ascend, so only a left node can be followed by its sibling.
                switch eq(mload(read), or(position, 1))
                case 0 {
                    mstore(xor(side, 32), mload(siblings))
                    siblings := add(siblings, 32)
                }
                default {
                    mstore(32, mload(add(read, 32)))
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
