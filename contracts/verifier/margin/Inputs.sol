// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {UnderlyingRecord} from "../../generated/Records.sol";
import {WAD} from "../maths/Wad.sol";
import {Surface, volatility} from "../pricing/Svi.sol";
import {State} from "../State.sol";
import {HeldAccount, HeldExpiry} from "./Account.sol";
import {indexConfidence, indexPrice} from "./Feeds.sol";
import {
    StandardExpiry,
    StandardOption,
    StandardPortfolio,
    StandardUnderlying
} from "./StandardTypes.sol";
import {OptionPosition, Portfolio, PortfolioExpiry} from "./Types.sol";

// What the two margin models take, out of a held account. The protocol has no perpetuals and no other collateral yet.

/// @notice A portfolio account holds one underlying.
function portfolioOf(
    State memory state,
    HeldAccount memory held
) pure returns (Portfolio memory portfolio) {
    HeldExpiry[] memory expiries = held.expiries;
    UnderlyingRecord underlying = state.underlying(
        expiries.length == 0 ? 0 : expiries[0].underlying
    );
    portfolio.cash = held.cash;
    portfolio.spot = indexPrice(underlying);
    portfolio.spotConfidence = indexConfidence(underlying);
    portfolio.stable = WAD;
    portfolio.perpetual.confidence = WAD;
    portfolio.expiries = new PortfolioExpiry[](expiries.length);
    for (uint256 i; i < expiries.length; ++i) portfolio.expiries[i] = expiries[i].prices;
}

/// @notice Positions are sorted by underlying, so each has its expiries in a row.
function standardOf(
    State memory state,
    HeldAccount memory held
) pure returns (StandardPortfolio memory portfolio) {
    HeldExpiry[] memory expiries = held.expiries;
    portfolio.cash = held.cash;
    portfolio.stable = WAD;
    portfolio.underlyings = new StandardUnderlying[](countUnderlyings(expiries));
    uint256 from;
    for (uint256 i; i < portfolio.underlyings.length; ++i) {
        uint256 to = endOfUnderlying(expiries, from);
        portfolio.underlyings[i] = standardUnderlying(state, expiries, from, to);
        from = to;
    }
}

function countUnderlyings(HeldExpiry[] memory expiries) pure returns (uint256 count) {
    for (uint256 from; from < expiries.length; ++count) from = endOfUnderlying(expiries, from);
}

function endOfUnderlying(HeldExpiry[] memory expiries, uint256 from) pure returns (uint256 to) {
    to = from + 1;
    while (to < expiries.length && expiries[to].underlying == expiries[from].underlying) ++to;
}

function standardUnderlying(
    State memory state,
    HeldExpiry[] memory expiries,
    uint256 from,
    uint256 to
) pure returns (StandardUnderlying memory result) {
    UnderlyingRecord underlying = state.underlying(expiries[from].underlying);
    result.spot = indexPrice(underlying);
    result.spotConfidence = indexConfidence(underlying);
    result.perpetual.confidence = WAD;
    result.expiries = new StandardExpiry[](to - from);
    for (uint256 i = from; i < to; ++i) result.expiries[i - from] = standardExpiry(expiries[i]);
}

function standardExpiry(HeldExpiry memory held) pure returns (StandardExpiry memory expiry) {
    PortfolioExpiry memory prices = held.prices;
    expiry.forward = prices.fixedForward + prices.variableForward;
    // What is not there is not in doubt: the worst payoff needs neither.
    expiry.forwardConfidence = held.priced ? prices.forwardConfidence : WAD;
    expiry.volConfidence = held.priced ? prices.volConfidence : WAD;
    expiry.sec = prices.sec;
    expiry.priced = held.priced;
    bool hasVol = held.priced && prices.sec > 0;
    expiry.options = new StandardOption[](prices.options.length);
    for (uint256 i; i < expiry.options.length; ++i) {
        OptionPosition memory option = prices.options[i];
        expiry.options[i] = StandardOption({
            strike: option.strike,
            put: option.put,
            amount: option.amount,
            vol: hasVol ? volatility(prices.surface, option.strike) : int256(0)
        });
    }
}
