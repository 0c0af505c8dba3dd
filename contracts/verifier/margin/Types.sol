// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Surface} from "../pricing/Svi.sol";

// What margin is computed from. Numbers are in units of 10^-18, but for seconds, which are whole; contracts are signed:
// long above 0, short below. protocol/margin/types.ts says what each field is.

/// @dev One for each (expiry, strike, type).
struct OptionPosition {
    int256 strike;
    bool put;
    int256 amount;
}

struct PortfolioExpiry {
    uint256 sec;
    int256 fixedForward;
    int256 variableForward;
    int256 rate;
    int256 forwardConfidence;
    int256 rateConfidence;
    int256 volConfidence;
    Surface surface;
    OptionPosition[] options;
}

struct Perpetual {
    int256 amount;
    int256 mark;
    int256 confidence;
    int256 unsettled;
}

struct Collateral {
    int256 amount;
    int256 price;
    int256 confidence;
    int256 mmHaircut;
    int256 imHaircut;
    bool riskCancelling;
}

struct Portfolio {
    int256 cash;
    int256 spot;
    int256 spotConfidence;
    int256 stable;
    Perpetual perpetual;
    Collateral[] collaterals;
    PortfolioExpiry[] expiries;
}

/// @dev Equity minus requirement, each rounded down.
struct MarginResult {
    int256 initial;
    int256 maintenance;
    int256 markToMarket;
}
