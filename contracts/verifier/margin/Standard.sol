// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {abs, divDown, max, min, mulDown, mulUp, WAD} from "../maths/Wad.sol";
import {requireStandardDomain} from "./Domain.sol";
import {isolatedMargin} from "./Isolated.sol";
import {markPrices} from "./MarkPrices.sol";
import {
    StandardExpiry,
    StandardOption,
    StandardParams,
    StandardPortfolio,
    StandardUnderlying
} from "./StandardTypes.sol";
import {MarginResult, Perpetual} from "./Types.sol";
import {worstPayoff} from "./WorstPayoff.sol";

/// @notice Standard margin: positions in isolation, relief for bounded losses. Equity minus requirement: a signed value is
/// rounded down, a requirement up before it is subtracted.
function standardMargin(
    StandardPortfolio calldata portfolio,
    StandardParams calldata params
) pure returns (MarginResult memory result) {
    requireStandardDomain(portfolio, params);
    int256 cash = portfolio.cash;
    result = MarginResult(cash, cash, cash);
    for (uint256 i = 0; i < portfolio.underlyings.length; ++i) {
        addUnderlying(result, portfolio.underlyings[i], portfolio.stable, params);
    }
}

function addUnderlying(
    MarginResult memory result,
    StandardUnderlying calldata underlying,
    int256 stable,
    StandardParams calldata params
) pure {
    addPerpetual(result, underlying, params);
    addBase(result, underlying, stable, params);
    int256 exposed = abs(underlying.perpetual.amount);
    for (uint256 i = 0; i < underlying.expiries.length; ++i) {
        exposed += addExpiry(result, underlying.expiries[i], underlying, params);
    }
    int256 below = max(params.depegThreshold - stable, 0);
    result.initial -= mulUp(mulUp(below, params.depegFactor), mulUp(underlying.spot, exposed));
}

/// @dev The milder of isolated margin and loss, chosen for each margin by itself; without a surface the loss alone.
/// @return shortAmount Contracts short.
function addExpiry(
    MarginResult memory result,
    StandardExpiry calldata expiry,
    StandardUnderlying calldata underlying,
    StandardParams calldata params
) pure returns (int256 shortAmount) {
    (int256 initial, int256 maintenance) = lossMargin(expiry, params);
    if (expiry.priced) {
        MarginResult memory isolated = isolatedOfExpiry(expiry, underlying.spot, params);
        initial = max(initial, isolated.initial);
        maintenance = max(maintenance, isolated.maintenance);
        result.markToMarket += isolated.markToMarket;
    }
    for (uint256 i = 0; i < expiry.options.length; ++i) {
        shortAmount += max(-expiry.options[i].amount, 0);
    }
    int256 confidence = min(
        underlying.spotConfidence,
        min(expiry.forwardConfidence, expiry.volConfidence)
    );
    if (confidence < params.optionThreshold) {
        initial -= confidenceContingency(confidence, mulUp(underlying.spot, shortAmount), params);
    }
    result.initial += initial;
    result.maintenance += maintenance;
}

/// @dev Isolated margins of all options, and their marks.
function isolatedOfExpiry(
    StandardExpiry calldata expiry,
    int256 spot,
    StandardParams calldata params
) pure returns (MarginResult memory sum) {
    int256[] memory prices = markPrices(expiry);
    for (uint256 i = 0; i < prices.length; ++i) {
        StandardOption calldata option = expiry.options[i];
        int256 mark = mulDown(option.amount, prices[i]);
        (int256 initial, int256 maintenance) = isolatedMargin(option, mark, spot, params);
        sum.initial += initial;
        sum.maintenance += maintenance;
        sum.markToMarket += mark;
    }
}

/// @dev The worst payoff, and for calls that no long call of the expiry covers a multiple of the forward.
function lossMargin(
    StandardExpiry calldata expiry,
    StandardParams calldata params
) pure returns (int256 initial, int256 maintenance) {
    (int256 loss, int256 callAmount) = worstPayoff(expiry.options);
    int256 unpaired = mulUp(expiry.forward, max(-callAmount, 0));
    initial = loss - mulUp(params.unpairedImScale, unpaired);
    maintenance = loss - mulUp(params.unpairedMmScale, unpaired);
}

function addPerpetual(
    MarginResult memory result,
    StandardUnderlying calldata underlying,
    StandardParams calldata params
) pure {
    Perpetual calldata perpetual = underlying.perpetual;
    int256 amount = abs(perpetual.amount);
    if (amount == 0) return;
    int256 unsettled = perpetual.unsettled;
    int256 notional = mulUp(amount, perpetual.mark);
    result.markToMarket += unsettled;
    result.maintenance += unsettled - mulUp(params.mmPerpReq, notional);
    result.initial += unsettled - mulUp(params.imPerpReq, notional);
    int256 confidence = min(underlying.spotConfidence, perpetual.confidence);
    if (confidence < params.perpThreshold) {
        result.initial -= confidenceContingency(confidence, mulUp(underlying.spot, amount), params);
    }
}

/// @dev Only the value in mark to market is divided by the price of the cash token.
function addBase(
    MarginResult memory result,
    StandardUnderlying calldata underlying,
    int256 stable,
    StandardParams calldata params
) pure {
    int256 base = underlying.base;
    if (base == 0) return;
    int256 value = mulDown(base, underlying.spot);
    int256 maintenance = mulDown(value, params.marginFactor);
    int256 initial = mulDown(maintenance, params.imScale);
    result.markToMarket += divDown(value, stable);
    result.maintenance += maintenance;
    result.initial += initial;
    int256 confidence = underlying.spotConfidence;
    if (initial != 0 && confidence < params.baseThreshold) {
        result.initial -= confidenceContingency(confidence, mulUp(underlying.spot, base), params);
    }
}

function confidenceContingency(
    int256 confidence,
    int256 notional,
    StandardParams calldata params
) pure returns (int256) {
    return mulUp(mulUp(WAD - confidence, params.ocFactor), notional);
}
