// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @title Timelock
/// @notice The only one that changes margin parameters, and never before everybody has had 30 days to leave.
/// @dev Nobody administers it: roles change by its own proposals alone, which wait as long as any other.
contract Timelock is TimelockController {
    uint256 public constant LEAST_DELAY = 30 days;

    /// @notice The delay may grow but not fall below LEAST_DELAY.
    error DelayTooShort(uint256 received, uint256 least);

    /// @param proposers Who schedules and cancels.
    /// @param executors Who executes what is due; the zero address stands for anybody.
    constructor(
        address[] memory proposers,
        address[] memory executors
    ) TimelockController(LEAST_DELAY, proposers, executors, address(0)) {}

    function updateDelay(uint256 newDelay) public override {
        if (newDelay < LEAST_DELAY) revert DelayTooShort(newDelay, LEAST_DELAY);
        super.updateDelay(newDelay);
    }
}
