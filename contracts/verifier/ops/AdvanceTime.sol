// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AdvanceTimeOperation, GlobalsRecord} from "../../generated/Records.sol";
import {ACCEPTED, TIME_NOT_ALLOWED} from "../../generated/Rejections.sol";
import {Machine} from "../Machine.sol";

/// @notice Time never goes back and never passes the batch's.
function advanceTime(Machine memory machine) pure returns (uint256) {
    uint256 timeSec = AdvanceTimeOperation.wrap(machine.input.operation).timeSec();
    GlobalsRecord globals = machine.state.globals();
    if (timeSec < globals.timeSec() || timeSec > machine.input.header.timeSec()) {
        return TIME_NOT_ALLOWED;
    }
    globals.setTimeSec(timeSec);
    return ACCEPTED;
}
