/**
 * Portfolio margin as one would write it down from the formulas: BigInt × 10^-18, textbook series, each option priced by
 * itself, prices kept until the next print. The yardstick of bench/margin.ts, and close to the protocol's to a part in 10^12.
 */
import { readAccount } from '../../protocol/margin/account.ts';
import { portfolioOf } from '../../protocol/margin/inputs.ts';
import { marginParameters } from '../../protocol/margin/parameters.ts';
import {
  DIRECTION,
  type Direction,
  type PortfolioParams,
} from '../../protocol/margin/portfolio/params.ts';
import type { OptionPosition, PortfolioExpiry } from '../../protocol/margin/types.ts';
import type { Surface } from '../../protocol/pricing/svi.ts';
import type { State } from '../../protocol/state.ts';
import { div, exp, ln, mul, normal, ONE, sqrt } from './plainMaths.ts';

const YEAR_SEC = 31_536_000n;
const MONTH_SEC = 2_592_000n;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const size = (a: bigint): bigint => most(a, -a);

interface Prices {
  readonly mark: bigint;
  readonly basisUp: bigint;
  readonly basisDown: bigint;
  readonly scenarios: readonly bigint[];
}

interface Shocks {
  readonly time: bigint;
  readonly discount: bigint;
  readonly up: bigint;
  readonly down: bigint;
  readonly kStar: bigint;
}

export class PlainPortfolioMargin {
  readonly #prices = new Map<string, Prices>();
  #print = 0;

