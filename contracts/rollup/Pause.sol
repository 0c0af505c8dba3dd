// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entries} from "../dispute/Entries.sol";
import {IRollup} from "../interfaces/IRollup.sol";

/// @notice The guardian's only power: claiming stops for a while, and starts again by itself.
abstract contract Pause is IRollup, Entries {
    /// @dev Of the time from a pause's end, in pauses, in which no other can begin.
    uint64 private constant REST = 3;

    address public immutable GUARDIAN;

    uint64 public pausedUntil;

    constructor(address guardian) {
        GUARDIAN = guardian;
    }

    function pauseClaims() external {
        if (msg.sender != GUARDIAN) revert NotGuardian(msg.sender, GUARDIAN);
        // INVARIANT: three quarters of all time are open to claims, whatever the guardian does.
        uint64 earliest = pausedUntil == 0 ? 0 : pausedUntil + REST * CHALLENGE_PERIOD;
        if (block.timestamp < earliest) revert TooEarly(block.timestamp, earliest);
        pausedUntil = uint64(block.timestamp) + CHALLENGE_PERIOD;
        emit ClaimsPaused(pausedUntil);
    }

    function _checkNotPaused() internal view {
        if (block.timestamp < pausedUntil) revert ClaimsArePaused(pausedUntil);
    }
}
