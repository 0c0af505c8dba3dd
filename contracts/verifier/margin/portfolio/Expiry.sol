// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {exp} from "../../maths/Exp.sol";
import {ln} from "../../maths/Ln.sol";
import {pow} from "../../maths/Pow.sol";
import {divDown, max, min, mulDown, WAD} from "../../maths/Wad.sol";
import {rootYears} from "../../pricing/Black76.sol";
import {PortfolioExpiry} from "../Types.sol";
import {checkDiscount, checkPrice, checkSec, checkShock} from "./Domain.sol";
import {PortfolioParams} from "./Params.sol";

int256 constant DAY_SEC = 86_400;
int256 constant YEAR_SEC = 365 * DAY_SEC;
int256 constant MONTH_SEC = 30 * DAY_SEC;
/// @dev Of e^x.
int256 constant MAX_EXPONENT = 40 * WAD;

/// @dev A forward after a shock, and its logarithm (0 where the forward is 0).
struct ShockedForward {
    int256 forward;
    int256 log;
}

/// @notice A skew: μ = 1 + clamp(slope × log moneyness, on its own side of the money, to ±cap).
/// @param slope cap / kStar
struct Skew {
    int256 cap;
    int256 slope;
}

/// @notice What every option of an expiry shares. Every figure is dimensionless but for the forward.
/// @param time Years.
/// @param discount D = e^(-r·t)
/// @param discountPos Static discount of a value of at least 0.
/// @param discountNeg Of one below.
/// @param volUp Multiplier of volatilities, as `volDown`.
struct PreparedExpiry {
    int256 time;
    int256 rootTime;
    int256 discount;
    int256 discountPos;
    int256 discountNeg;
    int256 volUp;
    int256 volDown;
    int256 kStar;
    Skew linear;
    Skew abs;
    ShockedForward unshocked;
}

/// @notice Sets time, discount and forward, which are all that marks need.
/// @dev COST: one struct is set for every expiry in turn, for memory is dear.
function setMark(PreparedExpiry memory prepared, PortfolioExpiry calldata expiry) pure {
    checkSec(expiry.sec);
    int256 time = (int256(expiry.sec) * WAD) / YEAR_SEC;
    prepared.time = time;
    prepared.rootTime = rootYears(expiry.sec);
    prepared.discount = exp(-mulDown(max(expiry.rate, 0), time));
    shockForward(prepared.unshocked, expiry, WAD);
}

/// @notice Sets what scenarios need as well, after `setMark`.
function setShocks(
    PreparedExpiry memory prepared,
    PortfolioExpiry calldata expiry,
    PortfolioParams calldata params
) pure {
    int256 time = prepared.time;
    int256 rate = max(expiry.rate, 0);
    prepared.discountPos = discountLong(params, rate, time);
    prepared.discountNeg = discountShort(params, rate, time, prepared.discount);
    checkDiscount(prepared.discountPos);
    checkDiscount(prepared.discountNeg);
    (prepared.volUp, prepared.volDown) = volShocks(int256(expiry.sec), params);
    checkShock(prepared.volUp);
}

/// @notice Sets what skews need, after `setMark`.
function setSkews(PreparedExpiry memory prepared, PortfolioParams calldata params) pure {
    int256 rootTime = prepared.rootTime;
    int256 kStar = skewWidth(params, rootTime);
    prepared.kStar = kStar;
    setSkew(prepared.linear, mulDown(params.linearCBase, rootTime) + params.linearScaleCap, kStar);
    setSkew(prepared.abs, mulDown(params.absCBase, rootTime) + params.absScaleCap, kStar);
}

/// @return base·e^(-t·(r·mult + add))
function discountLong(
    PortfolioParams calldata params,
    int256 rate,
    int256 time
) pure returns (int256) {
    int256 yearly = mulDown(rate, params.longRateMultScale) + params.longRateAddScale;
    return mulDown(params.baseStaticDiscount, exp(-mulDown(time, yearly)));
}

/// @return min(1/D, base·e^(t·(r·mult + add))): what is owed never counts for less than undiscounted.
function discountShort(
    PortfolioParams calldata params,
    int256 rate,
    int256 time,
    int256 discount
) pure returns (int256) {
    int256 yearly = mulDown(rate, params.shortRateMultScale) + params.shortRateAddScale;
    int256 growth = exp(min(mulDown(time, yearly), MAX_EXPONENT));
    return min(divDown(WAD, discount), mulDown(params.baseStaticDiscountNeg, growth));
}

/// @dev The ranges hold at 30 days and scale with (30 days / time to expiry)^power.
function volShocks(
    int256 sec,
    PortfolioParams calldata params
) pure returns (int256 up, int256 down) {
    int256 ratio = (MONTH_SEC * WAD * WAD) / max(sec * WAD, params.dteFloorDays * DAY_SEC);
    int256 scale = pow(ratio, sec <= MONTH_SEC ? params.shortTermPower : params.longTermPower);
    up = WAD + mulDown(params.volRangeUp, scale);
    down = max(WAD - mulDown(params.volRangeDown, scale), 0);
}

/// @return Log moneyness at which a skew reaches its cap.
function skewWidth(PortfolioParams calldata params, int256 rootTime) pure returns (int256) {
    int256 width = params.volParamStatic + mulDown(rootTime, params.volParamScale);
    return max(params.minKStar, mulDown(mulDown(rootTime, params.minWidthScale), width));
}

function setSkew(Skew memory skew, int256 cap, int256 kStar) pure {
    skew.cap = cap;
    skew.slope = divDown(cap, kStar);
}

/// @notice F(h) = X + h·Y: a shock moves only what the settlement average has not fixed.
function shockForward(
    ShockedForward memory shocked,
    PortfolioExpiry calldata expiry,
    int256 multiplier
) pure {
    int256 forward = expiry.fixedForward + mulDown(multiplier, expiry.variableForward);
    checkPrice(forward);
    shocked.forward = forward;
    shocked.log = forward == 0 ? int256(0) : ln(forward);
}
