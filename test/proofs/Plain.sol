// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {WAD} from "../../contracts/verifier/maths/Wad.sol";

/// @dev What contracts/verifier/maths/Wad.sol writes in assembly, in words that the checker understands.

function floorPlain(int256 product) pure returns (int256) {
    int256 quotient = product / WAD;
    return product % WAD < 0 ? quotient - 1 : quotient;
}

function ceilPlain(int256 product) pure returns (int256) {
    int256 quotient = product / WAD;
    return product % WAD > 0 ? quotient + 1 : quotient;
}
