// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {Bridge} from "../../contracts/bridge/Bridge.sol";
import {TestUSDC} from "../../contracts/bridge/TestUSDC.sol";
import {IBridge} from "../../contracts/interfaces/IBridge.sol";
import {IInbox} from "../../contracts/interfaces/IInbox.sol";
import {Test} from "./toy/Test.sol";
import {
    EighteenDecimals,
    FalseOnTransferToken,
    FalseToken,
    FeeToken,
    HookToken
} from "./toy/Tokens.sol";

/// @notice Deposits from a contract.
contract Depositor {
    function deposit(IBridge bridge, TestUSDC token, uint64 amount) external {
        token.approve(address(bridge), amount);
        bridge.deposit(0, amount);
    }
}

/// @notice Money in and out. This contract stands in for the rollup: it says which roots are settled.
contract BridgeTest is Test {
    address private constant ALICE = address(0xA11CE);
    address private constant MALLORY = address(0x3A1107);
    uint32 private constant ACCOUNT = 5;
    uint64 private constant MILLION = 1e12;

    TestUSDC private token;
    Bridge private bridge;
    mapping(bytes32 root => bool) public isSettledRoot;

    function setUp() external {
        vm.warp(1_000_000);
        _deploy(new TestUSDC());
    }

    modifier solvent() {
        _;
        assertTrue(token.balanceOf(address(bridge)) >= bridge.held(), "holds what it owes");
    }

    function test_deposit_isAnnouncedInTheInbox() external solvent {
        IInbox inbox = IInbox(bridge.INBOX());
        bytes memory item = abi.encodePacked(
            uint8(1),
            ALICE,
            ACCOUNT,
            uint64(3e6),
            uint64(block.timestamp)
        );
        _fund(3e6);
        vm.expectEmit();
        emit IInbox.ItemAdded(0, item);
        vm.expectEmit();
        emit IBridge.Deposited(ALICE, ACCOUNT, 3e6, 0);
        vm.prank(ALICE);
        bridge.deposit(ACCOUNT, 3e6);
        assertEq(inbox.itemHash(0), keccak256(item), "the item");
        assertEq(bridge.held(), 3e6, "held");
        assertEq(token.balanceOf(address(bridge)), 3e6, "balance");
    }

    function test_dustDeposit() external solvent {
        _depositReverts(
            1e6 - 1,
            abi.encodeWithSelector(IBridge.DepositTooSmall.selector, 1e6 - 1, 1e6)
        );
        _deposit(1e6);
    }

    function test_deposit_capIs2To53() external solvent {
        uint64 most = 2 ** 53 - 1;
        _deposit(most - 1e6);
        _depositReverts(
            1e6 + 1,
            abi.encodeWithSelector(IBridge.CapExceeded.selector, uint256(most) + 1, most)
        );
        _deposit(1e6);
        assertEq(bridge.held(), most, "full");
    }

    function test_depositFromContract() external solvent {
        Depositor depositor = new Depositor();
        token.mint(address(depositor), 2e6);
        depositor.deposit(bridge, token, 2e6);
        bytes memory item = abi.encodePacked(
            uint8(1),
            address(depositor),
            uint32(0),
            uint64(2e6),
            uint64(block.timestamp)
        );
        assertEq(IInbox(bridge.INBOX()).itemHash(0), keccak256(item), "the contract's own");
    }

    function test_feeOnTransferToken_isRefused() external {
        _deploy(new FeeToken());
        _depositReverts(
            2e6,
            abi.encodeWithSelector(IBridge.WrongAmountMoved.selector, 2e6 - 1, 2e6)
        );
    }

    function test_tokenReturnsFalse_isRefused() external {
        _deploy(new FalseToken());
        _depositReverts(
            2e6,
            abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(token))
        );
    }

    function test_tokenReturnsFalse_withdrawalStaysOwed() external solvent {
        _deploy(new FalseOnTransferToken());
        _deposit(2e6);
        bytes32 root = _settle(ACCOUNT, ALICE, 1e6);
        vm.expectRevert(
            abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(token))
        );
        bridge.withdraw(ACCOUNT, ALICE, 1e6, root, _siblings());
        assertEq(bridge.paid(ACCOUNT), 0, "not paid");
    }

    function test_constructor_wrongDecimals() external {
        EighteenDecimals other = new EighteenDecimals();
        vm.expectRevert(abi.encodeWithSelector(IBridge.WrongDecimals.selector, 18, 6));
        new Bridge(address(other), address(0), new address[](0));
    }

    function test_depositWithPermit() external solvent {
        (address owner, uint8 v, bytes32 r, bytes32 s) = _permit(4e6);
        vm.prank(owner);
        bridge.depositWithPermit(0, 4e6, type(uint256).max, v, r, s);
        assertEq(bridge.held(), 4e6, "in one transaction");
    }

    function test_depositWithPermit_playedBySomebodyFirst() external solvent {
        (address owner, uint8 v, bytes32 r, bytes32 s) = _permit(4e6);
        token.permit(owner, address(bridge), 4e6, type(uint256).max, v, r, s);
        vm.prank(owner);
        bridge.depositWithPermit(0, 4e6, type(uint256).max, v, r, s);
        assertEq(bridge.held(), 4e6, "the allowance is there");
    }

    function test_withdraw_paysTheDifferenceToTheTotal() external solvent {
        _deposit(MILLION);
        bytes32 first = _settle(ACCOUNT, ALICE, 7e6);
        assertEq(bridge.withdraw(ACCOUNT, ALICE, 7e6, first, _siblings()), 7e6, "first");
        bytes32 second = _settle(ACCOUNT, ALICE, 9e6);
        vm.expectEmit();
        emit IBridge.Withdrawn(ACCOUNT, ALICE, 2e6, 9e6);
        vm.prank(MALLORY);
        bridge.withdraw(ACCOUNT, ALICE, 9e6, second, _siblings());
        assertEq(token.balanceOf(ALICE), 9e6, "both");
        assertEq(bridge.paid(ACCOUNT), 9e6, "paid");
        assertEq(bridge.held(), MILLION - 9e6, "held");
    }

    function test_withdrawTwice() external solvent {
        _deposit(MILLION);
        bytes32 root = _settle(ACCOUNT, ALICE, 7e6);
        bytes32 later = _settle(ACCOUNT, ALICE, 9e6);
        bridge.withdraw(ACCOUNT, ALICE, 9e6, later, _siblings());
        vm.expectRevert(abi.encodeWithSelector(IBridge.NothingToPay.selector, 9e6, 9e6));
        bridge.withdraw(ACCOUNT, ALICE, 9e6, later, _siblings());
        vm.expectRevert(abi.encodeWithSelector(IBridge.NothingToPay.selector, 7e6, 9e6));
        bridge.withdraw(ACCOUNT, ALICE, 7e6, root, _siblings());
    }

    function test_withdrawFromUnsettledRoot() external solvent {
        _deposit(MILLION);
        bytes32 root = _rootOf(ACCOUNT, ALICE, 7e6);
        vm.expectRevert(abi.encodeWithSelector(IBridge.RootNotSettled.selector, root));
        bridge.withdraw(ACCOUNT, ALICE, 7e6, root, _siblings());
    }

    function test_withdraw_anotherRecordThanProven() external solvent {
        _deposit(MILLION);
        bytes32 root = _settle(ACCOUNT, ALICE, 7e6);
        bytes32[32] memory other = _siblings();
        other[31] = keccak256("other");
        vm.expectPartialRevert(IBridge.WrongProof.selector);
        bridge.withdraw(ACCOUNT, MALLORY, 7e6, root, _siblings());
        vm.expectPartialRevert(IBridge.WrongProof.selector);
        bridge.withdraw(ACCOUNT, ALICE, 8e6, root, _siblings());
        vm.expectPartialRevert(IBridge.WrongProof.selector);
        bridge.withdraw(ACCOUNT + 1, ALICE, 7e6, root, _siblings());
        vm.expectPartialRevert(IBridge.WrongProof.selector);
        bridge.withdraw(ACCOUNT, ALICE, 7e6, root, other);
    }

    function test_withdraw_accountOutsideItsKind() external solvent {
        uint32 account = 1 << 28;
        bytes32 root = _settle(account, ALICE, 7e6);
        vm.expectRevert(
            abi.encodeWithSelector(IBridge.AccountOutOfRange.selector, account, account - 1)
        );
        bridge.withdraw(account, ALICE, 7e6, root, _siblings());
    }

    function testFuzz_withdraw_everyAccountHasItsOwnPath(uint32 account, uint64 total) external {
        account %= 1 << 28;
        total = 1 + (total % MILLION);
        _deposit(MILLION);
        bytes32 root = _settle(account, ALICE, total);
        bridge.withdraw(account, ALICE, total, root, _siblings());
        assertEq(token.balanceOf(ALICE), total, "paid");
    }

    function test_bridgeHoldsLessThanOwed_paysNobodyElsesMoney() external solvent {
        _deposit(2e6);
        // Not announced, so not counted.
        token.mint(address(bridge), 10e6);
        bytes32 root = _settle(ACCOUNT, ALICE, 3e6);
        vm.expectPartialRevert(bytes4(keccak256("Panic(uint256)")));
        bridge.withdraw(ACCOUNT, ALICE, 3e6, root, _siblings());
    }

    function test_callbackReenters_withdraw() external solvent {
        HookToken hook = new HookToken();
        _deploy(hook);
        _deposit(MILLION);
        bytes32 root = _settle(ACCOUNT, ALICE, 7e6);
        bytes memory again = abi.encodeCall(
            IBridge.withdraw,
            (ACCOUNT, ALICE, 7e6, root, _siblings())
        );
        hook.hook(bridge, again);
        bridge.withdraw(ACCOUNT, ALICE, 7e6, root, _siblings());
        assertEq(token.balanceOf(ALICE), 7e6, "once");
        assertEq(bytes32(hook.refusal()), _reentrant(), "refused");
    }

    function test_callbackReenters_deposit() external solvent {
        HookToken hook = new HookToken();
        _deploy(hook);
        _deposit(MILLION);
        _fund(2e6);
        hook.hook(bridge, abi.encodeCall(IBridge.deposit, (0, 1e6)));
        vm.prank(ALICE);
        bridge.deposit(0, 2e6);
        assertEq(bytes32(hook.refusal()), _reentrant(), "refused");
    }

    function _deploy(TestUSDC token_) private {
        token = token_;
        bridge = new Bridge(address(token_), address(0), new address[](0));
    }

    function _fund(uint64 amount) private {
        token.mint(ALICE, amount);
        vm.prank(ALICE);
        token.approve(address(bridge), amount);
    }

    function _deposit(uint64 amount) private {
        _fund(amount);
        vm.prank(ALICE);
        bridge.deposit(ACCOUNT, amount);
    }

    function _depositReverts(uint64 amount, bytes memory error_) private {
        _fund(amount);
        vm.expectRevert(error_);
        vm.prank(ALICE);
        bridge.deposit(ACCOUNT, amount);
    }

    /// @dev The naive form of the state tree with one record and fixed neighbours.
    function _rootOf(
        uint32 account,
        address recipient,
        uint64 total
    ) private pure returns (bytes32 node) {
        uint256 key = (8 << 28) | uint256(account);
        bytes32[32] memory siblings = _siblings();
        node = keccak256(abi.encodePacked(uint32(key), recipient, total));
        for (uint256 level; level < 32; ++level) {
            node =
                (key >> level) % 2 == 0
                    ? keccak256(abi.encode(node, siblings[level]))
                    : keccak256(abi.encode(siblings[level], node));
        }
    }

    function _settle(
        uint32 account,
        address recipient,
        uint64 total
    ) private returns (bytes32 root) {
        root = _rootOf(account, recipient, total);
        isSettledRoot[root] = true;
    }

    function _siblings() private pure returns (bytes32[32] memory siblings) {
        for (uint256 i = 1; i < 32; ++i) siblings[i] = keccak256(abi.encode(i));
    }

    function _permit(
        uint256 amount
    ) private returns (address owner, uint8 v, bytes32 r, bytes32 s) {
        owner = vm.addr(7);
        token.mint(owner, amount);
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 digest = keccak256(
            abi.encode(typeHash, owner, address(bridge), amount, 0, type(uint256).max)
        );
        bytes32 domain = token.DOMAIN_SEPARATOR();
        (v, r, s) = vm.sign(7, keccak256(abi.encodePacked(hex"1901", domain, digest)));
    }

    function _reentrant() private pure returns (bytes32) {
        return
            bytes32(
                abi.encodePacked(
                    ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector,
                    bytes28(0)
                )
            );
    }
}
