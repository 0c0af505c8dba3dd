// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PHASE_SWEEP} from "../../generated/Layout.sol";
import {MAX_SWEEP_STEPS, ORDERS_REMOVED_PER_STEP} from "../../generated/Params.sol";
import {Registers, SweepExpiredOperation} from "../../generated/Records.sol";
import {ACCEPTED, INSTRUMENT_NOT_EXPIRED, UNKNOWN_INSTRUMENT} from "../../generated/Rejections.sol";
import {BUY, SELL} from "../../generated/Types.sol";
import {bestLevel} from "../book/Levels.sol";
import {removeOrder} from "../book/Orders.sol";
import {Machine} from "../Machine.sol";
import {isOver} from "../Market.sol";

/// @notice Removes resting orders of an instrument that is over, by anyone; a deep book takes several of these.
function sweepExpired(Machine memory machine) pure returns (uint256) {
    uint256 instrument = SweepExpiredOperation.wrap(machine.input.operation).instrument();
    if (instrument == 0 || instrument > machine.state.globals().instrumentCount()) {
        return UNKNOWN_INSTRUMENT;
    }
    uint256 code = machine.state.instrument(instrument).code();
    if (!isOver(machine.state, code)) return INSTRUMENT_NOT_EXPIRED;
    machine.registers.setInstrument(instrument);
    machine.enter(PHASE_SWEEP);
    return ACCEPTED;
}

/// @notice Phase `sweep`.
function sweepStep(Machine memory machine) pure {
    Registers registers = machine.registers;
    registers.setAttempts(registers.attempts() + 1);
    for (uint256 i; i < ORDERS_REMOVED_PER_STEP; ++i) {
        uint256 order = firstResting(machine);
        if (order == 0) break;
        removeOrder(machine, order);
    }
    if (firstResting(machine) == 0 || registers.attempts() == MAX_SWEEP_STEPS) {
        machine.finish(ACCEPTED);
    }
}

function firstResting(Machine memory machine) pure returns (uint256) {
    uint256 instrument = machine.registers.instrument();
    uint256 level = bestLevel(machine.state, instrument, BUY);
    if (level == 0) level = bestLevel(machine.state, instrument, SELL);
    return level == 0 ? 0 : machine.state.level(level).head();
}
