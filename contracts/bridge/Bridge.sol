// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Inbox} from "../inbox/Inbox.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IInbox} from "../interfaces/IInbox.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {WithdrawalProof} from "../types/WithdrawalProof.sol";

/// @title Bridge
/// @dev Deployed by the rollup, whose settled roots it pays; deploys the inbox, where it announces deposits. So the
/// three know each other for ever and nobody can exchange one.
contract Bridge is IBridge, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint8 private constant DECIMALS = 6;

    uint64 public constant MIN_DEPOSIT = 1e6;
    uint64 public constant MAX_HELD = 2 ** 53 - 1;

    address public immutable ROLLUP = msg.sender;
    address public immutable TOKEN;
    address public immutable INBOX;

    uint64 public held;
    mapping(uint32 account => uint64 amount) public paid;

    constructor(address token, address timelock, address[] memory feeds) {
        uint8 decimals = IERC20Metadata(token).decimals();
        if (decimals != DECIMALS) revert WrongDecimals(decimals, DECIMALS);
        TOKEN = token;
        INBOX = address(new Inbox(timelock, feeds));
    }

    function deposit(uint32 account, uint64 amount) external returns (uint64) {
        return _deposit(account, amount);
    }

    function depositWithPermit(
        uint32 account,
        uint64 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint64) {
        try
            IERC20Permit(TOKEN).permit(msg.sender, address(this), amount, deadline, v, r, s)
        {} catch {
            // SAFETY: whoever plays the permit first makes this one fail; the transfer finds out what is allowed.
        }
        return _deposit(account, amount);
    }

    function withdraw(
        uint32 account,
        address recipient,
        uint64 total,
        bytes32 root,
        bytes32[32] calldata siblings
    ) external nonReentrant returns (uint64 amount) {
        _checkRecord(account, recipient, total, root, siblings);
        amount = _markPaid(account, total);
        emit Withdrawn(account, recipient, amount, total);
        IERC20(TOKEN).safeTransfer(recipient, amount);
    }

    function _deposit(
        uint32 account,
        uint64 amount
    ) private nonReentrant returns (uint64 inboxIndex) {
        if (amount < MIN_DEPOSIT) revert DepositTooSmall(amount, MIN_DEPOSIT);
        uint256 heldAfter = uint256(held) + amount;
        if (heldAfter > MAX_HELD) revert CapExceeded(heldAfter, MAX_HELD);
        held = uint64(heldAfter);

        inboxIndex = IInbox(INBOX).addDeposit(msg.sender, account, amount);
        emit Deposited(msg.sender, account, amount, inboxIndex);
        _takeExactly(amount);
    }

    // INVARIANT: the balance is never below `held`; a token that keeps a fee is refused.
    function _takeExactly(uint256 amount) private {
        uint256 before = IERC20(TOKEN).balanceOf(address(this));
        IERC20(TOKEN).safeTransferFrom(msg.sender, address(this), amount);
        uint256 moved = IERC20(TOKEN).balanceOf(address(this)) - before;
        if (moved != amount) revert WrongAmountMoved(moved, amount);
    }

    function _checkRecord(
        uint32 account,
        address recipient,
        uint64 total,
        bytes32 root,
        bytes32[32] calldata siblings
    ) private view {
        uint32 maxAccount = WithdrawalProof.MAX_ACCOUNT;
        if (account > maxAccount) revert AccountOutOfRange(account, maxAccount);
        if (!IRollup(ROLLUP).isSettledRoot(root)) revert RootNotSettled(root);
        bytes32 proven = WithdrawalProof.rootOf(account, recipient, total, siblings);
        if (proven != root) revert WrongProof(proven, root);
    }

    // INVARIANT: an account is paid each unit of its cumulative total once, whatever the order of proofs.
    function _markPaid(uint32 account, uint64 total) private returns (uint64 amount) {
        uint64 before = paid[account];
        if (total <= before) revert NothingToPay(total, before);
        amount = total - before;
        paid[account] = total;
        held -= amount;
    }
}
