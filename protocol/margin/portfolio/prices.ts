/** Prices of one strike in every item that margin looks at: the mark, the two sides of the basis, the scenarios. */
import { ln } from '../../maths/ln.ts';
import { abs, clamp, max, min, mulDown, WAD } from '../../maths/wad.ts';
import { undiscountedCall } from '../../pricing/black76.ts';
import { volatilityAt } from '../../pricing/svi.ts';
import type { ExpiryFeed } from '../types.ts';
import { checkPrice } from './domain.ts';
import { type PreparedExpiry, prepareExpiry, type ShockedForward, type Skew } from './expiry.ts';
import { DIRECTION, type Direction, isUnshocked, type PortfolioParams } from './params.ts';

/**
 * Items are what competes to be the worst: item 0 is the basis contingency, item i is scenario i − 1. A range is [from, to).
 */
export interface ItemRange {
  readonly from: number;
  readonly to: number;
}

/** USD per contract. Depends on the print and the parameters alone, so it may be kept for as long as they stand. */
export interface ScenarioPrices {
  readonly expiry: PreparedExpiry;
  readonly mark: bigint;
  readonly basisUp: bigint;
  readonly basisDown: bigint;
  readonly scenarios: readonly bigint[];
}

/** A strike of an expiry, its logarithm (0 where the strike is 0), its volatility, and that times √t: as it is, raised and lowered. */
export interface PreparedStrike {
  readonly strike: bigint;
  readonly log: bigint;
  readonly vol: bigint;
  readonly total: bigint;
  readonly totalUp: bigint;
  readonly totalDown: bigint;
}

/** Of one option; `expiry` is what `prepareExpiry` makes of the same feed and parameters. */
export function scenarioPrices(
  feed: ExpiryFeed,
  { strike, put }: { readonly strike: bigint; readonly put: boolean },
  params: PortfolioParams,
  expiry: PreparedExpiry = prepareExpiry(feed, params),
): ScenarioPrices {
  return strikePrices(expiry, strike)[put ? 'put' : 'call'];
}

/**
 * Of the call and of the put at a strike. The put comes by parity, so both cost little more than one.
 * @param range the prices of other items are 0; the mark is always there
 */
export function strikePrices(
  expiry: PreparedExpiry,
  strike: bigint,
  { from, to }: ItemRange = { from: 0, to: expiry.shocked.length + 1 },
): { readonly call: ScenarioPrices; readonly put: ScenarioPrices } {
  const prepared = prepareStrike(expiry, checkPrice(strike));
  function price(at: ShockedForward, direction: Direction): Pair {
    const call = undiscountedCall({
      totalVol: shockedTotal(expiry, prepared, direction),
      logMoneyness: prepared.log - at.log,
      forward: at.forward,
      strike,
    });
    const put = clamp(call - at.forward + strike, { low: 0n, high: strike });
    return { call: mulDown(call, expiry.discount), put: mulDown(put, expiry.discount) };
  }
  const mark = price(expiry.unshocked, DIRECTION.none);
  const hasBasis = from === 0 && to > 0;
  const basisUp = hasBasis ? price(expiry.basisUp, DIRECTION.none) : NOTHING;
  const basisDown = hasBasis ? price(expiry.basisDown, DIRECTION.none) : NOTHING;
  const scenarios = expiry.params.scenarios.map((scenario, i) => {
    if (i + 1 < from || i + 1 >= to) return NOTHING;
    // COST: the scenario that changes nothing is the mark.
    return isUnshocked(scenario) ? mark : price(expiry.shocked[i], scenario.direction);
  });
  function side(of: keyof Pair): ScenarioPrices {
    return {
      expiry,
      mark: mark[of],
      basisUp: basisUp[of],
      basisDown: basisDown[of],
      scenarios: scenarios.map((pair) => pair[of]),
    };
  }
  return { call: side('call'), put: side('put') };
}

interface Pair {
  readonly call: bigint;
  readonly put: bigint;
}

const NOTHING: Pair = { call: 0n, put: 0n };

export function prepareStrike(expiry: PreparedExpiry, strike: bigint): PreparedStrike {
  const { surface, params, rootTime, volUp, volDown } = expiry;
  const log = strike === 0n ? 0n : ln(strike);
  const hasVol = surface !== undefined && strike !== 0n;
  const vol = hasVol ? volatilityAt(surface, { strike, log }) : 0n;
  return {
    strike,
    log,
    vol,
    total: mulDown(vol, rootTime),
    totalUp: mulDown(max(mulDown(vol, volUp), params.minVolEvalShocked), rootTime),
    totalDown: mulDown(mulDown(vol, volDown), rootTime),
  };
}

/** Total volatility in a scenario. */
function shockedTotal(
  expiry: PreparedExpiry,
  prepared: PreparedStrike,
  direction: Direction,
): bigint {
  if (direction === DIRECTION.none) return prepared.total;
  if (direction === DIRECTION.up) return prepared.totalUp;
  if (direction === DIRECTION.down) return prepared.totalDown;
  const multiplier = max(skewMultiplier(expiry, prepared, direction), 0n);
  return mulDown(mulDown(prepared.vol, multiplier), expiry.rootTime);
}

/** μ: above the money a skew adds at most its cap, below it takes at most its cap; ABS counts the distance from the money. */
export function skewMultiplier(
  expiry: PreparedExpiry,
  { log }: PreparedStrike,
  direction: typeof DIRECTION.linear | typeof DIRECTION.abs,
): bigint {
  const moneyness = log - expiry.unshocked.log;
  if (direction === DIRECTION.abs) return WAD + tilt(expiry.abs, abs(moneyness));
  return WAD + tilt(expiry.linear, moneyness);
}

function tilt({ cap, slope }: Skew, moneyness: bigint): bigint {
  const change = mulDown(moneyness, slope);
  return moneyness >= 0n ? min(cap, change) : max(-cap, change);
}