  /** Initial margin and maintenance margin. */
  margin(state: State, account: number): { initial: bigint; maintenance: bigint } {
    const print = state.underlyings.indexTimeSec(0);
    if (print !== this.#print) this.#prices.clear();
    this.#print = print;
    const params = marginParameters(state).portfolio;
    const { cash, spot, expiries } = portfolioOf(state, readAccount(state, account));
    let [equity, naked, basis] = [cash, 0n, 0n];
    const profits = params.scenarios.map(() => 0n);
    for (const expiry of expiries) {
      const prices = expiry.options.map((option) => this.#pricesOf(expiry, option, params));
      const sum = (of: (prices: Prices) => bigint): bigint =>
        expiry.options.reduce((total, { amount }, i) => total + mul(amount, of(prices[i])), 0n);
      const mark = sum((price) => price.mark);
      const time = (expiry.sec * ONE) / YEAR_SEC;
      const factor = params.basisContAddFactor + mul(params.basisContMultFactor, time);
      const worse = least(
        sum(({ basisUp }) => basisUp),
        sum(({ basisDown }) => basisDown),
      );
      basis += mul(least(worse - mark, 0n), factor);
      equity += mark;
      naked += nakedShorts(expiry.options);
      params.scenarios.forEach(({ direction, dampening }, s) => {
        const value = sum(({ scenarios }) => scenarios[s]);
        const profit = mul(value, staticDiscount(expiry, value, params)) - mark;
        profits[s] += mul(dampening, direction >= DIRECTION.linear ? -size(profit) : profit);
      });
    }
    const worst = profits.reduce(least, basis);
    const maintenance =
      equity + mul(worst, params.mmLossFactor) - mul(mul(naked, spot), params.mmOptionPercent);
    const initial =
      equity +
      mul(worst, params.imLossFactor) -
      mul(mul(naked, spot), params.mmOptionPercent + params.imOptionPercent);
    return { initial, maintenance };
  }

  #pricesOf(expiry: PortfolioExpiry, option: OptionPosition, params: PortfolioParams): Prices {
    const key = `${expiry.sec} ${option.strike} ${option.put}`;
    const known = this.#prices.get(key);
    if (known !== undefined) return known;
    const made = price(expiry, option, params);
    this.#prices.set(key, made);
    return made;
  }
}

function price(expiry: PortfolioExpiry, option: OptionPosition, params: PortfolioParams): Prices {
  const shocks = shocksOf(expiry, params);
  const vol = volatility(expiry.surface, option.strike);
  const root = sqrt(shocks.time);
  const at = (multiplier: bigint, shocked: bigint): bigint => {
    const forward = expiry.fixedForward + mul(multiplier, expiry.variableForward);
    return mul(shocks.discount, black(option, { forward, total: mul(shocked, root) }));
  };
  const moneyness = ln(div(option.strike, expiry.fixedForward + expiry.variableForward));
  return {
    mark: at(ONE, vol),
    basisUp: at(params.scenarioSpotUp, vol),
    basisDown: at(params.scenarioSpotDown, vol),
    scenarios: params.scenarios.map(({ spotShock, direction }) => {
      return at(spotShock, shockedVol(vol, { direction, moneyness, root, shocks, params }));
    }),
  };
}

function black(
  { strike, put }: OptionPosition,
  { forward, total }: { forward: bigint; total: bigint },
): bigint {
  const d1 = div(mul(total, total) / 2n - ln(div(strike, forward)), total);
  const d2 = d1 - total;
  return put
    ? mul(strike, normal(-d2)) - mul(forward, normal(-d1))
    : mul(forward, normal(d1)) - mul(strike, normal(d2));
}

function volatility({ a, b, rho, m, sigma, forward, tau }: Surface, strike: bigint): bigint {
  const bound = 4n * sqrt(a + mul(b, sigma));
  const k = most(least(ln(div(strike, forward)), bound), -bound);
  const root = sqrt(mul(k - m, k - m) + mul(sigma, sigma));
  return sqrt(div(a + mul(b, root + mul(rho, k - m)), tau));
}

function shocksOf({ sec, rate }: PortfolioExpiry, params: PortfolioParams): Shocks {
  const time = (sec * ONE) / YEAR_SEC;
  const power = sec <= MONTH_SEC ? params.shortTermPower : params.longTermPower;
  const floorSec = mul(params.dteFloorDays, 86_400n);
  const ratio = (MONTH_SEC * ONE) / most(sec, floorSec);
  const scale = exp(mul(power, ln(ratio)));
  const root = sqrt(time);
  const width = params.volParamStatic + mul(root, params.volParamScale);
  return {
    time,
    discount: exp(-mul(most(rate, 0n), time)),
    up: ONE + mul(params.volRangeUp, scale),
    down: most(ONE - mul(params.volRangeDown, scale), 0n),
    kStar: most(params.minKStar, mul(mul(root, params.minWidthScale), width)),
  };
}

function shockedVol(
  vol: bigint,
  {
    direction,
    moneyness,
    root,
    shocks,
    params,
  }: {
    direction: Direction;
    moneyness: bigint;
    root: bigint;
    shocks: Shocks;
    params: PortfolioParams;
  },
): bigint {
  if (direction === DIRECTION.none) return vol;
  if (direction === DIRECTION.up) return most(mul(vol, shocks.up), params.minVolEvalShocked);
  if (direction === DIRECTION.down) return mul(vol, shocks.down);
  const isAbs = direction === DIRECTION.abs;
  const cap = isAbs
    ? mul(params.absCBase, root) + params.absScaleCap
    : mul(params.linearCBase, root) + params.linearScaleCap;
  const change = mul(isAbs ? size(moneyness) : moneyness, div(cap, shocks.kStar));
  return mul(vol, most(ONE + most(least(change, cap), -cap), 0n));
}

function staticDiscount(
  { sec, rate }: PortfolioExpiry,
  value: bigint,
  params: PortfolioParams,
): bigint {
  const time = (sec * ONE) / YEAR_SEC;
  const yearly = most(rate, 0n);
  if (value >= 0n) {
    const shift = mul(yearly, params.longRateMultScale) + params.longRateAddScale;
    return mul(params.baseStaticDiscount, exp(-mul(time, shift)));
  }
  const shift = mul(yearly, params.shortRateMultScale) + params.shortRateAddScale;
  const grown = mul(params.baseStaticDiscountNeg, exp(mul(time, shift)));
  return least(div(ONE, exp(-mul(yearly, time))), grown);
}

/** Of each strike, calls and puts together. */
function nakedShorts(options: readonly OptionPosition[]): bigint {
  const net = new Map<bigint, bigint>();
  for (const { strike, amount } of options) net.set(strike, (net.get(strike) ?? 0n) + amount);
  return [...net.values()].reduce((sum, amount) => sum + most(-amount, 0n), 0n);
}
