// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CONSUME_INBOX_KIND, operationBounds, PHASE_NEXT} from "../generated/Layout.sol";
import {INBOX_ITEM_STEPS, MAX_OPERATION_BYTES, TRACE_STEPS} from "../generated/Params.sol";
import {Registers} from "../generated/Records.sol";
import {loadUint} from "./Bytes.sol";
import {BatchInput, Machine} from "./Machine.sol";
import {ACCOUNT_STEP, stepOfKind, stepOfPhase} from "./Steps.sol";
import {closeWitness, openWitness, Proof} from "./Witness.sol";

/// @notice The step is another contract's.
error WrongStep(uint256 received, uint256 expected);

/// @title Step
/// @notice One step of the machine: SPEC §4. Each of the contracts checks the whole witness and runs its own steps.
abstract contract Step {
    function step(bytes32 pre, bytes calldata witness) external view returns (bytes32) {
        (Machine memory machine, Proof memory proof) = openWitness(pre, witness);
        // INVARIANT: one contract alone runs a step.
        uint256 expected = stepOf(machine);
        if (expected != _self()) revert WrongStep(_self(), expected);
        _run(machine);
        return closeWitness(machine, proof);
    }

    /// @dev Which of the contracts this is.
    function _self() internal pure virtual returns (uint256);

    function _run(Machine memory machine) internal view virtual;
}

/// @title OperationStep
/// @notice Starts operations, and runs the loops of the longer ones.
abstract contract OperationStep is Step {
    function _run(Machine memory machine) internal pure override {
        uint256 phase = machine.registers.phase();
        if (phase == PHASE_NEXT) _next(machine);
        else _resume(machine, phase);
    }

    /// @dev Starts the next operation of the data; after the data drains the inbox; after that halts.
    function _next(Machine memory machine) private pure {
        Registers registers = machine.registers;
        BatchInput memory input = machine.input;
        uint256 kind = CONSUME_INBOX_KIND;
        if (input.operation != 0) {
            kind = loadUint(input.operation, 1);
            uint256 size = frame(machine);
            if (size == 0) return registers.setStopped(1);
            registers.setOffset(registers.offset() + size);
        } else if (registers.inboxNext() == input.inboxCount) {
            return machine.halt();
        }
        uint256 outcome = _start(machine, kind);
        // An operation that went into another phase has its outcome set when it ends.
        if (registers.phase() == PHASE_NEXT) machine.finish(outcome);
    }

    /// @param kind One of this contract's.
    function _start(Machine memory machine, uint256 kind) internal pure virtual returns (uint256);

    /// @param phase One of this contract's, not `next`.
    function _resume(Machine memory machine, uint256 phase) internal pure virtual;
}

function stepOf(Machine memory machine) pure returns (uint256) {
    uint256 phase = machine.registers.phase();
    if (phase != PHASE_NEXT) return stepOfPhase(phase);
    uint256 operation = machine.input.operation;
    return operation == 0 ? ACCOUNT_STEP : stepOfKind(loadUint(operation, 1));
}

/// @notice Size of the operation at the offset, its steps charged; 0 where framing is bad or the trace is full.
function frame(Machine memory machine) pure returns (uint256 size) {
    Registers registers = machine.registers;
    uint256 operation = machine.input.operation;
    (uint256 fixedBytes, uint256 entryBytes, uint256 steps) = operationBounds(
        loadUint(operation, 1)
    );
    uint256 left = machine.input.header.dataLength() - registers.offset();
    if (fixedBytes == 0 || fixedBytes > left) return 0;
    size = fixedBytes + loadUint(operation + fixedBytes - 1, 1) * entryBytes;
    if (size > left || size > MAX_OPERATION_BYTES) return 0;
    uint256 charged = registers.charged() + steps;
    if (charged + inboxReserve(machine.input.inboxCount) > TRACE_STEPS) return 0;
    registers.setCharged(charged);
}

/// @notice Steps kept for every inbox item, the end of the data and the halt.
function inboxReserve(uint256 items) pure returns (uint256) {
    return items * INBOX_ITEM_STEPS + 2;
}
