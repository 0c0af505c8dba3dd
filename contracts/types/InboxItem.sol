// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

uint8 constant INBOX_DEPOSIT = 1;
uint8 constant INBOX_WITHDRAW = 2;
uint8 constant INBOX_CANCEL_ALL = 3;
uint8 constant INBOX_REFERENCE = 4;
uint8 constant INBOX_PARAMETER = 5;
uint8 constant INBOX_LIQUIDATE = 6;

/// @notice One thing that L1 tells the exchange.
/// @param kind INBOX_DEPOSIT or another of these.
/// @param sender Who sent it.
/// @param account Which account it is about; 0 in a deposit: a new one of the sender. Of INBOX_REFERENCE the underlying,
/// of INBOX_PARAMETER the parameter's index.
/// @param amount In 10^-6 USDC; cents for INBOX_REFERENCE, the value × 10^9 + 2^52 for INBOX_PARAMETER, else 0.
/// @param time Seconds of L1 time.
struct InboxItem {
    uint8 kind;
    address sender;
    uint32 account;
    uint64 amount;
    uint64 time;
}

using {encode} for InboxItem global;

/// @notice The 41 bytes whose keccak256 stands in the inbox.
function encode(InboxItem memory item) pure returns (bytes memory) {
    return abi.encodePacked(item.kind, item.sender, item.account, item.amount, item.time);
}
