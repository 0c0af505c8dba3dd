// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PHASE_PAY} from "../../generated/Layout.sol";
import {MAX_MONEY} from "../../generated/Params.sol";
import {
    AccountRecord,
    GlobalsRecord,
    Registers,
    WithdrawalRecord
} from "../../generated/Records.sol";
import {
    ACCEPTED,
    INITIAL_MARGIN,
    INSUFFICIENT_CASH,
    LEDGER_LIMIT,
    PRICES_MISSING,
    UNDER_AUCTION
} from "../../generated/Rejections.sol";
import {Machine} from "../Machine.sol";
import {demandMargin, UNPRICED} from "../margin/Evaluate.sol";
import {MONEY} from "../margin/Feeds.sol";
import {addCash} from "../Money.sol";
import {State} from "../State.sol";

/// @notice Cash that leaves an account: to another one of its owner, or out of the rollup. SPEC §5.5, §5.6.
/// @param toAccount 0: out of the rollup.
function startPayment(
    Machine memory machine,
    uint256 accountId,
    uint256 toAccount,
    uint256 amount
) pure returns (uint256) {
    AccountRecord account = machine.state.account(accountId);
    if (account.auctionStartSec() != 0) return UNDER_AUCTION;
    if (int256(amount) > account.cash()) return INSUFFICIENT_CASH;
    Registers registers = machine.registers;
    registers.setAccount(accountId);
    registers.setCounterparty(toAccount);
    registers.setAmount(amount);
    demandMargin(machine, accountId, PHASE_PAY);
    return ACCEPTED;
}

/// @notice Phase `pay`. Cash enters every margin one to one, so the margin afterwards is the margin now less the amount.
function payStep(Machine memory machine) pure {
    machine.finish(pay(machine));
}

function pay(Machine memory machine) pure returns (uint256) {
    Registers registers = machine.registers;
    uint256 toAccount = registers.counterparty();
    uint256 amount = registers.amount();
    if (registers.priced() == UNPRICED) return PRICES_MISSING;
    if (registers.initial() < int256(amount) * MONEY) return INITIAL_MARGIN;
    return
        toAccount == 0
            ? payOut(machine.state, registers.account(), amount)
            : payAccount(machine.state, registers.account(), toAccount, int256(amount));
}

function payAccount(
    State memory state,
    uint256 from,
    uint256 to,
    int256 amount
) pure returns (uint256) {
    addCash(state, from, -amount);
    if (addCash(state, to, amount)) return ACCEPTED;
    addCash(state, from, amount);
    return LEDGER_LIMIT;
}

function payOut(State memory state, uint256 account, uint256 amount) pure returns (uint256) {
    uint256 paid = payableDown(state, amount);
    WithdrawalRecord withdrawal = state.withdrawal(account);
    uint256 total = withdrawal.total() + paid;
    if (total > MAX_MONEY) return LEDGER_LIMIT;
    addCash(state, account, -int256(amount));
    GlobalsRecord globals = state.globals();
    globals.setVault(globals.vault() - paid);
    globals.setSocialized(globals.socialized() + int256(amount - paid));
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
