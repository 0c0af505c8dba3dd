// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStateTransition} from "../interfaces/IStateTransition.sol";
import {Clock} from "./Clock.sol";
import {HistoryTree} from "./HistoryTree.sol";
import {Moves} from "./Moves.sol";

/// @notice Two histories, dissected to the leftmost step they disagree about, which is then executed.
abstract contract Duels is Moves {
    /// @dev Selector, duel, and what the arguments of a call take beside their arrays.
    uint256 private constant CALL_BYTES = 164;

    mapping(bytes32 id => Duel) private _duels;
    mapping(uint8 level => mapping(bytes32 node => uint64 time)) public revealedAt;
    mapping(address verifier => mapping(bytes32 pre => bytes32 post)) public postOf;

    function duel(bytes32 x, bytes32 y) external returns (bytes32 id) {
        uint256 gasAtStart = gasleft();
        (bytes32 a, bytes32 b) = x < y ? (x, y) : (y, x);
        _checkRivals(a, b);
        id = duelId(a, b);
        Duel storage self = _duels[id];
        if (self.since != 0) revert DuelExists(id);
        self.entries = [a, b];
        self.nodes = [_entries[a].history, _entries[b].history];
        self.clocks = [_entries[a].clock, _entries[b].clock];
        self.since = uint64(block.timestamp);
        emit DuelStarted(id, a, b);
        _credit(id, EITHER_SIDE, gasAtStart - gasleft(), CALL_BYTES);
    }

    function reveal(bytes32 duel_, uint8 side, bytes32[] calldata children) external {
        uint256 gasAtStart = gasleft();
        Duel storage self = _dissected(duel_);
        if (side > 1) revert WrongSide(side);
        uint8 level = self.level;
        bytes32 node = self.nodes[side];
        if (revealedAt[level][node] != 0) revert AlreadyRevealed(level, node);
        _chargeable(self, side);
        _checkChildren(children, node);
        revealedAt[level][node] = uint64(block.timestamp);
        emit Revealed(node, level, duel_, children);
        _credit(duel_, side, gasAtStart - gasleft(), CALL_BYTES + 32 * children.length);
    }

    function advance(
        bytes32 duel_,
        bytes32[] calldata children0,
        bytes32[] calldata children1
    ) external {
        uint256 gasAtStart = gasleft();
        Duel storage self = _dissected(duel_);
        self.clocks = [_charge(self, 0), _charge(self, 1)];
        _checkChildren(children0, self.nodes[0]);
        _checkChildren(children1, self.nodes[1]);

        // INVARIANT: equal before, different from here: the step that leads here is the one in dispute.
        uint256 child = HistoryTree.leftmostDifference(children0, children1);
        self.nodes = [children0[child], children1[child]];
        self.index = uint32((uint256(self.index) << ARITY_LOG2) + child);
        self.level += 1;
        self.since = uint64(block.timestamp);
        emit Advanced(duel_, self.level, self.index, self.nodes);
        _credit(duel_, EITHER_SIDE, gasAtStart - gasleft(), CALL_BYTES + 64 * children0.length);
    }

    function step(
        bytes32 duel_,
        uint256 side,
        bytes32 pre,
        bytes32[] calldata proof,
        bytes calldata witness
    ) external {
        uint256 gasAtStart = gasleft();
        Duel storage self = _living(duel_);
        if (self.level != ROUNDS) revert NotAtLeaves(duel_, self.level);
        uint64 latest = self.since + CHALLENGE_PERIOD;
        if (block.timestamp > latest) revert TooLate(block.timestamp, latest);

        IStateTransition machine = _checkPre(self, side, pre, proof);
        (bytes32 post, bool isKnown) = _stepOnce(machine, pre, witness);
        emit Stepped(duel_, pre, post);
        bool[2] memory falls = [self.nodes[0] != post, self.nodes[1] != post];
        // INVARIANT: a remembered result needs no witness, so none is paid for.
        uint256 needed = isKnown ? CALL_BYTES + 32 * (proof.length + 2) : msg.data.length;
        _end(duel_, falls, gasAtStart, needed);
    }

    function timeout(bytes32 duel_) external {
        uint256 gasAtStart = gasleft();
        Duel storage self = _living(duel_);
        bool[2] memory falls = self.level == ROUNDS ? _lateAtLeaves(self) : _late(self);
        if (!falls[0] && !falls[1]) revert NobodyIsLate(duel_);
        _end(duel_, falls, gasAtStart, CALL_BYTES);
    }

    function payMoves(bytes32 duel_) external {
        Duel storage self = _existing(duel_);
        Entry storage entry0 = _entries[self.entries[0]];
        bool alive0 = entry0.alive;
        if (alive0 == _entries[self.entries[1]].alive) revert NothingToPay(duel_);
        _closedAt(entry0.parent);
        uint256 pot = _contests[entry0.parent].pot;
        uint256 spent = _payCredits(duel_, alive0 ? 1 : 0, pot);
        if (spent == 0) revert NothingToPay(duel_);
        _takeFromPot(entry0.parent, spent);
    }

    function duelOf(bytes32 id) external view returns (Duel memory) {
        return _duels[id];
    }

    function used(bytes32 duel_, uint8 side) external view returns (uint64) {
        if (side > 1) revert WrongSide(side);
        return _used(_existing(duel_), side);
    }

    function duelId(bytes32 x, bytes32 y) public pure returns (bytes32) {
        return x < y ? keccak256(abi.encode(x, y)) : keccak256(abi.encode(y, x));
    }

    function _end(
        bytes32 duel_,
        bool[2] memory falls,
        uint256 gasAtStart,
        uint256 calldataBytes
    ) private {
        Duel storage self = _duels[duel_];
        for (uint8 side; side < 2; ++side) if (falls[side]) _bury(self.entries[side], duel_);
        _credit(duel_, EITHER_SIDE, gasAtStart - gasleft() + _gasToEnd(duel_), calldataBytes);
        for (uint8 side; side < 2; ++side) {
            if (falls[side]) _slash(duel_, side, self.entries[side]);
        }
    }

    function _stepOnce(
        IStateTransition machine,
        bytes32 pre,
        bytes calldata witness
    ) private returns (bytes32 post, bool isKnown) {
        post = postOf[address(machine)][pre];
        if (post != 0) return (post, true);
        post = machine.step(pre, witness);
        postOf[address(machine)][pre] = post;
    }

    /// @dev Reverts if the side is late. Moves need `used <=` the clock.
    function _chargeable(Duel storage self, uint8 side) private view returns (uint64 left) {
        uint64 clock = self.clocks[side];
        uint64 spent = _used(self, side);
        if (spent > clock) revert ClockExpired(spent, clock);
        return clock - spent;
    }

    function _charge(Duel storage self, uint8 side) private view returns (uint64 left) {
        bytes32 node = self.nodes[side];
        if (revealedAt[self.level][node] == 0) revert NotRevealed(self.level, node);
        return _chargeable(self, side);
    }

    function _late(Duel storage self) private view returns (bool[2] memory) {
        return [_used(self, 0) > self.clocks[0], _used(self, 1) > self.clocks[1]];
    }

    /// @dev Nobody executed the step in time, so nobody can, so both histories hold a state that cannot be.
    function _lateAtLeaves(Duel storage self) private view returns (bool[2] memory) {
        bool late = block.timestamp > self.since + CHALLENGE_PERIOD;
        return [late, late];
    }

    function _used(Duel storage self, uint8 side) private view returns (uint64) {
        uint64 time = revealedAt[self.level][self.nodes[side]];
        return Clock.used(time, self.since, GRACE, uint64(block.timestamp));
    }

    function _checkRivals(bytes32 a, bytes32 b) private view {
        if (!_entries[a].alive) revert EntryNotAlive(a);
        if (!_entries[b].alive) revert EntryNotAlive(b);
        bytes32 parent = _entries[a].parent;
        if (a == b || parent != _entries[b].parent) revert NotRivals(a, b);
        _checkNotFinal(parent);
    }

    /// @dev After PAYOUT_DELAY survivors take their bonds, so nobody may fall any more.
    function _checkNotFinal(bytes32 parent) private view {
        uint64 closedAt = _contests[parent].closedAt;
        if (closedAt == 0 || block.timestamp <= closedAt + PAYOUT_DELAY) return;
        revert ContestClosed(parent, closedAt);
    }

    function _existing(bytes32 duel_) private view returns (Duel storage self) {
        self = _duels[duel_];
        if (self.since == 0) revert NoDuel(duel_);
    }

    // INVARIANT: a duel with a fallen side is inert.
    function _living(bytes32 duel_) private view returns (Duel storage self) {
        self = _existing(duel_);
        _checkRivals(self.entries[0], self.entries[1]);
    }

    function _dissected(bytes32 duel_) private view returns (Duel storage self) {
        self = _living(duel_);
        if (self.level == ROUNDS) revert AtLeaves(duel_);
    }

    function _checkChildren(bytes32[] calldata children, bytes32 node) private view {
        uint256 arity = 1 << ARITY_LOG2;
        if (children.length != arity) revert WrongChildren(children.length, arity);
        bytes32 received = HistoryTree.nodeOver(children);
        if (received != node) revert WrongNode(received, node);
    }

    /// @dev Either history proves for both, since before the leftmost difference they are equal; a player has its own.
    function _checkPre(
        Duel storage self,
        uint256 side,
        bytes32 pre,
        bytes32[] calldata proof
    ) private view returns (IStateTransition machine) {
        Entry storage prover = _entries[self.entries[side]];
        bytes32 preRoot;
        bytes32 batchHash;
        (machine, preRoot, batchHash) = _subject(prover.parent);
        if (self.index == 0) {
            bytes32 initial = machine.initialState(preRoot, batchHash);
            if (pre != initial) revert WrongNode(pre, initial);
        } else {
            _checkLeaf(prover.history, self.index - 1, pre, proof);
        }
    }

    function _checkLeaf(
        bytes32 history,
        uint256 index,
        bytes32 leaf,
        bytes32[] calldata proof
    ) private view {
        uint256 depth = uint256(ROUNDS) * ARITY_LOG2;
        if (proof.length != depth) revert WrongChildren(proof.length, depth);
        bytes32 received = HistoryTree.rootOf(leaf, index, proof);
        if (received != history) revert WrongNode(received, history);
    }
}
