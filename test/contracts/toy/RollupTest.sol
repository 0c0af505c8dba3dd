// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestUSDC} from "../../../contracts/bridge/TestUSDC.sol";
import {IDispute} from "../../../contracts/interfaces/IDispute.sol";
import {IRollup} from "../../../contracts/interfaces/IRollup.sol";
import {Rollup} from "../../../contracts/rollup/Rollup.sol";
import {CounterMachine} from "./CounterMachine.sol";
import {Test} from "./Test.sol";
import {Tree} from "./Tree.sol";

/// @notice A rollup over a counter: histories of 16 states, two rounds of four children, clocks of minutes.
abstract contract RollupTest is Test {
    uint64 internal constant A = 1000;
    uint64 internal constant G = 100;
    uint64 internal constant V = A + G;
    uint64 internal constant FREEZE = 7200;
    uint64 internal constant DEADLINE = 3600;
    uint128 internal constant BOND = 0.06 ether;
    uint128 internal constant PATH_BOND = 0.08 ether;
    uint128 internal constant GAS_PRICE = 1 gwei;
    uint8 internal constant ROUNDS = 2;
    uint8 internal constant ARITY_LOG2 = 2;
    uint256 internal constant LEAVES = 16;
    uint256 internal constant HALT = 12;
    bytes32 internal constant GENESIS_ROOT = bytes32(uint256(1000));
    bytes32 internal constant TRUTH = bytes32(uint256(1000) + HALT);
    bytes32 internal constant LIE = bytes32(uint256(666));
    bytes32 internal constant LIE_2 = bytes32(uint256(667));
    bytes32 internal constant NO_ITEMS = keccak256("");

    address internal constant POSTER = address(0xA0);
    address internal constant HONEST = address(0xA1);
    address internal constant LIAR = address(0xA2);
    address internal constant LIAR_2 = address(0xA3);
    address internal constant STRANGER = address(0xA4);
    address internal constant SPONSOR = address(0xA5);
    address internal constant TIMELOCK = address(0xA6);
    address internal constant GUARDIAN = address(0xA7);

    Rollup internal rollup;
    CounterMachine internal machine;
    TestUSDC internal usdc;
    bytes32 internal genesis;

    mapping(bytes32 entry => bytes32[]) private _leaves;
    bytes32[] private _entries;
    bytes32[] private _contests;
    mapping(bytes32 parent => bool) private _isContest;

    function setUp() public virtual {
        vm.warp(1_000_000);
        vm.txGasPrice(GAS_PRICE);
        usdc = new TestUSDC();
        machine = new CounterMachine(HALT);
        rollup = deployRollup(parameters());
        genesis = rollup.GENESIS_CLAIM();
        address[6] memory actors = accounts();
        for (uint256 i; i < actors.length; ++i) vm.deal(actors[i], 100 ether);
        post();
        post();
        post();
    }

    /// @notice Every test of money ends here: what the contract holds is what it owes.
    modifier conserved() {
        _;
        assertEq(address(rollup).balance, owedInAll(), "the balance is what is owed");
    }

    /// @notice The bytes that are deployed on L1, not a copy compiled into each test.
    function deployRollup(IRollup.Parameters memory p) internal returns (Rollup deployed) {
        bytes memory code = vm.getCode("contracts/rollup/Rollup.sol:Rollup");
        bytes memory creation = bytes.concat(code, abi.encode(p));
        assembly ("memory-safe") {
            deployed := create(0, add(creation, 32), mload(creation))
        }
    }

    function parameters() internal view returns (IRollup.Parameters memory) {
        return
            IRollup.Parameters({
                token: address(usdc),
                timelock: TIMELOCK,
                guardian: GUARDIAN,
                feeds: new address[](0),
                verifier: address(machine),
                genesisRoot: GENESIS_ROOT,
                genesis: "",
                poster: POSTER,
                freezePeriod: FREEZE,
                forceDeadline: DEADLINE,
                censorshipBudget: A,
                grace: G,
                bond: BOND,
                pathBond: PATH_BOND,
                gasPriceCap: GAS_PRICE,
                rounds: ROUNDS,
                arityLog2: ARITY_LOG2
            });
    }

    function accounts() internal pure returns (address[6] memory) {
        return [POSTER, HONEST, LIAR, LIAR_2, STRANGER, SPONSOR];
    }

    // Posting

    function post() internal returns (bytes32 batchHash) {
        bytes32 tip = rollup.batchOf(rollup.tipNumber()).hash;
        uint64 next = rollup.inboxNext();
        vm.prank(POSTER, POSTER);
        (, batchHash) = rollup.postBatch(tip, "", next, NO_ITEMS, uint64(block.timestamp));
    }

    // Claims

    function batchOn(bytes32 parent) internal view returns (bytes32) {
        return rollup.batchOf(rollup.claimOf(parent).number + 1).hash;
    }

    function idOf(bytes32 parent, bytes32 root) internal view returns (bytes32) {
        return rollup.claimId(parent, rollup.contest(parent).epoch, batchOn(parent), root);
    }

    function claim(address who, bytes32 parent, bytes32 root) internal returns (bytes32) {
        return claimFor(rollup.bondToClaim(parent, who), who, parent, root);
    }

    function claimFor(
        uint256 value,
        address who,
        bytes32 parent,
        bytes32 root
    ) internal returns (bytes32) {
        if (!_isContest[parent]) _contests.push(parent);
        _isContest[parent] = true;
        bytes32 batchHash = batchOn(parent);
        vm.prank(who);
        return rollup.claim{value: value}(parent, batchHash, root);
    }

    // Histories

    function honestLeaves(bytes32 parent) internal view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](LEAVES);
        for (uint256 i; i < LEAVES; ++i) leaves[i] = stateAfter(parent, i + 1);
    }

    /// @notice The true state after a number of steps.
    function stateAfter(bytes32 parent, uint256 steps) internal view returns (bytes32) {
        uint256 counted = steps < HALT ? steps : HALT;
        uint256 root = uint256(rollup.claimOf(parent).root) + counted;
        return machine.stateOf(bytes32(root), counted, batchOn(parent));
    }

    /// @notice Honest up to a step, then states that nothing leads to, then the final state of a root.
    function lyingLeaves(
        bytes32 parent,
        uint256 from,
        bytes32 root,
        uint256 salt
    ) internal view returns (bytes32[] memory leaves) {
        leaves = honestLeaves(parent);
        for (uint256 i = from; i < LEAVES; ++i) leaves[i] = keccak256(abi.encode(salt, i));
        leaves[LEAVES - 1] = machine.finalState(root, batchOn(parent));
    }

    // Entries

    function enter(
        address who,
        bytes32 parent,
        bytes32 root,
        bytes32[] memory leaves
    ) internal returns (bytes32) {
        return enterFor(rollup.bondToEnter(parent, root, who), who, parent, root, leaves);
    }

    function enterFor(
        uint256 value,
        address who,
        bytes32 parent,
        bytes32 root,
        bytes32[] memory leaves
    ) internal returns (bytes32 id) {
        bytes32[] memory proof = Tree.proof(leaves, LEAVES - 1);
        vm.prank(who);
        id = rollup.enter{value: value}(parent, root, Tree.root(leaves), proof, who);
        _leaves[id] = leaves;
        _entries.push(id);
    }

    function isAlive(bytes32 id) internal view returns (bool) {
        return rollup.entry(id).alive;
    }

    // Duels

    function duel(address who, bytes32 x, bytes32 y) internal returns (bytes32) {
        vm.prank(who);
        return rollup.duel(x, y);
    }

    function sideOf(bytes32 d, bytes32 id) internal view returns (uint8) {
        return rollup.duelOf(d).entries[0] == id ? 0 : 1;
    }

    function childrenOf(bytes32 d, uint8 side) internal view returns (bytes32[] memory) {
        IDispute.Duel memory state = rollup.duelOf(d);
        uint256 depth = uint256(state.level) * ARITY_LOG2;
        return Tree.children(_leaves[state.entries[side]], depth, state.index, ARITY_LOG2);
    }

    function reveal(address who, bytes32 d, uint8 side) internal {
        bytes32[] memory children = childrenOf(d, side);
        vm.prank(who);
        rollup.reveal(d, side, children);
    }

    /// @notice Reveals what is not known already.
    function revealBoth(address who, bytes32 d) internal {
        for (uint8 side; side < 2; ++side) {
            IDispute.Duel memory state = rollup.duelOf(d);
            if (rollup.revealedAt(state.level, state.nodes[side]) == 0) reveal(who, d, side);
        }
    }

    function advance(address who, bytes32 d) internal {
        bytes32[] memory children0 = childrenOf(d, 0);
        bytes32[] memory children1 = childrenOf(d, 1);
        vm.prank(who);
        rollup.advance(d, children0, children1);
    }

    function playToLeaves(address who, bytes32 d) internal {
        while (rollup.duelOf(d).level < ROUNDS) {
            revealBoth(who, d);
            advance(who, d);
        }
    }

    /// @notice Executes the disputed step, if its state before is the true one.
    function step(address who, bytes32 d) internal {
        IDispute.Duel memory state = rollup.duelOf(d);
        bytes32 parent = rollup.entry(state.entries[0]).parent;
        stepWith(who, d, stateAfter(parent, state.index), witnessAt(parent, state.index));
    }

    function stepWith(address who, bytes32 d, bytes32 pre, bytes memory witness) internal {
        bytes32[] memory proof = proofOfPre(d);
        vm.prank(who);
        rollup.step(d, 0, pre, proof, witness);
    }

    function proofOfPre(bytes32 d) internal view returns (bytes32[] memory) {
        return proofOfPreBy(d, 0);
    }

    function proofOfPreBy(bytes32 d, uint256 side) internal view returns (bytes32[] memory) {
        IDispute.Duel memory state = rollup.duelOf(d);
        if (state.index == 0) return new bytes32[](0);
        return Tree.proof(_leaves[state.entries[side]], state.index - 1);
    }

    function witnessAt(bytes32 parent, uint256 steps) internal view returns (bytes memory) {
        uint256 counted = steps < HALT ? steps : HALT;
        bytes32 root = bytes32(uint256(rollup.claimOf(parent).root) + counted);
        return abi.encode(root, counted, batchOn(parent));
    }

    /// @notice A whole duel, played by one.
    function play(address who, bytes32 x, bytes32 y) internal returns (bytes32 d) {
        d = duel(who, x, y);
        playToLeaves(who, d);
        step(who, d);
    }

    // Time

    function pass(uint256 seconds_) internal {
        vm.warp(block.timestamp + seconds_);
    }

    function settleAfterPeriod(bytes32 parent) internal {
        uint256 end = rollup.contest(parent).firstClaimedAt + V;
        if (block.timestamp <= end) vm.warp(end + 1);
        rollup.settle(parent);
    }

    // Money

    function owedInAll() internal view returns (uint256 sum) {
        address[6] memory actors = accounts();
        for (uint256 i; i < actors.length; ++i) sum += rollup.owed(actors[i]);
        sum += rollup.owed(address(this));
        for (uint64 i = 1; rollup.pathOf(i).owner != address(0); ++i) sum += rollup.pathOf(i).bond;
        for (uint256 i; i < _contests.length; ++i) sum += rollup.contest(_contests[i]).pot;
        for (uint256 i; i < _entries.length; ++i) {
            IDispute.Entry memory entry = rollup.entry(_entries[i]);
            if (entry.alive && !entry.paidOut) sum += BOND;
        }
    }

    function collect(address who) internal returns (uint256) {
        vm.prank(who);
        return rollup.collect();
    }
}
