// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDispute} from "../../contracts/interfaces/IDispute.sol";
import {IRollup} from "../../contracts/interfaces/IRollup.sol";
import {CounterMachine} from "./toy/CounterMachine.sol";
import {RollupTest} from "./toy/RollupTest.sol";

/// @notice What the guardian and the timelock can do, and that it is all they can.
contract RolesTest is RollupTest {
    function test_pauseClaims_stopsClaimingForAChallengePeriod() external conserved {
        _pause();
        bytes32 batchHash = batchOn(genesis);
        uint256 until = block.timestamp + V;
        vm.deal(address(this), 1 ether);
        vm.warp(until - 1);
        vm.expectRevert(abi.encodeWithSelector(IRollup.ClaimsArePaused.selector, until));
        rollup.claim{value: PATH_BOND}(genesis, batchHash, TRUTH);
        vm.warp(until);
        rollup.claim{value: PATH_BOND}(genesis, batchHash, TRUTH);
    }

    function test_pauseClaims_stopsNothingElse() external conserved {
        claim(LIAR, genesis, LIE);
        _pause();
        bytes32 x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        play(HONEST, x, y);
        post();
        settleAfterPeriod(genesis);
        rollup.payOut(x);
        assertTrue(collect(HONEST) > BOND, "bond, refunds, reward");
        assertTrue(rollup.isSettledRoot(TRUTH), "settled");
    }

    function test_pauseClaims_leavesThreeQuartersOfTheTimeOpen() external {
        _pause();
        uint256 earliest = block.timestamp + 4 * V;
        vm.warp(earliest - 1);
        vm.expectRevert(abi.encodeWithSelector(IDispute.TooEarly.selector, earliest - 1, earliest));
        _pause();
        vm.warp(earliest);
        _pause();
        assertEq(rollup.pausedUntil(), earliest + V, "again");
    }

    function test_pauseClaims_onlyTheGuardian() external {
        address[6] memory others = accounts();
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IRollup.NotGuardian.selector, others[i], GUARDIAN)
            );
            vm.prank(others[i]);
            rollup.pauseClaims();
        }
    }

    function test_changeVerifier_isForBatchesPostedLater() external conserved {
        CounterMachine next = new CounterMachine(HALT);
        bytes32 x = enterAfterClaim();
        vm.prank(TIMELOCK);
        rollup.changeVerifier(address(next));
        post();
        assertEq(rollup.batchOf(3).verifier, address(machine), "posted before");
        assertEq(rollup.batchOf(4).verifier, address(next), "posted after");
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        play(HONEST, x, y);
        assertTrue(isAlive(x) && !isAlive(y), "the dispute goes on with its own");
    }

    function test_changeVerifier_onlyTheTimelockAndOnlyToAContract() external {
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotTimelock.selector, POSTER, TIMELOCK));
        vm.prank(POSTER);
        rollup.changeVerifier(address(machine));
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotContract.selector, STRANGER));
        vm.prank(TIMELOCK);
        rollup.changeVerifier(STRANGER);
    }

    function enterAfterClaim() private returns (bytes32) {
        claim(LIAR, genesis, LIE);
        return enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
    }

    function _pause() private {
        vm.prank(GUARDIAN);
        rollup.pauseClaims();
    }
}
