// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RollupTest} from "../toy/RollupTest.sol";
import {Test} from "../toy/Test.sol";
import {Tree} from "../toy/Tree.sol";

/// @notice Every call of the rollup by anybody at any time, with what is at hand: claims, entries and duels that exist.
contract AnyPlay is RollupTest {
    bytes32[] private claims;
    bytes32[] private entries;
    bytes32[] private duels;

    mapping(bytes32 entry => bool) private isTrue;
    mapping(uint64 number => bytes32 claim) private settledAs;

    /// @notice Broken promises that no view of the rollup would show any more.
    bool public hasTruthFallenToAStep;
    bool public hasOutcomeChanged;
    bool public hasPaidTooSoon;

    function setUp() public override {
        if (address(rollup) != address(0)) return;
        super.setUp();
        claims.push(genesis);
    }

    function postBatch() external {
        post();
    }

    function makeClaim(uint256 who, uint256 which, uint256 root) external {
        bytes32 parent = _pick(claims, which);
        claims.push(claim(_actor(who), parent, _root(parent, root)));
    }

    function makeEntry(uint256 who, uint256 which, uint256 root, uint256 from) external {
        bytes32 parent = _pick(claims, which);
        bytes32 ends = _root(parent, root);
        bool honest = from % 3 == 0 && ends == _truth(parent);
        bytes32[] memory leaves =
            honest
                ? honestLeaves(parent)
                : lyingLeaves(parent, from % (LEAVES - 1), ends, from % 5);
        bytes32 id = enter(_actor(who), parent, ends, leaves);
        isTrue[id] = honest;
        entries.push(id);
    }

    function makeDuel(uint256 who, uint256 which, uint256 other) external {
        bytes32 x = _pick(entries, which);
        duels.push(duel(_actor(who), x, _rivalOf(x, other)));
    }

    function makeReveal(uint256 who, uint256 which, uint8 side) external {
        reveal(_actor(who), _pick(duels, which), side % 2);
    }

    function makeAdvance(uint256 who, uint256 which) external {
        advance(_actor(who), _pick(duels, which));
    }

    /// @notice A lie, the truth and a whole duel between them, which random calls alone seldom arrange.
    function fightItOut(uint256 who, uint256 which, uint256 from) external {
        bytes32 parent = _pick(claims, which);
        if (rollup.contest(parent).firstClaimedAt == 0)
            claims.push(claim(_actor(from), parent, LIE));
        bytes32 x = _enter(who, parent, _truth(parent), LEAVES);
        bytes32 y = _enter(from, parent, LIE, from);
        _playToTheEnd(who, x, y);
    }

    function playToTheEnd(uint256 who, uint256 which, uint256 other) external {
        bytes32 x = _pick(entries, which);
        _playToTheEnd(who, x, _rivalOf(x, other));
    }

    function makeStep(uint256 who, uint256 which) external {
        _step(who, _pick(duels, which));
    }

    function makeTimeout(uint256 who, uint256 which) external {
        vm.prank(_actor(who));
        rollup.timeout(_pick(duels, which));
    }

    function settleNext(uint256 who) external {
        vm.prank(_actor(who));
        rollup.settle(rollup.settledTip());
        _noteOutcome();
    }

    function makeVoid(uint256 who, uint256 which) external {
        vm.prank(_actor(who));
        rollup.voidClaim(_pick(claims, which));
    }

    function makePayMoves(uint256 who, uint256 which) external {
        vm.prank(_actor(who));
        rollup.payMoves(_pick(duels, which));
    }

    function makePayOut(uint256 who, uint256 which) external {
        bytes32 id = _pick(entries, which);
        vm.prank(_actor(who));
        rollup.payOut(id);
        if (rollup.contest(rollup.entry(id).parent).closedAt == 0) hasPaidTooSoon = true;
    }

    function makeClosePath(uint256 who, uint64 path) external {
        vm.prank(_actor(who));
        rollup.closePath(1 + (path % 8));
    }

    function makeBurn(uint256 which) external {
        rollup.burn(_pick(claims, which));
    }

    function takeOut(uint256 who) external {
        collect(_actor(who));
    }

    function pauseClaims() external {
        vm.prank(GUARDIAN);
        rollup.pauseClaims();
    }

    function wait(uint256 seconds_) external {
        pass(seconds_ % (V / 2));
    }

    function waitLong(uint256 seconds_) external {
        pass(seconds_ % (2 * V));
    }

    /// @notice The ether that the rollup holds, and what is at stake, in pots or owed to somebody.
    function books() external view returns (uint256 held, uint256 due) {
        return (address(rollup).balance, owedInAll());
    }

    /// @notice Entries that were paid out, and contests that were not decided then.
    function settled(uint64 number) external view returns (bytes32) {
        return settledAs[number];
    }

    function tip() external view returns (bytes32 id, uint64 number) {
        id = rollup.settledTip();
        number = rollup.claimOf(id).number;
    }

    function isSettled(bytes32 id) external view returns (bool) {
        return rollup.claimOf(id).settled;
    }

    /// @param from Where the history leaves the truth; LEAVES if it does not.
    function _enter(
        uint256 who,
        bytes32 parent,
        bytes32 root,
        uint256 from
    ) private returns (bytes32 id) {
        bool honest = from == LEAVES;
        bytes32[] memory leaves =
            honest
                ? honestLeaves(parent)
                : lyingLeaves(parent, from % (LEAVES - 1), root, from % 5);
        id = rollup.entryId(parent, rollup.contest(parent).epoch, root, Tree.root(leaves));
        if (rollup.entry(id).parent != 0) return id;
        enter(_actor(who), parent, root, leaves);
        isTrue[id] = honest;
        entries.push(id);
    }

    function _playToTheEnd(uint256 who, bytes32 x, bytes32 y) private {
        bytes32 d = rollup.duelId(x, y);
        if (rollup.duelOf(d).since == 0) duels.push(duel(_actor(who), x, y));
        playToLeaves(_actor(who), d);
        _step(who, d);
    }

    function _rivalOf(bytes32 x, uint256 seed) private view returns (bytes32 y) {
        for (uint256 i; i < entries.length; ++i) {
            y = entries[((seed % entries.length) + i) % entries.length];
            if (y != x && isAlive(y) && rollup.entry(y).parent == rollup.entry(x).parent) return y;
        }
    }

    function _step(uint256 who, bytes32 d) private {
        bytes32[2] memory sides = rollup.duelOf(d).entries;
        step(_actor(who), d);
        for (uint256 side; side < 2; ++side) {
            if (isTrue[sides[side]] && !isAlive(sides[side])) hasTruthFallenToAStep = true;
        }
    }

    function _noteOutcome() private {
        bytes32 id = rollup.settledTip();
        uint64 number = rollup.claimOf(id).number;
        if (settledAs[number] != 0 && settledAs[number] != id) hasOutcomeChanged = true;
        settledAs[number] = id;
    }

    function _truth(bytes32 parent) private view returns (bytes32) {
        return bytes32(uint256(rollup.claimOf(parent).root) + HALT);
    }

    function _root(bytes32 parent, uint256 seed) private view returns (bytes32) {
        if (seed % 3 == 0) return _truth(parent);
        return seed % 3 == 1 ? LIE : LIE_2;
    }

    function _actor(uint256 seed) private pure returns (address) {
        return accounts()[seed % 6];
    }

    /// @dev The newer half more often than the older.
    function _pick(bytes32[] storage from, uint256 seed) private view returns (bytes32) {
        uint256 count = from.length;
        if (seed % 2 == 0) return from[count - 1 - ((seed >> 1) % ((count + 1) / 2))];
        return from[(seed >> 1) % count];
    }
}

