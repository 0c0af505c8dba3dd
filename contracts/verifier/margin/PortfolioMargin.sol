// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {exp as exponential} from "../maths/Exp.sol";
import {ln as logarithm} from "../maths/Ln.sol";
import {normalCdf as cdf, normalPdf as pdf} from "../maths/Normal.sol";
import {pow as power} from "../maths/Pow.sol";
import {sqrtDown as root} from "../maths/Sqrt.sol";
import {black76 as priceOption, Option} from "../pricing/Black76.sol";
import {Surface, volatility as volatilityOf} from "../pricing/Svi.sol";
import {
    assemble as assembleMargin,
    initialLossFactor as lossFactor,
    scan as scanItems
} from "./Portfolio.sol";
import {PreparedExpiry, setMark, setShocks, setSkews} from "./portfolio/Expiry.sol";
import {PortfolioParams} from "./portfolio/Params.sol";
import {MarginResult, Portfolio, PortfolioExpiry} from "./Types.sol";

/// @notice Portfolio margin, page by page, and the mathematics that it is computed with.
contract PortfolioMargin {
    function scan(
        Portfolio calldata portfolio,
        PortfolioParams calldata params,
        uint256 from,
        uint256 to,
        int256 worst,
        uint256 worstIndex
    ) external pure returns (int256, uint256, int256) {
        return scanItems(portfolio, params, from, to, worst, worstIndex);
    }

    function assemble(
        Portfolio calldata portfolio,
        PortfolioParams calldata params,
        int256 worst,
        int256 optionMarks
    ) external pure returns (MarginResult memory) {
        return assembleMargin(portfolio, params, worst, optionMarks);
    }

    function prepareExpiry(
        PortfolioExpiry calldata expiry,
        PortfolioParams calldata params
    ) external pure returns (PreparedExpiry memory prepared) {
        setMark(prepared, expiry);
        setShocks(prepared, expiry, params);
        setSkews(prepared, params);
    }

    function initialLossFactor(
        Portfolio calldata portfolio,
        PortfolioParams calldata params
    ) external pure returns (int256) {
        return lossFactor(portfolio, params);
    }

    function black76(
        Option memory option
    ) external pure returns (int256 call, int256 put, int256 delta) {
        return priceOption(option);
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
        return cdf(x);
    }

    function normalPdf(int256 x) external pure returns (int256) {
        return pdf(x);
    }
}
