// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OutOfDomain} from "../maths/Errors.sol";
import {WAD} from "../maths/Wad.sol";
import {
    STANDARD_PARAM_COUNT,
    StandardExpiry,
    StandardOption,
    StandardParams,
    StandardPortfolio,
    StandardUnderlying
} from "./StandardTypes.sol";

// Bounds of what standard margin and the auction take, so that no product overflows:
// the largest, a notional × two factors, is below 2^248 for 2^7 positions.

/// @dev Contracts and coins: 2^96 units are 8·10^10.
int256 constant AMOUNT_END = 2 ** 96;
/// @dev USD, of a coin or of an account: 2^112 units are 5·10^15.
int256 constant PRICE_END = 2 ** 112;
/// @dev Cash and profit, USD.
int256 constant VALUE_END = 2 ** 160;
/// @dev Shares and factors: 2^76 units are 75,000.
int256 constant FACTOR_END = 2 ** 76;
/// @dev Seconds.
uint256 constant SEC_END = 2 ** 36;
int256 constant VOL_END = 2 ** 128;

/// @notice Reverts for a value not in [from, end).
function within(bytes32 name, int256 value, int256 from, int256 end) pure {
    if (value < from || value >= end) revert OutOfDomain(name, value);
}

function withinSec(bytes32 name, uint256 sec) pure {
    if (sec >= SEC_END) revert OutOfDomain(name, int256(sec));
}

function requireStandardDomain(
    StandardPortfolio calldata portfolio,
    StandardParams calldata params
) pure {
    for (uint256 i = 0; i < STANDARD_PARAM_COUNT; ++i) {
        int256 factor;
        // SAFETY: the struct is so many words, each a factor.
        assembly ("memory-safe") {
            factor := calldataload(add(params, shl(5, i)))
        }
        within("standardMargin: params", factor, 0, FACTOR_END);
    }
    within("standardMargin: cash", portfolio.cash, -VALUE_END, VALUE_END);
    within("standardMargin: stable", portfolio.stable, 0, PRICE_END);
    for (uint256 i = 0; i < portfolio.underlyings.length; ++i) {
        requireUnderlying(portfolio.underlyings[i], portfolio.stable);
    }
}

function requireUnderlying(StandardUnderlying calldata underlying, int256 stable) pure {
    // How far an option is out of the money is divided by it.
    within("standardMargin: spot", underlying.spot, 1, PRICE_END);
    requireConfidence(underlying.spotConfidence);
    requireConfidence(underlying.perpetual.confidence);
    requireAmount(underlying.perpetual.amount);
    within("standardMargin: mark", underlying.perpetual.mark, 0, PRICE_END);
    within("standardMargin: unsettled", underlying.perpetual.unsettled, -VALUE_END, VALUE_END);
    within("standardMargin: base", underlying.base, 0, AMOUNT_END);
    // They are divided by it.
    if (underlying.base != 0) within("standardMargin: stable", stable, 1, PRICE_END);
    for (uint256 i = 0; i < underlying.expiries.length; ++i) {
        requireExpiry(underlying.expiries[i]);
    }
}

function requireExpiry(StandardExpiry calldata expiry) pure {
    within("standardMargin: forward", expiry.forward, 0, PRICE_END);
    withinSec("standardMargin: sec", expiry.sec);
    requireConfidence(expiry.forwardConfidence);
    requireConfidence(expiry.volConfidence);
    for (uint256 i = 0; i < expiry.options.length; ++i) {
        StandardOption calldata option = expiry.options[i];
        within("standardMargin: strike", option.strike, 0, PRICE_END);
        within("standardMargin: vol", option.vol, 0, VOL_END);
        requireAmount(option.amount);
    }
}

function requireConfidence(int256 confidence) pure {
    within("standardMargin: confidence", confidence, 0, WAD + 1);
}

function requireAmount(int256 amount) pure {
    within("standardMargin: amount", amount, 1 - AMOUNT_END, AMOUNT_END);
}
