// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDispute} from "../../contracts/interfaces/IDispute.sol";
import {IRollup} from "../../contracts/interfaces/IRollup.sol";
import {RollupTest} from "./toy/RollupTest.sol";
import {Tree} from "./toy/Tree.sol";

/// @notice Collects what it is owed and, asked to, refuses it or asks again while it is paid.
contract Receiver {
    IDispute private immutable ROLLUP;
    bool public isRefusing;
    bool public isReentering;
    bool public isReentryRefused;

    constructor(IDispute rollup) {
        ROLLUP = rollup;
    }

    function refuse(bool yes) external {
        isRefusing = yes;
    }

    function reenter() external {
        isReentering = true;
    }

    function collect() external {
        ROLLUP.collect();
    }

    receive() external payable {
        require(!isRefusing, "refused");
        if (!isReentering) return;
        try ROLLUP.collect() {} catch {
            isReentryRefused = true;
        }
    }
}

/// @notice Who pays and who is paid. Every test ends with the balance equal to what is owed.
contract BondsTest is RollupTest {
    bytes32 private x;
    bytes32 private y;

    /// @dev An honest entry x, bonded, against a liar's y, bonded too.
    function _rivals() private {
        claim(LIAR, genesis, LIE);
        x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        y = enter(LIAR_2, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
    }

    function test_enter_takesExactlyTheBond() external conserved {
        claim(LIAR, genesis, LIE);
        bytes32[] memory leaves = honestLeaves(genesis);
        bytes32[] memory proof = Tree.proof(leaves, LEAVES - 1);
        bytes32 history = Tree.root(leaves);
        uint256[3] memory wrong = [uint256(0), BOND - 1, BOND + 1];
        vm.deal(address(this), 1 ether);
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(_wrongPayment(wrong[i], BOND));
            rollup.enter{value: wrong[i]}(genesis, TRUTH, history, proof, HONEST);
        }
    }

    function test_enter_firstClaimantsOwnEntryIsFreeOnce() external conserved {
        claim(HONEST, genesis, TRUTH);
        enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        assertEq(rollup.bondToEnter(genesis, TRUTH, STRANGER), BOND, "a stranger");
        assertEq(rollup.bondToEnter(genesis, LIE, HONEST), BOND, "another root");
        assertEq(rollup.bondToEnter(genesis, TRUTH, HONEST), 0, "its own");
        x = enterFor(0, HONEST, genesis, TRUTH, honestLeaves(genesis));
        assertEq(rollup.pathOf(1).bond, 0, "its path's bond stands behind it");
        assertEq(rollup.owed(HONEST), PATH_BOND - BOND, "what it is more goes back");
        assertEq(rollup.bondToEnter(genesis, TRUTH, HONEST), BOND, "once");
    }

    function test_enter_onePathBondBacksOneEntryOfAllItsContests() external conserved {
        bytes32 first = claim(LIAR, genesis, TRUTH);
        claim(LIAR, first, LIE);
        enter(HONEST, genesis, LIE_2, lyingLeaves(genesis, 6, LIE_2, 0));
        enterFor(0, LIAR, genesis, TRUTH, lyingLeaves(genesis, 3, TRUTH, 0));
        enter(HONEST, first, bytes32(uint256(TRUTH) + HALT), honestLeaves(first));
        assertEq(rollup.bondToEnter(first, LIE, LIAR), BOND, "spent in the contest before");
    }

    function test_closePath_notWhileItsBondStandsBehindAnEntry() external conserved {
        claim(LIAR, genesis, TRUTH);
        enter(HONEST, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        y = enterFor(0, LIAR, genesis, TRUTH, lyingLeaves(genesis, 3, TRUTH, 0));
        x = enter(STRANGER, genesis, TRUTH, honestLeaves(genesis));
        bytes32 lie = rollup.entryId(genesis, 0, LIE, Tree.root(lyingLeaves(genesis, 6, LIE, 0)));
        play(STRANGER, x, lie);
        settleAfterPeriod(genesis);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NoPathBond.selector, 1));
        rollup.closePath(1);
        play(STRANGER, x, y);
        assertEq(rollup.contest(genesis).killed, 2 * BOND, "the false history lost it");
    }

    function test_step_refundsMoversAtOnceAndTheRestFallsIntoThePot() external conserved {
        _rivals();
        bytes32 d = duel(STRANGER, x, y);
        playToLeaves(HONEST, d);
        assertEq(rollup.owed(HONEST), 0, "nobody fell yet");
        step(HONEST, d);
        uint256 refunds = rollup.owed(HONEST) + rollup.owed(STRANGER);
        assertTrue(rollup.owed(STRANGER) > 100_000 * GAS_PRICE, "the opening move");
        assertTrue(rollup.owed(HONEST) > 400_000 * GAS_PRICE, "reveals, advances, step");
        assertEq(rollup.owed(LIAR_2), 0, "the fallen side");
        assertEq(rollup.contest(genesis).pot, BOND - refunds, "the rest");
        assertEq(rollup.contest(genesis).killed, BOND, "what fell");
    }

    function test_refund_movesOfTheFallenSideArePaidToNobody() external conserved {
        _rivals();
        bytes32 d = duel(HONEST, x, y);
        reveal(HONEST, d, sideOf(d, x));
        reveal(LIAR_2, d, sideOf(d, y));
        advance(HONEST, d);
        revealBoth(HONEST, d);
        advance(HONEST, d);
        step(HONEST, d);
        assertEq(rollup.owed(LIAR_2), 0, "moves for the liar");
    }

    function test_refund_isAtMostAQuarterOfTheBondADuel() external conserved {
        _rivals();
        bytes32 d = duel(HONEST, x, y);
        playToLeaves(HONEST, d);
        // Sixteen million gas of calldata: more than a duel is worth.
        bytes memory padded = bytes.concat(witnessAt(genesis, 6), new bytes(1_000_000));
        stepWith(HONEST, d, stateAfter(genesis, 6), padded);
        assertEq(rollup.owed(HONEST), BOND / 4, "the bound");
        assertEq(rollup.contest(genesis).pot, BOND - BOND / 4, "the rest");
    }

    function test_refund_paddingOfARememberedStepEarnsNothing() external conserved {
        _rivals();
        bytes32 z = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 1));
        bytes32[2] memory duels = [duel(HONEST, x, y), duel(HONEST, x, z)];
        uint256[2] memory earned;
        for (uint256 i; i < 2; ++i) {
            playToLeaves(HONEST, duels[i]);
            uint256 before = rollup.owed(HONEST);
            bytes memory witness = i == 0 ? witnessAt(genesis, 6) : new bytes(100_000);
            stepWith(HONEST, duels[i], stateAfter(genesis, 6), witness);
            earned[i] = rollup.owed(HONEST) - before;
        }
        assertTrue(earned[1] < earned[0], "the second step needs no witness");
    }

    function test_reward_isTheSameWhetherLosingClaimsAreVoidedBeforeOrAfter() external conserved {
        bytes32 lie = claim(LIAR, genesis, LIE);
        x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        settleAfterPeriod(genesis);
        rollup.payOut(x);
        rollup.voidClaim(lie);
        assertEq(
            rollup.owed(HONEST),
            BOND + PATH_BOND / 10,
            "the bare liar's path fell with its claim"
        );
    }

    function test_refund_gasPriceIsCapped() external conserved {
        vm.txGasPrice(1_000_000 * GAS_PRICE);
        _rivals();
        bytes32 d = duel(HONEST, x, y);
        playToLeaves(HONEST, d);
        step(HONEST, d);
        assertTrue(rollup.owed(HONEST) < 1_500_000 * GAS_PRICE, "the cap");
    }

    function test_freeloader_copiedMovesEarnNothing() external conserved {
        _rivals();
        bytes32 d = duel(HONEST, x, y);
        uint8 side = sideOf(d, x);
        bytes32[] memory children0 = childrenOf(d, 0);
        bytes32[] memory children1 = childrenOf(d, 1);
        reveal(HONEST, d, 0);
        reveal(HONEST, d, 1);
        vm.expectPartialRevert(IDispute.AlreadyRevealed.selector);
        rollup.reveal(d, side, side == 0 ? children0 : children1);
        advance(HONEST, d);
        vm.expectPartialRevert(IDispute.NotRevealed.selector);
        rollup.advance(d, children0, children1);
        playToLeaves(HONEST, d);
        step(HONEST, d);
        bytes32[] memory none = new bytes32[](0);
        vm.expectPartialRevert(IDispute.EntryNotAlive.selector);
        rollup.step(d, 0, 0, none, "");
        assertEq(rollup.owed(address(this)), 0, "nothing earned");
    }

    function test_frontRunProof_gainsItsCopierOnlyTheGas() external conserved {
        _rivals();
        bytes32 d = duel(HONEST, x, y);
        playToLeaves(HONEST, d);
        step(STRANGER, d);
        assertTrue(rollup.owed(STRANGER) < 500_000 * GAS_PRICE, "a refund");
        settleAfterPeriod(genesis);
        uint256 before = rollup.owed(STRANGER);
        vm.prank(STRANGER);
        rollup.payOut(x);
        assertEq(rollup.owed(STRANGER), before, "the reward is the sponsor's");
        assertTrue(rollup.owed(HONEST) >= BOND + BOND / 10, "bond and reward");
    }

    function test_payOut_goesToTheNamedSponsor() external conserved {
        claim(LIAR, genesis, LIE);
        bytes32[] memory leaves = honestLeaves(genesis);
        bytes32[] memory proof = Tree.proof(leaves, LEAVES - 1);
        bytes32 history = Tree.root(leaves);
        vm.prank(STRANGER);
        x = rollup.enter{value: BOND}(genesis, TRUTH, history, proof, SPONSOR);
        settleAfterPeriod(genesis);
        rollup.payOut(x);
        assertEq(rollup.owed(SPONSOR), BOND + PATH_BOND / 10, "the sponsor");
        assertEq(rollup.owed(STRANGER), 0, "not the caller");
    }

    function test_payOut_rules() external conserved {
        _rivals();
        vm.expectRevert(abi.encodeWithSelector(IDispute.ContestOpen.selector, genesis));
        rollup.payOut(x);
        vm.expectRevert(abi.encodeWithSelector(IDispute.EntryNotAlive.selector, bytes32("none")));
        rollup.payOut("none");
        play(HONEST, x, y);
        vm.expectRevert(abi.encodeWithSelector(IDispute.EntryNotAlive.selector, y));
        rollup.payOut(y);
        settleAfterPeriod(genesis);
        rollup.payOut(x);
        vm.expectRevert(abi.encodeWithSelector(IDispute.AlreadyPaidOut.selector, x));
        rollup.payOut(x);
    }

    function test_payMoves_movesAgainstASideThatAnotherKilled() external conserved {
        _rivals();
        bytes32 mine = duel(HONEST, x, y);
        playToLeaves(HONEST, mine);
        // Another liar, honest longer than y, is faster.
        bytes32 z = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 9, LIE, 1));
        play(LIAR, y, z);
        assertTrue(!isAlive(y), "killed elsewhere");
        play(HONEST, x, z);
        settleAfterPeriod(genesis);
        uint256 before = rollup.owed(HONEST);
        uint256 pot = rollup.contest(genesis).pot;
        rollup.payMoves(mine);
        uint256 paid = rollup.owed(HONEST) - before;
        assertTrue(paid > 300_000 * GAS_PRICE && paid <= BOND / 4, "out of the pot");
        assertEq(rollup.contest(genesis).pot, pot - paid, "the pot");
        vm.expectRevert(abi.encodeWithSelector(IDispute.NothingToPay.selector, mine));
        rollup.payMoves(mine);
    }

    function test_payMoves_onlyInAClosedContestAgainstOneFallenSide() external conserved {
        _rivals();
        bytes32 z = enter(LIAR, genesis, LIE, lyingLeaves(genesis, 9, LIE, 1));
        bytes32 open = duel(HONEST, x, z);
        vm.expectRevert(abi.encodeWithSelector(IDispute.NothingToPay.selector, open));
        rollup.payMoves(open);
        bytes32 killing = duel(LIAR_2, y, z);
        pass(V + 1);
        rollup.timeout(killing);
        vm.expectRevert(abi.encodeWithSelector(IDispute.ContestOpen.selector, genesis));
        rollup.payMoves(open);
        vm.expectRevert(abi.encodeWithSelector(IDispute.NothingToPay.selector, killing));
        rollup.payMoves(killing);
        rollup.settle(genesis);
        rollup.payMoves(open);
        assertTrue(rollup.owed(HONEST) > 0, "paid");
    }

    function test_firstClaimantsLie_movesArePaidOutOfItsPath() external conserved {
        bytes32 lie = claim(LIAR, genesis, LIE);
        x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        y = enterFor(0, LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        bytes32 d = play(HONEST, x, y);
        uint256 refunds = rollup.owed(HONEST);
        assertTrue(refunds > 400_000 * GAS_PRICE, "paid at once");
        assertEq(rollup.contest(genesis).pot, BOND - refunds, "the rest");
        settleAfterPeriod(genesis);
        rollup.voidClaim(lie);
        assertEq(rollup.contest(genesis).killed, BOND, "it fell once");
        vm.expectRevert(abi.encodeWithSelector(IDispute.NothingToPay.selector, d));
        rollup.payMoves(d);
        uint256 before = rollup.owed(HONEST);
        rollup.payOut(x);
        assertEq(rollup.owed(HONEST) - before, BOND + BOND / 10, "bond and reward");
    }

    function test_firstClaimantsLie_paysAtMostAQuarterOfABondToo() external conserved {
        claim(LIAR, genesis, LIE);
        x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        y = enterFor(0, LIAR, genesis, LIE, lyingLeaves(genesis, 6, LIE, 0));
        bytes32 d = duel(HONEST, x, y);
        playToLeaves(HONEST, d);
        bytes memory padded = bytes.concat(witnessAt(genesis, 6), new bytes(1_000_000));
        stepWith(HONEST, d, stateAfter(genesis, 6), padded);
        assertEq(rollup.owed(HONEST), BOND / 4, "the bound");
    }

    function test_honestPartyNeverLoses_againstEightLiars() external conserved {
        uint256 before = HONEST.balance;
        claim(HONEST, genesis, TRUTH);
        bytes32[] memory liars = new bytes32[](8);
        for (uint256 i; i < 8; ++i) {
            liars[i] = enter(LIAR, genesis, LIE, lyingLeaves(genesis, i, LIE, i));
        }
        x = enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        for (uint256 i; i < 8; ++i) play(HONEST, x, liars[i]);
        settleAfterPeriod(genesis);
        rollup.payOut(x);
        uint256 refunds = collect(HONEST) - PATH_BOND - (8 * BOND) / 10;
        assertEq(HONEST.balance, before + refunds + (8 * BOND) / 10, "nothing lost");
        assertTrue(refunds > 8 * 400_000 * GAS_PRICE, "every duel was paid for");
    }

    function test_sybilsRecycleBonds_loseAllButTheirGasAndATenth() external conserved {
        uint256 before = LIAR.balance + LIAR_2.balance;
        claim(LIAR, genesis, TRUTH);
        bytes32[] memory sybils = new bytes32[](6);
        for (uint256 i; i < 6; ++i) {
            sybils[i] = enter(LIAR_2, genesis, LIE, lyingLeaves(genesis, i, LIE, i));
        }
        x = enter(LIAR, genesis, TRUTH, honestLeaves(genesis));
        for (uint256 i; i < 6; ++i) play(LIAR, x, sybils[i]);
        settleAfterPeriod(genesis);
        rollup.payOut(x);
        collect(LIAR);
        uint256 lost = before - LIAR.balance - LIAR_2.balance;
        uint256 gasPaidBack = 6 * (BOND / 4);
        assertTrue(lost >= 6 * BOND - (6 * BOND) / 10 - gasPaidBack, "at most gas and a tenth");
        uint256 pot = rollup.contest(genesis).pot;
        pass(5 * V + 1);
        uint256 burnedBefore = address(0).balance;
        rollup.burn(genesis);
        assertEq(address(0).balance - burnedBefore, pot, "the rest is destroyed");
        assertEq(rollup.contest(genesis).pot, 0, "nothing stays");
    }

    function test_burn_onlyAfterTheLastPayout() external conserved {
        _rivals();
        vm.expectRevert(abi.encodeWithSelector(IDispute.ContestOpen.selector, genesis));
        rollup.burn(genesis);
        play(HONEST, x, y);
        settleAfterPeriod(genesis);
        uint256 earliest = block.timestamp + 5 * V;
        vm.warp(earliest);
        vm.expectRevert(abi.encodeWithSelector(IDispute.TooEarly.selector, earliest, earliest));
        rollup.burn(genesis);
        vm.warp(earliest + 1);
        rollup.burn(genesis);
        rollup.payOut(x);
        assertTrue(rollup.owed(HONEST) >= BOND, "its bond never burns");
    }

    function test_severalSurvivors_waitAndShareTheReward() external conserved {
        _rivals();
        bytes32 twin = enter(SPONSOR, genesis, TRUTH, lyingLeaves(genesis, 7, TRUTH, 0));
        play(HONEST, x, y);
        settleAfterPeriod(genesis);
        uint256 earliest = block.timestamp + 4 * V;
        vm.expectRevert(
            abi.encodeWithSelector(IDispute.TooEarly.selector, block.timestamp, earliest)
        );
        rollup.payOut(twin);
        vm.warp(earliest + 1);
        rollup.payOut(twin);
        rollup.payOut(x);
        assertEq(rollup.owed(SPONSOR), BOND + (BOND + PATH_BOND) / 20, "half a tenth");
    }

    function test_duel_afterThePayoutDelay_isInert() external conserved {
        _rivals();
        bytes32 twin = enter(SPONSOR, genesis, TRUTH, lyingLeaves(genesis, 7, TRUTH, 0));
        bytes32 d = duel(HONEST, x, twin);
        playToLeaves(HONEST, d);
        play(HONEST, x, y);
        settleAfterPeriod(genesis);
        uint64 closedAt = rollup.contest(genesis).closedAt;
        vm.warp(closedAt + 4 * V + 1);
        vm.expectRevert(abi.encodeWithSelector(IDispute.ContestClosed.selector, genesis, closedAt));
        rollup.timeout(d);
    }

    function test_payOut_bondUnderAVoidClaimComesBack() external conserved {
        bytes32 lie = claim(LIAR, genesis, LIE);
        claim(LIAR, lie, LIE_2);
        bytes32 z = enter(STRANGER, lie, LIE, lyingLeaves(lie, 3, LIE, 0));
        enter(HONEST, genesis, TRUTH, honestLeaves(genesis));
        pass(V + 1);
        rollup.settle(genesis);
        vm.expectRevert(abi.encodeWithSelector(IDispute.ContestOpen.selector, lie));
        rollup.payOut(z);
        rollup.voidClaim(lie);
        rollup.payOut(z);
        assertEq(rollup.owed(STRANGER), BOND, "the bond");
    }

    function test_collect_rules() external conserved {
        vm.expectRevert(abi.encodeWithSelector(IDispute.NothingOwed.selector, STRANGER));
        vm.prank(STRANGER);
        rollup.collect();
    }

    function test_collect_callbackReentersAndRefusalHoldsUpNobody() external {
        Receiver receiver = new Receiver(rollup);
        claim(LIAR, genesis, LIE);
        bytes32[] memory leaves = honestLeaves(genesis);
        bytes32[] memory proof = Tree.proof(leaves, LEAVES - 1);
        bytes32 history = Tree.root(leaves);
        vm.prank(STRANGER);
        x = rollup.enter{value: BOND}(genesis, TRUTH, history, proof, address(receiver));
        receiver.refuse(true);
        uint256 due = BOND + PATH_BOND / 10;
        settleAfterPeriod(genesis);
        rollup.payOut(x);
        vm.expectRevert(
            abi.encodeWithSelector(IDispute.PaymentRefused.selector, address(receiver), due)
        );
        receiver.collect();
        receiver.refuse(false);
        receiver.reenter();
        receiver.collect();
        assertEq(address(receiver).balance, due, "once");
        assertTrue(receiver.isReentryRefused(), "not twice");
    }

    function _wrongPayment(uint256 received, uint256 expected) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IDispute.WrongPayment.selector, received, expected);
    }
}
