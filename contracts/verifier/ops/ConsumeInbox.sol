// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InboxItem, Registers} from "../../generated/Records.sol";
import {
    ACCEPTED,
    INBOX_EMPTY,
    NOT_OWNER,
    UNKNOWN_ACCOUNT,
    UNKNOWN_INBOX_KIND
} from "../../generated/Rejections.sol";
import {INBOX_CANCEL_ALL, INBOX_DEPOSIT, INBOX_WITHDRAW} from "../../types/InboxItem.sol";
import {Machine} from "../Machine.sol";
import {startCancelAll} from "./CancelAll.sol";
import {deposit} from "./Deposit.sol";
import {withdrawCash} from "./Withdraw.sol";

/// @notice Runs the next item of the L1 inbox: where a marker stands in the data, or at the batch's end.
function consumeInbox(Machine memory machine) pure returns (uint256) {
    Registers registers = machine.registers;
    uint256 next = registers.inboxNext();
    if (next == machine.input.inboxCount) return INBOX_EMPTY;
    registers.setInboxNext(next + 1);
    InboxItem item = machine.input.item;
    return item.kind() == INBOX_DEPOSIT ? deposit(machine.state, item) : force(machine, item);
}

/// @notice Forced operations need no signature: their sender on L1 must own the account.
function force(Machine memory machine, InboxItem item) pure returns (uint256) {
    uint256 kind = item.kind();
    uint256 account = item.account();
    if (kind != INBOX_WITHDRAW && kind != INBOX_CANCEL_ALL) return UNKNOWN_INBOX_KIND;
    if (account == 0 || account > machine.state.globals().accountCount()) return UNKNOWN_ACCOUNT;
    if (machine.state.account(account).owner() != item.sender()) return NOT_OWNER;
    if (kind == INBOX_WITHDRAW) return withdrawCash(machine.state, account, item.amount());
    startCancelAll(machine, account);
    return ACCEPTED;
}
