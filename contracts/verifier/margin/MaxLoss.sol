// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MAX_GROSS, MAX_MONEY} from "../../generated/Params.sol";
import {AccountRecord} from "../../generated/Records.sol";
import {
    dayOfExpiry,
    expiryOfCode,
    expirySec,
    isPut,
    strikeOfCode,
    underlyingOfExpiry
} from "../Instrument.sol";
import {abs, positivePart, shiftUp} from "../Money.sol";
import {expiryIndex, State} from "../State.sol";

/// @notice Cash the account must hold, in 10^-6 USD, rounded up; MAX_MONEY where
/// Σ |amount| × max(highest strike, index) passes MAX_GROSS. SPEC §8.2.
/// @param nakedShift NAKED_INITIAL_SHIFT or NAKED_MAINTENANCE_SHIFT.
function requirement(
    State memory state,
    uint256 accountId,
    uint256 nakedShift
) pure returns (uint256 total) {
    AccountRecord account = state.account(accountId);
    uint256 count = account.positionCount();
    uint256 gross;
    for (uint256 from; from < count;) {
        Group memory group = readGroup(state, account, from, count);
        gross += group.gross;
        total +=
            group.settlementCents == 0
                ? group.worstLoss + naked(group, nakedShift)
                : group.settledLoss;
        from = group.to;
    }
    return gross > MAX_GROSS ? MAX_MONEY : total;
}

/// @notice The positions of one expiry.
/// @param to End of these positions.
/// @param worstLoss max(0, −min f(Z)) over Z in {0, strikes}.
/// @param nakedNotional Calls short beyond all long calls, × index.
/// @param settledLoss max(0, −f(settlement price)).
struct Group {
    uint256 to;
    uint256 settlementCents;
    uint256 gross;
    uint256 worstLoss;
    uint256 nakedNotional;
    uint256 settledLoss;
}

function readGroup(
    State memory state,
    AccountRecord account,
    uint256 from,
    uint256 count
) pure returns (Group memory group) {
    uint256 expiry = expiryOfCode(account.positionCode(from));
    group.settlementCents = settlementPrice(state, expiry);
    uint256 indexCents = state.underlying(underlyingOfExpiry(expiry)).indexCents();
    uint256 referenceCents = group.settlementCents == 0 ? indexCents : group.settlementCents;
    Sums memory sums = sumPositions(account, from, count, group.settlementCents);
    group.to = sums.to;
    group.gross = uint256(sums.absolute) * max(uint256(sums.lastStrike), referenceCents);
    group.nakedNotional = uint256(positivePart(-sums.callAmount)) * indexCents;
    group.settledLoss = uint256(positivePart(-sums.settled));
    group.worstLoss = uint256(-worstPayoff(account, from, sums));
}

/// @dev Over the positions of one expiry. `payoff` and `putAmount` are f(0) and minus its slope.
struct Sums {
    uint256 to;
    int256 absolute;
    int256 lastStrike;
    int256 settled;
    int256 payoff;
    int256 putAmount;
    int256 callAmount;
}

/// SAFETY: amounts, strikes and prices are below 2^32, so no sum of 128 products leaves 2^72.
function sumPositions(
    AccountRecord account,
    uint256 from,
    uint256 count,
    uint256 settlementCents
) pure returns (Sums memory sums) {
    uint256 expiry = expiryOfCode(account.positionCode(from));
    int256 settlement = int256(settlementCents);
    uint256 to = from;
    for (; to < count; ++to) {
        uint256 code = account.positionCode(to);
        if (expiryOfCode(code) != expiry) break;
        int256 amount = account.positionAmount(to);
        int256 strike = int256(strikeOfCode(code));
        unchecked {
            sums.absolute += abs(amount);
            sums.lastStrike = strike;
            if (isPut(code)) {
                sums.payoff += amount * strike;
                sums.putAmount += amount;
                sums.settled += amount * positivePart(strike - settlement);
            } else {
                sums.callAmount += amount;
                sums.settled += amount * positivePart(settlement - strike);
            }
        }
    }
    sums.to = to;
}

/// @notice Least payoff over prices 0 and the strikes, at most 0. f is linear between strikes:
/// f(0) = Σ puts a·K with slope −Σ puts a, and each strike passed adds its amount to the slope.
function worstPayoff(
    AccountRecord account,
    uint256 from,
    Sums memory sums
) pure returns (int256 worst) {
    int256 payoff = sums.payoff;
    int256 slope = -sums.putAmount;
    int256 passed;
    worst = payoff < 0 ? payoff : int256(0);
    uint256 to = sums.to;
    for (uint256 i = from; i < to; ++i) {
        int256 strike = int256(strikeOfCode(account.positionCode(i)));
        unchecked {
            payoff += slope * (strike - passed);
            slope += account.positionAmount(i);
        }
        if (payoff < worst) worst = payoff;
        passed = strike;
    }
}

function naked(Group memory group, uint256 shift) pure returns (uint256) {
    return group.nakedNotional + shiftUp(group.nakedNotional, shift);
}

/// @notice The fixed settlement price of an expiry that has come, else 0.
function settlementPrice(State memory state, uint256 expiry) pure returns (uint256) {
    uint256 day = dayOfExpiry(expiry);
    if (state.globals().timeSec() < expirySec(day)) return 0;
    return state.expiry(expiryIndex(underlyingOfExpiry(expiry), day)).settlementCents();
}

function max(uint256 a, uint256 b) pure returns (uint256) {
    return a > b ? a : b;
}
