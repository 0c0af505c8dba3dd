// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    ADVANCE_TIME_KIND,
    CLOSE_OUT_KIND,
    LIST_INSTRUMENT_KIND,
    PUBLISH_PRICES_KIND,
    PUBLISH_SURFACE_KIND,
    SETTLE_EXPIRY_KIND
} from "../../generated/Layout.sol";
import {Machine} from "../Machine.sol";
import {advanceTime} from "../ops/AdvanceTime.sol";
import {closeOut} from "../ops/CloseOut.sol";
import {listInstrument} from "../ops/ListInstrument.sol";
import {publishPrices} from "../ops/PublishPrices.sol";
import {publishSurface} from "../ops/PublishSurface.sol";
import {settleExpiry} from "../ops/SettleExpiry.sol";
import {sweepExpired, sweepStep} from "../ops/SweepExpired.sol";
import {OperationStep} from "../Step.sol";
import {MARKET_STEP} from "../Steps.sol";

/// @title MarketStep
/// @notice What anybody may do about markets: time, prints, listings, the end of expiries.
contract MarketStep is OperationStep {
    function _self() internal pure override returns (uint256) {
        return MARKET_STEP;
    }

    function _start(Machine memory machine, uint256 kind) internal pure override returns (uint256) {
        if (kind == ADVANCE_TIME_KIND) return advanceTime(machine);
        if (kind == LIST_INSTRUMENT_KIND) return listInstrument(machine);
        if (kind == PUBLISH_PRICES_KIND) return publishPrices(machine);
        if (kind == PUBLISH_SURFACE_KIND) return publishSurface(machine);
        if (kind == SETTLE_EXPIRY_KIND) return settleExpiry(machine);
        if (kind == CLOSE_OUT_KIND) return closeOut(machine);
        return sweepExpired(machine);
    }

    function _resume(Machine memory machine, uint256) internal pure override {
        sweepStep(machine);
    }
}
