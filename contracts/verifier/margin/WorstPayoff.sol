// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OutOfDomain} from "../maths/Errors.sol";
import {min, WAD} from "../maths/Wad.sol";
import {StandardOption} from "./StandardTypes.sol";

/// @notice Worst settlement payoff of the options of one expiry, which is linear between strikes: f(0) = Σ puts a·K with
/// slope -Σ puts a, and each strike passed adds its amount to the slope.
/// @param options Ordered by strike. COST: one pass.
/// @return loss min over Z in {0, strikes} of min(f(Z), 0), rounded down.
/// @return callAmount Signed contracts of all calls: below zero, f has no bound above the highest strike.
function worstPayoff(
    StandardOption[] calldata options
) pure returns (int256 loss, int256 callAmount) {
    int256 payoff = 0;
    int256 slope = 0;
    for (uint256 i = 0; i < options.length; ++i) {
        StandardOption calldata option = options[i];
        if (option.put) {
            payoff += option.amount * option.strike;
            slope -= option.amount;
        } else {
            callAmount += option.amount;
        }
    }
    int256 worst = min(payoff, 0);
    int256 passed = 0;
    for (uint256 i = 0; i < options.length; ++i) {
        int256 strike = options[i].strike;
        if (strike < passed) revert OutOfDomain("worstPayoff", strike);
        payoff += slope * (strike - passed);
        worst = min(worst, payoff);
        slope += options[i].amount;
        passed = strike;
    }
    loss = -((-worst + WAD - 1) / WAD);
}
