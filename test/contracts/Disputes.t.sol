// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDispute} from "../../contracts/interfaces/IDispute.sol";
import {CounterMachine} from "./toy/CounterMachine.sol";
import {RollupTest} from "./toy/RollupTest.sol";
import {Tree} from "./toy/Tree.sol";

/// @notice Who wins: true roots stand, false ones fall, at every step and against any number.
contract DisputesTest is RollupTest {
    function test_settle_undisputedRootStands() external conserved {
        bytes32 first = claim(HONEST, genesis, TRUTH);
        settleAfterPeriod(genesis);
        assertEq(rollup.settledTip(), first, "tip");
        assertEq(rollup.settledRoot(), TRUTH, "root");
        assertEq(rollup.settledBatch(), 1, "batch");
        assertTrue(rollup.isSettledRoot(TRUTH) && rollup.isSettledRoot(GENESIS_ROOT), "settled");
    }

    function test_falseRootIsThrownOut_atEveryStep() external conserved {
        bytes32 parent = genesis;
        claim(LIAR, parent, LIE);
        bytes32 honest = enter(HONEST, parent, TRUTH, honestLeaves(parent));
        // The last leaf is a lie in each, so that the divergence sits at 0, 1, …, 15, padding included.
        for (uint256 from; from < LEAVES; ++from) {
            bytes32 lying = enter(LIAR, parent, LIE, lyingLeaves(parent, from, LIE, from));
            bytes32 d = play(HONEST, honest, lying);
            assertEq(rollup.duelOf(d).index, from, "the leftmost difference");
            assertTrue(!isAlive(lying) && isAlive(honest), "the liar falls");
            vm.expectRevert(abi.encodeWithSelector(IDispute.EntryNotAlive.selector, lying));
            rollup.duel(honest, lying);
        }
        settleAfterPeriod(parent);
        assertEq(rollup.settledRoot(), TRUTH, "root");
    }

    function test_trueRootStands_againstManyLiars() external conserved {
        bytes32 parent = _defendAgainst(1, genesis);
        parent = _defendAgainst(2, parent);
        _defendAgainst(8, parent);
    }

    function test_manyLiarsOneHonest_costDoesNotGrowWithRivals() external conserved {
        claim(HONEST, genesis, TRUTH);
        bytes32[] memory liars = new bytes32[](32);
        for (uint256 i; i < 32; ++i) {
            liars[i] = enter(LIAR, genesis, LIE, lyingLeaves(genesis, i % 15, LIE, i));
        }
        bytes32 honest = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        uint256 start = block.timestamp;
        for (uint256 i; i < 32; ++i) play(HONEST, honest, liars[i]);
        assertEq(block.timestamp, start, "all duels at once");
        settleAfterPeriod(genesis);
        assertEq(rollup.settledRoot(), TRUTH, "root");
    }

    function _defendAgainst(uint256 rivals, bytes32 parent) private returns (bytes32 id) {
        bytes32 truth = bytes32(uint256(rollup.claimOf(parent).root) + HALT);
        id = claim(HONEST, parent, truth);
        bytes32[] memory liars = new bytes32[](rivals);
        for (uint256 i; i < rivals; ++i) {
            bytes32 root = bytes32(uint256(666) + i);
            liars[i] = enter(LIAR, parent, root, lyingLeaves(parent, (5 * i) % 16, root, i));
        }
        bytes32 honest = enter(HONEST, parent, truth, honestLeaves(parent));
        for (uint256 i; i < rivals; ++i) play(STRANGER, liars[i], honest);
        assertTrue(isAlive(honest), "the true entry lives");
        settleAfterPeriod(parent);
        assertEq(rollup.settledTip(), id, "the true claim settles");
    }

    function test_rightRootWrongHistory_rootSettlesAndRivalPays() external conserved {
        claim(HONEST, genesis, TRUTH);
        bytes32 liar = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 3, LIE, 0));
        bytes32 honest = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32 impostor = enter(LIAR_2, genesis, TRUTH, lyingLeaves(genesis, 7, TRUTH, 0));
        play(HONEST, honest, liar);
        play(HONEST, honest, impostor);
        assertTrue(isAlive(honest) && !isAlive(impostor), "the false history falls");
        settleAfterPeriod(genesis);
        assertEq(rollup.settledRoot(), TRUTH, "root");
        assertEq(rollup.contest(genesis).killed, 2 * BOND, "both rivals paid");
    }

    function test_rightRootWrongHistory_doesNotHoldUpSettlement() external conserved {
        claim(HONEST, genesis, TRUTH);
        bytes32 liar = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 3, LIE, 0));
        bytes32 honest = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32 impostor = enter(LIAR_2, genesis, TRUTH, lyingLeaves(genesis, 7, TRUTH, 0));
        play(HONEST, honest, liar);
        settleAfterPeriod(genesis);
        assertEq(rollup.settledRoot(), TRUTH, "root");
        play(HONEST, honest, impostor);
        assertTrue(!isAlive(impostor), "caught after the decision");
    }

    function test_poisonedHistory_leavesTheTruthAndComesBack() external conserved {
        claim(LIAR, genesis, LIE);
        bytes32 honest = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32[] memory leaves = honestLeaves(genesis);
        leaves[4] = keccak256("poison");
        bytes32 d = play(HONEST, honest, enter(LIAR, genesis, TRUTH, leaves));
        assertEq(rollup.duelOf(d).index, 4, "the poisoned leaf");
        assertTrue(isAlive(honest), "the truth lives");
    }

    function test_degenerateRoots_lose() external conserved {
        bytes32[2] memory roots = [bytes32(0), GENESIS_ROOT];
        claim(LIAR, genesis, roots[0]);
        claim(LIAR_2, genesis, roots[1]);
        bytes32 honest = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        for (uint256 i; i < 2; ++i) {
            bytes32 lying = enter(LIAR_2, genesis, roots[i], lyingLeaves(genesis, 0, roots[i], i));
            play(HONEST, honest, lying);
        }
        settleAfterPeriod(genesis);
        assertEq(rollup.settledRoot(), TRUTH, "root");
    }

    function test_zeroRoot_settlesWhereItIsTheOnlyOne() external conserved {
        claim(HONEST, genesis, TRUTH);
        enter(LIAR, genesis, 0, lyingLeaves(genesis, 0, 0, 0));
        vm.warp(block.timestamp + V);
        vm.expectRevert(_tooEarly(block.timestamp));
        rollup.settle(genesis);
        pass(1);
        rollup.settle(genesis);
        assertEq(rollup.settledRoot(), 0, "nobody defended the truth");
    }

    function test_step_wrongPreState_reverts() external conserved {
        bytes32 d = _atLeaves(5);
        bytes32[] memory proof = proofOfPre(d);
        bytes32 pre = keccak256("other");
        vm.expectPartialRevert(IDispute.WrongNode.selector);
        rollup.step(d, 0, pre, proof, "");

        bytes32 neighbour = stateAfter(genesis, 4);
        vm.expectPartialRevert(IDispute.WrongNode.selector);
        rollup.step(d, 0, neighbour, proof, "");

        bytes32 right = stateAfter(genesis, 5);
        vm.expectRevert(abi.encodeWithSelector(IDispute.WrongChildren.selector, 0, 4));
        rollup.step(d, 0, right, new bytes32[](0), "");
    }

    function test_step_firstStepFromAnotherState_reverts() external conserved {
        bytes32 d = _atLeaves(0);
        bytes32 received = stateAfter(genesis, 1);
        bytes memory witness = witnessAt(genesis, 1);
        bytes32[] memory none = new bytes32[](0);
        bytes32 expected = stateAfter(genesis, 0);
        vm.expectRevert(abi.encodeWithSelector(IDispute.WrongNode.selector, received, expected));
        rollup.step(d, 0, received, none, witness);
    }

    function test_step_witnessThatOpensNothing_changesNothing() external conserved {
        bytes32 d = _atLeaves(5);
        bytes32[] memory proof = proofOfPre(d);
        bytes32 pre = stateAfter(genesis, 5);
        bytes memory witness = witnessAt(genesis, 4);
        vm.expectPartialRevert(CounterMachine.WitnessOpensOther.selector);
        rollup.step(d, 0, pre, proof, witness);
        step(HONEST, d);
    }

    function test_step_resultIsRemembered() external conserved {
        bytes32 d = _atLeaves(5);
        bytes32 pre = stateAfter(genesis, 5);
        assertEq(rollup.postOf(address(machine), pre), 0, "not known");
        step(HONEST, d);
        assertEq(rollup.postOf(address(machine), pre), stateAfter(genesis, 6), "known");

        bytes32 honest = _entryOf(HONEST, d);
        bytes32 second = enter(LIAR_2, genesis, LIE, lyingLeaves(genesis, 5, LIE, 9));
        bytes32 again = duel(HONEST, honest, second);
        playToLeaves(HONEST, again);
        stepWith(HONEST, again, pre, "");
        assertTrue(!isAlive(second), "without a witness");
    }

    function test_step_isProvenByEitherHistory() external conserved {
        for (uint256 side; side < 2; ++side) {
            uint256 state = vm.snapshotState();
            bytes32 d = _atLeaves(5);
            bytes32[] memory proof = proofOfPreBy(d, side);
            bytes32 pre = stateAfter(genesis, 5);
            bytes memory witness = witnessAt(genesis, 5);
            vm.expectPartialRevert(IDispute.WrongNode.selector);
            rollup.step(d, 1 - side, pre, proof, witness);
            rollup.step(d, side, pre, proof, witness);
            assertTrue(isAlive(_entryOf(HONEST, d)), "the truth lives");
            if (side == 0) vm.revertToState(state);
        }
    }

    function test_step_beforeTheLeaves_reverts() external conserved {
        claim(LIAR, genesis, LIE);
        bytes32 x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 5, LIE, 0));
        bytes32 d = duel(HONEST, x, y);
        vm.expectRevert(abi.encodeWithSelector(IDispute.NotAtLeaves.selector, d, 0));
        rollup.step(d, 0, 0, new bytes32[](0), "");
    }

    function test_dissectionAtLeaves_reverts() external conserved {
        bytes32 d = _atLeaves(5);
        bytes32[] memory children = new bytes32[](4);
        vm.expectRevert(abi.encodeWithSelector(IDispute.AtLeaves.selector, d));
        rollup.reveal(d, 0, children);
        vm.expectRevert(abi.encodeWithSelector(IDispute.AtLeaves.selector, d));
        rollup.advance(d, children, children);
    }

    function test_advance_takesLeftmostDifference() external conserved {
        claim(LIAR, genesis, LIE);
        bytes32 x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        bytes32 d = duel(HONEST, x, y);
        revealBoth(HONEST, d);
        advance(HONEST, d);
        assertEq(rollup.duelOf(d).index, 1, "second quarter");
        revealBoth(HONEST, d);
        advance(HONEST, d);
        assertEq(rollup.duelOf(d).index, 6, "its third leaf");
        assertEq(rollup.duelOf(d).nodes[sideOf(d, x)], stateAfter(genesis, 7), "a leaf");
    }

    function test_advance_unrevealedOrOtherChildren_reverts() external conserved {
        claim(LIAR, genesis, LIE);
        bytes32 x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        bytes32 d = duel(HONEST, x, y);
        bytes32[] memory children0 = childrenOf(d, 0);
        bytes32[] memory children1 = childrenOf(d, 1);
        reveal(HONEST, d, 0);
        bytes32 node1 = rollup.duelOf(d).nodes[1];
        vm.expectRevert(abi.encodeWithSelector(IDispute.NotRevealed.selector, 0, node1));
        rollup.advance(d, children0, children1);

        reveal(HONEST, d, 1);
        vm.expectPartialRevert(IDispute.WrongNode.selector);
        rollup.advance(d, children1, children1);
        vm.expectPartialRevert(IDispute.WrongNode.selector);
        rollup.advance(d, children0, children0);
    }

    function test_reveal_wrongChildren_reverts() external conserved {
        claim(LIAR, genesis, LIE);
        bytes32 x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        bytes32 d = duel(HONEST, x, y);
        bytes32[] memory children1 = childrenOf(d, 1);
        vm.expectPartialRevert(IDispute.WrongNode.selector);
        rollup.reveal(d, 0, children1);
        vm.expectRevert(abi.encodeWithSelector(IDispute.WrongChildren.selector, 8, 4));
        rollup.reveal(d, 0, new bytes32[](8));
        vm.expectRevert(abi.encodeWithSelector(IDispute.WrongSide.selector, 2));
        rollup.reveal(d, 2, children1);
    }

    function test_reveal_servesEveryDuelOfTheHistory() external conserved {
        claim(LIAR, genesis, LIE);
        bytes32 x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        bytes32 z = enter(LIAR_2, genesis, LIE, lyingLeaves(genesis, 6, LIE, 1));
        bytes32 first = duel(HONEST, x, y);
        reveal(HONEST, first, sideOf(first, x));
        bytes32 second = duel(HONEST, x, z);
        uint8 side = sideOf(second, x);
        bytes32[] memory children = childrenOf(second, side);
        bytes32 node = rollup.duelOf(second).nodes[side];
        vm.expectRevert(abi.encodeWithSelector(IDispute.AlreadyRevealed.selector, 0, node));
        rollup.reveal(second, side, children);
        reveal(LIAR_2, second, 1 - side);
        advance(HONEST, second);
    }

    function test_duel_rules() external conserved {
        claim(LIAR, genesis, LIE);
        bytes32 x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        vm.expectRevert(abi.encodeWithSelector(IDispute.NotRivals.selector, x, x));
        rollup.duel(x, x);
        vm.expectRevert(abi.encodeWithSelector(IDispute.EntryNotAlive.selector, bytes32(0)));
        rollup.duel(x, 0);

        bytes32 d = duel(STRANGER, x, y);
        vm.expectRevert(abi.encodeWithSelector(IDispute.DuelExists.selector, d));
        rollup.duel(y, x);
        vm.expectRevert(abi.encodeWithSelector(IDispute.NoDuel.selector, bytes32("none")));
        rollup.timeout("none");
    }

    function test_duel_overOtherParents_reverts() external conserved {
        bytes32 child = claim(LIAR, genesis, LIE);
        bytes32 x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        claim(LIAR, child, LIE);
        bytes32 y = enter(LIAR_2, child, LIE_2, lyingLeaves(child, 6, LIE_2, 0));
        vm.expectPartialRevert(IDispute.NotRivals.selector);
        rollup.duel(x, y);
    }

    function test_moveAfterDeath_isRefused() external conserved {
        claim(LIAR, genesis, LIE);
        bytes32 x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        bytes32 z = enter(LIAR_2, genesis, LIE, lyingLeaves(genesis, 8, LIE, 1));
        bytes32 between = duel(STRANGER, y, z);
        bytes32 late = duel(STRANGER, x, z);
        reveal(LIAR_2, late, sideOf(late, z));
        bytes32 won = play(HONEST, x, y);

        bytes memory dead = abi.encodeWithSelector(IDispute.EntryNotAlive.selector, y);
        bytes32[] memory children = childrenOf(between, 0);
        vm.expectRevert(dead);
        rollup.duel(y, z);
        vm.expectRevert(dead);
        rollup.reveal(between, 0, children);
        vm.expectRevert(dead);
        rollup.advance(between, children, children);
        vm.expectRevert(dead);
        rollup.step(won, 0, 0, children, "");
        pass(10 * V);
        vm.expectRevert(dead);
        rollup.timeout(between);
        assertTrue(isAlive(z), "a rival of the dead is not harmed");
    }

    function test_duplicateEntry_isRefusedEvenAfterDeath() external conserved {
        claim(LIAR, genesis, LIE);
        bytes32[] memory leaves = lyingLeaves(genesis, 6, LIE, 0);
        bytes32 x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32 y = enter(LIAR, genesis, LIE, leaves);
        _expectEntryExists(y, leaves);
        play(HONEST, x, y);
        _expectEntryExists(y, leaves);
    }

    function test_enter_otherLastLeaf_reverts() external conserved {
        claim(LIAR, genesis, LIE);
        bytes32[] memory leaves = honestLeaves(genesis);
        bytes32[] memory proof = Tree.proof(leaves, LEAVES - 1);
        bytes32 history = Tree.root(leaves);
        vm.expectPartialRevert(IDispute.WrongNode.selector);
        rollup.enter{value: BOND}(genesis, LIE_2, history, proof, HONEST);
        proof = Tree.proof(leaves, 3);
        vm.expectPartialRevert(IDispute.WrongNode.selector);
        rollup.enter{value: BOND}(genesis, TRUTH, history, proof, HONEST);
        vm.expectRevert(abi.encodeWithSelector(IDispute.WrongChildren.selector, 0, 4));
        rollup.enter{value: BOND}(genesis, TRUTH, history, new bytes32[](0), HONEST);
    }

    function _expectEntryExists(bytes32 id, bytes32[] memory leaves) private {
        bytes32[] memory proof = Tree.proof(leaves, LEAVES - 1);
        bytes32 history = Tree.root(leaves);
        vm.deal(address(this), BOND);
        vm.expectRevert(abi.encodeWithSelector(IDispute.EntryExists.selector, id));
        rollup.enter{value: BOND}(genesis, LIE, history, proof, STRANGER);
    }

    function _atLeaves(uint256 from) private returns (bytes32 d) {
        claim(LIAR, genesis, LIE);
        bytes32 x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32 y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, from, LIE, 0));
        d = duel(HONEST, x, y);
        playToLeaves(HONEST, d);
    }

    function _entryOf(address sponsor, bytes32 d) private view returns (bytes32) {
        bytes32[2] memory sides = rollup.duelOf(d).entries;
        return rollup.entry(sides[0]).sponsor == sponsor ? sides[0] : sides[1];
    }

    function _tooEarly(uint256 time) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IDispute.TooEarly.selector, time, time);
    }
}
