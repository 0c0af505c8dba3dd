// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The commitment to a batch's data, of which a step opens one chunk.
library BatchData {
    /// @notice 32 field elements of 31 bytes, so that blobs fit later.
    uint256 internal constant CHUNK_BYTES = 992;

    uint256 internal constant MAX_BYTES = 120_000;

    /// @notice keccak256 of the chunks' concatenated hashes; the last chunk may be shorter, no data has no chunk.
    function hash(bytes calldata data) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[]((data.length + CHUNK_BYTES - 1) / CHUNK_BYTES);
        for (uint256 i; i < hashes.length; ++i) hashes[i] = hashChunk(data, i);
        return keccak256(abi.encodePacked(hashes));
    }

    function hashChunk(bytes calldata data, uint256 index) private pure returns (bytes32) {
        uint256 start = index * CHUNK_BYTES;
        uint256 end = start + CHUNK_BYTES;
        return keccak256(data[start:end < data.length ? end : data.length]);
    }
}
