// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MAX_MONEY, SCOPE_WITHDRAW} from "../../generated/Params.sol";
import {GlobalsRecord, WithdrawalRecord, WithdrawOperation} from "../../generated/Records.sol";
import {
    ACCEPTED,
    INITIAL_MARGIN,
    INSUFFICIENT_CASH,
    LEDGER_LIMIT,
    ZERO_AMOUNT
} from "../../generated/Rejections.sol";
import {WITHDRAW_TYPE_HASH} from "../../generated/Types.sol";
import {accountOfKey, authenticate, slotOfKey} from "../Authenticate.sol";
import {Machine} from "../Machine.sol";
import {holdsInitial} from "../margin/Check.sol";
import {addCash} from "../Money.sol";
import {State} from "../State.sol";

/// @notice Takes cash out to the owner: the bridge pays the account's total so far, less what it has paid already.
function withdraw(Machine memory machine) pure returns (uint256) {
    WithdrawOperation operation = WithdrawOperation.wrap(machine.input.operation);
    if (operation.amount() > MAX_MONEY) return INSUFFICIENT_CASH;
    uint256 code = authenticate(machine, operation.signatureAt(), SCOPE_WITHDRAW, hashWithdraw);
    if (code != ACCEPTED) return code;
    return withdrawCash(machine.state, accountOfKey(operation.key()), operation.amount());
}

/// @notice Also the forced operation's body.
/// @param amount 10^-6 USD.
function withdrawCash(State memory state, uint256 account, uint256 amount) pure returns (uint256) {
    if (amount == 0) return ZERO_AMOUNT;
    if (int256(amount) > state.account(account).cash()) return INSUFFICIENT_CASH;
    uint256 paid = payableDown(state, amount);
    WithdrawalRecord withdrawal = state.withdrawal(account);
    uint256 total = withdrawal.total() + paid;
    if (total > MAX_MONEY) return LEDGER_LIMIT;
    addCash(state, account, -int256(amount));
    if (!holdsInitial(state, account)) {
        addCash(state, account, int256(amount));
        return INITIAL_MARGIN;
    }
    GlobalsRecord globals = state.globals();
    globals.setVault(globals.vault() - paid);
    globals.setSocialized(globals.socialized() + amount - paid);
    withdrawal.setRecipient(state.account(account).owner());
    withdrawal.setTotal(total);
    return ACCEPTED;
}

/// @notice floor(amount × φ), φ = min(1, vault / (positive cash + settlement pool)).
function payableDown(State memory state, uint256 amount) pure returns (uint256) {
    GlobalsRecord globals = state.globals();
    uint256 owed = globals.positiveCash() + globals.pool();
    return globals.vault() >= owed ? amount : (amount * globals.vault()) / owed;
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
