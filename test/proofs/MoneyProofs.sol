// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MAX_MONEY} from "../../contracts/generated/Params.sol";
import {
    MAX_CASH,
    abs,
    isLedgerFigure,
    positivePart,
    ppmUp
} from "../../contracts/verifier/Money.sol";

/// @notice Shares round up, by less than a unit, and what the ledger takes fits it. Shifts by a variable are beyond the
/// checker: caps of fees are held by the differential tests.
contract MoneyProofs {
    uint256 private constant PPM = 1_000_000;

    /// @dev The function knows its arguments by their product alone.
    function ppmUp_isTheCeiling(uint128 product) external pure {
        uint256 result = ppmUp(product, 1);
        assert(result * PPM >= product);
        assert(result * PPM - product < PPM);
    }

    function isLedgerFigure_fits(int256 value) external pure {
        require(value != type(int256).min);
        bool fits = isLedgerFigure(value);
        assert(fits == (value <= MAX_CASH && value >= -MAX_CASH));
        if (fits) assert(uint256(abs(value)) <= MAX_MONEY);
    }

    function positivePart_ofASum(int128 before, int128 delta) external pure {
        int256 afterwards = int256(before) + delta;
        int256 change = positivePart(afterwards) - positivePart(before);
        assert(positivePart(afterwards) >= 0);
        if (delta >= 0) assert(change >= 0 && change <= delta);
        else assert(change <= 0 && change >= delta);
    }
}
