// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PHASE_CANCEL_ALL} from "../../generated/Layout.sol";
import {ORDERS_REMOVED_PER_STEP, SCOPE_TRADE} from "../../generated/Params.sol";
import {CancelAllOperation} from "../../generated/Records.sol";
import {ACCEPTED} from "../../generated/Rejections.sol";
import {CANCEL_ALL_TYPE_HASH} from "../../generated/Types.sol";
import {accountOfKey, authenticate, slotOfKey} from "../Authenticate.sol";
import {removeOrder} from "../book/Orders.sol";
import {Machine} from "../Machine.sol";

/// @notice Removes every open order of the account, a few a step.
function cancelAll(Machine memory machine) pure returns (uint256) {
    CancelAllOperation operation = CancelAllOperation.wrap(machine.input.operation);
    uint256 code = authenticate(machine, operation.signatureAt(), SCOPE_TRADE, hashCancelAll);
    if (code != ACCEPTED) return code;
    startCancelAll(machine, accountOfKey(operation.key()));
    return ACCEPTED;
}

/// @notice Also the forced operation's entry.
function startCancelAll(Machine memory machine, uint256 account) pure {
    machine.registers.setAccount(account);
    machine.enter(PHASE_CANCEL_ALL);
}

/// @notice Phase `cancelAll`.
function cancelAllStep(Machine memory machine) pure {
    uint256 account = machine.registers.account();
    for (uint256 i; i < ORDERS_REMOVED_PER_STEP; ++i) {
        uint256 order = machine.state.account(account).orderHead();
        if (order == 0) break;
        removeOrder(machine, order);
    }
    if (machine.state.account(account).orderHead() == 0) machine.finish(ACCEPTED);
}

function hashCancelAll(Machine memory machine) pure returns (bytes32) {
    CancelAllOperation operation = CancelAllOperation.wrap(machine.input.operation);
    return
        keccak256(
            abi.encode(
                CANCEL_ALL_TYPE_HASH,
                accountOfKey(operation.key()),
                slotOfKey(operation.key()),
                operation.nonce(),
                operation.expiresAtSec()
            )
        );
}
