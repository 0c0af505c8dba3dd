// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OutOfDomain} from "../maths/Errors.sol";
import {ln} from "../maths/Ln.sol";
import {normalCdf} from "../maths/Normal.sol";
import {rootDown} from "../maths/Sqrt.sol";
import {clamp, max, mulDown, WAD} from "../maths/Wad.sol";

uint256 constant YEAR_SEC = 31_536_000;
/// @dev From here on a call is worth its forward.
int256 constant TOTAL_VOL_END = 24e18;
int256 constant PRICE_END = 2 ** 128 * WAD;
int256 constant VOL_END = 2 ** 128;
uint256 constant SEC_END = 2 ** 36;

/// @dev An option on a forward. Money and dimensionless numbers in units of 10^-18.
struct Option {
    /// Whole seconds to expiry, below 2^36.
    uint256 sec;
    /// Per year, below 2^128 units.
    int256 vol;
    /// 0 ≤ forward, strike < 2^128 × 10^18
    int256 forward;
    int256 strike;
    /// 0 < discount ≤ 1
    int256 discount;
}

/// @notice Black (1976).
/// @return call Toward 0, as the put.
/// @return put By parity.
/// @return delta The call's, of the forward, not discounted; the put's is 1 less.
function black76(Option memory option) pure returns (int256 call, int256 put, int256 delta) {
    checkOption(option);
    (call, delta) = callAndDelta(option);
    put = clamp(call - option.forward + option.strike, 0, option.strike);
    call = mulDown(call, option.discount);
    put = mulDown(put, option.discount);
}

/// @dev Not discounted. A ratio of strike to forward outside 10^-18 to 10^18 counts as 0 or as infinite for the call.
function callAndDelta(Option memory option) pure returns (int256 call, int256 delta) {
    (int256 forward, int256 strike) = (option.forward, option.strike);
    if (strike == 0) return (forward, WAD);
    if (forward == 0) return (0, 0);
    int256 totalVol = mulDown(option.vol, rootYears(option.sec));
    if (totalVol >= TOTAL_VOL_END || strike * WAD < forward) return (forward, WAD);
    if (strike > forward * WAD) return (0, 0);
    int256 logMoneyness = ln(strike) - ln(forward);
    call = undiscountedCall(totalVol, logMoneyness, forward, strike);
    delta = normalCdf(firstDistance(max(totalVol, 1), logMoneyness));
}

/// @notice √(sec / year), rounded down once: the years of a minute, rounded by themselves, would have 12 digits.
/// @param sec Below 2^36.
function rootYears(uint256 sec) pure returns (int256) {
    // SAFETY: the product is below 2^156.
    unchecked {
        return int256(rootDown((sec * uint256(WAD * WAD)) / YEAR_SEC));
    }
}

/// @notice F·N(d1) - K·N(d2), toward 0, between 0 and F. The put is call - F + K, between 0 and K.
/// @param totalVol σ·√t ≥ 0: raised to at least 10^-18; from 24 on a call is worth its forward.
/// @param logMoneyness ln(strike/forward), at most 2^127 in size; of no account where one of them is 0.
/// @param forward 0 ≤ forward < 2^128 × 10^18, as the strike.
function undiscountedCall(
    int256 totalVol,
    int256 logMoneyness,
    int256 forward,
    int256 strike
) pure returns (int256) {
    bool isForward;
    assembly ("memory-safe") {
        totalVol := add(totalVol, iszero(totalVol))
        isForward := or(or(iszero(forward), iszero(strike)), iszero(slt(totalVol, TOTAL_VOL_END)))
    }
    if (isForward) return forward;
    int256 d1 = firstDistance(totalVol, logMoneyness);
    // SAFETY: |d1| < 2^188, products < 2^248.
    unchecked {
        int256 value = forward * normalCdf(d1) - strike * normalCdf(d1 - totalVol);
        if (value < 0) return 0;
        value /= WAD;
        return value > forward ? forward : value;
    }
}

/// @return d1 (v²/2 - k)/v toward 0, for 0 < v < 24.
function firstDistance(int256 v, int256 logMoneyness) pure returns (int256 d1) {
    assembly ("memory-safe") {
        d1 := sdiv(sub(mul(v, v), mul(2000000000000000000, logMoneyness)), shl(1, v))
    }
}

function checkOption(Option memory option) pure {
    if (option.sec >= SEC_END) revert OutOfDomain("black76: sec", int256(option.sec));
    if (option.vol < 0 || option.vol >= VOL_END) revert OutOfDomain("black76: vol", option.vol);
    if (option.forward < 0 || option.forward >= PRICE_END)
        revert OutOfDomain("black76: forward", option.forward);
    if (option.strike < 0 || option.strike >= PRICE_END)
        revert OutOfDomain("black76: strike", option.strike);
    if (option.discount <= 0 || option.discount > WAD)
        revert OutOfDomain("black76: discount", option.discount);
}
