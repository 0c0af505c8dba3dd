// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice How seconds are charged. A round's grace is free, and so is what was revealed before the round began.
library Clock {
    /// @notice What an entry may spend: the budget, or what is left of its window if that is less.
    /// @param budget A.
    /// @param window V.
    /// @param due When its window began, at most `window` ago.
    function atEntry(
        uint64 budget,
        uint64 window,
        uint64 due,
        uint64 nowSec
    ) internal pure returns (uint64) {
        uint64 left = window - (nowSec - due);
        return left < budget ? left : budget;
    }

    /// @notice Seconds spent on a round beyond the grace.
    /// @param revealedAt When the move of the round was made, 0 if it was not.
    /// @param since When the round began.
    function used(
        uint64 revealedAt,
        uint64 since,
        uint64 grace,
        uint64 nowSec
    ) internal pure returns (uint64) {
        uint64 end = revealedAt == 0 ? nowSec : revealedAt;
        return end > since + grace ? end - since - grace : 0;
    }
}
