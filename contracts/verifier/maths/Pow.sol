// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {exp} from "./Exp.sol";
import {ln} from "./Ln.sol";
import {mulDown} from "./Wad.sol";

/// @notice x^y = e^(y·ln x), x^0 = 1.
/// @param x As of `ln`.
/// @param y y·ln x ≤ 40.
function pow(int256 x, int256 y) pure returns (int256) {
    return exp(mulDown(y, ln(x)));
}
