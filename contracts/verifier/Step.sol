// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    ADVANCE_TIME_KIND,
    CANCEL_ALL_KIND,
    CANCEL_ALL_STEPS,
    CANCEL_ORDER_KIND,
    CONSUME_INBOX_KIND,
    LIST_INSTRUMENT_KIND,
    operationBounds,
    PHASE_CANCEL_ALL,
    PHASE_MATCH,
    PHASE_NEXT,
    PHASE_REST,
    PHASE_SWEEP,
    PLACE_ORDER_KIND,
    PUBLISH_PRICES_KIND,
    SET_SESSION_KEY_KIND,
    SETTLE_ACCOUNT_KIND,
    SETTLE_EXPIRY_KIND,
    TRANSFER_KIND,
    WITHDRAW_KIND
} from "../generated/Layout.sol";
import {MAX_OPERATION_BYTES, TRACE_STEPS} from "../generated/Params.sol";
import {Registers} from "../generated/Records.sol";
import {matchStep, restStep} from "./book/Match.sol";
import {loadUint} from "./Bytes.sol";
import {BatchInput, Machine} from "./Machine.sol";
import {advanceTime} from "./ops/AdvanceTime.sol";
import {cancelAll, cancelAllStep} from "./ops/CancelAll.sol";
import {cancelOrder} from "./ops/CancelOrder.sol";
import {consumeInbox} from "./ops/ConsumeInbox.sol";
import {listInstrument} from "./ops/ListInstrument.sol";
import {placeOrder} from "./ops/PlaceOrder.sol";
import {publishPrices} from "./ops/PublishPrices.sol";
import {setSessionKey} from "./ops/SetSessionKey.sol";
import {settleAccount} from "./ops/SettleAccount.sol";
import {settleExpiry} from "./ops/SettleExpiry.sol";
import {sweepExpired, sweepStep} from "./ops/SweepExpired.sol";
import {transfer} from "./ops/Transfer.sol";
import {withdraw} from "./ops/Withdraw.sol";
import {closeWitness, openWitness, Proof} from "./Witness.sol";

/// @notice The step is another verifier's.
error WrongVerifier(uint256 phase);

/// @title Step
/// @notice One step of the machine: SPEC §4. Each verifier checks the whole witness and runs its own phases.
abstract contract Step {
    function step(bytes32 pre, bytes calldata witness) external pure returns (bytes32) {
        (Machine memory machine, Proof memory proof) = openWitness(pre, witness);
        _run(machine);
        return closeWitness(machine, proof);
    }

    function _run(Machine memory machine) internal pure virtual;
}

/// @title NextStep
/// @notice Phase `next`: starts operations.
contract NextStep is Step {
    function _run(Machine memory machine) internal pure override {
        uint256 phase = machine.registers.phase();
        if (phase != PHASE_NEXT) revert WrongVerifier(phase);
        nextOperation(machine);
    }
}

/// @title LoopStep
/// @notice The loops of longer operations, and the end.
contract LoopStep is Step {
    function _run(Machine memory machine) internal pure override {
        uint256 phase = machine.registers.phase();
        if (phase == PHASE_NEXT) revert WrongVerifier(phase);
        if (phase == PHASE_MATCH) return matchStep(machine);
        if (phase == PHASE_REST) return restStep(machine);
        if (phase == PHASE_CANCEL_ALL) return cancelAllStep(machine);
        if (phase == PHASE_SWEEP) return sweepStep(machine);
        // After the end the machine stays where it is.
    }
}

/// @notice Starts the next operation of the data; after the data drains the inbox; after that halts.
function nextOperation(Machine memory machine) pure {
    Registers registers = machine.registers;
    BatchInput memory input = machine.input;
    if (registers.stopped() == 0 && registers.offset() < input.header.dataLength()) {
        uint256 size = frame(machine);
        if (size == 0) return registers.setStopped(1);
        registers.setOffset(registers.offset() + size);
        settleOutcome(machine, dispatch(machine));
    } else if (registers.inboxNext() < input.inboxCount) {
        settleOutcome(machine, consumeInbox(machine));
    } else {
        machine.halt();
    }
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
    return items * CANCEL_ALL_STEPS + 2;
}

/// @notice An operation that went into a loop phase has its outcome set when it ends.
function settleOutcome(Machine memory machine, uint256 outcome) pure {
    if (machine.registers.phase() == PHASE_NEXT) machine.finish(outcome);
}

/// @dev `frame` has let none but the known kinds pass.
function dispatch(Machine memory machine) pure returns (uint256) {
    uint256 kind = loadUint(machine.input.operation, 1);
    if (kind == CONSUME_INBOX_KIND) return consumeInbox(machine);
    if (kind == ADVANCE_TIME_KIND) return advanceTime(machine);
    if (kind == PLACE_ORDER_KIND) return placeOrder(machine);
    if (kind == CANCEL_ORDER_KIND) return cancelOrder(machine);
    if (kind == CANCEL_ALL_KIND) return cancelAll(machine);
    if (kind == TRANSFER_KIND) return transfer(machine);
    if (kind == WITHDRAW_KIND) return withdraw(machine);
    if (kind == SET_SESSION_KEY_KIND) return setSessionKey(machine);
    if (kind == LIST_INSTRUMENT_KIND) return listInstrument(machine);
    if (kind == PUBLISH_PRICES_KIND) return publishPrices(machine);
    if (kind == SETTLE_EXPIRY_KIND) return settleExpiry(machine);
    if (kind == SETTLE_ACCOUNT_KIND) return settleAccount(machine);
    return sweepExpired(machine);
}
