// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MAX_MONEY} from "../generated/Params.sol";
import {IInbox} from "../interfaces/IInbox.sol";
import {INBOX_CANCEL_ALL, INBOX_DEPOSIT, INBOX_WITHDRAW, InboxItem} from "../types/InboxItem.sol";

/// @title Inbox
/// @dev Deployed by the bridge.
contract Inbox is IInbox {
    struct StoredItem {
        bytes32 hash;
        uint64 time;
    }

    address public immutable BRIDGE = msg.sender;

    StoredItem[] private _items;

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
