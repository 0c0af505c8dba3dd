// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MAX_MONEY, SCOPE_TRANSFER} from "../../generated/Params.sol";
import {TransferOperation} from "../../generated/Records.sol";
import {
    ACCEPTED,
    INSUFFICIENT_CASH,
    NOT_OWNER,
    SAME_ACCOUNT,
    UNKNOWN_ACCOUNT,
    ZERO_AMOUNT
} from "../../generated/Rejections.sol";
import {TRANSFER_TYPE_HASH} from "../../generated/Types.sol";
import {accountOfKey, authenticate, slotOfKey} from "../Authenticate.sol";
import {Machine} from "../Machine.sol";
import {State} from "../State.sol";
import {startPayment} from "./Pay.sol";

/// @notice Moves cash between two subaccounts of one owner; initial margin of the first must hold afterwards.
function transfer(Machine memory machine) pure returns (uint256) {
    TransferOperation operation = TransferOperation.wrap(machine.input.operation);
    if (operation.amount() > MAX_MONEY) return INSUFFICIENT_CASH;
    uint256 code = authenticate(machine, operation.signatureAt(), SCOPE_TRANSFER, hashTransfer);
    if (code != ACCEPTED) return code;
    State memory state = machine.state;
    uint256 from = accountOfKey(operation.key());
    uint256 to = operation.toAccount();
    if (operation.amount() == 0) return ZERO_AMOUNT;
    if (to == 0 || to > state.globals().accountCount()) return UNKNOWN_ACCOUNT;
    if (to == from) return SAME_ACCOUNT;
    if (state.account(to).owner() != state.account(from).owner()) return NOT_OWNER;
    return startPayment(machine, from, to, operation.amount());
}

function hashTransfer(Machine memory machine) pure returns (bytes32) {
    TransferOperation operation = TransferOperation.wrap(machine.input.operation);
    return
        keccak256(
            abi.encode(
                TRANSFER_TYPE_HASH,
                accountOfKey(operation.key()),
                slotOfKey(operation.key()),
                operation.nonce(),
                operation.expiresAtSec(),
                operation.toAccount(),
                operation.amount()
            )
        );
}
