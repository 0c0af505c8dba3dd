// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OutOfDomain} from "../maths/Errors.sol";
import {ln} from "../maths/Ln.sol";
import {rootDown, sqrtDown} from "../maths/Sqrt.sol";
import {floorWad, mulDown, WAD} from "../maths/Wad.sol";
import {PRICE_END} from "./Black76.sol";

/// @dev A volatility surface of one expiry: w(k) = a + b·(√((k - m)² + σ²) + ρ·(k - m)) for k = ln(strike/forward), the raw
/// parametrisation of total variance by Gatheral (2004). Numbers in units of 10^-18.
struct Surface {
    int256 a;
    int256 b;
    int256 rho;
    int256 m;
    int256 sigma;
    /// Of the print, as tau: a volatility stands still while its surface does.
    int256 forward;
    /// Years.
    int256 tau;
}

int256 constant MOST_VARIANCE = 144 * WAD;
int256 constant PARAMETER_END = 2 ** 96;
/// @dev Room for rounding: a surface that is admitted gives a variance for every strike.
int256 constant LEAST_VARIANCE = 10 ** 6;

/// @notice What every strike of a surface shares: its parameters, and
/// @param sigmaSquared σ² × 10^18.
/// @param bound Of |k|: 4·√(a + b·σ), where the wings are cut.
struct PreparedSurface {
    int256 a;
    int256 b;
    int256 rho;
    int256 m;
    int256 sigmaSquared;
    int256 forward;
    int256 tau;
    int256 logForward;
    int256 bound;
}

/// @dev Sets all of `prepared`; reverts for what is not a surface.
function setSurface(PreparedSurface memory prepared, Surface memory surface) pure {
    if (!isBounded(surface)) revert OutOfDomain("volatility: surface", surface.forward);
    int256 atCenter = surface.a + mulDown(surface.b, surface.sigma);
    if (atCenter < 0) revert OutOfDomain("volatility: center", atCenter);
    prepared.a = surface.a;
    prepared.b = surface.b;
    prepared.rho = surface.rho;
    prepared.m = surface.m;
    prepared.sigmaSquared = surface.sigma * surface.sigma;
    prepared.forward = surface.forward;
    prepared.tau = surface.tau;
    prepared.logForward = ln(surface.forward);
    prepared.bound = 4 * sqrtDown(atCenter);
}

/// @notice Per year, toward 0; 0 for a strike of 0.
/// @dev Reverts for a strike outside 0 to 2^128, or for a surface that is not admitted and has no volatility here.
function volatility(Surface memory surface, int256 strike) pure returns (int256) {
    if (strike < 0 || strike >= PRICE_END) revert OutOfDomain("volatility: strike", strike);
    if (strike == 0) return 0;
    PreparedSurface memory prepared;
    setSurface(prepared, surface);
    return volatilityAt(prepared, strike, ln(strike));
}

/// @notice The same for a strike above 0 whose logarithm is known; below 2^94 units.
/// SAFETY: parameters are below 2^96 in size, strikes below 2^188, logarithms below 2^67: products stay below 2^248.
function volatilityAt(
    PreparedSurface memory surface,
    int256 strike,
    int256 log
) pure returns (int256) {
    unchecked {
        int256 bound = surface.bound;
        int256 x = log - surface.logForward;
        if (x > bound) x = bound;
        if (x < -bound || strike * WAD < surface.forward) x = -bound;
        x -= surface.m;
        int256 root = int256(rootDown(uint256(x * x + surface.sigmaSquared)));
        int256 w = surface.a + floorWad(surface.b * (root + floorWad(surface.rho * x)));
        if (w < 0) revert OutOfDomain("volatility: variance", w);
        if (w > MOST_VARIANCE) w = MOST_VARIANCE;
        return int256(rootDown(uint256((w * WAD * WAD) / surface.tau)));
    }
}

/// @notice Whether a volatility exists for every strike.
function admits(Surface memory surface) pure returns (bool) {
    (int256 b, int256 rho, int256 sigma) = (surface.b, surface.rho, surface.sigma);
    if (!isBounded(surface) || b < 0 || rho <= -WAD || rho >= WAD || sigma <= 0) return false;
    int256 slope = int256(rootDown(uint256(WAD * WAD - rho * rho)));
    return surface.a + mulDown(b, mulDown(sigma, slope)) >= LEAST_VARIANCE;
}

/// @dev Within what the arithmetic takes.
function isBounded(Surface memory surface) pure returns (bool) {
    return
        isParameter(surface.a) &&
        isParameter(surface.b) &&
        isParameter(surface.rho) &&
        isParameter(surface.m) &&
        isParameter(surface.sigma) &&
        surface.forward > 0 &&
        surface.forward < PRICE_END &&
        surface.tau > 0 &&
        surface.tau < PARAMETER_END;
}

function isParameter(int256 value) pure returns (bool) {
    return value > -PARAMETER_END && value < PARAMETER_END;
}
