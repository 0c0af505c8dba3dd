/** Parameters of portfolio margin: wads, in the order in which they are stored. */
import { WAD } from '../../maths/wad.ts';

/** How a scenario moves volatilities. The two skews tilt them by strike and leave the forward alone. */
export const DIRECTION = { none: 0, up: 1, down: 2, linear: 3, abs: 4 } as const;
export type Direction = (typeof DIRECTION)[keyof typeof DIRECTION];

export interface Scenario {
  /** Multiplier of prices. */
  readonly spotShock: bigint;
  readonly direction: Direction;
  /** Multiplier of profit and loss: 1 in likely scenarios, small in extreme ones. */
  readonly dampening: bigint;
}

export interface PortfolioParams {
  /** Volatility shocks of an option that expires in 30 days. */
  readonly volRangeUp: bigint;
  readonly volRangeDown: bigint;
  /** Powers of (30 days / time to expiry) that scale them: up to 30 days, and beyond. */
  readonly shortTermPower: bigint;
  readonly longTermPower: bigint;
  readonly dteFloorDays: bigint;
  /** Least volatility in scenarios that raise it. */
  readonly minVolEvalShocked: bigint;
  readonly imLossFactor: bigint;
  readonly mmLossFactor: bigint;
  /** Static discount of an expiry that is worth at least 0 in a scenario. */
  readonly longRateMultScale: bigint;
  readonly longRateAddScale: bigint;
  readonly baseStaticDiscount: bigint;
  /** Of one that is worth less. */
  readonly shortRateMultScale: bigint;
  readonly shortRateAddScale: bigint;
  readonly baseStaticDiscountNeg: bigint;
  /** Basis contingency: forward multipliers, and the share of the loss at once and for each year. */
  readonly scenarioSpotUp: bigint;
  readonly scenarioSpotDown: bigint;
  readonly basisContAddFactor: bigint;
  readonly basisContMultFactor: bigint;
  readonly pegLossThreshold: bigint;
  readonly pegLossFactor: bigint;
  readonly confThreshold: bigint;
  readonly confMargin: bigint;
  /** Shares of notional; those for initial margin come on top. */
  readonly mmPerpPercent: bigint;
  readonly imPerpPercent: bigint;
  readonly mmOptionPercent: bigint;
  readonly imOptionPercent: bigint;
  /** Skews: greatest change of a volatility, and the log moneyness at which it is reached. */
  readonly linearScaleCap: bigint;
  readonly absScaleCap: bigint;
  readonly linearCBase: bigint;
  readonly absCBase: bigint;
  readonly minKStar: bigint;
  readonly minWidthScale: bigint;
  readonly volParamStatic: bigint;
  readonly volParamScale: bigint;
  readonly scenarios: readonly Scenario[];
}

/** `[least, greatest]` of each scalar, for which no function of margin leaves its domain. */
export const PORTFOLIO_LIMITS: {
  readonly [name in Exclude<keyof PortfolioParams, 'scenarios'>]: readonly [bigint, bigint];
} = {
  volRangeUp: upTo(100n),
  volRangeDown: upTo(100n),
  // A day to 30 days is a ratio of 30, and 30^10 < e^40.
  shortTermPower: upTo(10n),
  longTermPower: upTo(10n),
  dteFloorDays: [WAD, 1000n * WAD],
  minVolEvalShocked: upTo(100n),
  imLossFactor: upTo(100n),
  mmLossFactor: upTo(100n),
  longRateMultScale: upTo(100n),
  longRateAddScale: upTo(100n),
  baseStaticDiscount: upTo(100n),
  shortRateMultScale: upTo(100n),
  shortRateAddScale: upTo(100n),
  baseStaticDiscountNeg: upTo(100n),
  scenarioSpotUp: upTo(100n),
  scenarioSpotDown: upTo(100n),
  basisContAddFactor: upTo(100n),
  basisContMultFactor: upTo(100n),
  pegLossThreshold: upTo(100n),
  pegLossFactor: upTo(100n),
  confThreshold: upTo(1n),
  confMargin: upTo(100n),
  mmPerpPercent: upTo(100n),
  imPerpPercent: upTo(100n),
  mmOptionPercent: upTo(100n),
  imOptionPercent: upTo(100n),
  linearScaleCap: around(100n),
  absScaleCap: around(100n),
  linearCBase: around(100n),
  absCBase: around(100n),
  minKStar: [WAD / 1_000_000n, 100n * WAD],
  minWidthScale: upTo(100n),
  volParamStatic: around(100n),
  volParamScale: around(100n),
};

export const MAX_SCENARIOS = 64;
const MAX_MULTIPLIER = 100n * WAD;

function upTo(most: bigint): readonly [bigint, bigint] {
  return [0n, most * WAD];
}

function around(most: bigint): readonly [bigint, bigint] {
  return [-most * WAD, most * WAD];
}

/** Whether margin may be computed with these. */
export function admits(params: PortfolioParams): boolean {
  const { scenarios } = params;
  const names = Object.keys(PORTFOLIO_LIMITS) as (keyof typeof PORTFOLIO_LIMITS)[];
  return (
    names.every((name) => isWithin(params[name], PORTFOLIO_LIMITS[name])) &&
    scenarios.length <= MAX_SCENARIOS &&
    scenarios.every(admitsScenario)
  );
}

function admitsScenario({ spotShock, direction, dampening }: Scenario): boolean {
  const multiplier = [0n, MAX_MULTIPLIER] as const;
  return (
    isWithin(spotShock, multiplier) &&
    isWithin(dampening, multiplier) &&
    Number.isInteger(direction) &&
    direction >= DIRECTION.none &&
    direction <= DIRECTION.abs &&
    (!isSkew(direction) || spotShock === WAD)
  );
}

function isWithin(value: bigint, [least, greatest]: readonly [bigint, bigint]): boolean {
  return value >= least && value <= greatest;
}

export function isSkew(direction: Direction): boolean {
  return direction >= DIRECTION.linear;
}

export function isUnshocked({ spotShock, direction }: Scenario): boolean {
  return spotShock === WAD && direction === DIRECTION.none;
}
