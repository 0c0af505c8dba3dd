// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IBridge
/// @notice Holds the collateral. It pays what a settled state root says and knows nothing else about the exchange.
/// @dev Nobody owns it: no pause, no sweep, no upgrade.
interface IBridge {
    /// @notice Collateral came in and the inbox was told.
    /// @param account The account credited, or 0 for a new account of the sender.
    /// @param amount In 10^-6 USDC.
    /// @param inboxIndex The item's place in the inbox.
    event Deposited(
        address indexed sender,
        uint32 indexed account,
        uint64 amount,
        uint64 indexed inboxIndex
    );

    /// @notice Collateral was paid out.
    /// @param amount What was paid now, in 10^-6 USDC.
    /// @param total What the account was ever paid, in 10^-6 USDC.
    event Withdrawn(uint32 indexed account, address indexed recipient, uint64 amount, uint64 total);

    /// @notice A deposit under the minimum.
    error DepositTooSmall(uint64 received, uint64 minimum);

    /// @notice The bridge would hold more than the exchange's integers carry.
    error CapExceeded(uint256 received, uint256 maximum);

    /// @notice The token moved another amount than it was asked to.
    error WrongAmountMoved(uint256 received, uint256 expected);

    /// @notice The token does not count in 10^-6.
    error WrongDecimals(uint8 received, uint8 expected);

    /// @notice The account's index does not fit its 28 bits.
    error AccountOutOfRange(uint32 received, uint32 maximum);

    /// @notice The root is not settled: never claimed, still disputable, or void.
    error RootNotSettled(bytes32 root);

    /// @notice The record is not in the state under the root.
    error WrongProof(bytes32 received, bytes32 expected);

    /// @notice Everything up to `total` is already paid: a repeated or an old proof.
    error NothingToPay(uint64 total, uint64 paid);

    /// @notice Takes `amount` from the caller for an account.
    /// @param account The account to credit, or 0 for a new account of the caller.
    /// @param amount At least MIN_DEPOSIT, in 10^-6 USDC.
    /// @return inboxIndex The item's place in the inbox.
    function deposit(uint32 account, uint64 amount) external returns (uint64 inboxIndex);

    /// @notice `deposit` with an EIP-2612 permit for the allowance.
    /// @dev A permit that fails is ignored: somebody may have played it already, and then the allowance is there.
    function depositWithPermit(
        uint32 account,
        uint64 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint64 inboxIndex);

    /// @notice Pays an account what its withdrawal record says beyond what it was paid. Anybody may call.
    /// @dev The record is `abi.encodePacked(address recipient, uint64 total)` under key `8 << 28 | account` of the state
    /// tree: depth 32, leaf `keccak256(abi.encodePacked(uint32 key, record))`, node `keccak256(left ‖ right)`.
    /// @param account The account's index, under 2^28.
    /// @param recipient Who is paid, as the record says.
    /// @param total What the account ever withdrew, as the record says, in 10^-6 USDC.
    /// @param root A settled state root.
    /// @param siblings The proof, leaf level first.
    /// @return amount What was paid, in 10^-6 USDC.
    function withdraw(
        uint32 account,
        address recipient,
        uint64 total,
        bytes32 root,
        bytes32[32] calldata siblings
    ) external returns (uint64 amount);

    /// @notice What an account was ever paid, in 10^-6 USDC.
    function paid(uint32 account) external view returns (uint64);

    /// @notice Deposits minus payments, in 10^-6 USDC. Tokens sent here without `deposit` are not counted.
    function held() external view returns (uint64);

    /// @notice The smallest deposit, in 10^-6 USDC.
    function MIN_DEPOSIT() external view returns (uint64);

    /// @notice The most the bridge holds, in 10^-6 USDC: 2^53 - 1, what a double carries exactly.
    function MAX_HELD() external view returns (uint64);

    /// @notice The collateral: an ERC-20 of 6 decimals.
    function TOKEN() external view returns (address);

    /// @notice Where deposits are announced.
    function INBOX() external view returns (address);

    /// @notice Who knows which roots are settled.
    function ROLLUP() external view returns (address);
}
