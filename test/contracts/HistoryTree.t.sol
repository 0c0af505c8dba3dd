// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {HistoryTree} from "../../contracts/dispute/HistoryTree.sol";
import {Test} from "./toy/Test.sol";
import {Tree} from "./toy/Tree.sol";

/// @notice The tree of the contracts against the naive one.
contract HistoryTreeTest is Test {
    function testFuzz_nodeOver_equalsNaiveTree(bytes32 seed, uint8 log2) external view {
        bytes32[] memory leaves = _leaves(seed, log2 % 9);
        assertEq(this.nodeOver(leaves), Tree.root(leaves), "root");
    }

    function testFuzz_rootOf_provesEveryLeafAtItsIndexOnly(
        bytes32 seed,
        uint8 place
    ) external view {
        bytes32[] memory leaves = _leaves(seed, 4);
        uint256 index = place % 16;
        bytes32[] memory proof = Tree.proof(leaves, index);
        bytes32 root = Tree.root(leaves);
        for (uint256 i; i < 16; ++i) {
            bool isProven = this.rootOf(leaves[index], i, proof) == root;
            assertTrue(isProven == (i == index), "at its index only");
        }
        proof[place % 4] ^= bytes32(uint256(1));
        assertTrue(this.rootOf(leaves[index], index, proof) != root, "every sibling counts");
    }

    function testFuzz_leftmostDifference(bytes32 seed, uint8 place, uint8 later) external view {
        bytes32[] memory a = _leaves(seed, 6);
        bytes32[] memory b = _leaves(seed, 6);
        b[place % 64] = 0;
        uint256 second = (place % 64) + (later % (64 - (place % 64)));
        b[second] = 0;
        assertEq(this.leftmostDifference(a, b), place % 64, "the first");
    }

    function nodeOver(bytes32[] calldata children) external pure returns (bytes32) {
        return HistoryTree.nodeOver(children);
    }

    function rootOf(
        bytes32 leaf,
        uint256 index,
        bytes32[] calldata proof
    ) external pure returns (bytes32) {
        return HistoryTree.rootOf(leaf, index, proof);
    }

    function leftmostDifference(
        bytes32[] calldata a,
        bytes32[] calldata b
    ) external pure returns (uint256) {
        return HistoryTree.leftmostDifference(a, b);
    }

    function _leaves(bytes32 seed, uint256 log2) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](1 << log2);
        for (uint256 i; i < leaves.length; ++i) leaves[i] = keccak256(abi.encode(seed, i));
    }
}
