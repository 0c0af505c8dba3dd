// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IInbox
/// @notice The first-in first-out queue of what L1 tells the exchange: deposits and forced operations.
/// @dev An item is `abi.encodePacked(uint8 kind, address sender, uint32 account, uint64 amount, uint64 time)`: 41 bytes.
/// Its hash is kept, its bytes are in the event. Whether the sender may act on the account is decided by the state
/// transition; the inbox accepts every item and says who sent it.
interface IInbox {
    /// @notice An item entered the queue.
    /// @param index Its place, counted from 0.
    /// @param item Its 41 bytes.
    event ItemAdded(uint64 indexed index, bytes item);

    /// @notice Only the bridge adds deposits.
    error NotBridge(address received, address expected);

    /// @notice No ledger figure passes 2^53 - 1, so clients may read every amount as a double.
    error AmountTooLarge(uint64 received, uint256 maximum);

    /// @notice The range does not lie inside the queue.
    error RangeOutsideInbox(uint64 from, uint64 to, uint64 count);

    /// @notice Adds a deposit. Only for the bridge, which holds the money by then.
    /// @param sender Who deposited.
    /// @param account The account to credit, or 0 for a new account of the sender.
    /// @param amount In 10^-6 USDC.
    /// @return index The item's place in the queue.
    function addDeposit(
        address sender,
        uint32 account,
        uint64 amount
    ) external returns (uint64 index);

    /// @notice Asks for a withdrawal that the sequencer may delay until the deadline but not refuse.
    /// @param account The account to take from; the sender must own it or the item does nothing.
    /// @param amount In 10^-6 USDC.
    /// @return index The item's place in the queue.
    function forceWithdraw(uint32 account, uint64 amount) external returns (uint64 index);

    /// @notice Cancels all open orders of an account; the sender must own it or the item does nothing.
    /// @return index The item's place in the queue.
    function forceCancelAll(uint32 account) external returns (uint64 index);

    /// @notice keccak256 of the concatenated item hashes of [from, to); of the empty string if the range is empty.
    function rangeHash(uint64 from, uint64 to) external view returns (bytes32);

    /// @notice The hash of one item.
    function itemHash(uint64 index) external view returns (bytes32);

    /// @notice When an item was added, in seconds of L1 time.
    function itemTime(uint64 index) external view returns (uint64);

    /// @notice How many items were ever added.
    function count() external view returns (uint64);

    /// @notice The bridge, the only one to add deposits.
    function BRIDGE() external view returns (address);
}
