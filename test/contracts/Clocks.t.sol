// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clock} from "../../contracts/dispute/Clock.sol";
import {IDispute} from "../../contracts/interfaces/IDispute.sol";
import {IRollup} from "../../contracts/interfaces/IRollup.sol";
import {RollupTest} from "./toy/RollupTest.sol";
import {Tree} from "./toy/Tree.sol";

/// @notice What time costs: windows, clocks, and of a move and a timeout exactly one.
contract ClocksTest is RollupTest {
    bytes32 private x;
    bytes32 private y;

    /// @dev An honest entry x against a lying first claimant's y, both in at once.
    function _rivals() private {
        claim(LIAR, genesis, LIE);
        x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
    }

    function test_enter_fullClockAtOnce() external conserved {
        _rivals();
        assertEq(rollup.entry(x).clock, A, "the budget");
        assertEq(rollup.entry(y).clock, A, "the budget");
    }

    function test_enter_withinGraceCostsNothing() external conserved {
        claim(LIAR, genesis, LIE);
        pass(G);
        x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        assertEq(rollup.entry(x).clock, A, "the budget");
    }

    function test_lateEntry_spendsItsOwnClock() external conserved {
        claim(HONEST, genesis, TRUTH);
        pass(V - 7);
        y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        assertEq(rollup.entry(y).clock, 7, "what is left of the window");
        x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        assertEq(rollup.entry(x).clock, A, "the defender's window began when the dispute opened");
    }

    function test_enter_otherRootAtTheEndOfTheWindow() external conserved {
        claim(HONEST, genesis, TRUTH);
        uint256 latest = block.timestamp + V;
        vm.warp(latest + 1);
        bytes32[] memory leaves = lyingLeaves(genesis, 6, LIE, 0);
        _expectEnter(_tooLate(latest + 1, latest), LIE, leaves);
        vm.warp(latest);
        y = enter(LIAR, genesis, LIE, leaves);
        assertEq(rollup.entry(y).clock, 0, "nothing left");
    }

    function test_enter_firstRootOnlyOnceOpenAndUntilItsWindowEnds() external conserved {
        claim(LIAR, genesis, LIE);
        bytes32[] memory lying = lyingLeaves(genesis, 6, LIE, 0);
        bytes memory closed = abi.encodeWithSelector(IDispute.DisputeNotOpen.selector, genesis);
        _expectEnter(closed, LIE, lying);
        pass(V / 2);
        x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        uint256 latest = block.timestamp + V;
        vm.warp(latest + 1);
        _expectEnter(_tooLate(latest + 1, latest), LIE, lying);
        vm.warp(latest);
        y = enter(LIAR, genesis, LIE, lying);
        assertEq(rollup.entry(y).clock, 0, "nothing left");
    }

    function test_bareClaimOpenedLate_isStillOpenedInTime() external conserved {
        claim(HONEST, genesis, TRUTH);
        pass(V);
        y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        pass(V);
        vm.expectRevert(abi.encodeWithSelector(IRollup.StillDisputed.selector, genesis, 2));
        rollup.settle(genesis);
        x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        play(HONEST, x, y);
        settleAfterPeriod(genesis);
        assertEq(rollup.settledRoot(), TRUTH, "root");
    }

    function test_bareClaimNotDefended_fallsAfterItsWindow() external conserved {
        claim(LIAR, genesis, LIE);
        x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        pass(V + 1);
        rollup.settle(genesis);
        assertEq(rollup.settledRoot(), TRUTH, "nobody staked a history for the lie");
    }

    function test_silentRival_timesOut() external conserved {
        _rivals();
        bytes32 d = duel(HONEST, x, y);
        reveal(HONEST, d, sideOf(d, x));
        pass(G + A);
        vm.expectRevert(abi.encodeWithSelector(IDispute.NobodyIsLate.selector, d));
        rollup.timeout(d);
        pass(1);
        rollup.timeout(d);
        assertTrue(isAlive(x) && !isAlive(y), "only the silent side falls");
    }

    function test_bothClocksExpire_bothFall() external conserved {
        _rivals();
        bytes32 d = duel(STRANGER, x, y);
        pass(G + A + 1);
        rollup.timeout(d);
        assertTrue(!isAlive(x) && !isAlive(y), "both were silent");
    }

    function test_lastSecondMove_isInTimeAndTimeoutIsNot() external conserved {
        _rivals();
        bytes32 d = duel(HONEST, x, y);
        reveal(LIAR, d, sideOf(d, y));
        pass(G + A);
        vm.expectRevert(abi.encodeWithSelector(IDispute.NobodyIsLate.selector, d));
        rollup.timeout(d);
        reveal(HONEST, d, sideOf(d, x));
        pass(5 * V);
        vm.expectRevert(abi.encodeWithSelector(IDispute.NobodyIsLate.selector, d));
        rollup.timeout(d);
        advance(HONEST, d);
        assertEq(rollup.duelOf(d).clocks[sideOf(d, x)], 0, "all spent");
        assertEq(rollup.duelOf(d).clocks[sideOf(d, y)], A, "nothing spent");
    }

    function test_lateMove_isRefusedAndTimeoutIsNot() external conserved {
        _rivals();
        bytes32 d = duel(HONEST, x, y);
        reveal(HONEST, d, sideOf(d, x));
        pass(G + A + 1);
        uint8 side = sideOf(d, y);
        bytes32[] memory children = childrenOf(d, side);
        vm.expectRevert(abi.encodeWithSelector(IDispute.ClockExpired.selector, A + 1, A));
        rollup.reveal(d, side, children);
        rollup.timeout(d);
        assertTrue(!isAlive(y), "late");
    }

    function test_advance_lateSideElsewhereRevealed_reverts() external conserved {
        _rivals();
        bytes32 d = duel(HONEST, x, y);
        reveal(HONEST, d, sideOf(d, x));
        bytes32 z = enter(LIAR_2, genesis, LIE, lyingLeaves(genesis, 9, LIE, 1));
        pass(G + A + 1);
        // Another duel of the late history makes its node known; that does not turn back this duel's clock.
        bytes32 other = duel(LIAR_2, y, z);
        reveal(LIAR_2, other, sideOf(other, y));
        bytes32[] memory children0 = childrenOf(d, 0);
        bytes32[] memory children1 = childrenOf(d, 1);
        vm.expectRevert(abi.encodeWithSelector(IDispute.ClockExpired.selector, A + 1, A));
        rollup.advance(d, children0, children1);
        rollup.timeout(d);
        assertTrue(!isAlive(y) && isAlive(x), "late is late");
    }

    function test_clocks_areChargedOnceARoundBeyondTheGrace() external conserved {
        _rivals();
        bytes32 d = duel(HONEST, x, y);
        reveal(HONEST, d, sideOf(d, x));
        pass(G + 30);
        reveal(LIAR, d, sideOf(d, y));
        // Waiting for somebody to advance costs nobody anything.
        pass(500);
        advance(HONEST, d);
        assertEq(rollup.duelOf(d).clocks[sideOf(d, y)], A - 30, "first round");
        reveal(HONEST, d, sideOf(d, x));
        pass(G + 50);
        assertEq(rollup.used(d, sideOf(d, y)), 50, "so far");
        reveal(LIAR, d, sideOf(d, y));
        advance(HONEST, d);
        assertEq(rollup.duelOf(d).clocks[sideOf(d, y)], A - 80, "second round");
        assertEq(rollup.duelOf(d).clocks[sideOf(d, x)], A, "the fast side");
    }

    function test_clocks_knownNodeCostsNothing() external conserved {
        _rivals();
        bytes32 d = duel(HONEST, x, y);
        revealBoth(HONEST, d);
        pass(V / 2);
        bytes32 z = enter(LIAR_2, genesis, TRUTH, lyingLeaves(genesis, 9, TRUTH, 1));
        bytes32 second = duel(HONEST, x, z);
        pass(V / 3);
        reveal(LIAR_2, second, sideOf(second, z));
        advance(HONEST, second);
        assertEq(rollup.duelOf(second).clocks[sideOf(second, x)], A, "revealed before");
    }

    function test_proofMeetsTimeout_exactlyOneIsPossible() external conserved {
        _rivals();
        bytes32 d = duel(HONEST, x, y);
        playToLeaves(HONEST, d);
        uint256 latest = block.timestamp + V;
        vm.warp(latest);
        vm.expectRevert(abi.encodeWithSelector(IDispute.NobodyIsLate.selector, d));
        rollup.timeout(d);
        step(HONEST, d);
        assertTrue(isAlive(x) && !isAlive(y), "the proof was in time");
    }

    function test_proofMeetsTimeout_oneSecondLater() external conserved {
        _rivals();
        bytes32 d = duel(HONEST, x, y);
        playToLeaves(HONEST, d);
        uint256 latest = block.timestamp + V;
        vm.warp(latest + 1);
        bytes32[] memory proof = proofOfPre(d);
        vm.expectRevert(_tooLate(latest + 1, latest));
        rollup.step(d, 0, 0, proof, "");
        rollup.timeout(d);
        assertTrue(!isAlive(x) && !isAlive(y), "nobody proved anything");
    }

    function test_twoLiarsAgreeOnGarbage_bothFallByTime() external conserved {
        claim(LIAR, genesis, LIE);
        x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        bytes32[] memory first = lyingLeaves(genesis, 4, LIE, 0);
        bytes32[] memory second = lyingLeaves(genesis, 4, LIE, 0);
        second[9] = keccak256("they differ here, after garbage both agree on");
        y = enter(LIAR, genesis, LIE, first);
        bytes32 z = enter(LIAR_2, genesis, LIE, second);
        bytes32 d = duel(LIAR, y, z);
        playToLeaves(LIAR, d);
        bytes32[] memory proof = proofOfPre(d);
        bytes memory witness = witnessAt(genesis, 9);
        bytes32 pre = first[8];
        vm.expectPartialRevert(bytes4(keccak256("WitnessOpensOther(bytes32,bytes32)")));
        rollup.step(d, 0, pre, proof, witness);
        pass(V + 1);
        rollup.timeout(d);
        assertTrue(!isAlive(y) && !isAlive(z) && isAlive(x), "nobody else falls");
        rollup.settle(genesis);
        assertEq(rollup.settledRoot(), TRUTH, "root");
    }

    function test_abandonedMatch_freezesNothingForOthers() external conserved {
        claim(LIAR, genesis, LIE);
        x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        y = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        bytes32 z = enter(LIAR_2, genesis, LIE, lyingLeaves(genesis, 8, LIE, 1));
        bytes32 abandoned = duel(LIAR, y, z);
        reveal(LIAR, abandoned, 0);
        play(HONEST, x, y);
        play(HONEST, x, z);
        settleAfterPeriod(genesis);
        assertEq(rollup.settledRoot(), TRUTH, "root");
    }

    function testFuzz_used_matchesTheRule(
        uint32 revealedAt,
        uint32 since,
        uint16 grace,
        uint32 waited
    ) external pure {
        uint64 nowSec = uint64(since) + waited;
        uint64 end = revealedAt == 0 ? nowSec : revealedAt;
        uint64 reached = end > since ? end : since;
        uint64 spent = reached - since;
        uint64 expected = spent > grace ? spent - grace : 0;
        assertEq(Clock.used(revealedAt, since, grace, nowSec), expected, "used");
    }

    function testFuzz_atEntry_neverMoreThanWindowLeaves(
        uint16 budget,
        uint16 g,
        uint32 late
    ) external pure {
        uint64 window = uint64(budget) + g;
        uint64 nowSec = 1000 + uint64(late % (window + 1));
        uint64 clock = Clock.atEntry(budget, window, 1000, nowSec);
        assertTrue(clock <= budget && clock <= 1000 + window - nowSec, "bounded by both");
        assertTrue(clock == budget || clock == 1000 + window - nowSec, "and equal to one");
    }

    function _expectEnter(bytes memory error_, bytes32 root, bytes32[] memory leaves) private {
        bytes32[] memory proof = Tree.proof(leaves, LEAVES - 1);
        bytes32 history = Tree.root(leaves);
        vm.deal(address(this), BOND);
        vm.expectRevert(error_);
        rollup.enter{value: BOND}(genesis, root, history, proof, STRANGER);
    }

    function _tooLate(uint256 received, uint256 latest) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IDispute.TooLate.selector, received, latest);
    }
}
