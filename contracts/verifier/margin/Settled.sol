// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountRecord, ExpiryRecord} from "../../generated/Records.sol";
import {dayOfExpiry, expiryOfCode, isPut, strikeOfCode} from "../Instrument.sol";
import {ln} from "../maths/Ln.sol";
import {clamp, mulDown} from "../maths/Wad.sol";
import {settlementPayoff} from "../Payoff.sol";
import {rootYears} from "../pricing/Black76.sol";
import {PreparedSurface, setSurface, volatilityAt} from "../pricing/Svi.sol";
import {CENTS, surfaceOf} from "./Feeds.sol";
import {callPrice} from "./MarkPrices.sol";

// What options of a settled expiry are worth, for good: SPEC §10.2. Every holder of one counts the same whole cents.

/// @notice Signed value of an account's positions [from, to), which are those of one settled expiry, in 10^-6 USD. Long and
/// short of an option add up to exactly 0.
function settledValue(
    AccountRecord account,
    uint256 from,
    uint256 to,
    ExpiryRecord expiry
) pure returns (int256 sum) {
    if (from == to) return 0;
    if (expiry.lifeSec() > 0) return closingValue(account, from, to, expiry);
    int256 settlement = int256(expiry.settlementCents());
    for (uint256 i = from; i < to; ++i) {
        uint256 code = account.positionCode(i);
        int256 strike = int256(strikeOfCode(code));
        sum += account.positionAmount(i) * settlementPayoff(isPut(code), strike, settlement);
    }
}

/// @notice At the marks of standard margin with the figures that the close-out fixed, rounded to the nearest cent, half up:
/// neither side of a trade is favoured, and deep in the money a mark is what the option would pay.
function closingValue(
    AccountRecord account,
    uint256 from,
    uint256 to,
    ExpiryRecord expiry
) pure returns (int256 sum) {
    PreparedSurface memory surface;
    uint256 day = dayOfExpiry(expiryOfCode(account.positionCode(from)));
    setSurface(surface, surfaceOf(expiry, day));
    int256 rootTime = rootYears(expiry.lifeSec());
    int256 forward = int256(expiry.settlementCents()) * CENTS;
    int256 logForward = ln(forward);
    for (uint256 i = from; i < to; ++i) {
        uint256 code = account.positionCode(i);
        int256 strike = int256(strikeOfCode(code)) * CENTS;
        int256 totalVol = mulDown(volatilityAt(surface, strike, ln(strike)), rootTime);
        int256 mark = callPrice(strike, totalVol, forward, logForward);
        if (isPut(code)) mark = clamp(mark - forward + strike, 0, strike);
        sum += account.positionAmount(i) * ((mark + CENTS / 2) / CENTS);
    }
}