/// @notice What no sequence of calls may break of the game.
contract DisputeInvariants is Test {
    AnyPlay private play;
    address[] private _targets;
    address[] private _senders;

    function setUp() external {
        play = new AnyPlay();
        play.setUp();
        _targets.push(address(play));
        _senders.push(address(this));
    }

    /// @dev The runner gives ether to whom it sends from: not to the contracts under test.
    function targetSenders() external view returns (address[] memory) {
        return _senders;
    }

    function targetContracts() external view returns (address[] memory) {
        return _targets;
    }

    /// @notice Bonds, pots and refunds add up to the ether held, to the wei.
    function invariant_bondsAreConserved() external view {
        (uint256 held, uint256 due) = play.books();
        assertEq(held, due, "ether held is ether owed");
    }

    /// @notice What is settled stays settled, one claim for each batch.
    function invariant_oneOutcome() external view {
        assertTrue(!play.hasOutcomeChanged(), "one outcome");
        (bytes32 id, ) = play.tip();
        assertTrue(play.isSettled(id), "the tip is settled");
    }

    function invariant_noPayoutBeforeSettlement() external view {
        assertTrue(!play.hasPaidTooSoon(), "decided first");
    }

    /// @notice A true history falls by time alone.
    function invariant_noStepProvesTheTruthFalse() external view {
        assertTrue(!play.hasTruthFallenToAStep(), "the step is the truth");
    }
}
