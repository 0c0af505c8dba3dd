// SPDX-License-Identifier: MIT
// Written by scripts/generate.ts from protocol/. Do not edit.
pragma solidity 0.8.37;

/// @dev Pairs of parameters of which the first may not be below the second, a byte each.
bytes constant ORDERED_PARAMETERS = hex"000101020506080918193536";

/// @dev A byte each of the parameters before the scenarios and of one scenario's three: which limits it has.
bytes constant KIND_OF_LIMITS = hex"00000000000000010000000000000000000200000000030000000000000000000404000000000200000000000505050506000505000202070707020809040a00";

error UnknownLimits(uint256 kind);

/// @notice What a parameter lies between, × 10^-9.
function parameterLimits(uint256 index) pure returns (int256 least, int256 greatest) {
    uint256 kind = uint8(KIND_OF_LIMITS[index]);
    if (kind == 0) return (0, 10000000000);
    if (kind == 1) return (1000000000, 10000000000);
    if (kind == 2) return (0, 1000000000);
    if (kind == 3) return (1000000000, 1000000000000);
    if (kind == 4) return (10000000, 10000000000);
    if (kind == 5) return (-10000000000, 10000000000);
    if (kind == 6) return (1000, 10000000000);
    if (kind == 7) return (1000000000, 1000000000000000);
    if (kind == 8) return (0, 1000000000000000);
    if (kind == 9) return (1000000000, 39000000000);
    if (kind == 10) return (0, 4000000000);
    revert UnknownLimits(kind);
}
