// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {abs, max, min, mulUp, WAD} from "../../maths/Wad.sol";
import {Collateral, OptionPosition, Portfolio, PortfolioExpiry} from "../Types.sol";
import {PortfolioParams} from "./Params.sol";

/// @notice What a portfolio must hold besides its worst scenario, rounded up.
/// @param maintenance Counts in both margins.
/// @param initial On top in initial margin.
/// @param confidence For feeds of low confidence, on top in initial margin.
struct Contingency {
    int256 maintenance;
    int256 initial;
    int256 confidence;
}

/// @notice Of |n| × spot, not of the perpetual's mark.
function perpetualContingency(
    Portfolio calldata portfolio,
    PortfolioParams calldata params
) pure returns (Contingency memory) {
    int256 notional = mulUp(abs(portfolio.perpetual.amount), portfolio.spot);
    return
        Contingency({
            maintenance: mulUp(notional, params.mmPerpPercent),
            initial: mulUp(notional, params.imPerpPercent),
            confidence: lowConfidence(params, indexConfidence(portfolio), notional)
        });
}

/// @notice Of naked shorts × spot; low confidence counts every contract.
function expiryContingency(
    Portfolio calldata portfolio,
    PortfolioExpiry calldata expiry,
    PortfolioParams calldata params
) pure returns (Contingency memory) {
    OptionPosition[] calldata options = expiry.options;
    int256 gross;
    for (uint256 o; o < options.length; ++o) gross += abs(options[o].amount);
    int256 naked = mulUp(nakedShorts(options), portfolio.spot);
    int256 confidence = min(
        expiry.forwardConfidence,
        min(expiry.rateConfidence, expiry.volConfidence)
    );
    confidence = min(confidence, indexConfidence(portfolio));
    return
        Contingency({
            maintenance: mulUp(naked, params.mmOptionPercent),
            initial: mulUp(naked, params.imOptionPercent),
            confidence: lowConfidence(params, confidence, mulUp(gross, portfolio.spot))
        });
}

/// @notice Of the value, which is rounded down.
function collateralContingency(
    Portfolio calldata portfolio,
    Collateral calldata collateral,
    PortfolioParams calldata params
) pure returns (Contingency memory) {
    int256 notional = collateralValue(portfolio, collateral);
    int256 confidence = min(collateral.confidence, portfolio.spotConfidence);
    return
        Contingency({
            maintenance: mulUp(notional, collateral.mmHaircut),
            initial: mulUp(notional, collateral.imHaircut),
            confidence: lowConfidence(params, confidence, notional)
        });
}

/// @return amount × price / u, rounded down.
function collateralValue(
    Portfolio calldata portfolio,
    Collateral calldata collateral
) pure returns (int256) {
    return (collateral.amount * collateral.price) / portfolio.stable;
}

/// @return Of the spot price, and of the perpetual's mark where there is a perpetual.
function indexConfidence(Portfolio calldata portfolio) pure returns (int256) {
    int256 confidence = portfolio.spotConfidence;
    if (portfolio.perpetual.amount == 0) return confidence;
    return min(confidence, portfolio.perpetual.confidence);
}

function lowConfidence(
    PortfolioParams calldata params,
    int256 confidence,
    int256 notional
) pure returns (int256) {
    if (confidence >= params.confThreshold) return 0;
    return mulUp(mulUp(WAD - confidence, params.confMargin), notional);
}

/// @notice Contracts short beyond those long, strike by strike, calls and puts together.
/// @dev COST: linear where strikes ascend, as they do in an account.
function nakedShorts(OptionPosition[] calldata options) pure returns (int256 total) {
    int256[2][] memory net = new int256[2][](options.length);
    uint256 count;
    for (uint256 o; o < options.length; ++o) {
        (int256 strike, int256 amount) = (options[o].strike, options[o].amount);
        uint256 place = count;
        while (place > 0 && net[place - 1][0] > strike) --place;
        if (place > 0 && net[place - 1][0] == strike) {
            net[place - 1][1] += amount;
            continue;
        }
        for (uint256 i = count; i > place; --i) net[i] = net[i - 1];
        net[place] = [strike, amount];
        ++count;
    }
    for (uint256 i; i < count; ++i) total += max(-net[i][1], 0);
}
