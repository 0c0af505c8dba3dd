// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {max, mulDown} from "../maths/Wad.sol";
import {
    collateralContingency,
    collateralValue,
    Contingency,
    expiryContingency,
    perpetualContingency
} from "./portfolio/Contingencies.sol";
import {PortfolioParams} from "./portfolio/Params.sol";
import {Item, profits} from "./portfolio/Profit.sol";
import {Collateral, MarginResult, Portfolio, PortfolioExpiry} from "./Types.sol";

// Portfolio margin: equity, the worst of the scenarios, contingencies. The published PMRM 2 formulas, in integers.
// Signed values are rounded down one by one (amount × price), requirements up before they are subtracted.

/// @notice Evaluates items [from, to), where `worst` and `worstIndex` are what earlier pages left; of no account where `from`
/// is 0. Item 0 is the basis contingency, item i is scenario i - 1.
/// @return The worst item so far, its index, and what the options are worth now, which every page finds.
/// @dev An item takes the place of the worst only if it is strictly below, so ties go to the lower index.
function scan(
    Portfolio calldata portfolio,
    PortfolioParams calldata params,
    uint256 from,
    uint256 to,
    int256 worst,
    uint256 worstIndex
) pure returns (int256, uint256, int256) {
    (Item[] memory items, int256 optionMarks) = profits(portfolio, params, from, to);
    for (uint256 i; i < items.length; ++i) {
        int256 profit = items[i].profit;
        if (from + i == 0 || profit < worst) (worst, worstIndex) = (profit, from + i);
    }
    return (worst, worstIndex, optionMarks);
}

/// @notice Margin of a portfolio whose worst item is known.
/// @param optionMarks What its options are worth now.
function assemble(
    Portfolio calldata portfolio,
    PortfolioParams calldata params,
    int256 worst,
    int256 optionMarks
) pure returns (MarginResult memory result) {
    int256 markToMarket = portfolio.cash + optionMarks;
    if (portfolio.perpetual.amount != 0) markToMarket += portfolio.perpetual.unsettled;
    result.maintenance = mulDown(worst, params.mmLossFactor);
    result.initial = mulDown(worst, initialLossFactor(portfolio, params));
    subtract(result, perpetualContingency(portfolio, params));
    for (uint256 e; e < portfolio.expiries.length; ++e) {
        PortfolioExpiry calldata expiry = portfolio.expiries[e];
        subtract(result, expiryContingency(portfolio, expiry, params));
    }
    for (uint256 i; i < portfolio.collaterals.length; ++i) {
        Collateral calldata collateral = portfolio.collaterals[i];
        markToMarket += collateralValue(portfolio, collateral);
        subtract(result, collateralContingency(portfolio, collateral, params));
    }
    result.maintenance += markToMarket;
    result.initial += markToMarket;
    result.markToMarket = markToMarket;
}

function subtract(MarginResult memory result, Contingency memory contingency) pure {
    result.maintenance -= contingency.maintenance;
    result.initial -= contingency.maintenance + contingency.initial + contingency.confidence;
}

/// @return Multiplier of the worst loss in initial margin: it grows as the cash token loses its peg.
function initialLossFactor(
    Portfolio calldata portfolio,
    PortfolioParams calldata params
) pure returns (int256) {
    int256 depeg = max(params.pegLossThreshold - portfolio.stable, 0);
    return params.imLossFactor + mulDown(params.pegLossFactor, depeg);
}
