// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MAX_MONEY, SCOPE_WITHDRAW} from "../../generated/Params.sol";
import {WithdrawOperation} from "../../generated/Records.sol";
import {ACCEPTED, INSUFFICIENT_CASH, ZERO_AMOUNT} from "../../generated/Rejections.sol";
import {WITHDRAW_TYPE_HASH} from "../../generated/Types.sol";
import {accountOfKey, authenticate, slotOfKey} from "../Authenticate.sol";
import {Machine} from "../Machine.sol";
import {startPayment} from "./Pay.sol";

/// @notice Takes cash out to the owner: the bridge pays the account's total so far, less what it has paid already.
function withdraw(Machine memory machine) pure returns (uint256) {
    WithdrawOperation operation = WithdrawOperation.wrap(machine.input.operation);
    if (operation.amount() > MAX_MONEY) return INSUFFICIENT_CASH;
    uint256 code = authenticate(machine, operation.signatureAt(), SCOPE_WITHDRAW, hashWithdraw);
    if (code != ACCEPTED) return code;
    return startWithdrawal(machine, accountOfKey(operation.key()), operation.amount());
}

/// @notice Also the forced operation's entry.
/// @param amount 10^-6 USD.
function startWithdrawal(
    Machine memory machine,
    uint256 account,
    uint256 amount
) pure returns (uint256) {
    if (amount == 0) return ZERO_AMOUNT;
    return startPayment(machine, account, 0, amount);
}

function hashWithdraw(Machine memory machine) pure returns (bytes32) {
    WithdrawOperation operation = WithdrawOperation.wrap(machine.input.operation);
    return
        keccak256(
            abi.encode(
                WITHDRAW_TYPE_HASH,
                accountOfKey(operation.key()),
                slotOfKey(operation.key()),
                operation.nonce(),
                operation.expiresAtSec(),
                operation.amount()
            )
        );
}
