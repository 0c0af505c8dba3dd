// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {exp} from "../../../contracts/verifier/maths/Exp.sol";
import {ln} from "../../../contracts/verifier/maths/Ln.sol";
import {normalCdf, normalPdf} from "../../../contracts/verifier/maths/Normal.sol";
import {pow} from "../../../contracts/verifier/maths/Pow.sol";
import {rootDown, sqrtDown} from "../../../contracts/verifier/maths/Sqrt.sol";
import {divDown, divUp, mulDown, mulUp} from "../../../contracts/verifier/maths/Wad.sol";
import {black76, Option, undiscountedCall} from "../../../contracts/verifier/pricing/Black76.sol";
import {admits, Surface, volatility} from "../../../contracts/verifier/pricing/Svi.sol";

/// @notice The functions of maths/ and pricing/ under their own names, and many calls of one of them at once.
contract MathsToy {
    /// @dev Of an answer: as much as three words or an error take.
    uint256 private constant ANSWER_BYTES = 100;

    /// @param arguments The words of all calls, one after the other.
    /// @return answers Of each call a byte, 1 if it succeeded, and 100 bytes of what it returned, zeros behind.
    function many(
        bytes4 selector,
        uint256 wordsEach,
        uint256[] calldata arguments
    ) external view returns (bytes memory answers) {
        uint256 count = arguments.length / wordsEach;
        uint256 size = ANSWER_BYTES + 1;
        answers = new bytes(count * size);
        bytes memory request = bytes.concat(selector, new bytes(wordsEach * 32));
        for (uint256 i = 0; i < count; i++) {
            assembly ("memory-safe") {
                let source := add(arguments.offset, mul(i, mul(wordsEach, 32)))
                calldatacopy(add(request, 36), source, mul(wordsEach, 32))
                let success := staticcall(gas(), address(), add(request, 32), mload(request), 0, 0)
                let answer := add(add(answers, 32), mul(i, size))
                mstore8(answer, success)
                let length := returndatasize()
                if gt(length, ANSWER_BYTES) {
                    length := ANSWER_BYTES
                }
                returndatacopy(add(answer, 1), 0, length)
            }
        }
    }

    function mulDown_(int256 a, int256 b) external pure returns (int256) {
        return mulDown(a, b);
    }

    function mulUp_(int256 a, int256 b) external pure returns (int256) {
        return mulUp(a, b);
    }

    function divDown_(int256 a, int256 b) external pure returns (int256) {
        return divDown(a, b);
    }

    function divUp_(int256 a, int256 b) external pure returns (int256) {
        return divUp(a, b);
    }

    function sqrtDown_(int256 x) external pure returns (int256) {
        return sqrtDown(x);
    }

    function rootDown_(uint256 n) external pure returns (uint256) {
        return rootDown(n);
    }

    function ln_(int256 x) external pure returns (int256) {
        return ln(x);
    }

    function exp_(int256 x) external pure returns (int256) {
        return exp(x);
    }

    function pow_(int256 x, int256 y) external pure returns (int256) {
        return pow(x, y);
    }

    function normalCdf_(int256 x) external pure returns (int256) {
        return normalCdf(x);
    }

    function normalPdf_(int256 x) external pure returns (int256) {
        return normalPdf(x);
    }

    function black76_(Option calldata option) external pure returns (int256, int256, int256) {
        return black76(option);
    }

    function undiscountedCall_(
        int256 totalVol,
        int256 logMoneyness,
        int256 forward,
        int256 strike
    ) external pure returns (int256) {
        return undiscountedCall(totalVol, logMoneyness, forward, strike);
    }

    function volatility_(Surface calldata surface, int256 strike) external pure returns (int256) {
        return volatility(surface, strike);
    }

    function admits_(Surface calldata surface) external pure returns (bool) {
        return admits(surface);
    }
}
