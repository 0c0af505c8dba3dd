// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    LIQUIDATE_KIND,
    PHASE_BID,
    PHASE_BID_CHECKED,
    PHASE_LIQUIDATE
} from "../../generated/Layout.sol";
import {Machine} from "../Machine.sol";
import {bid, bidCheckedStep, bidderCheckedStep, bidStep} from "../ops/Bid.sol";
import {liquidate, liquidateStep} from "../ops/Liquidate.sol";
import {OperationStep} from "../Step.sol";
import {LIQUIDATION_STEP} from "../Steps.sol";

/// @title LiquidationStep
/// @notice Auctions of accounts, and bids on them.
contract LiquidationStep is OperationStep {
    function _self() internal pure override returns (uint256) {
        return LIQUIDATION_STEP;
    }

    function _start(Machine memory machine, uint256 kind) internal pure override returns (uint256) {
        return kind == LIQUIDATE_KIND ? liquidate(machine) : bid(machine);
    }

    function _resume(Machine memory machine, uint256 phase) internal pure override {
        if (phase == PHASE_LIQUIDATE) return liquidateStep(machine);
        if (phase == PHASE_BID) return bidStep(machine);
        if (phase == PHASE_BID_CHECKED) return bidCheckedStep(machine);
        return bidderCheckedStep(machine);
    }
}
