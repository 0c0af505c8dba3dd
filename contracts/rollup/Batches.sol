// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBridge} from "../interfaces/IBridge.sol";
import {IInbox} from "../interfaces/IInbox.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {BatchData} from "../types/BatchData.sol";
import {BatchHeader} from "../types/BatchHeader.sol";

/// @notice The chain of batches: immutable input, checked when it is posted and never touched again.
abstract contract Batches is IRollup {
    uint8 private constant HEADER_VERSION = 1;
    uint64 private constant MAX_INBOX_ITEMS = 64;
    uint64 private constant MAX_FORCE_DEADLINE = 1 hours;

    address public immutable BRIDGE;
    address public immutable INBOX;
    address public immutable TIMELOCK;
    uint64 public immutable FREEZE_PERIOD;
    uint64 public immutable FORCE_DEADLINE;
    bytes32 public immutable GENESIS_HASH;

    address public verifier;
    address public poster;
    uint64 public posterSeenAt;
    bool private _posterResumed;
    uint64 public tipNumber;
    uint64 public inboxNext;

    mapping(uint64 number => Batch) internal _batches;

    constructor(
        address bridge,
        address timelock,
        address firstVerifier,
        address firstPoster,
        uint64 freezePeriod,
        uint64 forceDeadline
    ) {
        if (forceDeadline > MAX_FORCE_DEADLINE) {
            revert DeadlineTooLong(forceDeadline, MAX_FORCE_DEADLINE);
        }
        BRIDGE = bridge;
        INBOX = IBridge(bridge).INBOX();
        TIMELOCK = timelock;
        FREEZE_PERIOD = freezePeriod;
        FORCE_DEADLINE = forceDeadline;
        GENESIS_HASH = keccak256(
            abi.encodePacked("tenor genesis", uint64(block.chainid), address(this))
        );
        posterSeenAt = uint64(block.timestamp);
        _batches[0] = Batch({
            hash: GENESIS_HASH,
            verifier: firstVerifier,
            time: uint64(block.timestamp)
        });
        _setVerifier(firstVerifier);
        _setPoster(firstPoster);
    }

    function postBatch(
        bytes32 parentHash,
        bytes calldata data,
        uint64 inboxTo,
        bytes32 inboxHash,
        uint64 time
    ) external returns (uint64 number, bytes32 batchHash) {
        _checkDirectCall();
        _checkPoster();
        _checkPlace(parentHash, time);
        _checkInbox(inboxTo, inboxHash);
        if (data.length > BatchData.MAX_BYTES) revert DataTooLong(data.length, BatchData.MAX_BYTES);

        number = ++tipNumber;
        bytes memory header = BatchHeader({
            version: HEADER_VERSION,
            chainId: uint64(block.chainid),
            rollup: address(this),
            verifier: verifier,
            number: number,
            parentHash: parentHash,
            dataHash: BatchData.hash(data),
            dataLength: uint32(data.length),
            inboxFrom: inboxNext,
            inboxTo: inboxTo,
            inboxHash: inboxHash,
            time: time
        }).encode();
        batchHash = keccak256(header);
        _batches[number] = Batch({hash: batchHash, verifier: verifier, time: time});
        inboxNext = inboxTo;
        emit BatchPosted(number, batchHash, header);
    }

    function rotatePoster(address next) external {
        if (msg.sender != poster) revert NotPoster(msg.sender, poster);
        _setPoster(next);
    }

    function resumePosting() external {
        if (msg.sender != poster) revert NotPoster(msg.sender, poster);
        uint64 frozenAt = posterSeenAt + FREEZE_PERIOD;
        if (block.timestamp <= frozenAt) revert NotFrozen(block.timestamp, frozenAt);
        // INVARIANT: once between two posts, so a poster that posts nothing holds others up for two periods at most.
        if (_posterResumed) revert AlreadyResumed(poster);
        _posterResumed = true;
        posterSeenAt = uint64(block.timestamp);
        emit PosterResumed(poster);
    }

    function changeVerifier(address next) external {
        if (msg.sender != TIMELOCK) revert NotTimelock(msg.sender, TIMELOCK);
        _setVerifier(next);
    }

    function batchOf(uint64 number) external view returns (Batch memory) {
        return _batches[number];
    }

    // INVARIANT: a batch is disputed with the verifier in its header; a change is for batches posted later.
    function _setVerifier(address next) private {
        if (next.code.length == 0) revert NotContract(next);
        emit VerifierChanged(verifier, next);
        verifier = next;
    }

    function _setPoster(address next) private {
        if (next == address(0)) revert ZeroAddress();
        emit PosterRotated(poster, next);
        poster = next;
    }

    // INVARIANT: once the poster was away for the freeze period, anybody posts until it posts again; the posts of
    // others do not start a new period.
    function _checkPoster() private {
        if (msg.sender == poster) {
            posterSeenAt = uint64(block.timestamp);
            _posterResumed = false;
        } else if (block.timestamp <= posterSeenAt + FREEZE_PERIOD) {
            revert NotPoster(msg.sender, poster);
        }
    }

    // INVARIANT: a batch's data is the input of a transaction to this contract, where derivation finds it. A contract
    // in between could call twice or build the data itself; so could an account with delegated code.
    function _checkDirectCall() private view {
        // solhint-disable-next-line avoid-tx-origin
        if (msg.sender != tx.origin || msg.sender.code.length != 0) {
            // solhint-disable-next-line avoid-tx-origin
            revert NotDirectCall(msg.sender, tx.origin);
        }
    }

    function _checkPlace(bytes32 parentHash, uint64 time) private view {
        Batch storage tip = _batches[tipNumber];
        if (parentHash != tip.hash) revert WrongParent(parentHash, tip.hash);
        if (time < tip.time) revert TimeGoesBack(time, tip.time);
        if (time > block.timestamp) revert TimeAheadOfL1(time, block.timestamp);
    }

    function _checkInbox(uint64 to, bytes32 expected) private view {
        uint64 from = inboxNext;
        if (to < from || to - from > MAX_INBOX_ITEMS) revert WrongInboxRange(from, to);
        bytes32 actual = IInbox(INBOX).rangeHash(from, to);
        if (expected != actual) revert WrongInboxHash(expected, actual);
        // INVARIANT: a full batch may leave overdue items to the next, so that a flood of items stops nobody.
        if (to - from < MAX_INBOX_ITEMS) _checkNotOverdue(to);
    }

    function _checkNotOverdue(uint64 index) private view {
        if (index == IInbox(INBOX).count()) return;
        uint64 deadline = IInbox(INBOX).itemTime(index) + FORCE_DEADLINE;
        if (block.timestamp > deadline) revert ItemOverdue(index, deadline);
    }
}
