// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    PHASE_HALTED,
    PHASE_NEXT,
    REGISTERS_BYTES,
    REGISTERS_SAVED_ROOT_OFFSET
} from "../generated/Layout.sol";
import {Header, InboxItem, Registers} from "../generated/Records.sol";
import {zeroBytes} from "./Bytes.sol";
import {State} from "./State.sol";

/// @notice The immutable input of a batch, as far as one step reads it.
/// @dev `operation` is the address of the data at the offset, `item` the next inbox item; 0 where the step reads none.
struct BatchInput {
    Header header;
    uint256 operation;
    uint256 inboxCount;
    InboxItem item;
}

/// @notice Everything a step works on.
/// @dev `onlyReads`: the step writes no record, so the root stays. `saved`: the root after the step is kept, so that an abort can return to it. `aborted`: the step returned to
/// the root that was kept, `abortedTo`. `hint`: the predecessor of a sorted insertion, checked by the rule.
struct Machine {
    State state;
    BatchInput input;
    Registers registers;
    uint256 hint;
    bool onlyReads;
    bool saved;
    bool aborted;
    bytes32 abortedTo;
}

using {finish, enter, keep, abort, halt} for Machine global;

/// @notice Ends a one-step operation or the last step of a longer one.
function finish(Machine memory machine, uint256 outcome) pure {
    machine.registers.setPhase(PHASE_NEXT);
    machine.registers.setOutcome(outcome);
    clearScratch(machine.registers);
}

/// @notice Enters a loop phase. The writes so far stay even if the operation is aborted later.
function enter(Machine memory machine, uint256 phase) pure {
    machine.registers.setPhase(phase);
    machine.keep();
}

/// @notice What is written from now on can be taken back by an abort.
function keep(Machine memory machine) pure {
    machine.saved = true;
}

/// @notice Takes back everything since `keep`: root := savedRoot.
function abort(Machine memory machine, uint256 outcome) pure {
    machine.aborted = true;
    machine.abortedTo = machine.registers.savedRoot();
    machine.finish(outcome);
}

/// @notice The batch is done: constant registers.
function halt(Machine memory machine) pure {
    zeroBytes(Registers.unwrap(machine.registers), REGISTERS_BYTES);
    machine.registers.setPhase(PHASE_HALTED);
}

/// @dev The scratch registers are the ones from savedRoot on.
function clearScratch(Registers registers) pure {
    zeroBytes(
        Registers.unwrap(registers) + REGISTERS_SAVED_ROOT_OFFSET,
        REGISTERS_BYTES - REGISTERS_SAVED_ROOT_OFFSET
    );
}
