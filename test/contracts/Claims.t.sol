// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDispute} from "../../contracts/interfaces/IDispute.sol";
import {IRollup} from "../../contracts/interfaces/IRollup.sol";
import {RollupTest} from "./toy/RollupTest.sol";

/// @notice The tree of claims: how it grows, what a path costs, what falls with a false claim.
contract ClaimsTest is RollupTest {
    bytes32 private constant TRUTH_2 = bytes32(uint256(TRUTH) + HALT);

    function test_genesis_isSettled() external view {
        assertEq(rollup.settledTip(), genesis, "tip");
        assertEq(rollup.settledRoot(), GENESIS_ROOT, "root");
        assertEq(rollup.settledBatch(), 0, "batch");
        assertTrue(rollup.isSettledRoot(GENESIS_ROOT), "pays withdrawals");
        assertTrue(!rollup.isVoid(genesis), "never void");
        bytes memory preimage = abi.encodePacked(
            "tenor genesis",
            uint64(block.chainid),
            address(rollup)
        );
        assertEq(rollup.GENESIS_HASH(), keccak256(preimage), "batch 0");
    }

    function test_claim_startsThePeriodOnce() external conserved {
        claim(HONEST, genesis, TRUTH);
        uint64 first = rollup.contest(genesis).firstClaimedAt;
        pass(10);
        claim(LIAR, genesis, LIE);
        assertEq(rollup.contest(genesis).firstClaimedAt, first, "t0");
        assertEq(rollup.contest(genesis).firstRoot, TRUTH, "the first root");
        assertEq(rollup.contest(genesis).firstClaimant, HONEST, "its claimant");
    }

    function test_claim_extendingOwnTipIsFreeAndForkingCostsABond() external conserved {
        bytes32 first = claimFor(PATH_BOND, HONEST, genesis, TRUTH);
        claimFor(0, HONEST, first, TRUTH_2);
        assertEq(rollup.bondToClaim(first, HONEST), PATH_BOND, "no longer the tip");
        bytes32 batchHash = batchOn(first);
        vm.expectRevert(_wrongPayment(0, PATH_BOND));
        vm.prank(HONEST);
        rollup.claim(first, batchHash, LIE);
    }

    function test_claim_onAnothersTipCostsABond() external conserved {
        bytes32 first = claim(HONEST, genesis, TRUTH);
        bytes32 batchHash = batchOn(first);
        vm.expectRevert(_wrongPayment(0, PATH_BOND));
        vm.prank(LIAR);
        rollup.claim(first, batchHash, LIE);
        claimFor(PATH_BOND, LIAR, first, LIE);
        assertEq(rollup.pathOf(2).owner, LIAR, "a new path");
    }

    function test_claim_paymentForAFreeClaimIsRefused() external conserved {
        bytes32 first = claim(HONEST, genesis, TRUTH);
        bytes32 batchHash = batchOn(first);
        vm.expectRevert(_wrongPayment(PATH_BOND, 0));
        vm.prank(HONEST);
        rollup.claim{value: PATH_BOND}(first, batchHash, TRUTH_2);
    }

    function test_claim_duplicateIsRefused() external conserved {
        bytes32 first = claim(HONEST, genesis, TRUTH);
        bytes32 batchHash = batchOn(genesis);
        vm.deal(address(this), PATH_BOND);
        vm.expectRevert(abi.encodeWithSelector(IRollup.ClaimExists.selector, first));
        rollup.claim{value: PATH_BOND}(genesis, batchHash, TRUTH);
    }

    function test_claim_ofFutureBatchReverts() external conserved {
        bytes32 id = claim(HONEST, genesis, TRUTH);
        id = claim(HONEST, id, TRUTH_2);
        id = claim(HONEST, id, LIE);
        vm.expectRevert(abi.encodeWithSelector(IRollup.BatchNotPosted.selector, 4));
        rollup.claim(id, 0, TRUTH);
    }

    function test_claim_forAnotherBatchReverts() external {
        bytes32 expected = batchOn(genesis);
        vm.expectRevert(abi.encodeWithSelector(IRollup.WrongBatch.selector, bytes32(0), expected));
        rollup.claim(genesis, 0, TRUTH);
        vm.expectRevert(abi.encodeWithSelector(IRollup.ClaimNotFound.selector, bytes32("none")));
        rollup.claim("none", expected, TRUTH);
    }

    function test_claim_onADecidedParentReverts() external conserved {
        claim(HONEST, genesis, TRUTH);
        settleAfterPeriod(genesis);
        vm.expectRevert(abi.encodeWithSelector(IRollup.ClaimNotLive.selector, genesis));
        rollup.claim(genesis, 0, LIE);
        vm.expectRevert(abi.encodeWithSelector(IRollup.ClaimNotLive.selector, genesis));
        rollup.enter(genesis, LIE, 0, new bytes32[](0), HONEST);
    }

    function test_enter_withoutAClaimReverts() external {
        vm.expectRevert(abi.encodeWithSelector(IDispute.NoClaim.selector, genesis));
        rollup.enter(genesis, LIE, 0, new bytes32[](0), HONEST);
    }

    function test_settle_onlyAfterThePeriod() external conserved {
        claim(HONEST, genesis, TRUTH);
        uint256 end = block.timestamp + V;
        vm.warp(end);
        vm.expectRevert(abi.encodeWithSelector(IDispute.TooEarly.selector, end, end));
        rollup.settle(genesis);
        vm.warp(end + 1);
        rollup.settle(genesis);
    }

    function test_settle_withoutAClaimReverts() external {
        vm.expectRevert(abi.encodeWithSelector(IDispute.NoClaim.selector, genesis));
        rollup.settle(genesis);
    }

    function test_outOfOrderSettlement_isRefused() external conserved {
        bytes32 first = claim(HONEST, genesis, TRUTH);
        claim(HONEST, first, TRUTH_2);
        pass(V + 1);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotSettledTip.selector, first, genesis));
        rollup.settle(first);
        rollup.settle(genesis);
        rollup.settle(first);
        assertEq(rollup.settledRoot(), TRUTH_2, "periods ran side by side");
        vm.expectPartialRevert(IRollup.NotSettledTip.selector);
        rollup.settle(genesis);
    }

    function test_settle_waitsWhileRivalsLive() external conserved {
        claim(HONEST, genesis, TRUTH);
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 2, LIE, 0));
        bytes32 x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        pass(10 * V);
        vm.expectRevert(abi.encodeWithSelector(IRollup.StillDisputed.selector, genesis, 2));
        rollup.settle(genesis);
        play(HONEST, x, y);
        rollup.settle(genesis);
    }

    function test_settle_enteredFirstRootCountsOnceInItsWindow() external conserved {
        claim(HONEST, genesis, TRUTH);
        pass(V - 10);
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 2, LIE, 0));
        bytes32 x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        play(HONEST, x, y);
        pass(11);
        rollup.settle(genesis);
        assertEq(rollup.settledRoot(), TRUTH, "nobody waits for the window's end");
    }

    function test_settle_claimWithoutEntryDoesNotCount() external conserved {
        claim(HONEST, genesis, TRUTH);
        bytes32 bare = claim(LIAR, genesis, LIE);
        settleAfterPeriod(genesis);
        assertEq(rollup.settledRoot(), TRUTH, "root");
        assertTrue(rollup.isVoid(bare), "void");
    }

    function test_settle_rootThatOnlyAnEntryStatedBecomesAClaim() external conserved {
        claim(LIAR, genesis, LIE);
        enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        settleAfterPeriod(genesis);
        bytes32 tip = rollup.settledTip();
        assertEq(tip, idOf(genesis, TRUTH), "its id");
        assertEq(rollup.claimOf(tip).path, 0, "no path");
        claim(HONEST, tip, TRUTH_2);
        settleAfterPeriod(tip);
        assertEq(rollup.settledRoot(), TRUTH_2, "built on");
    }

    function test_childOfFalseClaim_isVoidAndItsBatchStands() external conserved {
        bytes32 lie = claim(LIAR, genesis, LIE);
        bytes32 child = claim(LIAR, lie, LIE_2);
        bytes32 grandchild = claim(LIAR, child, LIE);
        bytes32 truth = claim(HONEST, genesis, TRUTH);
        bytes32 next = claim(HONEST, truth, TRUTH_2);
        enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32 batchHash = rollup.batchOf(2).hash;
        pass(V + 1);
        rollup.settle(genesis);
        rollup.settle(truth);
        assertEq(rollup.settledTip(), next, "the true chain");
        assertEq(rollup.batchOf(2).hash, batchHash, "the batch stands");

        vm.expectRevert(abi.encodeWithSelector(IRollup.ClaimNotVoid.selector, grandchild));
        rollup.voidClaim(grandchild);
        rollup.voidClaim(lie);
        vm.expectRevert(abi.encodeWithSelector(IRollup.ClaimNotLive.selector, lie));
        rollup.claim(lie, batchHash, TRUTH);
        rollup.voidClaim(child);
        rollup.voidClaim(grandchild);
        vm.expectRevert(abi.encodeWithSelector(IRollup.ClaimNotVoid.selector, lie));
        rollup.voidClaim(lie);
        vm.expectRevert(abi.encodeWithSelector(IRollup.ClaimNotVoid.selector, truth));
        rollup.voidClaim(truth);
    }

    function test_voidClaim_forfeitsThePathOnceIntoThePot() external conserved {
        bytes32 lie = claim(LIAR, genesis, LIE);
        bytes32 child = claim(LIAR, lie, LIE_2);
        enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        settleAfterPeriod(genesis);
        rollup.voidClaim(lie);
        assertEq(rollup.contest(genesis).pot, PATH_BOND, "the pot");
        rollup.voidClaim(child);
        assertEq(rollup.contest(lie).pot, 0, "once");
        vm.expectRevert(abi.encodeWithSelector(IRollup.NoPathBond.selector, 1));
        rollup.closePath(1);
    }

    function test_closePath_onceItsTipIsSettled() external conserved {
        bytes32 first = claim(HONEST, genesis, TRUTH);
        claim(HONEST, first, TRUTH_2);
        pass(V + 1);
        rollup.settle(genesis);
        vm.expectRevert(abi.encodeWithSelector(IRollup.PathNotSettled.selector, 1));
        rollup.closePath(1);
        rollup.settle(first);
        rollup.closePath(1);
        assertEq(rollup.owed(HONEST), PATH_BOND, "back");
        vm.expectRevert(abi.encodeWithSelector(IRollup.NoPathBond.selector, 1));
        rollup.closePath(1);
        assertEq(rollup.bondToClaim(rollup.settledTip(), HONEST), PATH_BOND, "a closed path");
    }

    function test_claim_pathGoesOnFromTheSettledTip() external conserved {
        bytes32 first = claim(HONEST, genesis, TRUTH);
        settleAfterPeriod(genesis);
        claimFor(0, HONEST, first, TRUTH_2);
    }

    function test_allFall_newEpochAnybodyMayClaimIn() external conserved {
        bytes32 old = claim(HONEST, genesis, TRUTH);
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 2, LIE, 0));
        bytes32[] memory leaves = honestLeaves(genesis);
        bytes32 x = enter(HONEST, genesis, TRUTH, leaves);
        bytes32 d = duel(STRANGER, x, y);
        pass(V + 1);
        rollup.timeout(d);
        rollup.settle(genesis);
        assertEq(rollup.settledTip(), genesis, "nothing settled");
        assertEq(rollup.contest(genesis).epoch, 1, "a new epoch");
        assertTrue(rollup.isVoid(old), "the old claim");
        rollup.voidClaim(old);

        bytes32 again = claim(HONEST, genesis, TRUTH);
        assertTrue(again != old, "another claim");
        assertEq(rollup.bondToEnter(genesis, TRUTH, HONEST), 0, "its new path stands behind it");
        y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 2, LIE, 0));
        bytes32 second = enter(HONEST, genesis, TRUTH, leaves);
        assertTrue(second != x, "another identity");
        play(HONEST, second, y);
        settleAfterPeriod(genesis);
        assertEq(rollup.settledTip(), again, "settled after all");
    }

    function test_allFall_bareFirstRootStillInItsWindowSettles() external conserved {
        claim(HONEST, genesis, TRUTH);
        pass(V);
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 2, LIE, 0));
        bytes32 z = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 3, LIE, 0));
        bytes32 d = duel(LIAR, y, z);
        pass(G + 1);
        rollup.timeout(d);
        rollup.settle(genesis);
        assertEq(rollup.settledRoot(), TRUTH, "it could still be entered");
    }

    function test_constructor_parameterBounds() external {
        IRollup.Parameters memory p = parameters();
        p.pathBond = p.bond - 1;
        vm.expectRevert(_wrongParameter(p.bond - 1, p.bond));
        deployRollup(p);
        p = parameters();
        p.gasPriceCap = p.bond;
        vm.expectPartialRevert(IDispute.WrongParameter.selector);
        deployRollup(p);
        p = parameters();
        p.rounds = 0;
        vm.expectRevert(_wrongParameter(0, 1));
        deployRollup(p);
        p = parameters();
        p.rounds = 4;
        p.arityLog2 = 8;
        vm.expectRevert(_wrongParameter(32, 31));
        deployRollup(p);
        p = parameters();
        p.forceDeadline = 3601;
        vm.expectRevert(abi.encodeWithSelector(IRollup.DeadlineTooLong.selector, 3601, 3600));
        deployRollup(p);
        p = parameters();
        p.poster = address(0);
        vm.expectRevert(abi.encodeWithSelector(IRollup.ZeroAddress.selector));
        deployRollup(p);
    }

    function _wrongParameter(
        uint256 received,
        uint256 expected
    ) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IDispute.WrongParameter.selector, received, expected);
    }

    function _wrongPayment(uint256 received, uint256 expected) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IDispute.WrongPayment.selector, received, expected);
    }
}
