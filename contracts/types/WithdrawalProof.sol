// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A withdrawal record in the state tree: sparse, binary, 32 levels, 32-bit keys.
library WithdrawalProof {
    uint32 internal constant RECORD_KIND = 8;

    /// @notice Keys are `kind << 28 | index`.
    uint32 internal constant MAX_ACCOUNT = (1 << 28) - 1;

    /// @notice The state root under which the record proves.
    /// @param account Its index, at most MAX_ACCOUNT.
    /// @param recipient Of the record.
    /// @param total Of the record, not 0: the leaf of an all-zero record is not a hash.
    /// @param siblings Leaf level first.
    function rootOf(
        uint32 account,
        address recipient,
        uint64 total,
        bytes32[32] calldata siblings
    ) internal pure returns (bytes32 node) {
        uint32 key = (RECORD_KIND << 28) | account;
        node = keccak256(abi.encodePacked(key, recipient, total));
        for (uint256 level; level < 32; ++level) {
            bool isRight = (key >> level) & 1 == 1;
            node = isRight ? _hash(siblings[level], node) : _hash(node, siblings[level]);
        }
    }

    function _hash(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(left, right));
    }
}
