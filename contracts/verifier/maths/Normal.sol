// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NORMAL_END, normalUpperHalf} from "../../generated/Normal.sol";
import {exp} from "./Exp.sol";
import {mulDown, WAD} from "./Wad.sol";

int256 constant INVERSE_ROOT_TWO_PI = 398_942_280_401_432_678;
/// @dev Where the density is below 10^-18.
int256 constant DENSITY_END = 10 * WAD;

/// @notice The standard normal distribution function, within 2·10^-18; 0 below -8.757…, 1 above. N(-x) = 1 - N(x) exactly,
/// and N never falls.
function normalCdf(int256 x) pure returns (int256 result) {
    int256 end = NORMAL_END;
    uint256 size;
    assembly ("memory-safe") {
        let sign := sar(255, x)
        size := sub(xor(x, sign), sign)
    }
    if (size > uint256(end)) return x < 0 ? int256(0) : WAD;
    uint256 value = normalUpperHalf(size);
    assembly ("memory-safe") {
        let sign := sar(255, x)
        result := add(sub(xor(value, sign), sign), and(sign, WAD))
    }
}

/// @notice The standard normal density e^(-x²/2)/√(2π).
function normalPdf(int256 x) pure returns (int256) {
    if (x > DENSITY_END || x < -DENSITY_END) return 0;
    return mulDown(exp(-mulDown(x, x) / 2), INVERSE_ROOT_TWO_PI);
}
