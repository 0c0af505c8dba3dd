/** What every option of an expiry shares: time, discounts, shocks. Depends on the print and the parameters alone. */
import { exp } from '../../maths/exp.ts';
import { ln } from '../../maths/ln.ts';
import { pow } from '../../maths/pow.ts';
import { divDown, max, min, mulDown, WAD } from '../../maths/wad.ts';
import { rootYears } from '../../pricing/black76.ts';
import { type PreparedSurface, prepareSurface } from '../../pricing/svi.ts';
import type { ExpiryFeed } from '../types.ts';
import { checkDiscount, checkPrice, checkSec, checkShock } from './domain.ts';
import { isSkew, type PortfolioParams } from './params.ts';

const DAY_SEC = 86_400n;
const YEAR_SEC = 365n * DAY_SEC;
const MONTH_SEC = 30n * DAY_SEC;
/** Of e^x. */
const MAX_EXPONENT = 40n * WAD;

/** A forward after a shock, and its logarithm (0 where the forward is 0). */
export interface ShockedForward {
  readonly forward: bigint;
  readonly log: bigint;
}

/** A skew: μ = 1 + clamp(slope × log moneyness, on its own side of the money, to ±cap). */
export interface Skew {
  readonly cap: bigint;
  /** cap / kStar */
  readonly slope: bigint;
}

/** Every figure is dimensionless but for forwards. */
export interface PreparedExpiry {
  readonly feed: ExpiryFeed;
  readonly params: PortfolioParams;
  /** None at expiry, when every volatility gives the payoff. */
  readonly surface: PreparedSurface | undefined;
  /** Years. */
  readonly time: bigint;
  readonly rootTime: bigint;
  /** D = e^(−r·t) */
  readonly discount: bigint;
  /** Static discounts, of a value of at least 0 and of one below. */
  readonly discountPos: bigint;
  readonly discountNeg: bigint;
  /** Multipliers of volatilities. */
  readonly volUp: bigint;
  readonly volDown: bigint;
  readonly kStar: bigint;
  readonly linear: Skew;
  readonly abs: Skew;
  readonly basisFactor: bigint;
  readonly unshocked: ShockedForward;
  readonly basisUp: ShockedForward;
  readonly basisDown: ShockedForward;
  /** By scenario. */
  readonly shocked: readonly ShockedForward[];
}

/** COST: one logarithm for each spot shock; callers keep the result for as long as the print stands. */
export function prepareExpiry(feed: ExpiryFeed, params: PortfolioParams): PreparedExpiry {
  const time = (checkSec(feed.sec) * WAD) / YEAR_SEC;
  const rootTime = rootYears(feed.sec);
  const rate = max(feed.rate, 0n);
  const discount = exp(-mulDown(rate, time));
  const kStar = skewWidth(params, rootTime);
  return {
    feed,
    params,
    surface: feed.sec === 0n ? undefined : prepareSurface(feed.surface),
    time,
    rootTime,
    discount,
    discountPos: discountLong(params, { rate, time }),
    discountNeg: discountShort(params, { rate, time, discount }),
    ...volShocks(feed.sec, params),
    kStar,
    linear: skew(mulDown(params.linearCBase, rootTime) + params.linearScaleCap, kStar),
    abs: skew(mulDown(params.absCBase, rootTime) + params.absScaleCap, kStar),
    basisFactor: params.basisContAddFactor + mulDown(params.basisContMultFactor, time),
    ...shockedForwards(feed, params),
  };
}

/** base·e^(−t·(r·mult + add)) */
function discountLong(
  params: PortfolioParams,
  { rate, time }: { rate: bigint; time: bigint },
): bigint {
  const yearly = mulDown(rate, params.longRateMultScale) + params.longRateAddScale;
  return checkDiscount(mulDown(params.baseStaticDiscount, exp(-mulDown(time, yearly))));
}

/** min(1/D, base·e^(t·(r·mult + add))): what is owed never counts for less than undiscounted. */
function discountShort(
  params: PortfolioParams,
  { rate, time, discount }: { rate: bigint; time: bigint; discount: bigint },
): bigint {
  const yearly = mulDown(rate, params.shortRateMultScale) + params.shortRateAddScale;
  const growth = exp(min(mulDown(time, yearly), MAX_EXPONENT));
  const raised = mulDown(params.baseStaticDiscountNeg, growth);
  return checkDiscount(min(divDown(WAD, discount), raised));
}

/** The ranges hold at 30 days and scale with (30 days / time to expiry)^power. */
function volShocks(
  sec: bigint,
  params: PortfolioParams,
): Pick<PreparedExpiry, 'volUp' | 'volDown'> {
  const { shortTermPower, longTermPower, dteFloorDays, volRangeUp, volRangeDown } = params;
  const ratio = (MONTH_SEC * WAD * WAD) / max(sec * WAD, dteFloorDays * DAY_SEC);
  const scale = pow(ratio, sec <= MONTH_SEC ? shortTermPower : longTermPower);
  return {
    volUp: checkShock(WAD + mulDown(volRangeUp, scale)),
    volDown: max(WAD - mulDown(volRangeDown, scale), 0n),
  };
}

/** Log moneyness at which a skew reaches its cap. */
function skewWidth(params: PortfolioParams, rootTime: bigint): bigint {
  const width = params.volParamStatic + mulDown(rootTime, params.volParamScale);
  return max(params.minKStar, mulDown(mulDown(rootTime, params.minWidthScale), width));
}

function skew(cap: bigint, kStar: bigint): Skew {
  return { cap, slope: divDown(cap, kStar) };
}

function shockedForwards(
  feed: ExpiryFeed,
  params: PortfolioParams,
): Pick<PreparedExpiry, 'unshocked' | 'basisUp' | 'basisDown' | 'shocked'> {
  // COST: several scenarios share a shock, and a logarithm is slow.
  const known = new Map<bigint, ShockedForward>();
  function shock(multiplier: bigint): ShockedForward {
    const found = known.get(multiplier) ?? shockForward(feed, multiplier);
    known.set(multiplier, found);
    return found;
  }
  return {
    unshocked: shock(WAD),
    basisUp: shock(params.scenarioSpotUp),
    basisDown: shock(params.scenarioSpotDown),
    shocked: params.scenarios.map(({ spotShock, direction }) =>
      shock(isSkew(direction) ? WAD : spotShock),
    ),
  };
}

/** F(h) = X + h·Y: a shock moves only what the settlement average has not fixed. */
function shockForward(feed: ExpiryFeed, multiplier: bigint): ShockedForward {
  const forward = checkPrice(feed.fixedForward + mulDown(multiplier, feed.variableForward));
  return { forward, log: forward === 0n ? 0n : ln(forward) };
}
