// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {divDown, max, min, mulDown, mulUp} from "../maths/Wad.sol";
import {StandardOption, StandardParams} from "./StandardTypes.sol";

/// @notice Isolated margin of one option: a long one counts nothing, a short one its mark less a share of the spot
/// notional. Rounded down.
/// @param mark amount × price, rounded down.
function isolatedMargin(
    StandardOption calldata option,
    int256 mark,
    int256 spot,
    StandardParams calldata params
) pure returns (int256 initial, int256 maintenance) {
    if (option.amount >= 0) return (0, 0);
    int256 notional = mulUp(spot, -option.amount);
    int256 outOfTheMoney = max(option.put ? spot - option.strike : option.strike - spot, 0);
    int256 share = max(params.maxSpotReq - divDown(outOfTheMoney, spot), params.minSpotReq);
    initial = mark - mulUp(share, notional);
    if (!option.put) return (initial, mark - mulUp(params.mmCallSpotReq, notional));

    int256 ofSpot = -mulUp(params.mmPutSpotReq, notional);
    maintenance = mark + min(ofSpot, mulDown(params.mmPutMtmReq, mark));
    initial = min(initial, mulDown(params.mmOffsetScale, maintenance));
}
