// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    EXP_0,
    EXP_1,
    EXP_2,
    EXP_3,
    EXP_4,
    EXP_5,
    EXP_6,
    EXP_7,
    EXP_8,
    EXP_9,
    EXP_LN_TWO,
    EXP_PER_LN_TWO
} from "../../generated/Series.sol";
import {OutOfDomain} from "./Errors.sol";
import {WAD} from "./Wad.sol";

/// @dev ln 10^-18
int256 constant EXP_LEAST = -41_446_531_673_892_822_312;
int256 constant EXP_LARGEST = 40 * WAD;

/// @notice The floor of e^x but for a part in 2^95 of it; 0 where it would be below 10^-18.
/// @dev x = n·ln 2 + r with |r| ≤ ln 2 / 2, e^r = (c + r)/(c - r) with c = r·coth(r/2), which is even in r.
/// @param x At most 40.
function exp(int256 x) pure returns (int256) {
    if (x < EXP_LEAST) return 0;
    if (x > EXP_LARGEST) revert OutOfDomain("exp", x);
    // SAFETY: |n| < 61, |r| < 2^107, c < 2^110, (c + r)·10^18·2^n < 2^229; c > |r|.
    unchecked {
        int256 n = (x * EXP_PER_LN_TWO + (1 << 95)) >> 96;
        int256 r = (x << 48) - n * EXP_LN_TWO;
        int256 s = (r * r) >> 108;
        int256 c = ((EXP_9 * s) >> 108) + EXP_8;
        c = ((c * s) >> 108) + EXP_7;
        c = ((c * s) >> 108) + EXP_6;
        c = ((c * s) >> 108) + EXP_5;
        c = ((c * s) >> 108) + EXP_4;
        c = ((c * s) >> 108) + EXP_3;
        c = ((c * s) >> 108) + EXP_2;
        c = ((c * s) >> 108) + EXP_1;
        c = ((c * s) >> 108) + EXP_0;
        int256 above = (c + r) * WAD;
        int256 below = c - r;
        return n < 0 ? above / (below << uint256(-n)) : (above << uint256(n)) / below;
    }
}
