// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The naive form of a history: all leaves in memory.
library Tree {
    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        return nodes(leaves, 0)[0];
    }

    /// @notice The 2^depth nodes at a depth from the root.
    function nodes(
        bytes32[] memory leaves,
        uint256 depth
    ) internal pure returns (bytes32[] memory level) {
        level = leaves;
        while (level.length > 1 << depth) level = parents(level);
    }

    function parents(bytes32[] memory level) internal pure returns (bytes32[] memory above) {
        above = new bytes32[](level.length / 2);
        for (uint256 i; i < above.length; ++i) {
            above[i] = keccak256(abi.encode(level[2 * i], level[2 * i + 1]));
        }
    }

    /// @notice The 2^arityLog2 nodes below a node.
    function children(
        bytes32[] memory leaves,
        uint256 depth,
        uint256 index,
        uint256 arityLog2
    ) internal pure returns (bytes32[] memory below) {
        bytes32[] memory level = nodes(leaves, depth + arityLog2);
        below = new bytes32[](1 << arityLog2);
        for (uint256 i; i < below.length; ++i) below[i] = level[(index << arityLog2) + i];
    }

    /// @notice The siblings of a leaf, leaf level first.
    function proof(
        bytes32[] memory leaves,
        uint256 index
    ) internal pure returns (bytes32[] memory siblings) {
        uint256 depth;
        while (1 << depth < leaves.length) ++depth;
        siblings = new bytes32[](depth);
        for (uint256 i; i < depth; ++i) {
            siblings[i] = nodes(leaves, depth - i)[(index >> i) ^ 1];
        }
    }
}
