// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What one contract pays its holder at settlement, in the unit of the prices.
function settlementPayoff(bool put, int256 strike, int256 settlement) pure returns (int256) {
    int256 each = put ? strike - settlement : settlement - strike;
    return each > 0 ? each : int256(0);
}
