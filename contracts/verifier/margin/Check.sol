// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MODEL_PORTFOLIO} from "../../generated/Params.sol";
import {AccountRecord, Registers} from "../../generated/Records.sol";
import {ACCEPTED, BAD_MARGIN_MODEL, LEDGER_LIMIT} from "../../generated/Rejections.sol";
import {underlyingOfCode} from "../Instrument.sol";
import {addCash} from "../Money.sol";
import {State} from "../State.sol";
import {addPosition} from "./Positions.sol";

/// @notice Initial margin holds, or maintenance margin holds and initial margin has not fallen. SPEC §8.4.
/// @param registers With the margin that was worked out last.
function passes(Registers registers, int256 initialBefore) pure returns (bool) {
    int256 initial = registers.initial();
    return initial >= 0 || (registers.maintenance() >= 0 && initial >= initialBefore);
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
    AccountRecord account = state.account(fill.account);
    if (!suitsModel(account, fill.code)) return BAD_MARGIN_MODEL;
    uint256 added = addPosition(account, fill.code, fill.amount);
    if (added != ACCEPTED) return added;
    if (addCash(state, fill.account, fill.money)) return ACCEPTED;
    addPosition(account, fill.code, -fill.amount);
    return LEDGER_LIMIT;
}

function undoFill(State memory state, AccountFill memory fill) pure {
    addPosition(state.account(fill.account), fill.code, -fill.amount);
    addCash(state, fill.account, -fill.money);
}

/// @notice A portfolio account holds one underlying.
function suitsModel(AccountRecord account, uint256 code) pure returns (bool) {
    return
        account.marginModel() != MODEL_PORTFOLIO ||
        account.positionCount() == 0 ||
        underlyingOfCode(account.positionCode(0)) == underlyingOfCode(code);
}

/// @notice Positions are sorted, so the first and the last tell.
function holdsOneUnderlying(State memory state, uint256 accountId) pure returns (bool) {
    AccountRecord account = state.account(accountId);
    uint256 count = account.positionCount();
    if (count == 0) return true;
    uint256 first = underlyingOfCode(account.positionCode(0));
    return first == underlyingOfCode(account.positionCode(count - 1));
}
