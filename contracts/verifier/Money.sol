// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FEE_CAP_SHIFT, MAX_MONEY} from "../generated/Params.sol";
import {AccountRecord, GlobalsRecord} from "../generated/Records.sol";
import {State} from "./State.sol";

int256 constant MAX_CASH = int256(MAX_MONEY);

/// @notice Changes an account's cash and the sum of positive cash.
/// @return False, with nothing changed, where a ledger figure would pass 2^53 - 1.
function addCash(State memory state, uint256 accountId, int256 delta) pure returns (bool) {
    AccountRecord account = state.account(accountId);
    GlobalsRecord globals = state.globals();
    int256 before = account.cash();
    int256 afterwards = before + delta;
    int256 positive =
        int256(globals.positiveCash()) + positivePart(afterwards) - positivePart(before);
    if (abs(afterwards) > MAX_CASH || positive > MAX_CASH) return false;
    account.setCash(afterwards);
    globals.setPositiveCash(uint256(positive));
    return true;
}

/// @notice Fee of an option fill in 10^-6 USD: a share of the index notional, at most 1/8 of the premium, and the base fee.
function feeUp(
    uint256 indexCents,
    uint256 priceCents,
    uint256 quantityE4,
    uint256 ratePpm,
    uint256 baseFee
) pure returns (uint256) {
    uint256 share = ppmUp(indexCents * quantityE4, ratePpm);
    uint256 cap = shiftUp(priceCents * quantityE4, FEE_CAP_SHIFT);
    return (share < cap ? share : cap) + baseFee;
}

/// @notice Fee of a perpetual fill in 10^-6 USD: a share of the index notional, rounded up, and the base fee.
function perpetualFeeUp(
    uint256 indexCents,
    uint256 quantityE4,
    uint256 ratePpm,
    uint256 baseFee
) pure returns (uint256) {
    return ppmUp(indexCents * quantityE4, ratePpm) + baseFee;
}

/// @notice ceil(amount × ppm / 10^6).
function ppmUp(uint256 amount, uint256 ppm) pure returns (uint256) {
    return (amount * ppm + 999_999) / 1_000_000;
}

/// @notice ceil(amount / 2^shift).
function shiftUp(uint256 amount, uint256 shift) pure returns (uint256) {
    return (amount + (1 << shift) - 1) >> shift;
}

/// @notice Whether a figure is one that the ledger, and clients that count in doubles, hold exactly.
function isLedgerFigure(int256 value) pure returns (bool) {
    return abs(value) <= MAX_CASH;
}

function positivePart(int256 value) pure returns (int256) {
    return value > 0 ? value : int256(0);
}

function abs(int256 value) pure returns (int256) {
    return value < 0 ? -value : value;
}
