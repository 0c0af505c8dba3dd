// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    LN_0,
    LN_1,
    LN_2,
    LN_3,
    LN_4,
    LN_5,
    LN_6,
    LN_7,
    LN_8,
    LN_OFFSET,
    LN_TWO,
    ROOT_TWO
} from "../../generated/Series.sol";
import {OutOfDomain} from "./Errors.sol";
import {WAD} from "./Wad.sol";

int256 constant LN_END = 2 ** 128 * WAD;

/// @notice The natural logarithm, to the nearest unit but for 0.01 of one.
/// @dev x = m·2^n with √½ ≤ m ≤ √2, ln m = 2·artanh(z) with z = (m - 1)/(m + 1).
/// @param x 1 ≤ x < 2^128 × 10^18.
function ln(int256 x) pure returns (int256) {
    if (x < 1 || x >= LN_END) revert OutOfDomain("ln", x);
    (int256 z, int256 twos) = reduceLn(x);
    // SAFETY: |z| < 2^78, s < 2^75, sums < 2^82, the last line's terms < 2^168.
    unchecked {
        int256 s = (z * z) >> 80;
        int256 sum = ((LN_8 * s) >> 80) + LN_7;
        sum = ((sum * s) >> 80) + LN_6;
        sum = ((sum * s) >> 80) + LN_5;
        sum = ((sum * s) >> 80) + LN_4;
        sum = ((sum * s) >> 80) + LN_3;
        sum = ((sum * s) >> 80) + LN_2;
        sum = ((sum * s) >> 80) + LN_1;
        sum = ((sum * s) >> 80) + LN_0;
        return (twos * LN_TWO + LN_OFFSET + sum * z) >> 100;
    }
}

/// @return z In 2^-80.
/// @return twos The n.
function reduceLn(int256 x) pure returns (int256 z, int256 twos) {
    int256 root = ROOT_TWO;
    assembly ("memory-safe") {
        let zeros := clz(x)
        let m := shr(128, shl(zeros, x))
        let isHigh := gt(m, root)
        let one := shl(add(127, isHigh), 1)
        z := sdiv(shl(80, sub(m, one)), add(m, one))
        twos := add(sub(255, zeros), isHigh)
    }
}
