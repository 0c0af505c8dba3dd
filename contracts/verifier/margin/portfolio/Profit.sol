// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {floorWad, min, mulDown, WAD} from "../../maths/Wad.sol";
import {PreparedSurface} from "../../pricing/Svi.sol";
import {Collateral, Portfolio, PortfolioExpiry} from "../Types.sol";
import {collateralValue} from "./Contingencies.sol";
import {checkDampening} from "./Domain.sol";
import {
    PreparedExpiry,
    setMark,
    setShocks,
    setSkews,
    shockForward,
    ShockedForward
} from "./Expiry.sol";
import {DIRECTION_NONE, isSkew, PortfolioParams, Scenario} from "./Params.sol";
import {PreparedOption, prepareOptions, valueOf} from "./Prices.sol";

// What the items do to a portfolio: profit and loss against the mark.

/// @notice An item of a page, and its profit so far, rounded down; that of the basis contingency is at most 0.
/// @param spotShock Of the basis contingency nothing but the profit is set.
struct Item {
    int256 spotShock;
    uint256 direction;
    int256 dampening;
    int256 profit;
}

/// @notice The items [from, to) and their profits, and what the options are worth now, each position rounded down.
function profits(
    Portfolio calldata portfolio,
    PortfolioParams calldata params,
    uint256 from,
    uint256 to
) pure returns (Item[] memory items, int256 optionMarks) {
    bool hasSkews;
    (items, hasSkews) = itemsOf(portfolio, params, from, to);
    PreparedExpiry memory prepared;
    PreparedSurface memory surface;
    for (uint256 e; e < portfolio.expiries.length; ++e) {
        PortfolioExpiry calldata expiry = portfolio.expiries[e];
        if (expiry.options.length == 0) continue;
        setMark(prepared, expiry);
        setShocks(prepared, expiry, params);
        if (hasSkews) setSkews(prepared, params);
        PreparedOption[] memory options = prepareOptions(expiry, prepared, surface, params);
        int256 mark = valueOf(options, prepared, prepared.unshocked, DIRECTION_NONE);
        optionMarks += mark;
        if (from == 0) items[0].profit += basisLoss(options, prepared, expiry, params, mark);
        addProfits(items, from == 0 ? 1 : 0, options, prepared, expiry, mark);
    }
}

/// @dev With the profit of what is no option.
function itemsOf(
    Portfolio calldata portfolio,
    PortfolioParams calldata params,
    uint256 from,
    uint256 to
) pure returns (Item[] memory items, bool hasSkews) {
    items = new Item[](to - from);
    for (uint256 i = from == 0 ? 1 : 0; i < items.length; ++i) {
        Scenario calldata scenario = params.scenarios[from + i - 1];
        Item memory item = items[i];
        item.spotShock = scenario.spotShock;
        item.direction = scenario.direction;
        item.dampening = scenario.dampening;
        item.profit = spotProfit(portfolio, scenario);
        checkDampening(scenario.dampening);
        if (isSkew(scenario.direction)) hasSkews = true;
    }
}

/// @dev Adds the profit of an expiry to each item from a place on.
function addProfits(
    Item[] memory items,
    uint256 i,
    PreparedOption[] memory options,
    PreparedExpiry memory prepared,
    PortfolioExpiry calldata expiry,
    int256 mark
) pure {
    ShockedForward memory shocked;
    int256 spotShock = -1;
    for (; i < items.length; ++i) {
        Item memory item = items[i];
        uint256 direction = item.direction;
        int256 value = mark;
        if (isSkew(direction)) {
            value = valueOf(options, prepared, prepared.unshocked, direction);
        } else if (item.spotShock != WAD || direction != DIRECTION_NONE) {
            // COST: neighbours share a shock, and a logarithm is slow.
            if (item.spotShock != spotShock) {
                spotShock = item.spotShock;
                shockForward(shocked, expiry, spotShock);
            }
            value = valueOf(options, prepared, shocked, direction);
        }
        addProfit(item, prepared, value, mark);
    }
}

/// @notice Adds δ·(disc(G) - V0). Either tilt of a skew may happen, so there a profit counts as a loss.
/// SAFETY: values are below 2^149 (2^14 options), discounts below 2^88, dampening below 2^68.
function addProfit(
    Item memory item,
    PreparedExpiry memory prepared,
    int256 value,
    int256 mark
) pure {
    unchecked {
        int256 discount = value >= 0 ? prepared.discountPos : prepared.discountNeg;
        int256 profit = floorWad(value * discount) - mark;
        if (profit > 0 && isSkew(item.direction)) profit = -profit;
        item.profit += floorWad(item.dampening * profit);
    }
}

/// @return The worse side of the basis, this expiry by itself: at most 0.
function basisLoss(
    PreparedOption[] memory options,
    PreparedExpiry memory prepared,
    PortfolioExpiry calldata expiry,
    PortfolioParams calldata params,
    int256 mark
) pure returns (int256) {
    ShockedForward memory shocked;
    shockForward(shocked, expiry, params.scenarioSpotUp);
    int256 up = valueOf(options, prepared, shocked, DIRECTION_NONE);
    shockForward(shocked, expiry, params.scenarioSpotDown);
    int256 down = valueOf(options, prepared, shocked, DIRECTION_NONE);
    int256 factor = params.basisContAddFactor + mulDown(params.basisContMultFactor, prepared.time);
    return mulDown(min(min(up, down) - mark, 0), factor);
}

/// @return Of the perpetual and of the collateral that moves with spot.
function spotProfit(
    Portfolio calldata portfolio,
    Scenario calldata scenario
) pure returns (int256) {
    int256 move = scenario.spotShock - WAD;
    int256 profit = mulDown(portfolio.perpetual.amount, mulDown(portfolio.perpetual.mark, move));
    for (uint256 i; i < portfolio.collaterals.length; ++i) {
        Collateral calldata collateral = portfolio.collaterals[i];
        if (!collateral.riskCancelling) continue;
        profit += mulDown(collateralValue(portfolio, collateral), move);
    }
    return mulDown(scenario.dampening, profit);
}
