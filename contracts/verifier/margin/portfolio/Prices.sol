// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ln} from "../../maths/Ln.sol";
import {abs, floorWad, max, min, mulDown, WAD} from "../../maths/Wad.sol";
import {undiscountedCall} from "../../pricing/Black76.sol";
import {PreparedSurface, setSurface, volatilityAt} from "../../pricing/Svi.sol";
import {OptionPosition, PortfolioExpiry} from "../Types.sol";
import {checkContracts, checkPrice} from "./Domain.sol";
import {PreparedExpiry, ShockedForward, Skew} from "./Expiry.sol";
import {DIRECTION_ABS, isSkew, PortfolioParams} from "./Params.sol";

/// @notice A position, the logarithm of its strike (0 where the strike is 0), its volatility, and that times √t, by
/// direction: as it is, raised, lowered.
struct PreparedOption {
    int256 strike;
    bool put;
    int256 amount;
    int256 log;
    int256 vol;
    int256 total;
    int256 totalUp;
    int256 totalDown;
}

/// @dev Of `total` within the struct.
uint256 constant TOTAL_OFFSET = 5 * 32;

/// @param surface Overwritten.
function prepareOptions(
    PortfolioExpiry calldata expiry,
    PreparedExpiry memory prepared,
    PreparedSurface memory surface,
    PortfolioParams calldata params
) pure returns (PreparedOption[] memory options) {
    OptionPosition[] calldata positions = expiry.options;
    options = new PreparedOption[](positions.length);
    bool hasSurface = expiry.sec != 0;
    if (hasSurface) setSurface(surface, expiry.surface);
    int256 minVolEvalShocked = params.minVolEvalShocked;
    for (uint256 i; i < positions.length; ++i) {
        OptionPosition calldata position = positions[i];
        PreparedOption memory option = options[i];
        int256 strike = position.strike;
        checkPrice(strike);
        checkContracts(position.amount);
        option.strike = strike;
        option.put = position.put;
        option.amount = position.amount;
        if (strike == 0) continue;
        int256 log = ln(strike);
        option.log = log;
        // At expiry every volatility gives the payoff.
        if (hasSurface)
            setVolatility(option, prepared, volatilityAt(surface, strike, log), minVolEvalShocked);
    }
}

/// SAFETY: volatilities are below 2^94, shocks of them below 2^128.
function setVolatility(
    PreparedOption memory option,
    PreparedExpiry memory prepared,
    int256 vol,
    int256 minVolEvalShocked
) pure {
    unchecked {
        int256 rootTime = prepared.rootTime;
        option.vol = vol;
        option.total = (vol * rootTime) / WAD;
        int256 raised = max((vol * prepared.volUp) / WAD, minVolEvalShocked);
        option.totalUp = (raised * rootTime) / WAD;
        option.totalDown = (((vol * prepared.volDown) / WAD) * rootTime) / WAD;
    }
}

/// @notice What the options are worth at a forward and a direction; each position is rounded down.
/// @dev COST: the inner loop of margin.
/// SAFETY: |amount| < 2^90, strike and forward are below 2^104, the discount is at most 1.
function valueOf(
    PreparedOption[] memory options,
    PreparedExpiry memory prepared,
    ShockedForward memory shocked,
    uint256 direction
) pure returns (int256 value) {
    PreparedOption memory option = options[0];
    (int256 forward, int256 logForward) = (shocked.forward, shocked.log);
    int256 discount = prepared.discount;
    unchecked {
        uint256 end = options.length * 32;
        for (uint256 offset = 32; offset <= end; offset += 32) {
            int256 totalVol;
            assembly ("memory-safe") {
                option := mload(add(options, offset))
                totalVol := mload(add(add(option, TOTAL_OFFSET), shl(5, direction)))
            }
            if (isSkew(direction)) totalVol = skewedTotal(option, prepared, direction);
            int256 strike = option.strike;
            int256 price = undiscountedCall(totalVol, option.log - logForward, forward, strike);
            if (option.put) price = putByParity(price, forward, strike);
            value += floorWad(option.amount * ((price * discount) / WAD));
        }
    }
}

/// @dev At most the strike, because a call is at most the forward.
function putByParity(int256 call, int256 forward, int256 strike) pure returns (int256 put) {
    unchecked {
        put = call - forward + strike;
        if (put < 0) put = 0;
    }
}

/// @return Total volatility in a skew.
function skewedTotal(
    PreparedOption memory option,
    PreparedExpiry memory prepared,
    uint256 direction
) pure returns (int256) {
    int256 multiplier = max(
        skewMultiplier(option.log - prepared.unshocked.log, prepared, direction),
        0
    );
    return mulDown(mulDown(option.vol, multiplier), prepared.rootTime);
}

/// @return μ: above the money a skew adds at most its cap, below it takes at most its cap; ABS counts the distance from the
/// money.
function skewMultiplier(
    int256 moneyness,
    PreparedExpiry memory prepared,
    uint256 direction
) pure returns (int256) {
    if (direction == DIRECTION_ABS) return WAD + tilt(prepared.abs, abs(moneyness));
    return WAD + tilt(prepared.linear, moneyness);
}

function tilt(Skew memory skew, int256 moneyness) pure returns (int256) {
    int256 change = mulDown(moneyness, skew.slope);
    return moneyness >= 0 ? min(skew.cap, change) : max(-skew.cap, change);
}
