// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Perpetual} from "./Types.sol";

// What standard margin is computed from. Numbers are in units of 10^-18, but for seconds, which are whole.
// protocol/margin/standardTypes.ts and standardParams.ts say what each field is.

struct StandardParams {
    int256 maxSpotReq;
    int256 minSpotReq;
    int256 mmCallSpotReq;
    int256 mmPutSpotReq;
    int256 mmPutMtmReq;
    int256 unpairedImScale;
    int256 unpairedMmScale;
    int256 mmOffsetScale;
    int256 imPerpReq;
    int256 mmPerpReq;
    int256 perpThreshold;
    int256 optionThreshold;
    int256 baseThreshold;
    int256 ocFactor;
    int256 depegThreshold;
    int256 depegFactor;
    int256 marginFactor;
    int256 imScale;
}

uint256 constant STANDARD_PARAM_COUNT = 18;

struct StandardOption {
    int256 strike;
    bool put;
    int256 amount;
    int256 vol;
}

struct StandardExpiry {
    int256 forward;
    int256 forwardConfidence;
    int256 volConfidence;
    uint256 sec;
    StandardOption[] options;
    bool priced;
}

struct StandardUnderlying {
    int256 spot;
    int256 spotConfidence;
    Perpetual perpetual;
    int256 base;
    StandardExpiry[] expiries;
}

struct StandardPortfolio {
    int256 cash;
    int256 stable;
    StandardUnderlying[] underlyings;
}
