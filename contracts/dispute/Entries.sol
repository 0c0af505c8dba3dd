// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStateTransition} from "../interfaces/IStateTransition.sol";
import {Bonds} from "./Bonds.sol";
import {Clock} from "./Clock.sol";
import {Contests} from "./Contests.sol";
import {HistoryTree} from "./HistoryTree.sol";

/// @notice Rivals over a parent claim: how they enter, fall and are paid.
abstract contract Entries is Bonds {
    using Contests for Contest;

    uint128 private constant REWARD_DIVISOR = 10;

    uint64 public immutable CENSORSHIP_BUDGET;
    uint64 public immutable GRACE;
    uint64 public immutable CHALLENGE_PERIOD;
    uint64 public immutable PAYOUT_DELAY;
    uint128 public immutable BOND;
    uint8 public immutable ROUNDS;
    uint8 public immutable ARITY_LOG2;

    mapping(bytes32 id => Entry) internal _entries;
    mapping(bytes32 key => uint32 count) private _livingWithRoot;

    constructor(
        uint64 censorshipBudget,
        uint64 grace,
        uint128 bond,
        uint8 rounds,
        uint8 arityLog2
    ) {
        if (rounds == 0 || arityLog2 == 0) revert WrongParameter(0, 1);
        if (uint256(rounds) * arityLog2 > 31)
            revert WrongParameter(uint256(rounds) * arityLog2, 31);
        CENSORSHIP_BUDGET = censorshipBudget;
        GRACE = grace;
        CHALLENGE_PERIOD = censorshipBudget + grace;
        PAYOUT_DELAY = 4 * CHALLENGE_PERIOD;
        BOND = bond;
        ROUNDS = rounds;
        ARITY_LOG2 = arityLog2;
    }

    function enter(
        bytes32 parent,
        bytes32 root,
        bytes32 history,
        bytes32[] calldata proof,
        address sponsor
    ) external payable returns (bytes32 id) {
        _checkLive(parent);
        uint64 clock = _admit(parent, root);
        uint128 bond = bondToEnter(parent, root, msg.sender);
        _expectPayment(bond);
        _checkLastLeaf(parent, root, history, proof);

        id = entryId(parent, _contests[parent].epoch, root, history);
        // INVARIANT: an identity is used once; one that fell cannot come back with a new clock.
        if (_entries[id].parent != 0) revert EntryExists(id);
        _entries[id] = Entry({
            parent: parent,
            root: root,
            history: history,
            sponsor: sponsor,
            clock: clock,
            alive: true,
            paidOut: false
        });
        // INVARIANT: every living entry has a bond of its own behind it.
        if (bond == 0) _stakeFirstBond(parent, id);
        _countLiving(parent, root);
        emit Entered(id, parent, root, history, sponsor, clock);
    }

    function payOut(bytes32 id) external {
        Entry storage self = _entries[id];
        if (!self.alive) revert EntryNotAlive(id);
        if (self.paidOut) revert AlreadyPaidOut(id);
        _checkDuelsOver(self.parent);
        self.paidOut = true;
        _owe(self.sponsor, BOND + _takeReward(self.parent));
    }

    function burn(bytes32 parent) external {
        uint64 closedAt = _closedAt(parent);
        uint64 earliest = closedAt + PAYOUT_DELAY + CHALLENGE_PERIOD;
        if (block.timestamp <= earliest) revert TooEarly(block.timestamp, earliest);
        uint256 amount = _takeFromPot(parent, type(uint128).max);
        emit Burned(parent, amount);
        _send(address(0), amount);
    }

    function entry(bytes32 id) external view returns (Entry memory) {
        return _entries[id];
    }

    function bondToEnter(
        bytes32 parent,
        bytes32 root,
        address account
    ) public view returns (uint128) {
        Contest storage self = _contests[parent];
        bool isOwnFirst = root == self.firstRoot && account == self.firstClaimant;
        return isOwnFirst && _hasFirstBond(parent) ? 0 : BOND;
    }

    function livingWithRoot(
        bytes32 parent,
        uint32 epoch,
        bytes32 root
    ) public view returns (uint32) {
        return _livingWithRoot[_rootKey(parent, epoch, root)];
    }

    function entryId(
        bytes32 parent,
        uint32 epoch,
        bytes32 root,
        bytes32 history
    ) public pure returns (bytes32) {
        return keccak256(abi.encode(parent, epoch, root, history));
    }

    /// @dev Reverts unless the claim is the settled tip or, as far as its parent shows, can still become it.
    function _checkLive(bytes32 parent) internal view virtual;

    /// @dev What a contest is about: the machine, the root the batch starts from, the batch.
    function _subject(
        bytes32 parent
    ) internal view virtual returns (IStateTransition machine, bytes32 preRoot, bytes32 batchHash);

    /// @dev Whether the first claim's path has its bond yet.
    function _hasFirstBond(bytes32 parent) internal view virtual returns (bool);

    /// @dev Takes the bond of the first claim's path for an entry.
    function _stakeFirstBond(bytes32 parent, bytes32 id) internal virtual;

    function _bury(bytes32 id, bytes32 duel_) internal {
        Entry storage self = _entries[id];
        self.alive = false;
        Contest storage rivals = _contests[self.parent];
        bytes32 key = _rootKey(self.parent, rivals.epoch, self.root);
        rivals.removeLiving(self.root, --_livingWithRoot[key]);
        emit Died(id, duel_, self.parent);
    }

    function _closedAt(bytes32 parent) internal view returns (uint64 closedAt) {
        closedAt = _contests[parent].closedAt;
        if (closedAt == 0) revert ContestOpen(parent);
    }

    function _countLiving(bytes32 parent, bytes32 root) private {
        Contest storage self = _contests[parent];
        bytes32 key = _rootKey(parent, self.epoch, root);
        self.addLiving(root, _livingWithRoot[key]++);
    }

    /// @dev Holds an entry to its window, opens the dispute if it is the first rival, and returns its clock.
    function _admit(bytes32 parent, bytes32 root) private returns (uint64) {
        Contest storage self = _contests[parent];
        if (self.firstClaimedAt == 0) revert NoClaim(parent);
        if (root == self.firstRoot) {
            if (self.openedAt == 0) revert DisputeNotOpen(parent);
            return _clockSince(self.openedAt);
        }
        uint64 clock = _clockSince(self.firstClaimedAt);
        if (self.openedAt == 0) {
            self.openedAt = uint64(block.timestamp);
            emit DisputeOpened(parent, self.epoch);
        }
        return clock;
    }

    /// @dev Lateness is spent: the window's time counts against the entrant, not against its rivals.
    function _clockSince(uint64 due) private view returns (uint64) {
        uint64 latest = due + CHALLENGE_PERIOD;
        if (block.timestamp > latest) revert TooLate(block.timestamp, latest);
        return Clock.atEntry(CENSORSHIP_BUDGET, CHALLENGE_PERIOD, due, uint64(block.timestamp));
    }

    function _checkLastLeaf(
        bytes32 parent,
        bytes32 root,
        bytes32 history,
        bytes32[] calldata proof
    ) private view {
        uint256 depth = uint256(ROUNDS) * ARITY_LOG2;
        if (proof.length != depth) revert WrongChildren(proof.length, depth);
        (IStateTransition machine, , bytes32 batchHash) = _subject(parent);
        bytes32 leaf = machine.finalState(root, batchHash);
        bytes32 proven = HistoryTree.rootOf(leaf, (1 << depth) - 1, proof);
        if (proven != history) revert WrongNode(proven, history);
    }

    /// @dev One survivor has nobody left to duel. Several share a root; they get PAYOUT_DELAY to find the liars among
    /// them.
    function _checkDuelsOver(bytes32 parent) private view {
        uint64 closedAt = _closedAt(parent);
        if (_contests[parent].livingEntries == 1) return;
        uint64 earliest = closedAt + PAYOUT_DELAY;
        if (block.timestamp <= earliest) revert TooEarly(block.timestamp, earliest);
    }

    function _takeReward(bytes32 parent) private returns (uint256) {
        Contest storage self = _contests[parent];
        return _takeFromPot(parent, self.killed / REWARD_DIVISOR / self.livingEntries);
    }

    function _rootKey(bytes32 parent, uint32 epoch, bytes32 root) private pure returns (bytes32) {
        return keccak256(abi.encode(parent, epoch, root));
    }
}
