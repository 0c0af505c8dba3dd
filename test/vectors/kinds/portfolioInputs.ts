/** How a vector of portfolio margin is read: MARGIN §9.2. */
import {
  DIRECTION,
  type Direction,
  type PortfolioParams,
} from '../../../protocol/margin/portfolio/params.ts';
import type { Collateral, Portfolio, PortfolioExpiry } from '../../../protocol/margin/types.ts';
import { WAD } from '../../../protocol/maths/wad.ts';
import type { JsonObject, Vector } from '../kind.ts';
import { integer, list, object, text, wad } from '../read.ts';
import { normalForm } from './normalForm.ts';

/** The settlement average covers the last half hour. */
const WINDOW_SEC = 1800n;

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  None: DIRECTION.none,
  Up: DIRECTION.up,
  Down: DIRECTION.down,
  LINEAR: DIRECTION.linear,
  ABS: DIRECTION.abs,
};

export function readParams({ params }: Vector): PortfolioParams {
  const vol = object(params.VolShock);
  const margin = object(params.Margin);
  const basis = object(params.BasisContingency);
  const other = object(params.OtherContingency);
  const skew = object(params.SkewShock);
  return {
    volRangeUp: wad(vol.VOLRANGEUP),
    volRangeDown: wad(vol.VOLRANGEDOWN),
    shortTermPower: wad(vol.SHORTTERMPOWER),
    longTermPower: wad(vol.LONGTERMPOWER),
    dteFloorDays: wad(vol.DTE_FLOOR),
    minVolEvalShocked: wad(vol.MIN_VOL_EVAL_SHOCKED),
    imLossFactor: wad(margin.IM_LOSS_FACTOR),
    mmLossFactor: wad(margin.MM_LOSS_FACTOR),
    longRateMultScale: wad(margin.LONG_RATE_MULTSCALE),
    longRateAddScale: wad(margin.LONG_RATE_ADDSCALE),
    baseStaticDiscount: wad(margin.BASE_STATIC_DISCOUNT),
    shortRateMultScale: wad(margin.SHORT_RATE_MULTSCALE),
    shortRateAddScale: wad(margin.SHORT_RATE_ADDSCALE),
    baseStaticDiscountNeg: wad(margin.BASE_STATIC_DISCOUNT_NEG),
    scenarioSpotUp: wad(basis.SCENARIO_SPOT_UP),
    scenarioSpotDown: wad(basis.SCENARIO_SPOT_DOWN),
    basisContAddFactor: wad(basis.BASIS_CONT_ADD_FACTOR),
    basisContMultFactor: wad(basis.BASIS_CONT_MULT_FACTOR),
    pegLossThreshold: wad(other.PEG_LOSS_THRESHOLD),
    pegLossFactor: wad(other.PEG_LOSS_FACTOR),
    confThreshold: wad(other.CONF_THRESHOLD),
    confMargin: wad(other.CONF_MARGIN),
    mmPerpPercent: wad(other.MM_PERP_PERCENT),
    imPerpPercent: wad(other.IM_PERP_PERCENT),
    mmOptionPercent: wad(other.MM_OPTION_PERCENT),
    imOptionPercent: wad(other.IM_OPTION_PERCENT),
    linearScaleCap: wad(skew.LINEAR_SCALE_CAP),
    absScaleCap: wad(skew.ABS_SCALE_CAP),
    linearCBase: wad(skew.LINEAR_CBASE),
    absCBase: wad(skew.ABS_CBASE),
    minKStar: wad(skew.MIN_K_STAR),
    minWidthScale: wad(skew.MIN_WIDTH_SCALE),
    volParamStatic: wad(skew.VOL_PARAM_STATIC),
    volParamScale: wad(skew.VOL_PARAM_SCALE),
    scenarios: list(params.Scenarios).map(object).map(readScenario),
  };
}

/** @throws SyntaxError for a direction that there is none of */
function readScenario(scenario: JsonObject): PortfolioParams['scenarios'][number] {
  const direction = DIRECTIONS[text(scenario.VolShockDirection)];
  if (direction === undefined) {
    throw new SyntaxError(`no direction: ${JSON.stringify(scenario.VolShockDirection)}`);
  }
  return {
    spotShock: wad(scenario.SpotShock),
    direction,
    dampening: wad(scenario.DampeningFactor),
  };
}

export function readPortfolio({ inputs }: Vector): Portfolio {
  return {
    cash: wad(inputs.Cash),
    spot: wad(inputs.SpotPrice),
    spotConfidence: wad(inputs.SpotConfidence),
    stable: wad(inputs.StablePrice),
    perpetual: {
      amount: wad(inputs.NumPerps),
      mark: wad(inputs.PerpPrice),
      confidence: wad(inputs.PerpConfidence),
      unsettled: wad(inputs.UnrealisedPerpPNL) + wad(inputs.UnrealisedFunding),
    },
    collaterals: list(inputs.Collaterals).map(object).map(readCollateral),
    expiries: list(inputs.OptionFeeds)
      .map(object)
      .map((feed) => readExpiry(feed, list(inputs.Options).map(object))),
  };
}

function readCollateral(collateral: JsonObject): Collateral {
  return {
    amount: wad(collateral.Amount),
    price: wad(collateral.Price),
    confidence: wad(collateral.Confidence),
    mmHaircut: wad(collateral.MMHaircut),
    imHaircut: wad(collateral.IMHaircut),
    riskCancelling: wad(collateral.IsRiskCancelling) !== 0n,
  };
}

/** A feed has one forward: within the settlement window a part of it in proportion to the time is taken as fixed. */
function readExpiry(feed: JsonObject, options: readonly JsonObject[]): PortfolioExpiry {
  const sec = integer(feed.FeedExpiry);
  const forward = wad(feed.Forward);
  const variableForward = sec < WINDOW_SEC ? (forward * sec) / WINDOW_SEC : forward;
  const [a, b, rho, m, sigma, surfaceForward, tau] = list(feed.SVIparam).map(wad);
  return {
    sec,
    fixedForward: forward - variableForward,
    variableForward,
    rate: wad(feed.Rate),
    forwardConfidence: wad(feed.ForwardConfidence),
    rateConfidence: wad(feed.RateConfidence),
    volConfidence: wad(feed.OptionVolConfidences),
    surface: { a, b, rho, m, sigma, forward: surfaceForward, tau },
    options: normalForm(
      options
        .filter(({ Expiry }) => integer(Expiry) === sec)
        .map(({ Strike, IsCall, Amount }) => {
          return { strike: wad(Strike), put: wad(IsCall) === 0n, amount: wad(Amount) };
        }),
    ),
  };
}

/** The expiry of each option, in the file's order: its place among the feeds. */
export function expiryIndexes({ inputs }: Vector): number[] {
  const feeds = list(inputs.OptionFeeds).map(object);
  return list(inputs.Options)
    .map(object)
    .map(({ Expiry }) => feeds.findIndex((feed) => integer(feed.FeedExpiry) === integer(Expiry)));
}

/** As the lists of losses have it: −1 Down, 0 None, 1 Up. */
export function directionSign(direction: Direction): bigint {
  if (direction === DIRECTION.up) return WAD;
  return direction === DIRECTION.down ? -WAD : 0n;
}
