// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    ADVANCE_TIME_KIND,
    BID_KIND,
    CANCEL_ALL_KIND,
    CANCEL_ORDER_KIND,
    CLOSE_OUT_KIND,
    LIQUIDATE_KIND,
    LIST_INSTRUMENT_KIND,
    PHASE_ALONE,
    PHASE_ALONE_CHECKED,
    PHASE_BID,
    PHASE_BID_CHECKED,
    PHASE_BIDDER_CHECKED,
    PHASE_CANCEL_ALL,
    PHASE_FILL,
    PHASE_LIQUIDATE,
    PHASE_MAKER,
    PHASE_MARGIN,
    PHASE_MATCH,
    PHASE_REST,
    PHASE_SWEEP,
    PLACE_ORDER_KIND,
    PUBLISH_PRICES_KIND,
    PUBLISH_SURFACE_KIND,
    SETTLE_EXPIRY_KIND,
    SWEEP_EXPIRED_KIND
} from "../generated/Layout.sol";

/// @dev The contracts among which the machine is divided, because one does not hold it.
uint256 constant ACCOUNT_STEP = 0;
uint256 constant TRADE_STEP = 1;
uint256 constant MARKET_STEP = 2;
uint256 constant LIQUIDATION_STEP = 3;
uint256 constant MARGIN_STEP = 4;

/// @dev A byte for each kind of operation, from the lowest: which contract starts it.
uint256 constant STEP_OF_KIND =
    (TRADE_STEP << (8 * PLACE_ORDER_KIND)) |
        (TRADE_STEP << (8 * CANCEL_ORDER_KIND)) |
        (TRADE_STEP << (8 * CANCEL_ALL_KIND)) |
        (MARKET_STEP << (8 * ADVANCE_TIME_KIND)) |
        (MARKET_STEP << (8 * LIST_INSTRUMENT_KIND)) |
        (MARKET_STEP << (8 * PUBLISH_PRICES_KIND)) |
        (MARKET_STEP << (8 * PUBLISH_SURFACE_KIND)) |
        (MARKET_STEP << (8 * SETTLE_EXPIRY_KIND)) |
        (MARKET_STEP << (8 * SWEEP_EXPIRED_KIND)) |
        (MARKET_STEP << (8 * CLOSE_OUT_KIND)) |
        (LIQUIDATION_STEP << (8 * LIQUIDATE_KIND)) |
        (LIQUIDATION_STEP << (8 * BID_KIND));

/// @dev The same for the phases in which an operation goes on.
uint256 constant STEP_OF_PHASE =
    (TRADE_STEP << (8 * PHASE_MATCH)) |
        (TRADE_STEP << (8 * PHASE_REST)) |
        (TRADE_STEP << (8 * PHASE_ALONE)) |
        (TRADE_STEP << (8 * PHASE_ALONE_CHECKED)) |
        (TRADE_STEP << (8 * PHASE_MAKER)) |
        (TRADE_STEP << (8 * PHASE_FILL)) |
        (TRADE_STEP << (8 * PHASE_CANCEL_ALL)) |
        (MARKET_STEP << (8 * PHASE_SWEEP)) |
        (LIQUIDATION_STEP << (8 * PHASE_LIQUIDATE)) |
        (LIQUIDATION_STEP << (8 * PHASE_BID)) |
        (LIQUIDATION_STEP << (8 * PHASE_BID_CHECKED)) |
        (LIQUIDATION_STEP << (8 * PHASE_BIDDER_CHECKED)) |
        (MARGIN_STEP << (8 * PHASE_MARGIN));

/// @notice Which contract starts an operation. What is not named is ACCOUNT_STEP's, and so are unknown kinds.
function stepOfKind(uint256 kind) pure returns (uint256) {
    return (STEP_OF_KIND >> (8 * kind)) & 0xff;
}

/// @notice Which contract goes on with an operation. What is not named is ACCOUNT_STEP's, and so is the end.
function stepOfPhase(uint256 phase) pure returns (uint256) {
    return (STEP_OF_PHASE >> (8 * phase)) & 0xff;
}
