// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    PHASE_MODEL,
    PHASE_PAY,
    SET_MARGIN_MODEL_KIND,
    SET_SESSION_KEY_KIND,
    SETTLE_ACCOUNT_KIND,
    TRANSFER_KIND,
    WITHDRAW_KIND
} from "../../generated/Layout.sol";
import {Machine} from "../Machine.sol";
import {consumeInbox} from "../ops/ConsumeInbox.sol";
import {payStep} from "../ops/Pay.sol";
import {modelStep, setMarginModel} from "../ops/SetMarginModel.sol";
import {setSessionKey} from "../ops/SetSessionKey.sol";
import {settleAccount} from "../ops/SettleAccount.sol";
import {transfer} from "../ops/Transfer.sol";
import {withdraw} from "../ops/Withdraw.sol";
import {OperationStep} from "../Step.sol";
import {ACCOUNT_STEP} from "../Steps.sol";

/// @title AccountStep
/// @notice Cash, keys and models of accounts, what comes from L1, and the end of a batch.
contract AccountStep is OperationStep {
    function _self() internal pure override returns (uint256) {
        return ACCOUNT_STEP;
    }

    /// @dev `_next` has let none but known kinds pass.
    function _start(Machine memory machine, uint256 kind) internal pure override returns (uint256) {
        if (kind == TRANSFER_KIND) return transfer(machine);
        if (kind == WITHDRAW_KIND) return withdraw(machine);
        if (kind == SET_SESSION_KEY_KIND) return setSessionKey(machine);
        if (kind == SET_MARGIN_MODEL_KIND) return setMarginModel(machine);
        if (kind == SETTLE_ACCOUNT_KIND) return settleAccount(machine);
        return consumeInbox(machine);
    }

    function _resume(Machine memory machine, uint256 phase) internal pure override {
        if (phase == PHASE_PAY) return payStep(machine);
        if (phase == PHASE_MODEL) return modelStep(machine);
        // After the end the machine stays where it is.
    }
}
