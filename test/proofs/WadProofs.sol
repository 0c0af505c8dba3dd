// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {WAD, abs, clamp, max, min} from "../../contracts/verifier/maths/Wad.sol";
import {ceilPlain, floorPlain} from "./Plain.sol";

/// @notice Rounding to the last unit, for all values that do not panic. Division by a variable is beyond the checker:
/// divDown and divUp are held by the differential tests. What the contracts write in assembly is proven in
/// its plain form, which test/contracts/Plain.t.sol holds against the assembly.
contract WadProofs {
    int256 private constant LIMIT = 2 ** 254;

    function floorWad(int256 product) external pure {
        require(product >= -LIMIT && product <= LIMIT);
        int256 result = floorPlain(product);
        assert(result * WAD <= product);
        assert(product - result * WAD < WAD);
    }

    function ceilWad(int256 product) external pure {
        require(product >= -LIMIT && product <= LIMIT);
        int256 result = ceilPlain(product);
        assert(result * WAD >= product);
        assert(result * WAD - product < WAD);
    }

    function minMax(int256 a, int256 b) external pure {
        assert(min(a, b) <= a && min(a, b) <= b);
        assert(max(a, b) >= a && max(a, b) >= b);
        assert(min(a, b) == a || min(a, b) == b);
        assert(max(a, b) == a || max(a, b) == b);
    }

    function clamp_staysWithin(int256 x, int256 low, int256 high) external pure {
        require(low <= high);
        int256 result = clamp(x, low, high);
        assert(low <= result && result <= high);
        if (low <= x && x <= high) assert(result == x);
    }

    function abs_isNeverNegative(int256 x) external pure {
        require(x != type(int256).min);
        assert(abs(x) >= 0);
        assert(abs(x) == x || abs(x) == -x);
    }
}
