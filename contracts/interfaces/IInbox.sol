// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IInbox
/// @notice The first-in first-out queue of what L1 tells the exchange: deposits, forced operations, reference prices and
/// margin parameters.
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

    /// @notice L1 has no price feed for the underlying.
    error NoFeed(uint32 underlying);

    /// @notice The feed has said nothing since the last delivery.
    error RoundNotNewer(uint80 received, uint80 delivered);

    /// @notice The feed's answer is no price in cents.
    error BadAnswer(int256 received);

    /// @notice Only the timelock changes parameters.
    error NotTimelock(address received, address expected);

    /// @notice A parameter lies within ±2^52 × 10^-9.
    error ValueTooLarge(int64 received, int64 maximum);

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

    /// @notice Starts the liquidation of an account, or brings it up to date. By anybody; does nothing to an account that
    /// holds its maintenance margin.
    /// @return index The item's place in the queue.
    function forceLiquidate(uint32 account) external returns (uint64 index);

    /// @notice Tells the exchange the newest price of L1's feed, once a round. By anybody.
    /// @param underlying The index of the underlying; the item's account.
    /// @return index The item's place in the queue. Its amount is the price in cents, rounded down.
    function deliverReference(uint32 underlying) external returns (uint64 index);

    /// @notice Changes a margin parameter. Only for the timelock; the exchange refuses what its models do not allow.
    /// @param parameter Its index; the item's account.
    /// @param valueE9 × 10^-9. The item's amount is 2^52 more.
    /// @return index The item's place in the queue.
    function setParameter(uint32 parameter, int64 valueE9) external returns (uint64 index);

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

    /// @notice The only one to change parameters.
    function TIMELOCK() external view returns (address);

    /// @notice L1's price feed of an underlying, or 0.
    function feedOf(uint32 underlying) external view returns (address);

    /// @notice The feed's round that was delivered last, or 0.
    function deliveredRound(uint32 underlying) external view returns (uint80);
}
