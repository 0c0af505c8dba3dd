// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MAX_MONEY, PARAMETER_BIAS} from "../generated/Params.sol";
import {IInbox} from "../interfaces/IInbox.sol";
import {IReferenceFeed} from "../interfaces/IReferenceFeed.sol";
import {
    INBOX_CANCEL_ALL,
    INBOX_DEPOSIT,
    INBOX_LIQUIDATE,
    INBOX_PARAMETER,
    INBOX_REFERENCE,
    INBOX_WITHDRAW,
    InboxItem
} from "../types/InboxItem.sol";

/// @title Inbox
/// @dev Deployed by the bridge.
contract Inbox is IInbox {
    struct StoredItem {
        bytes32 hash;
        uint64 time;
    }

    int64 private constant BIAS = int64(uint64(PARAMETER_BIAS));

    address public immutable BRIDGE = msg.sender;
    address public immutable TIMELOCK;

    mapping(uint32 underlying => address) public feedOf;
    mapping(uint32 underlying => uint80) public deliveredRound;
    StoredItem[] private _items;

    constructor(address timelock, address[] memory feeds) {
        TIMELOCK = timelock;
        for (uint32 i; i < feeds.length; ++i) feedOf[i] = feeds[i];
    }

    function addDeposit(address sender, uint32 account, uint64 amount) external returns (uint64) {
        if (msg.sender != BRIDGE) revert NotBridge(msg.sender, BRIDGE);
        return _add(INBOX_DEPOSIT, sender, account, amount);
    }

    function forceWithdraw(uint32 account, uint64 amount) external returns (uint64) {
        if (amount > MAX_MONEY) revert AmountTooLarge(amount, MAX_MONEY);
        return _add(INBOX_WITHDRAW, msg.sender, account, amount);
    }

    function forceCancelAll(uint32 account) external returns (uint64) {
        return _add(INBOX_CANCEL_ALL, msg.sender, account, 0);
    }

    function forceLiquidate(uint32 account) external returns (uint64) {
        return _add(INBOX_LIQUIDATE, msg.sender, account, 0);
    }

    function deliverReference(uint32 underlying) external returns (uint64) {
        address feed = feedOf[underlying];
        if (feed == address(0)) revert NoFeed(underlying);
        (uint80 round, int256 answer, , , ) = IReferenceFeed(feed).latestRoundData();
        uint80 delivered = deliveredRound[underlying];
        if (round <= delivered) revert RoundNotNewer(round, delivered);
        deliveredRound[underlying] = round;
        uint64 cents = _toCents(answer, IReferenceFeed(feed).decimals());
        return _add(INBOX_REFERENCE, msg.sender, underlying, cents);
    }

    function setParameter(uint32 parameter, int64 valueE9) external returns (uint64) {
        if (msg.sender != TIMELOCK) revert NotTimelock(msg.sender, TIMELOCK);
        if (valueE9 < -BIAS || valueE9 >= BIAS) revert ValueTooLarge(valueE9, BIAS - 1);
        return _add(INBOX_PARAMETER, msg.sender, parameter, uint64(valueE9 + BIAS));
    }

    function rangeHash(uint64 from, uint64 to) external view returns (bytes32) {
        if (from > to || to > _items.length) revert RangeOutsideInbox(from, to, count());
        bytes32[] memory hashes = new bytes32[](to - from);
        for (uint256 i; i < hashes.length; ++i) hashes[i] = _items[from + i].hash;
        return keccak256(abi.encodePacked(hashes));
    }

    function itemHash(uint64 index) external view returns (bytes32) {
        return _items[index].hash;
    }

    function itemTime(uint64 index) external view returns (uint64) {
        return _items[index].time;
    }

    function count() public view returns (uint64) {
        return uint64(_items.length);
    }

    /// @dev Rounded down.
    function _toCents(int256 answer, uint8 decimals) private pure returns (uint64) {
        if (answer <= 0) revert BadAnswer(answer);
        uint256 cents = (uint256(answer) * 100) / 10 ** decimals;
        if (cents == 0 || cents > MAX_MONEY) revert BadAnswer(answer);
        return uint64(cents);
    }

    // INVARIANT: items are appended and never change, so a range that was hashed once hashes the same for ever.
    function _add(
        uint8 kind,
        address sender,
        uint32 account,
        uint64 amount
    ) private returns (uint64 index) {
        InboxItem memory item = InboxItem({
            kind: kind,
            sender: sender,
            account: account,
            amount: amount,
            time: uint64(block.timestamp)
        });
        bytes memory encoded = item.encode();
        index = count();
        _items.push(StoredItem({hash: keccak256(encoded), time: item.time}));
        emit ItemAdded(index, encoded);
    }
}
