// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

import {TestFeed} from "../../contracts/bridge/TestFeed.sol";
import {Inbox} from "../../contracts/inbox/Inbox.sol";
import {Timelock} from "../../contracts/inbox/Timelock.sol";
import {IInbox} from "../../contracts/interfaces/IInbox.sol";
import {IReferenceFeed} from "../../contracts/interfaces/IReferenceFeed.sol";
import {Test} from "./toy/Test.sol";

/// @notice A feed of any number of decimals.
contract AnyFeed is IReferenceFeed {
    uint8 public immutable decimals;
    int256 private immutable ANSWER;

    constructor(uint8 decimals_, int256 answer) {
        (decimals, ANSWER) = (decimals_, answer);
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (1, ANSWER, 0, 0, 1);
    }
}

/// @notice What comes into the inbox besides deposits: forced operations, reference prices, parameters.
contract InboxTest is Test {
    address private constant ALICE = address(0xA11CE);
    address private constant GOVERNOR = address(0x60);
    int64 private constant BIAS = 2 ** 52;

    TestFeed private feed;
    Timelock private timelock;
    Inbox private inbox;

    function setUp() external {
        vm.warp(1_000_000);
        feed = new TestFeed();
        timelock = new Timelock(_list(GOVERNOR), _list(address(0)));
        address[] memory feeds = new address[](3);
        feeds[1] = address(feed);
        inbox = new Inbox(address(timelock), feeds);
    }

    // Forced operations

    function test_forceLiquidate_isAnybodys() external {
        _expectItem(6, ALICE, 7, 0);
        vm.prank(ALICE);
        inbox.forceLiquidate(7);
    }

    // Reference prices

    function test_deliverReference_tellsCents() external {
        feed.push(2_345_67899999);
        _expectItem(4, ALICE, 1, 2_345_67);
        vm.prank(ALICE);
        inbox.deliverReference(1);
        assertEq(inbox.deliveredRound(1), 1, "round");
    }

    function test_deliverReference_onceARound() external {
        feed.push(1e8);
        inbox.deliverReference(1);
        vm.expectRevert(abi.encodeWithSelector(IInbox.RoundNotNewer.selector, 1, 1));
        inbox.deliverReference(1);
        feed.push(1e8);
        inbox.deliverReference(1);
        assertEq(inbox.count(), 2, "items");
    }

    function test_deliverReference_beforeTheFirstRound_reverts() external {
        vm.expectRevert(abi.encodeWithSelector(IInbox.RoundNotNewer.selector, 0, 0));
        inbox.deliverReference(1);
    }

    function test_deliverReference_withoutAFeed_reverts() external {
        _expectNoFeed(0);
        _expectNoFeed(2);
        _expectNoFeed(3);
        _expectNoFeed(type(uint32).max);
    }

    function test_deliverReference_noPrice_reverts() external {
        _expectBadAnswer(0);
        _expectBadAnswer(-1);
        _expectBadAnswer(type(int256).min);
        // Less than a cent, and more than the ledger counts.
        _expectBadAnswer(999_999);
        _expectBadAnswer(int256(2 ** 53) * 1e6);
        feed.push((int256(2 ** 53) - 1) * 1e6);
        inbox.deliverReference(1);
    }

    function test_deliverReference_anyDecimals() external {
        _expectCents(0, 5, 500);
        _expectCents(1, 55, 550);
        _expectCents(2, 555, 555);
        _expectCents(18, 123_456 * 1e16 + 1, 123_456);
    }

    function testFuzz_deliverReference_roundsDown(uint64 answer) external {
        uint256 cents = uint256(answer) / 1e6;
        feed.push(int256(uint256(answer)));
        if (cents == 0) {
            vm.expectRevert(
                abi.encodeWithSelector(IInbox.BadAnswer.selector, int256(uint256(answer)))
            );
            inbox.deliverReference(1);
        } else {
            inbox.deliverReference(1);
            assertEq(
                inbox.itemHash(0),
                keccak256(_item(4, address(this), 1, uint64(cents))),
                "item"
            );
        }
    }

    // Parameters

    function test_setParameter_onlyTheTimelock() external {
        vm.expectRevert(
            abi.encodeWithSelector(IInbox.NotTimelock.selector, GOVERNOR, address(timelock))
        );
        vm.prank(GOVERNOR);
        inbox.setParameter(1, 0);
    }

    function test_setParameter_isBiased() external {
        _expectItem(5, address(timelock), 29, uint64(BIAS - 100_000_000));
        vm.prank(address(timelock));
        inbox.setParameter(29, -100_000_000);
        _expectItem(5, address(timelock), 177, 0);
        vm.prank(address(timelock));
        inbox.setParameter(177, -BIAS);
        _expectItem(5, address(timelock), 177, 2 ** 53 - 1);
        vm.prank(address(timelock));
        inbox.setParameter(177, BIAS - 1);
    }

    function test_setParameter_beyondTheLedger_reverts() external {
        _expectTooLarge(BIAS);
        _expectTooLarge(-BIAS - 1);
        _expectTooLarge(type(int64).max);
        _expectTooLarge(type(int64).min);
    }

    // The timelock

    function test_timelock_waitsThirtyDays() external {
        bytes memory call_ = abi.encodeCall(IInbox.setParameter, (1, 130_000_000));
        vm.prank(GOVERNOR);
        timelock.schedule(address(inbox), 0, call_, 0, 0, 30 days);
        vm.warp(block.timestamp + 30 days - 1);
        vm.expectPartialRevert(TimelockController.TimelockUnexpectedOperationState.selector);
        timelock.execute(address(inbox), 0, call_, 0, 0);
        vm.warp(block.timestamp + 1);
        _expectItem(5, address(timelock), 1, uint64(BIAS + 130_000_000));
        vm.prank(ALICE);
        timelock.execute(address(inbox), 0, call_, 0, 0);
    }

    function test_timelock_takesNoShorterDelay() external {
        vm.expectRevert(
            abi.encodeWithSelector(
                TimelockController.TimelockInsufficientDelay.selector,
                30 days - 1,
                30 days
            )
        );
        vm.prank(GOVERNOR);
        timelock.schedule(address(inbox), 0, "", 0, 0, 30 days - 1);
    }

    function test_timelock_onlyProposersSchedule() external {
        vm.expectPartialRevert(
            bytes4(keccak256("AccessControlUnauthorizedAccount(address,bytes32)"))
        );
        vm.prank(ALICE);
        timelock.schedule(address(inbox), 0, "", 0, 0, 30 days);
    }

    function test_timelock_delayOnlyGrows() external {
        vm.expectRevert(
            abi.encodeWithSelector(Timelock.DelayTooShort.selector, 30 days - 1, 30 days)
        );
        vm.prank(address(timelock));
        timelock.updateDelay(30 days - 1);
        vm.prank(address(timelock));
        timelock.updateDelay(60 days);
        assertEq(timelock.getMinDelay(), 60 days, "delay");
        vm.expectRevert(
            abi.encodeWithSelector(TimelockController.TimelockUnauthorizedCaller.selector, GOVERNOR)
        );
        vm.prank(GOVERNOR);
        timelock.updateDelay(90 days);
    }

    function test_timelock_nobodyAdministersIt() external view {
        bytes32 admin = timelock.DEFAULT_ADMIN_ROLE();
        assertTrue(!timelock.hasRole(admin, address(this)), "not who deployed it");
        assertTrue(!timelock.hasRole(admin, GOVERNOR), "not the proposer");
        assertTrue(timelock.hasRole(admin, address(timelock)), "itself alone");
    }

    function _expectItem(uint8 kind, address sender, uint32 account, uint64 amount) private {
        vm.expectEmit();
        emit IInbox.ItemAdded(inbox.count(), _item(kind, sender, account, amount));
    }

    function _item(
        uint8 kind,
        address sender,
        uint32 account,
        uint64 amount
    ) private view returns (bytes memory) {
        return abi.encodePacked(kind, sender, account, amount, uint64(block.timestamp));
    }

    function _expectNoFeed(uint32 underlying) private {
        vm.expectRevert(abi.encodeWithSelector(IInbox.NoFeed.selector, underlying));
        inbox.deliverReference(underlying);
    }

    function _expectBadAnswer(int256 answer) private {
        feed.push(answer);
        vm.expectRevert(abi.encodeWithSelector(IInbox.BadAnswer.selector, answer));
        inbox.deliverReference(1);
    }

    function _expectCents(uint8 decimals, int256 answer, uint64 cents) private {
        address[] memory feeds = _list(address(new AnyFeed(decimals, answer)));
        inbox = new Inbox(address(timelock), feeds);
        _expectItem(4, address(this), 0, cents);
        inbox.deliverReference(0);
    }

    function _expectTooLarge(int64 value) private {
        vm.expectRevert(abi.encodeWithSelector(IInbox.ValueTooLarge.selector, value, BIAS - 1));
        vm.prank(address(timelock));
        inbox.setParameter(0, value);
    }

    function _list(address one) private pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = one;
    }
}
