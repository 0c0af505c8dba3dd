// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NAKED_INITIAL_SHIFT, NAKED_MAINTENANCE_SHIFT} from "../../generated/Params.sol";
import {ACCEPTED, INITIAL_MARGIN, LEDGER_LIMIT} from "../../generated/Rejections.sol";
import {addCash} from "../Money.sol";
import {State} from "../State.sol";
import {requirement} from "./MaxLoss.sol";
import {addPosition} from "./Positions.sol";

/// @notice Cash and initial requirement of an account at one moment.
struct Margin {
    int256 cash;
    int256 needed;
}

function initialRequirement(State memory state, uint256 account) pure returns (int256) {
    return int256(requirement(state, account, NAKED_INITIAL_SHIFT));
}

function maintenanceRequirement(State memory state, uint256 account) pure returns (int256) {
    return int256(requirement(state, account, NAKED_MAINTENANCE_SHIFT));
}

function holdsInitial(State memory state, uint256 account) pure returns (bool) {
    return state.account(account).cash() >= initialRequirement(state, account);
}

function marginOf(State memory state, uint256 account) pure returns (Margin memory) {
    return
        Margin({cash: state.account(account).cash(), needed: initialRequirement(state, account)});
}

/// @notice Initial margin holds, or maintenance holds and initial margin has not fallen. SPEC §8.3.
function passes(State memory state, uint256 account, Margin memory before) pure returns (bool) {
    Margin memory margin = marginOf(state, account);
    if (isHeld(margin)) return true;
    return holdsMaintenance(state, account, margin) && hasNotFallen(before, margin);
}

function isHeld(Margin memory margin) pure returns (bool) {
    return margin.cash >= margin.needed;
}

function holdsMaintenance(
    State memory state,
    uint256 account,
    Margin memory margin
) pure returns (bool) {
    return margin.cash >= maintenanceRequirement(state, account);
}

function hasNotFallen(Margin memory before, Margin memory afterwards) pure returns (bool) {
    return afterwards.cash - before.cash >= afterwards.needed - before.needed;
}

/// @notice One side of a fill: contracts gained and money gained, fee included.
struct AccountFill {
    uint256 account;
    uint256 code;
    int256 amount;
    int256 money;
}

/// @return ACCEPTED, or a 2xxx code with nothing changed.
function applyFill(State memory state, AccountFill memory fill) pure returns (uint256) {
    uint256 added = addPosition(state.account(fill.account), fill.code, fill.amount);
    if (added != ACCEPTED) return added;
    if (addCash(state, fill.account, fill.money)) return ACCEPTED;
    addPosition(state.account(fill.account), fill.code, -fill.amount);
    return LEDGER_LIMIT;
}

function undoFill(State memory state, AccountFill memory fill) pure {
    addPosition(state.account(fill.account), fill.code, -fill.amount);
    addCash(state, fill.account, -fill.money);
}

/// @notice Applies a fill if the account's margin passes with it. The margin before is read only if it matters,
/// because a step proves no record that its rule does not reach.
function tryFill(State memory state, AccountFill memory fill) pure returns (uint256) {
    uint256 code = applyFill(state, fill);
    if (code != ACCEPTED) return code;
    Margin memory margin = marginOf(state, fill.account);
    if (isHeld(margin)) return ACCEPTED;
    bool isMaintained = holdsMaintenance(state, fill.account, margin);
    if (isMaintained && hasNotFallen(marginBefore(state, fill), margin)) return ACCEPTED;
    undoFill(state, fill);
    return INITIAL_MARGIN;
}

/// @notice The margin without a fill that is applied.
function marginBefore(
    State memory state,
    AccountFill memory fill
) pure returns (Margin memory margin) {
    undoFill(state, fill);
    margin = marginOf(state, fill.account);
    applyFill(state, fill);
}

/// @notice Would the fill pass? Changes nothing.
function checkFill(State memory state, AccountFill memory fill) pure returns (uint256 code) {
    code = tryFill(state, fill);
    if (code == ACCEPTED) undoFill(state, fill);
}
