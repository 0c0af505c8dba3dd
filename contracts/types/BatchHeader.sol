// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What a batch is: its place, its data, the inbox items it takes, its time.
struct BatchHeader {
    uint8 version;
    uint64 chainId;
    address rollup;
    address verifier;
    uint64 number;
    bytes32 parentHash;
    bytes32 dataHash;
    uint32 dataLength;
    uint64 inboxFrom;
    uint64 inboxTo;
    bytes32 inboxHash;
    uint64 time;
}

using {encode} for BatchHeader global;

/// @notice The 181 bytes whose keccak256 names the batch.
function encode(BatchHeader memory header) pure returns (bytes memory) {
    return bytes.concat(_encodePlace(header), _encodeContent(header));
}

function _encodePlace(BatchHeader memory header) pure returns (bytes memory) {
    return
        abi.encodePacked(
            header.version,
            header.chainId,
            header.rollup,
            header.verifier,
            header.number,
            header.parentHash
        );
}

function _encodeContent(BatchHeader memory header) pure returns (bytes memory) {
    return
        abi.encodePacked(
            header.dataHash,
            header.dataLength,
            header.inboxFrom,
            header.inboxTo,
            header.inboxHash,
            header.time
        );
}
