// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {evaluateNormal, NORMAL_END, normalPiece} from "../../generated/Normal.sol";
import {exp} from "./Exp.sol";
import {mulDown, WAD} from "./Wad.sol";

int256 constant INVERSE_ROOT_TWO_PI = 398_942_280_401_432_678;
/// @dev Where the density is below 10^-18.
int256 constant DENSITY_END = 10 * WAD;

/// @notice The standard normal distribution function, within 2·10^-18; 0 below -8.757…, 1 above. N(-x) = 1 - N(x) exactly,
/// and N never falls.
function normalCdf(int256 x) pure returns (int256) {
    // SAFETY: beyond ±NORMAL_END nothing is computed.
    unchecked {
        if (x < 0) return x < -NORMAL_END ? int256(0) : WAD - upperHalf(-x);
        return x > NORMAL_END ? WAD : upperHalf(x);
    }
}

function upperHalf(int256 x) pure returns (int256) {
    (uint256 middle, uint256 a, uint256 b) = normalPiece(uint256(x));
    // SAFETY: both are below 2^63.
    unchecked {
        return evaluateNormal(x - int256(middle), a, b);
    }
}

/// @notice The standard normal density e^(-x²/2)/√(2π).
function normalPdf(int256 x) pure returns (int256) {
    if (x > DENSITY_END || x < -DENSITY_END) return 0;
    return mulDown(exp(-mulDown(x, x) / 2), INVERSE_ROOT_TWO_PI);
}
