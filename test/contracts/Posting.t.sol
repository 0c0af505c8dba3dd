// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Inbox} from "../../contracts/inbox/Inbox.sol";
import {IInbox} from "../../contracts/interfaces/IInbox.sol";
import {IRollup} from "../../contracts/interfaces/IRollup.sol";
import {BatchData} from "../../contracts/types/BatchData.sol";
import {RollupTest} from "./toy/RollupTest.sol";

/// @notice Posts for whoever asks.
contract Relay {
    function post(IRollup rollup, bytes32 parent, bytes32 inboxHash) external {
        rollup.postBatch(parent, "", 0, inboxHash, uint64(block.timestamp));
    }
}

/// @notice Posts while it has no code yet.
contract NewbornRelay {
    constructor(IRollup rollup, bytes32 parent, bytes32 inboxHash) {
        rollup.postBatch(parent, "", 0, inboxHash, uint64(block.timestamp));
    }
}

/// @notice What a batch must be to stand, who may post it, and what the inbox forces into it.
contract PostingTest is RollupTest {
    IInbox private inbox;

    function setUp() public override {
        super.setUp();
        inbox = IInbox(rollup.INBOX());
    }

    function test_postBatch_headerIsPackedAndItsHashNamesTheBatch() external {
        vm.prank(LIAR);
        inbox.forceCancelAll(7);
        bytes memory data = _data(2000);
        bytes32 parent = _tip();
        bytes memory header = abi.encodePacked(
            abi.encodePacked(
                uint8(1),
                uint64(block.chainid),
                address(rollup),
                address(machine),
                uint64(4),
                parent
            ),
            _naiveHash(data),
            uint32(2000),
            uint64(0),
            uint64(1),
            inbox.rangeHash(0, 1),
            uint64(block.timestamp)
        );
        assertEq(header.length, 181, "bytes");
        bytes32 items = inbox.rangeHash(0, 1);
        vm.expectEmit();
        emit IRollup.BatchPosted(4, keccak256(header), header);
        _postAs(POSTER, parent, data, 1, items, uint64(block.timestamp));
        assertEq(rollup.batchOf(4).hash, keccak256(header), "kept");
        assertEq(rollup.batchOf(4).verifier, address(machine), "its own verifier");
        assertEq(rollup.inboxNext(), 1, "taken");
        assertEq(rollup.tipNumber(), 4, "the tip");
    }

    function testFuzz_dataHash_ofChunks(uint16 length) external view {
        bytes memory data = _data(length % 5000);
        assertEq(this.hashOf(data), _naiveHash(data), "hash of chunk hashes");
    }

    function test_dataHash_ofNothing() external view {
        assertEq(this.hashOf(""), keccak256(""), "no chunks");
    }

    function test_postBatch_dataIsBounded() external {
        _postAs(POSTER, _tip(), new bytes(120_000), 0, NO_ITEMS, uint64(block.timestamp));
        bytes32 parent = _tip();
        bytes memory data = new bytes(120_001);
        vm.expectRevert(abi.encodeWithSelector(IRollup.DataTooLong.selector, 120_001, 120_000));
        _postAs(POSTER, parent, data, 0, NO_ITEMS, uint64(block.timestamp));
    }

    function test_wrongParent() external {
        bytes32 tip = _tip();
        bytes32 older = rollup.batchOf(2).hash;
        vm.expectRevert(abi.encodeWithSelector(IRollup.WrongParent.selector, older, tip));
        _postAs(POSTER, older, "", 0, NO_ITEMS, uint64(block.timestamp));
    }

    function test_timeGoesBack() external {
        bytes32 tip = _tip();
        uint64 earliest = rollup.batchOf(3).time;
        vm.expectRevert(
            abi.encodeWithSelector(IRollup.TimeGoesBack.selector, earliest - 1, earliest)
        );
        _postAs(POSTER, tip, "", 0, NO_ITEMS, earliest - 1);
        pass(100);
        _postAs(POSTER, tip, "", 0, NO_ITEMS, earliest);
    }

    function test_timeAheadOfL1() external {
        bytes32 tip = _tip();
        uint64 time = uint64(block.timestamp) + 1;
        vm.expectRevert(
            abi.encodeWithSelector(IRollup.TimeAheadOfL1.selector, time, block.timestamp)
        );
        _postAs(POSTER, tip, "", 0, NO_ITEMS, time);
    }

    function test_wrongInboxHash() external {
        _fill(2);
        bytes32 tip = _tip();
        bytes32 seen = inbox.rangeHash(0, 1);
        bytes32 actual = inbox.rangeHash(0, 2);
        vm.expectRevert(abi.encodeWithSelector(IRollup.WrongInboxHash.selector, seen, actual));
        _postAs(POSTER, tip, "", 2, seen, uint64(block.timestamp));
    }

    function test_markerBeyondInbox() external {
        _fill(1);
        bytes32 tip = _tip();
        vm.expectRevert(abi.encodeWithSelector(IInbox.RangeOutsideInbox.selector, 0, 2, 1));
        _postAs(POSTER, tip, "", 2, NO_ITEMS, uint64(block.timestamp));
    }

    function test_depositReplayed_theInboxOnlyGoesForward() external {
        _fill(2);
        _take(2);
        bytes32 tip = _tip();
        vm.expectRevert(abi.encodeWithSelector(IRollup.WrongInboxRange.selector, 2, 1));
        _postAs(POSTER, tip, "", 1, NO_ITEMS, uint64(block.timestamp));
    }

    function test_inbox_atMost64ItemsABatch() external {
        _fill(65);
        bytes32 tip = _tip();
        bytes32 items = inbox.rangeHash(0, 65);
        vm.expectRevert(abi.encodeWithSelector(IRollup.WrongInboxRange.selector, 0, 65));
        _postAs(POSTER, tip, "", 65, items, uint64(block.timestamp));
        _take(64);
        _take(65);
    }

    function test_forceWithdraw_amountBeyondTheLedger_reverts() external {
        uint64 largest = 2 ** 53 - 1;
        inbox.forceWithdraw(7, largest);
        vm.expectRevert(
            abi.encodeWithSelector(IInbox.AmountTooLarge.selector, largest + 1, uint256(largest))
        );
        inbox.forceWithdraw(7, largest + 1);
    }

    function test_inbox_itemsAreChained() external {
        vm.prank(LIAR);
        vm.expectEmit();
        bytes memory item = abi.encodePacked(
            uint8(2),
            LIAR,
            uint32(7),
            uint64(5e6),
            uint64(block.timestamp)
        );
        emit IInbox.ItemAdded(0, item);
        inbox.forceWithdraw(7, 5e6);
        assertEq(item.length, 41, "bytes");
        assertEq(inbox.itemHash(0), keccak256(item), "hash");
        assertEq(inbox.itemTime(0), block.timestamp, "time");
        vm.prank(HONEST);
        inbox.forceCancelAll(9);
        bytes memory second = abi.encodePacked(
            uint8(3),
            HONEST,
            uint32(9),
            uint64(0),
            uint64(block.timestamp)
        );
        bytes32 expected = keccak256(abi.encodePacked(keccak256(item), keccak256(second)));
        assertEq(inbox.rangeHash(0, 2), expected, "range");
        assertEq(inbox.rangeHash(1, 1), NO_ITEMS, "empty range");
        vm.expectRevert(abi.encodeWithSelector(IInbox.RangeOutsideInbox.selector, 2, 1, 2));
        inbox.rangeHash(2, 1);
    }

    function test_inbox_onlyTheBridgeAddsDeposits() external {
        address bridge = rollup.BRIDGE();
        vm.expectRevert(abi.encodeWithSelector(IInbox.NotBridge.selector, LIAR, bridge));
        vm.prank(LIAR);
        inbox.addDeposit(LIAR, 0, 1e6);
    }

    function test_forcedOperationPastDeadline_blocksPostingWithoutIt() external {
        _fill(1);
        bytes32 tip = _tip();
        uint256 deadline = block.timestamp + DEADLINE;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IRollup.ItemOverdue.selector, 0, deadline));
        _postAs(POSTER, tip, "", 0, NO_ITEMS, uint64(deadline));
        _take(1);
    }

    function test_forceTooEarly_posterMayWaitUntilTheDeadline() external {
        _fill(1);
        vm.warp(block.timestamp + DEADLINE);
        _take(0);
    }

    function test_forcedOperationPastDeadline_afterThoseTaken() external {
        _fill(2);
        bytes32 tip = _tip();
        pass(DEADLINE + 1);
        uint256 deadline = inbox.itemTime(1) + DEADLINE;
        bytes32 items = inbox.rangeHash(0, 1);
        vm.expectRevert(abi.encodeWithSelector(IRollup.ItemOverdue.selector, 1, deadline));
        _postAs(POSTER, tip, "", 1, items, uint64(block.timestamp));
    }

    function test_inboxFlood_fullBatchesGoOn() external {
        _fill(130);
        pass(DEADLINE + 1);
        _take(64);
        _take(128);
        _take(130);
    }

    function test_onlyThePosterPosts_freezeTooEarly() external {
        bytes32 tip = _tip();
        pass(FREEZE);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotPoster.selector, STRANGER, POSTER));
        _postAs(STRANGER, tip, "", 0, NO_ITEMS, uint64(block.timestamp));
    }

    function test_freezeThenPost_anybodyUntilThePosterIsBack() external {
        pass(FREEZE + 1);
        _postAs(STRANGER, _tip(), "", 0, NO_ITEMS, uint64(block.timestamp));
        // The posts of others start no new period.
        _postAs(LIAR, _tip(), "", 0, NO_ITEMS, uint64(block.timestamp));
        _postAs(POSTER, _tip(), "", 0, NO_ITEMS, uint64(block.timestamp));
        bytes32 tip = _tip();
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotPoster.selector, STRANGER, POSTER));
        _postAs(STRANGER, tip, "", 0, NO_ITEMS, uint64(block.timestamp));
    }

    function test_resumePosting_keepsOthersOutForOneMorePeriodOnce() external {
        uint64 frozenAt = rollup.posterSeenAt() + FREEZE;
        vm.warp(frozenAt);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotFrozen.selector, frozenAt, frozenAt));
        _resume();
        vm.warp(frozenAt + 1);
        _resume();

        bytes32 tip = _tip();
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotPoster.selector, STRANGER, POSTER));
        _postAs(STRANGER, tip, "", 0, NO_ITEMS, uint64(block.timestamp));
        pass(FREEZE + 1);
        vm.expectRevert(abi.encodeWithSelector(IRollup.AlreadyResumed.selector, POSTER));
        _resume();
        _postAs(STRANGER, tip, "", 0, NO_ITEMS, uint64(block.timestamp));

        _postAs(POSTER, _tip(), "", 0, NO_ITEMS, uint64(block.timestamp));
        pass(FREEZE + 1);
        _resume();
    }

    function test_resumePosting_onlyThePoster() external {
        pass(FREEZE + 1);
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotPoster.selector, LIAR, POSTER));
        vm.prank(LIAR);
        rollup.resumePosting();
    }

    function test_posterKeyRotated() external {
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotPoster.selector, LIAR, POSTER));
        vm.prank(LIAR);
        rollup.rotatePoster(LIAR);

        vm.prank(POSTER);
        rollup.rotatePoster(STRANGER);
        bytes32 tip = _tip();
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotPoster.selector, POSTER, STRANGER));
        _postAs(POSTER, tip, "", 0, NO_ITEMS, uint64(block.timestamp));
        _postAs(STRANGER, tip, "", 0, NO_ITEMS, uint64(block.timestamp));

        vm.expectRevert(abi.encodeWithSelector(IRollup.ZeroAddress.selector));
        vm.prank(STRANGER);
        rollup.rotatePoster(address(0));
    }

    function test_rotation_doesNotKeepAnAbsentPosterAlive() external {
        pass(FREEZE + 1);
        vm.prank(POSTER);
        rollup.rotatePoster(LIAR);
        _postAs(STRANGER, _tip(), "", 0, NO_ITEMS, uint64(block.timestamp));
    }

    function test_postBatch_throughAContractReverts() external {
        Relay relay = new Relay();
        vm.prank(POSTER);
        rollup.rotatePoster(address(relay));
        bytes32 tip = _tip();
        vm.expectRevert(
            abi.encodeWithSelector(IRollup.NotDirectCall.selector, address(relay), POSTER)
        );
        vm.prank(POSTER, POSTER);
        relay.post(rollup, tip, NO_ITEMS);
    }

    function test_postBatch_throughAContractInConstructionReverts() external {
        pass(FREEZE + 1);
        bytes32 tip = _tip();
        vm.expectPartialRevert(IRollup.NotDirectCall.selector);
        new NewbornRelay(rollup, tip, NO_ITEMS);
    }

    function test_postBatch_accountWithDelegatedCodeReverts() external {
        bytes32 tip = _tip();
        vm.etch(POSTER, abi.encodePacked(hex"ef0100", address(inbox)));
        vm.expectRevert(abi.encodeWithSelector(IRollup.NotDirectCall.selector, POSTER, POSTER));
        _postAs(POSTER, tip, "", 0, NO_ITEMS, uint64(block.timestamp));
    }

    function test_cyclicReferences() external view {
        assertEq(Inbox(address(inbox)).BRIDGE(), rollup.BRIDGE(), "inbox and bridge");
    }

    function hashOf(bytes calldata data) external pure returns (bytes32) {
        return BatchData.hash(data);
    }

    function _resume() private {
        vm.prank(POSTER);
        rollup.resumePosting();
    }

    function _tip() private view returns (bytes32) {
        return rollup.batchOf(rollup.tipNumber()).hash;
    }

    function _fill(uint256 count) private {
        for (uint256 i; i < count; ++i) inbox.forceCancelAll(uint32(i));
    }

    function _take(uint64 to) private {
        bytes32 items = inbox.rangeHash(rollup.inboxNext(), to);
        _postAs(POSTER, _tip(), "", to, items, uint64(block.timestamp));
    }

    function _postAs(
        address who,
        bytes32 parent,
        bytes memory data,
        uint64 inboxTo,
        bytes32 inboxHash,
        uint64 time
    ) private {
        vm.prank(who, who);
        rollup.postBatch(parent, data, inboxTo, inboxHash, time);
    }

    function _data(uint256 length) private pure returns (bytes memory data) {
        data = new bytes(length);
        for (uint256 i; i < length; ++i) data[i] = bytes1(uint8(i * 7 + i / 256));
    }

    /// @dev The naive form: chunk by chunk, byte by byte.
    function _naiveHash(bytes memory data) private pure returns (bytes32) {
        bytes memory hashes;
        for (uint256 start; start < data.length; start += 992) {
            uint256 length = data.length - start < 992 ? data.length - start : 992;
            bytes memory chunk = new bytes(length);
            for (uint256 i; i < length; ++i) chunk[i] = data[start + i];
            hashes = bytes.concat(hashes, keccak256(chunk));
        }
        return keccak256(hashes);
    }
}
