// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MAX_ACCOUNTS, SCOPE_ALL} from "../../generated/Params.sol";
import {GlobalsRecord, InboxItem, KeyRecord} from "../../generated/Records.sol";
import {ACCEPTED, LEDGER_LIMIT} from "../../generated/Rejections.sol";
import {addCash} from "../Money.sol";
import {keyIndex, State} from "../State.sol";

/// @notice Credits money that the bridge already holds; it is never refused. Account 0, or one that does not exist,
/// opens a new account of the sender; what no account can take goes to insurance.
function deposit(State memory state, InboxItem item) pure returns (uint256) {
    GlobalsRecord globals = state.globals();
    uint256 account = item.account();
    uint256 amount = item.amount();
    globals.setVault(globals.vault() + amount);
    bool exists = account != 0 && account <= globals.accountCount();
    uint256 credited = exists ? account : openAccount(state, item.sender());
    if (credited != 0 && addCash(state, credited, int256(amount))) return ACCEPTED;
    globals.setInsurance(globals.insurance() + amount);
    return LEDGER_LIMIT;
}

/// @return account Its id, 0 where there are too many.
function openAccount(State memory state, address owner) pure returns (uint256 account) {
    GlobalsRecord globals = state.globals();
    account = globals.accountCount() + 1;
    if (account > MAX_ACCOUNTS) return 0;
    globals.setAccountCount(account);
    state.account(account).setOwner(owner);
    KeyRecord key = state.key(keyIndex(account, 0));
    key.setSigner(owner);
    key.setScope(SCOPE_ALL);
}
