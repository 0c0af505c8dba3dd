// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clock} from "../../contracts/dispute/Clock.sol";

/// @notice What the checker proves of the clock for all values, not for some.
contract ClockProofs {
    /// @dev An entry in its window: Entries admits no other.
    function atEntry(uint64 budget, uint64 grace, uint64 due, uint64 nowSec) external pure {
        require(uint256(budget) + grace <= type(uint64).max);
        uint64 window = budget + grace;
        require(due <= nowSec && nowSec - due <= window);
        uint64 clock = Clock.atEntry(budget, window, due, nowSec);
        assert(clock <= budget);
        assert(nowSec - due + clock <= window);
        if (nowSec - due <= grace) assert(clock == budget);
    }

    /// @dev The later an entry, the less its clock; never by more than it is later.
    function atEntry_latenessIsSpent(
        uint64 budget,
        uint64 window,
        uint64 due,
        uint64 early,
        uint64 late
    ) external pure {
        require(due <= early && early <= late && late - due <= window);
        uint64 more = Clock.atEntry(budget, window, due, early);
        uint64 less = Clock.atEntry(budget, window, due, late);
        assert(less <= more);
        assert(more - less <= late - early);
    }

    /// @dev A silent side: the grace is free, then each second counts once.
    function used_ofASilentSide(uint64 since, uint64 grace, uint64 nowSec) external pure {
        require(since <= nowSec && uint256(since) + grace < type(uint64).max);
        uint64 used = Clock.used(0, since, grace, nowSec);
        assert(used <= nowSec - since);
        if (nowSec - since <= grace) assert(used == 0);
        else assert(used == nowSec - since - grace);
    }

    /// @dev What was revealed stays charged as it was, however late anybody asks.
    function used_stopsWithTheMove(
        uint64 revealedAt,
        uint64 since,
        uint64 grace,
        uint64 early,
        uint64 late
    ) external pure {
        require(revealedAt != 0 && revealedAt <= early && early <= late);
        require(uint256(since) + grace <= type(uint64).max);
        assert(
            Clock.used(revealedAt, since, grace, early) ==
                Clock.used(revealedAt, since, grace, late)
        );
        if (revealedAt <= since) assert(Clock.used(revealedAt, since, grace, late) == 0);
    }

    /// @dev Of a move and a timeout at the same second exactly one is possible.
    function proofMeetsTimeout(
        uint64 clock,
        uint64 since,
        uint64 grace,
        uint64 nowSec
    ) external pure {
        require(since <= nowSec && uint256(since) + grace <= type(uint64).max);
        uint64 used = Clock.used(0, since, grace, nowSec);
        bool mayMove = used <= clock;
        bool isLate = used > clock;
        assert(mayMove != isLate);
        if (nowSec - since <= grace + uint256(clock)) assert(mayMove);
    }
}
