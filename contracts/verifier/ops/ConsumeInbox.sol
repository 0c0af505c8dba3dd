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
import {
    INBOX_CANCEL_ALL,
    INBOX_DEPOSIT,
    INBOX_LIQUIDATE,
    INBOX_PARAMETER,
    INBOX_REFERENCE,
    INBOX_WITHDRAW
} from "../../types/InboxItem.sol";
import {Machine} from "../Machine.sol";
import {startCancelAll} from "./CancelAll.sol";
import {deposit} from "./Deposit.sol";
import {startLiquidation} from "./Liquidate.sol";
import {setParameter} from "./SetParameter.sol";
import {setReference} from "./SetReference.sol";
import {startWithdrawal} from "./Withdraw.sol";

/// @notice Runs the next item of the L1 inbox: where a marker stands in the data, or at the batch's end.
function consumeInbox(Machine memory machine) pure returns (uint256) {
    Registers registers = machine.registers;
    uint256 next = registers.inboxNext();
    if (next == machine.input.inboxCount) return INBOX_EMPTY;
    registers.setInboxNext(next + 1);
    InboxItem item = machine.input.item;
    uint256 kind = item.kind();
    if (kind == INBOX_DEPOSIT) return deposit(machine.state, item);
    if (kind == INBOX_REFERENCE) return setReference(machine.state, item);
    if (kind == INBOX_PARAMETER) return setParameter(machine.state, item);
    return force(machine, item);
}

/// @notice Forced operations need no signature: their sender on L1 must own the account; anyone starts a liquidation.
function force(Machine memory machine, InboxItem item) pure returns (uint256) {
    uint256 kind = item.kind();
    uint256 account = item.account();
    if (kind != INBOX_WITHDRAW && kind != INBOX_CANCEL_ALL && kind != INBOX_LIQUIDATE) {
        return UNKNOWN_INBOX_KIND;
    }
    if (account == 0 || account > machine.state.globals().accountCount()) return UNKNOWN_ACCOUNT;
    if (kind == INBOX_LIQUIDATE) return startLiquidation(machine, account);
    if (machine.state.account(account).owner() != item.sender()) return NOT_OWNER;
    if (kind == INBOX_WITHDRAW) return startWithdrawal(machine, account, item.amount());
    startCancelAll(machine, account);
    return ACCEPTED;
}
