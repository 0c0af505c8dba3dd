// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    AuctionedAccount,
    AuctionParams,
    bidCost as costOfBid,
    bidPrice as priceOfBid,
    bufferMargin as bufferOf,
    discount as discountAt,
    insolventOffer as offerAt,
    insolventPayout as payoutOf,
    largestShare as mostOf,
    liquidationFee as feeOf,
    Offer
} from "../Auction.sol";
import {feeUp as optionFee, perpetualFeeUp as perpetualFee} from "../Money.sol";
import {exp as exponential} from "../maths/Exp.sol";
import {ln as logarithm} from "../maths/Ln.sol";
import {normalCdf as distribution, normalPdf as density} from "../maths/Normal.sol";
import {pow as power} from "../maths/Pow.sol";
import {sqrtDown as root} from "../maths/Sqrt.sol";
import {settlementPayoff as payoffOf} from "../Payoff.sol";
import {black76 as priceOf, Option, undiscountedCall as callOf} from "../pricing/Black76.sol";
import {Surface, volatility as volatilityOf} from "../pricing/Svi.sol";
import {standardMargin as marginOf} from "./Standard.sol";
import {StandardOption, StandardParams, StandardPortfolio} from "./StandardTypes.sol";
import {MarginResult} from "./Types.sol";
import {worstPayoff as worstOf} from "./WorstPayoff.sol";

/// @notice Standard margin, the liquidation auction, settlement and fees, and the maths and prices of all margin.
contract StandardMargin {
    function standardMargin(
        StandardPortfolio calldata portfolio,
        StandardParams calldata params
    ) external pure returns (MarginResult memory) {
        return marginOf(portfolio, params);
    }

    function worstPayoff(
        StandardOption[] calldata options
    ) external pure returns (int256 loss, int256 callAmount) {
        return worstOf(options);
    }

    function settlementPayoff(
        bool put,
        int256 strike,
        int256 settlement
    ) external pure returns (int256) {
        return payoffOf(put, strike, settlement);
    }

    function feeUp(
        uint256 indexCents,
        uint256 priceCents,
        uint256 quantityE4,
        uint256 ratePpm,
        uint256 baseFee
    ) external pure returns (uint256) {
        return optionFee(indexCents, priceCents, quantityE4, ratePpm, baseFee);
    }

    function perpetualFeeUp(
        uint256 indexCents,
        uint256 quantityE4,
        uint256 ratePpm,
        uint256 baseFee
    ) external pure returns (uint256) {
        return perpetualFee(indexCents, quantityE4, ratePpm, baseFee);
    }

    function bufferMargin(
        AuctionedAccount memory account,
        AuctionParams memory params
    ) external pure returns (int256) {
        return bufferOf(account, params);
    }

    function discount(
        uint256 elapsedSec,
        AuctionParams memory params
    ) external pure returns (int256) {
        return discountAt(elapsedSec, params);
    }

    function bidPrice(
        AuctionedAccount memory account,
        Offer memory offer
    ) external pure returns (int256) {
        return priceOfBid(account, offer);
    }

    function largestShare(
        AuctionedAccount memory account,
        Offer memory offer,
        AuctionParams memory params
    ) external pure returns (int256) {
        return mostOf(account, offer, params);
    }

    function bidCost(int256 price, int256 share) external pure returns (int256) {
        return costOfBid(price, share);
    }

    function liquidationFee(
        AuctionedAccount memory account,
        AuctionParams memory params
    ) external pure returns (int256) {
        return feeOf(account, params);
    }

    function insolventOffer(
        AuctionedAccount memory account,
        uint256 elapsedSec,
        AuctionParams memory params
    ) external pure returns (int256) {
        return offerAt(account, elapsedSec, params);
    }

    function insolventPayout(int256 offer, int256 share) external pure returns (int256) {
        return payoutOf(offer, share);
    }

    function black76(
        Option memory option
    ) external pure returns (int256 call, int256 put, int256 delta) {
        return priceOf(option);
    }

    function volatility(Surface memory surface, int256 strike) external pure returns (int256) {
        return volatilityOf(surface, strike);
    }

    function ln(int256 x) external pure returns (int256) {
        return logarithm(x);
    }

    function exp(int256 x) external pure returns (int256) {
        return exponential(x);
    }

    function pow(int256 x, int256 y) external pure returns (int256) {
        return power(x, y);
    }

    function sqrtDown(int256 x) external pure returns (int256) {
        return root(x);
    }

    function normalCdf(int256 x) external pure returns (int256) {
        return distribution(x);
    }

    function normalPdf(int256 x) external pure returns (int256) {
        return density(x);
    }

    function undiscountedCall(
        int256 totalVol,
        int256 logMoneyness,
        int256 forward,
        int256 strike
    ) external pure returns (int256) {
        return callOf(totalVol, logMoneyness, forward, strike);
    }
}
