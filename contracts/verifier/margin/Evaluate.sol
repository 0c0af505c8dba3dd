// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PHASE_MARGIN} from "../../generated/Layout.sol";
import {
    MARGIN_PAGE_WORK,
    MAX_EXPIRIES,
    MAX_MARGIN_PAGES,
    MODEL_PORTFOLIO,
    SCENARIO_COUNT_PARAMETER
} from "../../generated/Params.sol";
import {AccountRecord, Registers} from "../../generated/Records.sol";
import {Machine} from "../Machine.sol";
import {State} from "../State.sol";
import {E9} from "./Feeds.sol";

/// @dev Register `priced`: a price is missing; all are there; they are also good enough to liquidate on.
uint256 constant UNPRICED = 0;
uint256 constant PRICED = 1;
uint256 constant LIQUIDATABLE = 2;

/// @notice Asks for the margin of an account; phase `then` finds it in the registers. SPEC §8.3.
function demandMargin(Machine memory machine, uint256 account, uint256 then) pure {
    demandMarginBy(machine, account, then, machine.state.account(account).marginModel());
}

/// @notice The same by another model than the account's own.
function demandMarginBy(Machine memory machine, uint256 account, uint256 then, uint256 model) pure {
    Registers registers = machine.registers;
    registers.setPhase(PHASE_MARGIN);
    registers.setMarginAccount(account);
    registers.setMarginModel(model);
    registers.setMarginThen(then);
    registers.setMarginItem(0);
    registers.setWorst(0);
}

/// @notice What the scan of a portfolio looks at: the basis and the scenarios.
function countItems(State memory state) pure returns (uint256) {
    return uint256(state.parameters().value(SCENARIO_COUNT_PARAMETER) / E9) + 1;
}

/// @notice As if each position were of another expiry, as far as there may be so many.
function itemsPerPage(uint256 positions) pure returns (uint256) {
    uint256 count = positions == 0 ? 1 : positions;
    return MARGIN_PAGE_WORK / (2 * count + (count < MAX_EXPIRIES ? count : MAX_EXPIRIES));
}

/// @notice Pages that an evaluation of the account may take; at most MAX_MARGIN_PAGES.
function marginPages(State memory state, uint256 accountId) pure returns (uint256) {
    AccountRecord account = state.account(accountId);
    if (account.marginModel() != MODEL_PORTFOLIO) return 1;
    uint256 perPage = itemsPerPage(account.positionCount());
    uint256 pages = (countItems(state) + perPage - 1) / perPage;
    return pages < MAX_MARGIN_PAGES ? pages : MAX_MARGIN_PAGES;
}
