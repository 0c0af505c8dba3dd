// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {UNDERLYING_COUNT, underlyingParams} from "../../generated/Params.sol";
import {InboxItem} from "../../generated/Records.sol";
import {ACCEPTED, PRINT_OUT_OF_RANGE, UNKNOWN_UNDERLYING} from "../../generated/Rejections.sol";
import {State} from "../State.sol";

/// @notice The price that L1's reference feed had when the item was made: `account` names the underlying, `amount` is cents.
function setReference(State memory state, InboxItem item) pure returns (uint256) {
    uint256 underlying = item.account();
    uint256 cents = item.amount();
    if (underlying >= UNDERLYING_COUNT) return UNKNOWN_UNDERLYING;
    if (cents == 0 || cents > underlyingParams(underlying).maxPriceCents) return PRINT_OUT_OF_RANGE;
    state.underlying(underlying).setReferenceCents(cents);
    return ACCEPTED;
}
