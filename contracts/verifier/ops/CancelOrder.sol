// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SCOPE_TRADE} from "../../generated/Params.sol";
import {CancelOrderOperation, OrderRecord} from "../../generated/Records.sol";
import {ACCEPTED, UNKNOWN_ORDER} from "../../generated/Rejections.sol";
import {CANCEL_ORDER_TYPE_HASH} from "../../generated/Types.sol";
import {accountOfKey, authenticate, slotOfKey} from "../Authenticate.sol";
import {removeOrder} from "../book/Orders.sol";
import {Machine} from "../Machine.sol";

/// @notice Removes one open order of the account. The generation tells it from an earlier order of the same id.
function cancelOrder(Machine memory machine) pure returns (uint256) {
    CancelOrderOperation operation = CancelOrderOperation.wrap(machine.input.operation);
    uint256 code = authenticate(machine, operation.signatureAt(), SCOPE_TRADE, hashCancelOrder);
    if (code != ACCEPTED) return code;
    uint256 order = operation.order();
    if (order == 0 || order > machine.state.globals().orderCount()) return UNKNOWN_ORDER;
    OrderRecord record = machine.state.order(order);
    if (record.account() != accountOfKey(operation.key())) return UNKNOWN_ORDER;
    if (record.generation() != operation.generation()) return UNKNOWN_ORDER;
    removeOrder(machine, order);
    return ACCEPTED;
}

function hashCancelOrder(Machine memory machine) pure returns (bytes32) {
    CancelOrderOperation operation = CancelOrderOperation.wrap(machine.input.operation);
    return
        keccak256(
            abi.encode(
                CANCEL_ORDER_TYPE_HASH,
                accountOfKey(operation.key()),
                slotOfKey(operation.key()),
                operation.nonce(),
                operation.expiresAtSec(),
                operation.order(),
                operation.generation()
            )
        );
}
