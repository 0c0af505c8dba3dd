// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bridge} from "../../../contracts/bridge/Bridge.sol";
import {TestUSDC} from "../../../contracts/bridge/TestUSDC.sol";
import {WithdrawalProof} from "../../../contracts/types/WithdrawalProof.sol";
import {Test} from "../toy/Test.sol";

/// @notice Deposits, withdrawals that some state grants, roots that settle, proofs in any order and by anybody. Stands in
/// for the rollup: it says which roots are settled, and settles none that grants more than was deposited.
contract AnyMoney is Test {
    struct Proof {
        uint32 account;
        address recipient;
        uint64 total;
        bytes32 root;
        bytes32[32] siblings;
    }

    uint64 private constant MOST = 1e12;
    uint32 private constant ACCOUNTS = 4;

    TestUSDC public immutable TOKEN;
    Bridge public immutable BRIDGE;

    mapping(bytes32 root => bool) public isSettledRoot;
    uint64 public deposited;
    uint64 public granted;
    uint64 public withdrawn;
    bool public hasPaidUnsettled;

    mapping(uint32 account => uint64) private totals;
    Proof[] private proofs;

    constructor() {
        TOKEN = new TestUSDC();
        BRIDGE = new Bridge(address(TOKEN), address(this), new address[](0));
    }

    function deposit(uint32 account, uint64 amount) external {
        amount %= MOST;
        TOKEN.mint(address(this), amount);
        TOKEN.approve(address(BRIDGE), amount);
        BRIDGE.deposit(account % ACCOUNTS, amount);
        deposited += amount;
    }

    /// @notice A state in which an account has withdrawn more; whatever the rules are, never more than came in.
    function grant(uint32 account, uint64 amount, bool settles) external {
        account = 1 + (account % ACCOUNTS);
        amount = uint64(amount % (uint256(deposited - granted) + 1));
        granted += amount;
        totals[account] += amount;
        Proof memory proof;
        proof.account = account;
        proof.recipient = address(uint160(0xBEEF0000) + account);
        proof.total = totals[account];
        proof.root = this.rootOf(proof);
        proofs.push(proof);
        if (settles) isSettledRoot[proof.root] = true;
    }

    function settle(uint256 which) external {
        isSettledRoot[proofs[which % proofs.length].root] = true;
    }

    function withdraw(uint256 which) external {
        Proof storage proof = proofs[which % proofs.length];
        withdrawn += BRIDGE.withdraw(
            proof.account,
            proof.recipient,
            proof.total,
            proof.root,
            proof.siblings
        );
        if (!isSettledRoot[proof.root]) hasPaidUnsettled = true;
    }

    /// @notice Somebody sends tokens without depositing them.
    function donate(uint64 amount) external {
        TOKEN.mint(address(BRIDGE), amount % MOST);
    }

    function rootOf(Proof calldata proof) external pure returns (bytes32) {
        return WithdrawalProof.rootOf(proof.account, proof.recipient, proof.total, proof.siblings);
    }
}

/// @notice What no sequence of calls may break of the bridge.
contract BridgeInvariants is Test {
    AnyMoney private money;
    address[] private _targets;
    address[] private _senders;

    function setUp() external {
        money = new AnyMoney();
        _targets.push(address(money));
        _senders.push(address(this));
    }

    /// @dev The runner gives ether to whom it sends from: not to the contracts under test.
    function targetSenders() external view returns (address[] memory) {
        return _senders;
    }

    function targetContracts() external view returns (address[] memory) {
        return _targets;
    }

    /// @notice The bridge can always pay what it owes.
    function invariant_bridgeIsSolvent() external view {
        uint256 balance = money.TOKEN().balanceOf(address(money.BRIDGE()));
        uint256 held = money.BRIDGE().held();
        assertTrue(balance >= held, "the balance covers it");
        assertEq(held, money.deposited() - money.withdrawn(), "what came in less what went out");
        assertTrue(money.withdrawn() <= money.granted(), "nothing is paid twice");
    }

    function invariant_noWithdrawalBeforeSettlement() external view {
        assertTrue(!money.hasPaidUnsettled(), "settled first");
    }
}
