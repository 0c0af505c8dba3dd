// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OutOfDomain} from "./Errors.sol";
import {WAD} from "./Wad.sol";

int256 constant SQRT_END = 2 ** 128 * WAD;

/// @param x 0 ≤ x < 2^128 × 10^18, in units of 10^-18 as the result.
/// @return The floor of √x.
function sqrtDown(int256 x) pure returns (int256) {
    if (x < 0 || x >= SQRT_END) revert OutOfDomain("sqrtDown", x);
    // SAFETY: 2^188 × 10^18 < 2^248.
    unchecked {
        return int256(rootDown(uint256(x * WAD)));
    }
}

/// @notice The floor of √n for a whole number.
/// @dev The first guess, a power of two, is off by a factor of at most √2; each of Newton's steps squares the error e to
/// e²/2, so that six leave less than 2^-160. They never end below the floor, and at most one above it.
function rootDown(uint256 n) pure returns (uint256 root) {
    if (n == 0) return 0;
    assembly ("memory-safe") {
        root := shl(shr(1, sub(256, clz(n))), 1)
        root := shr(1, add(root, div(n, root)))
        root := shr(1, add(root, div(n, root)))
        root := shr(1, add(root, div(n, root)))
        root := shr(1, add(root, div(n, root)))
        root := shr(1, add(root, div(n, root)))
        root := shr(1, add(root, div(n, root)))
        root := sub(root, gt(root, div(n, root)))
    }
}
