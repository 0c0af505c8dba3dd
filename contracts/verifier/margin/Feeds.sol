// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    SETTLEMENT_WINDOW_SEC,
    SURFACE_GIVEN_UP_SEC,
    SURFACE_HEARTBEAT_SEC
} from "../../generated/Params.sol";
import {ExpiryRecord, UnderlyingRecord} from "../../generated/Records.sol";
import {expirySec} from "../Instrument.sol";
import {max, WAD} from "../maths/Wad.sol";
import {Surface} from "../pricing/Svi.sol";

// Prices that margin is worked out with, out of the committed prints: SPEC §9.4. Figures × 10^-18 unless said.

/// @dev From cents, from 10^-4 contracts, from 10^-4, from 10^-6 USD, from 10^-9, from 10^-12.
int256 constant CENTS = 10 ** 16;
int256 constant LOTS = 10 ** 14;
int256 constant E4 = 10 ** 14;
int256 constant MONEY = 10 ** 12;
int256 constant E9 = 10 ** 9;
int256 constant E12 = 10 ** 6;
int256 constant YEAR_SEC = 31_536_000;

int256 constant WINDOW_SEC = int256(SETTLEMENT_WINDOW_SEC);

/// @notice ⌈x⌉ in 10^-6 USD.
function moneyUp(int256 value) pure returns (int256) {
    return -moneyDown(-value);
}

/// @notice ⌊x⌋ in 10^-6 USD.
function moneyDown(int256 value) pure returns (int256) {
    int256 quotient = value / MONEY;
    return value % MONEY < 0 ? quotient - 1 : quotient;
}

function indexPrice(UnderlyingRecord underlying) pure returns (int256) {
    return int256(underlying.indexCents()) * CENTS;
}

function indexConfidence(UnderlyingRecord underlying) pure returns (int256) {
    return int256(underlying.confidenceE4()) * E4;
}

/// @dev The first words of the models' expiries, in their order.
struct ExpiryPrices {
    uint256 sec;
    int256 fixedForward;
    int256 variableForward;
    int256 rate;
    int256 forwardConfidence;
    int256 rateConfidence;
    int256 volConfidence;
    Surface surface;
}

/// @notice Seconds from the index print to the expiry: margin runs on the print's time.
function secToExpiry(UnderlyingRecord underlying, uint256 day) pure returns (uint256) {
    uint256 expiresAt = expirySec(day);
    uint256 printedAt = underlying.indexTimeSec();
    return expiresAt > printedAt ? expiresAt - printedAt : 0;
}

/// @notice An expired option needs no surface; any other needs one that is fresh.
function isPriced(ExpiryRecord expiry, uint256 sec, uint256 timeSec) pure returns (bool) {
    if (sec == 0) return true;
    uint256 printed = expiry.surfaceTimeSec();
    return printed != 0 && printed + SURFACE_HEARTBEAT_SEC >= timeSec;
}

/// @notice The expiry, which is not priced, has had surfaces and the next one is late, so the account may look worse than
/// it is. An expiry that nobody publishes for keeps nobody from being liquidated: there the worst payoff counts, as it did
/// when the options were bought.
function isAwaited(ExpiryRecord expiry, uint256 timeSec) pure returns (bool) {
    uint256 printed = expiry.surfaceTimeSec();
    return printed != 0 && printed + SURFACE_GIVEN_UP_SEC >= timeSec;
}

function setExpiryPrices(
    ExpiryPrices memory prices,
    UnderlyingRecord underlying,
    ExpiryRecord expiry,
    uint256 day,
    uint256 sec
) pure {
    prices.sec = sec;
    (prices.fixedForward, prices.variableForward) = forwardParts(underlying, expiry, int256(sec));
    prices.rate = expiry.rateE9() * E9;
    // Once an expiry has come its forward is the average, and there is no volatility left to doubt.
    bool hasCome = sec == 0;
    prices.forwardConfidence = hasCome ? WAD : int256(expiry.forwardConfidenceE4()) * E4;
    prices.rateConfidence = hasCome ? WAD : int256(expiry.rateConfidenceE4()) * E4;
    prices.volConfidence = hasCome ? WAD : int256(expiry.volConfidenceE4()) * E4;
    prices.surface = surfaceOf(expiry, day);
}

/// @notice What the settlement average holds already, and what of it can still move. Before the settlement window the
/// forward is index plus basis. Inside it the average so far stands, seconds that no print covers counted at the index,
/// and only the rest of the window moves.
function forwardParts(
    UnderlyingRecord underlying,
    ExpiryRecord expiry,
    int256 sec
) pure returns (int256 fixedForward, int256 variableForward) {
    int256 quoted = quotedCents(underlying, expiry) * CENTS;
    if (sec >= WINDOW_SEC) return (0, quoted);
    int256 sum = windowCents(underlying, expiry, sec);
    return ((sum * CENTS) / WINDOW_SEC, (quoted * sec) / WINDOW_SEC);
}

/// @notice The index may fall below what the last surface says that the forward lies under it.
function quotedCents(UnderlyingRecord underlying, ExpiryRecord expiry) pure returns (int256) {
    return max(int256(underlying.indexCents()) + expiry.basisCents(), 1);
}

/// @notice The index summed over the seconds of the settlement window that are past at the print.
function windowCents(
    UnderlyingRecord underlying,
    ExpiryRecord expiry,
    int256 sec
) pure returns (int256) {
    int256 uncovered = WINDOW_SEC - sec - int256(expiry.windowCoveredSec());
    return int256(expiry.windowSum()) + uncovered * int256(underlying.indexCents());
}

/// @notice The forward of the last prints in whole cents, rounded down once; at least 1.
function forwardCentsDown(
    UnderlyingRecord underlying,
    ExpiryRecord expiry,
    uint256 secLeft
) pure returns (uint256) {
    int256 sec = int256(secLeft);
    int256 quoted = quotedCents(underlying, expiry);
    if (sec >= WINDOW_SEC) return uint256(quoted);
    return uint256((windowCents(underlying, expiry, sec) + quoted * sec) / WINDOW_SEC);
}

function surfaceOf(ExpiryRecord expiry, uint256 day) pure returns (Surface memory) {
    return
        surfaceFrom({
            aE12: expiry.aE12(),
            bE12: expiry.bE12(),
            rhoE12: expiry.rhoE12(),
            mE12: expiry.mE12(),
            sigmaE12: expiry.sigmaE12(),
            forwardCents: expiry.forwardCents(),
            sec: int256(expirySec(day)) - int256(expiry.surfaceTimeSec())
        });
}

/// @notice SVI parameters × 10^-12; the surface's own forward and seconds to expiry.
function surfaceFrom(
    int256 aE12,
    int256 bE12,
    int256 rhoE12,
    int256 mE12,
    int256 sigmaE12,
    uint256 forwardCents,
    int256 sec
) pure returns (Surface memory) {
    return
        Surface({
            a: aE12 * E12,
            b: bE12 * E12,
            rho: rhoE12 * E12,
            m: mE12 * E12,
            sigma: sigmaE12 * E12,
            forward: int256(forwardCents) * CENTS,
            tau: (sec * WAD) / YEAR_SEC
        });
}
