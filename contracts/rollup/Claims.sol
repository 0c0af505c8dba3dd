// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Contests} from "../dispute/Contests.sol";
import {Duels} from "../dispute/Duels.sol";
import {IStateTransition} from "../interfaces/IStateTransition.sol";
import {Batches} from "./Batches.sol";
import {Pause} from "./Pause.sol";

/// @notice The tree of claims below the settled tip, and its growth.
abstract contract Claims is Batches, Duels, Pause {
    using Contests for Contest;

    uint128 public immutable PATH_BOND;
    bytes32 public immutable GENESIS_CLAIM;

    bytes32 public settledTip;
    mapping(bytes32 root => bool) public isSettledRoot;

    uint64 private _lastPath;
    mapping(uint64 id => Path) private _paths;
    mapping(bytes32 id => Claim) private _claims;

    constructor(bytes32 genesisRoot, uint128 pathBond) {
        // INVARIANT: a path's bond can become an entry's.
        if (pathBond < BOND) revert WrongParameter(pathBond, BOND);
        PATH_BOND = pathBond;
        GENESIS_CLAIM = _create(0, genesisRoot, 0, 0);
        _settle(GENESIS_CLAIM);
    }

    function claim(
        bytes32 parent,
        bytes32 batchHash,
        bytes32 root
    ) external payable returns (bytes32 id) {
        _checkNotPaused();
        _checkLive(parent);
        uint64 number = _claims[parent].number + 1;
        bytes32 expected = _batches[number].hash;
        if (expected == 0) revert BatchNotPosted(number);
        if (batchHash != expected) revert WrongBatch(batchHash, expected);

        Contest storage rivals = _contests[parent];
        if (rivals.firstClaimedAt == 0) rivals.begin(root, msg.sender);
        uint64 path = _takePath(parent);
        id = _create(parent, root, number, path);
        _paths[path].tip = id;
    }

    function settle(bytes32 parent) external {
        if (parent != settledTip) revert NotSettledTip(parent, settledTip);
        Contest storage rivals = _contests[parent];
        if (rivals.firstClaimedAt == 0) revert NoClaim(parent);
        uint64 earliest = rivals.firstClaimedAt + CHALLENGE_PERIOD;
        if (block.timestamp <= earliest) revert TooEarly(block.timestamp, earliest);

        (uint256 roots, bytes32 root) = _rootsLeft(parent);
        if (roots > 1) revert StillDisputed(parent, roots);
        // INVARIANT: what a false first claim staked is in the pot before anybody is paid out of it.
        if (roots == 0 || root != rivals.firstRoot) _addToPot(parent, _forfeit(_firstPath(parent)));
        if (roots == 1) {
            rivals.closedAt = uint64(block.timestamp);
            _settle(_findOrCreate(parent, root));
        } else {
            emit EpochVoided(parent, rivals.epoch);
            rivals.beginAfresh();
        }
    }

    function voidClaim(bytes32 id) external {
        Claim storage self = _claims[id];
        if (self.voided || !isVoid(id)) revert ClaimNotVoid(id);
        self.voided = true;
        // SAFETY: only the settled tip's contest is decided, and a settled claim is never void.
        _contests[id].closedAt = uint64(block.timestamp);
        _addToPot(self.parent, _forfeit(self.path));
        emit ClaimVoided(id);
    }

    function closePath(uint64 id) external {
        Path storage self = _paths[id];
        if (self.bond == 0) revert NoPathBond(id);
        if (!_claims[self.tip].settled) revert PathNotSettled(id);
        uint128 bond = self.bond;
        self.bond = 0;
        emit PathClosed(id, self.owner);
        _owe(self.owner, bond);
    }

    function settledRoot() external view returns (bytes32) {
        return _claims[settledTip].root;
    }

    function settledBatch() external view returns (uint64) {
        return _claims[settledTip].number;
    }

    function claimOf(bytes32 id) external view returns (Claim memory) {
        return _claims[id];
    }

    function pathOf(uint64 id) external view returns (Path memory) {
        return _paths[id];
    }

    function bondToClaim(bytes32 parent, address account) public view returns (uint128) {
        Path storage self = _paths[_claims[parent].path];
        bool isOwnTip = self.tip == parent && self.owner == account && self.bond != 0;
        return isOwnTip ? 0 : PATH_BOND;
    }

    function isVoid(bytes32 id) public view returns (bool) {
        Claim storage self = _claims[id];
        if (!_exists(id)) revert ClaimNotFound(id);
        if (self.settled) return false;
        Contest storage rivals = _contests[self.parent];
        return rivals.closedAt != 0 || rivals.epoch != self.epoch;
    }

    function claimId(
        bytes32 parent,
        uint32 epoch,
        bytes32 batchHash,
        bytes32 root
    ) public pure returns (bytes32) {
        return keccak256(abi.encode(parent, epoch, batchHash, root));
    }

    function _checkLive(bytes32 id) internal view override {
        if (isVoid(id) || _contests[id].closedAt != 0) revert ClaimNotLive(id);
    }

    function _subject(
        bytes32 parent
    ) internal view override returns (IStateTransition, bytes32 preRoot, bytes32 batchHash) {
        Claim storage self = _claims[parent];
        Batch storage batch = _batches[self.number + 1];
        return (IStateTransition(batch.verifier), self.root, batch.hash);
    }

    function _hasFirstBond(bytes32 parent) internal view override returns (bool) {
        return _paths[_firstPath(parent)].bond != 0;
    }

    /// @dev What the path's bond is more than an entry's goes back.
    function _stakeFirstBond(bytes32 parent, bytes32 entry_) internal override {
        uint64 path = _firstPath(parent);
        Path storage self = _paths[path];
        uint128 excess = self.bond - BOND;
        self.bond = 0;
        emit PathStaked(path, entry_);
        _owe(self.owner, excess);
    }

    function _firstPath(bytes32 parent) private view returns (uint64) {
        return _claims[_idOf(parent, _contests[parent].firstRoot)].path;
    }

    function _forfeit(uint64 path) private returns (uint128 forfeited) {
        forfeited = _paths[path].bond;
        if (forfeited == 0) return 0;
        _paths[path].bond = 0;
        emit PathForfeited(path, forfeited);
    }

    /// @dev Distinct roots that can still settle, and the root if there is one.
    function _rootsLeft(bytes32 parent) private view returns (uint256 roots, bytes32 root) {
        Contest storage rivals = _contests[parent];
        (roots, root) = (rivals.livingRoots, rivals.livingRootsXor);
        bytes32 first = rivals.firstRoot;
        bool isBare = livingWithRoot(parent, rivals.epoch, first) == 0;
        if (isBare && rivals.needsNoEntry(CHALLENGE_PERIOD)) {
            (roots, root) = (roots + 1, root ^ first);
        }
    }

    function _settle(bytes32 id) private {
        Claim storage self = _claims[id];
        self.settled = true;
        settledTip = id;
        isSettledRoot[self.root] = true;
        emit Settled(id, self.number, self.root);
    }

    function _findOrCreate(bytes32 parent, bytes32 root) private returns (bytes32 id) {
        id = _idOf(parent, root);
        if (!_exists(id)) _create(parent, root, _claims[parent].number + 1, 0);
    }

    /// @dev In the present epoch.
    function _idOf(bytes32 parent, bytes32 root) private view returns (bytes32) {
        bytes32 batchHash = _batches[_claims[parent].number + 1].hash;
        return claimId(parent, _contests[parent].epoch, batchHash, root);
    }

    function _create(
        bytes32 parent,
        bytes32 root,
        uint64 number,
        uint64 path
    ) private returns (bytes32 id) {
        uint32 epoch = _contests[parent].epoch;
        id = claimId(parent, epoch, _batches[number].hash, root);
        if (_exists(id)) revert ClaimExists(id);
        _claims[id] = Claim({
            parent: parent,
            root: root,
            number: number,
            epoch: epoch,
            path: path,
            settled: false,
            voided: false
        });
        emit Claimed(id, parent, number, root, epoch, path);
    }

    /// @dev The parent's path if the caller extends its tip, otherwise a new one against a bond.
    function _takePath(bytes32 parent) private returns (uint64 path) {
        uint128 bond = bondToClaim(parent, msg.sender);
        _expectPayment(bond);
        if (bond == 0) return _claims[parent].path;
        path = ++_lastPath;
        _paths[path] = Path({owner: msg.sender, bond: bond, tip: 0});
        emit PathOpened(path, msg.sender);
    }

    function _exists(bytes32 id) private view returns (bool) {
        return _claims[id].number != 0 || id == GENESIS_CLAIM;
    }
}
