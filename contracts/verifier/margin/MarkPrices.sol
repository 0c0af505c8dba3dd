// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ln} from "../maths/Ln.sol";
import {clamp, mulDown, WAD} from "../maths/Wad.sol";
import {rootYears, TOTAL_VOL_END, undiscountedCall} from "../pricing/Black76.sol";
import {StandardExpiry, StandardOption} from "./StandardTypes.sol";

/// @notice Marks of one contract of each option, rounded down: Black (1976) without a discount, as `black76` gives it.
/// COST: the square root and the logarithm of the forward are taken once.
function markPrices(StandardExpiry calldata expiry) pure returns (int256[] memory prices) {
    int256 forward = expiry.forward;
    int256 rootTime = rootYears(expiry.sec);
    int256 logForward = forward == 0 ? int256(0) : ln(forward);
    prices = new int256[](expiry.options.length);
    for (uint256 i = 0; i < prices.length; ++i) {
        StandardOption calldata option = expiry.options[i];
        int256 strike = option.strike;
        int256 totalVol = mulDown(option.vol, rootTime);
        int256 call = callPrice(strike, totalVol, forward, logForward);
        prices[i] = option.put ? clamp(call - forward + strike, 0, strike) : call;
    }
}

/// @dev A ratio of strike to forward outside 10^-18 to 10^18 counts as 0 or as infinite.
function callPrice(
    int256 strike,
    int256 totalVol,
    int256 forward,
    int256 logForward
) pure returns (int256) {
    if (forward == 0 || totalVol >= TOTAL_VOL_END || strike * WAD < forward) return forward;
    if (strike > forward * WAD) return 0;
    return undiscountedCall(totalVol, ln(strike) - logForward, forward, strike);
}
