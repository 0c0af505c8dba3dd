// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PHASE_HALTED, REGISTERS_BYTES} from "../generated/Layout.sol";
import {Registers} from "../generated/Records.sol";
import {hashBytes} from "./Bytes.sol";

/// @notice S = keccak256(root ‖ keccak256(registers) ‖ batchHash): what a history's leaf is. SPEC §4.3.
function hashState(bytes32 root, Registers registers, bytes32 batchHash) pure returns (bytes32) {
    bytes32 registersHash = hashBytes(Registers.unwrap(registers), REGISTERS_BYTES);
    return keccak256(abi.encodePacked(root, registersHash, batchHash));
}

function initialState(bytes32 root, bytes32 batchHash) pure returns (bytes32) {
    bytes memory registers = new bytes(REGISTERS_BYTES);
    return keccak256(abi.encodePacked(root, keccak256(registers), batchHash));
}

function finalState(bytes32 root, bytes32 batchHash) pure returns (bytes32) {
    bytes memory registers = new bytes(REGISTERS_BYTES);
    registers[0] = bytes1(uint8(PHASE_HALTED));
    return keccak256(abi.encodePacked(root, keccak256(registers), batchHash));
}
