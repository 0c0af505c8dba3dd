// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    CANCEL_ORDER_KIND,
    PHASE_ALONE,
    PHASE_ALONE_CHECKED,
    PHASE_CANCEL_ALL,
    PHASE_FILL,
    PHASE_MAKER,
    PHASE_MATCH,
    PLACE_ORDER_KIND
} from "../../generated/Layout.sol";
import {fillStep, makerStep, matchStep, restStep} from "../book/Match.sol";
import {Machine} from "../Machine.sol";
import {cancelAll, cancelAllStep} from "../ops/CancelAll.sol";
import {cancelOrder} from "../ops/CancelOrder.sol";
import {aloneCheckedStep, aloneStep, placeOrder} from "../ops/PlaceOrder.sol";
import {OperationStep} from "../Step.sol";
import {TRADE_STEP} from "../Steps.sol";

/// @title TradeStep
/// @notice Orders: placed, matched, cancelled.
contract TradeStep is OperationStep {
    function _self() internal pure override returns (uint256) {
        return TRADE_STEP;
    }

    function _start(Machine memory machine, uint256 kind) internal pure override returns (uint256) {
        if (kind == PLACE_ORDER_KIND) return placeOrder(machine);
        if (kind == CANCEL_ORDER_KIND) return cancelOrder(machine);
        return cancelAll(machine);
    }

    function _resume(Machine memory machine, uint256 phase) internal pure override {
        if (phase == PHASE_ALONE) return aloneStep(machine);
        if (phase == PHASE_ALONE_CHECKED) return aloneCheckedStep(machine);
        if (phase == PHASE_MATCH) return matchStep(machine);
        if (phase == PHASE_MAKER) return makerStep(machine);
        if (phase == PHASE_FILL) return fillStep(machine);
        if (phase == PHASE_CANCEL_ALL) return cancelAllStep(machine);
        return restStep(machine);
    }
}
