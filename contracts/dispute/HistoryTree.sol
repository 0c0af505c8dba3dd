// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A history: the binary keccak256 tree over the states after each step, without domain tags.
/// @dev A leaf and a node can be told apart by their level alone, so whoever calls fixes the level.
library HistoryTree {
    /// @notice The node over a power of two of consecutive nodes of one level.
    function nodeOver(bytes32[] calldata children) internal pure returns (bytes32) {
        bytes32[] memory level = children;
        for (uint256 width = level.length; width > 1; width >>= 1) _halve(level, width);
        return level[0];
    }

    /// @notice The root of the tree of `proof.length` levels in which `leaf` stands at `index`.
    /// @param proof Siblings, leaf level first.
    function rootOf(
        bytes32 leaf,
        uint256 index,
        bytes32[] calldata proof
    ) internal pure returns (bytes32 node) {
        node = leaf;
        for (uint256 level; level < proof.length; ++level) {
            bool isRight = (index >> level) & 1 == 1;
            node = isRight ? _hash(proof[level], node) : _hash(node, proof[level]);
        }
    }

    /// @notice The first index at which the two differ. They must differ and be of one length.
    function leftmostDifference(
        bytes32[] calldata a,
        bytes32[] calldata b
    ) internal pure returns (uint256 index) {
        while (a[index] == b[index]) ++index;
    }

    /// @dev Writes the parents of the first `width` nodes over the first half of them.
    function _halve(bytes32[] memory level, uint256 width) private pure {
        // SAFETY: reads nodes 2i and 2i + 1 before it writes node i, inside the array.
        assembly ("memory-safe") {
            let source := add(level, 32)
            let target := source
            let end := add(source, shl(5, width))
            for {} lt(source, end) {} {
                mstore(target, keccak256(source, 64))
                source := add(source, 64)
                target := add(target, 32)
            }
        }
    }

    function _hash(bytes32 left, bytes32 right) private pure returns (bytes32 node) {
        // SAFETY: the first 64 bytes of memory are scratch space.
        assembly ("memory-safe") {
            mstore(0, left)
            mstore(32, right)
            node := keccak256(0, 64)
        }
    }
}
