// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev How a scenario moves volatilities. The two skews tilt them by strike and leave the forward alone.
uint256 constant DIRECTION_NONE = 0;
uint256 constant DIRECTION_UP = 1;
uint256 constant DIRECTION_DOWN = 2;
uint256 constant DIRECTION_LINEAR = 3;
uint256 constant DIRECTION_ABS = 4;

struct Scenario {
    int256 spotShock;
    uint256 direction;
    int256 dampening;
}

/// @notice In units of 10^-18; protocol/margin/portfolio/params.ts says what each is and within which limits.
struct PortfolioParams {
    int256 volRangeUp;
    int256 volRangeDown;
    int256 shortTermPower;
    int256 longTermPower;
    int256 dteFloorDays;
    int256 minVolEvalShocked;
    int256 imLossFactor;
    int256 mmLossFactor;
    int256 longRateMultScale;
    int256 longRateAddScale;
    int256 baseStaticDiscount;
    int256 shortRateMultScale;
    int256 shortRateAddScale;
    int256 baseStaticDiscountNeg;
    int256 scenarioSpotUp;
    int256 scenarioSpotDown;
    int256 basisContAddFactor;
    int256 basisContMultFactor;
    int256 pegLossThreshold;
    int256 pegLossFactor;
    int256 confThreshold;
    int256 confMargin;
    int256 mmPerpPercent;
    int256 imPerpPercent;
    int256 mmOptionPercent;
    int256 imOptionPercent;
    int256 linearScaleCap;
    int256 absScaleCap;
    int256 linearCBase;
    int256 absCBase;
    int256 minKStar;
    int256 minWidthScale;
    int256 volParamStatic;
    int256 volParamScale;
    Scenario[] scenarios;
}

function isSkew(uint256 direction) pure returns (bool) {
    return direction >= DIRECTION_LINEAR;
}
