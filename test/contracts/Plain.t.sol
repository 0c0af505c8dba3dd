// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {floorWad, mulUp} from "../../contracts/verifier/maths/Wad.sol";
import {ceilPlain, floorPlain} from "../proofs/Plain.sol";
import {Test} from "./toy/Test.sol";

/// @notice Assembly against its plain form, of which test/proofs proves what rounding promises.
contract PlainTest is Test {
    function testFuzz_floorWad(int256 product) external pure {
        assertSame(floorWad(product), floorPlain(product));
    }

    function testFuzz_mulUp(int128 a, int128 b) external pure {
        assertSame(mulUp(a, b), ceilPlain(int256(a) * b));
    }

    function test_aroundWholeUnits() external pure {
        for (int256 unit = -3e18; unit <= 3e18; unit += 1e18) {
            for (int256 product = unit - 1; product <= unit + 1; ++product) {
                assertSame(floorWad(product), floorPlain(product));
                assertSame(mulUp(product, 1), ceilPlain(product));
            }
        }
    }

    function assertSame(int256 received, int256 expected) private pure {
        assertEq(uint256(received), uint256(expected), "assembly and plain words");
    }
}
