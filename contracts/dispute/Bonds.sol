// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDispute} from "../interfaces/IDispute.sol";

/// @notice Who is owed what. Payments are pulled, so no receiver holds up a decision.
abstract contract Bonds is IDispute {
    mapping(address account => uint256 amount) public owed;

    mapping(bytes32 parent => Contest) internal _contests;

    function collect() external returns (uint256 amount) {
        amount = owed[msg.sender];
        if (amount == 0) revert NothingOwed(msg.sender);
        owed[msg.sender] = 0;
        _send(msg.sender, amount);
    }

    function contest(bytes32 parent) external view returns (Contest memory) {
        return _contests[parent];
    }

    function _owe(address account, uint256 amount) internal {
        if (amount == 0) return;
        owed[account] += amount;
        emit Owed(account, amount);
    }

    function _addToPot(bytes32 parent, uint128 bond) internal {
        _contests[parent].killed += bond;
        _contests[parent].pot += bond;
    }

    // INVARIANT: a pot pays out what fell into it and no more, whoever asks first.
    function _takeFromPot(bytes32 parent, uint256 wanted) internal returns (uint256 taken) {
        uint256 pot = _contests[parent].pot;
        taken = wanted < pot ? wanted : pot;
        _contests[parent].pot = uint128(pot - taken);
    }

    function _send(address account, uint256 amount) internal {
        (bool success, ) = account.call{value: amount}("");
        if (!success) revert PaymentRefused(account, amount);
    }

    function _expectPayment(uint256 expected) internal view {
        if (msg.value != expected) revert WrongPayment(msg.value, expected);
    }
}
