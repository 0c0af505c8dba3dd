// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MAX_MONEY, UNDERLYING_COUNT} from "../../generated/Params.sol";
import {
    AccountRecord,
    ExpiryRecord,
    GlobalsRecord,
    SettleAccountOperation
} from "../../generated/Records.sol";
import {
    ACCEPTED,
    LEDGER_LIMIT,
    NOT_SETTLED,
    NOTHING_TO_SETTLE,
    POOL_SHORT,
    UNKNOWN_ACCOUNT,
    UNKNOWN_UNDERLYING
} from "../../generated/Rejections.sol";
import {Machine} from "../Machine.sol";
import {positionsOf, removePositions} from "../margin/Positions.sol";
import {settledValue} from "../margin/Settled.sol";
import {addCash} from "../Money.sol";
import {expiryIndex, State} from "../State.sol";

/// @notice Pays out an account's positions of a settled expiry, or of one that was closed out, by anyone. What losers pay
/// goes through the expiry's pool, and a winner waits until the pool can pay it, so the pool is never below zero: SPEC §10.
function settleAccount(Machine memory machine) pure returns (uint256) {
    State memory state = machine.state;
    SettleAccountOperation operation = SettleAccountOperation.wrap(machine.input.operation);
    uint256 id = operation.account();
    uint256 underlying = operation.underlying();
    if (underlying >= UNDERLYING_COUNT) return UNKNOWN_UNDERLYING;
    if (id == 0 || id > state.globals().accountCount()) return UNKNOWN_ACCOUNT;
    ExpiryRecord expiry = state.expiry(expiryIndex(underlying, operation.day()));
    if (expiry.settled() == 0) return NOT_SETTLED;

    AccountRecord account = state.account(id);
    (uint256 from, uint256 to) = positionsOf(account, underlying, operation.day());
    if (from == to) return NOTHING_TO_SETTLE;
    int256 payoff = settledValue(account, from, to, expiry);
    uint256 rejection = movePayoff(state, id, expiry, payoff);
    if (rejection != ACCEPTED) return rejection;
    removePositions(account, from, to);
    account.setRevision(account.revision() + 1);
    coverShortfall(state, id);
    return ACCEPTED;
}

/// @notice Between the pools and the account, or nothing at all.
function movePayoff(
    State memory state,
    uint256 account,
    ExpiryRecord expiry,
    int256 payoff
) pure returns (uint256) {
    GlobalsRecord globals = state.globals();
    int256 pool = int256(expiry.pool());
    int256 pools = int256(globals.pool());
    if (payoff > pool) return POOL_SHORT;
    if (pools - payoff > int256(MAX_MONEY)) return LEDGER_LIMIT;
    if (!addCash(state, account, payoff)) return LEDGER_LIMIT;
    expiry.setPool(uint256(pool - payoff));
    globals.setPool(uint256(pools - payoff));
    return ACCEPTED;
}

/// @notice An account that has nothing left but debt is made whole from insurance, as far as that goes.
function coverShortfall(State memory state, uint256 accountId) pure {
    AccountRecord account = state.account(accountId);
    if (account.cash() >= 0 || account.positionCount() > 0) return;
    GlobalsRecord globals = state.globals();
    uint256 debt = uint256(-account.cash());
    uint256 insurance = globals.insurance();
    uint256 paid = insurance < debt ? insurance : debt;
    globals.setInsurance(insurance - paid);
    addCash(state, accountId, int256(paid));
}
