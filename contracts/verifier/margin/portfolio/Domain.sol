// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OutOfDomain} from "../../maths/Errors.sol";

// What keeps every product below 2^255, far beyond what the state can hold. Limits in units of 10^-18.

int256 constant PRICE_END = 2 ** 104;
int256 constant CONTRACTS_END = 2 ** 90;
int256 constant DISCOUNT_END = 2 ** 88;
int256 constant DAMPENING_END = 2 ** 68;
int256 constant SHOCK_END = 2 ** 128;
uint256 constant SEC_END = 2 ** 36;

/// @dev Of a forward or a strike.
function checkPrice(int256 price) pure {
    if (price < 0 || price >= PRICE_END) revert OutOfDomain("portfolio: price", price);
}

function checkContracts(int256 amount) pure {
    if (amount <= -CONTRACTS_END || amount >= CONTRACTS_END)
        revert OutOfDomain("portfolio: contracts", amount);
}

/// @dev Of a static discount.
function checkDiscount(int256 discount) pure {
    if (discount < 0 || discount >= DISCOUNT_END)
        revert OutOfDomain("portfolio: discount", discount);
}

function checkDampening(int256 dampening) pure {
    if (dampening < 0 || dampening >= DAMPENING_END)
        revert OutOfDomain("portfolio: dampening", dampening);
}

/// @dev Of a multiplier of volatilities.
function checkShock(int256 shock) pure {
    if (shock < 0 || shock >= SHOCK_END) revert OutOfDomain("portfolio: shock", shock);
}

function checkSec(uint256 sec) pure {
    if (sec >= SEC_END) revert OutOfDomain("portfolio: sec", int256(sec));
}
