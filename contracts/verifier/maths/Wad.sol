// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Numbers in units of 10^-18. What leaves 256 bits panics, as does a division by zero.

int256 constant WAD = 10 ** 18;

/// @return a·b toward -∞.
function mulDown(int256 a, int256 b) pure returns (int256) {
    return floorWad(a * b);
}

/// @return result A product of two numbers in the unit again, toward -∞.
function floorWad(int256 product) pure returns (int256 result) {
    assembly ("memory-safe") {
        result := sub(sdiv(product, WAD), slt(smod(product, WAD), 0))
    }
}

/// @return result a·b toward +∞.
function mulUp(int256 a, int256 b) pure returns (int256 result) {
    int256 product = a * b;
    assembly ("memory-safe") {
        result := add(sdiv(product, WAD), sgt(smod(product, WAD), 0))
    }
}

/// @return a/b toward -∞.
function divDown(int256 a, int256 b) pure returns (int256) {
    int256 dividend = a * WAD;
    int256 quotient = dividend / b;
    int256 rest = dividend % b;
    return rest != 0 && (rest < 0) != (b < 0) ? quotient - 1 : quotient;
}

/// @return a/b toward +∞.
function divUp(int256 a, int256 b) pure returns (int256) {
    int256 dividend = a * WAD;
    int256 quotient = dividend / b;
    int256 rest = dividend % b;
    return rest != 0 && (rest < 0) == (b < 0) ? quotient + 1 : quotient;
}

function min(int256 a, int256 b) pure returns (int256) {
    return a < b ? a : b;
}

function max(int256 a, int256 b) pure returns (int256) {
    return a > b ? a : b;
}

/// @param low At most `high`.
function clamp(int256 x, int256 low, int256 high) pure returns (int256) {
    if (x < low) return low;
    return x > high ? high : x;
}

/// @param x Above -2^255.
function abs(int256 x) pure returns (int256) {
    return x < 0 ? -x : x;
}
