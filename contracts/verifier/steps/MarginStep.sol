// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Machine} from "../Machine.sol";
import {marginStep} from "../margin/MarginPage.sol";
import {PortfolioMargin} from "../margin/PortfolioMargin.sol";
import {StandardMargin} from "../margin/StandardMargin.sol";
import {Step} from "../Step.sol";
import {MARGIN_STEP} from "../Steps.sol";

/// @title MarginStep
/// @notice Phase `margin`.
contract MarginStep is Step {
    PortfolioMargin public immutable PORTFOLIO_MARGIN;
    StandardMargin public immutable STANDARD_MARGIN;

    constructor(PortfolioMargin portfolioMargin, StandardMargin standardMargin) {
        PORTFOLIO_MARGIN = portfolioMargin;
        STANDARD_MARGIN = standardMargin;
    }

    function _self() internal pure override returns (uint256) {
        return MARGIN_STEP;
    }

    /// @dev SAFETY: margin goes to the registers alone.
    function _run(Machine memory machine) internal view override {
        machine.onlyReads = true;
        marginStep(machine, PORTFOLIO_MARGIN, STANDARD_MARGIN);
    }
}
