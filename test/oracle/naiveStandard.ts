/** Standard margin, written down from its formulas in 60 decimals, without rounding: the worst payoff by trying every strike. */
import { div, least, most, mul, ONE, type Real, size, sum } from './decimal.ts';
import { naiveBlack76, yearsOf } from './naivePricing.ts';

export interface NaiveShort {
  readonly strike: Real;
  readonly put: boolean;
  readonly amount: Real;
  readonly vol: Real;
}

export interface NaiveExpiry {
  readonly sec: bigint;
  readonly forward: Real;
  readonly forwardConfidence: Real;
  readonly volConfidence: Real;
  /** False: marks count nothing, the worst payoff is the margin, and only the spot's confidence counts. */
  readonly isPriced?: boolean;
  readonly options: readonly NaiveShort[];
}

export interface NaiveUnderlying {
  readonly spot: Real;
  readonly spotConfidence: Real;
  readonly perpPrice: Real;
  readonly perpConfidence: Real;
  readonly perps: Real;
  readonly unsettled: Real;
  readonly base: Real;
  readonly expiries: readonly NaiveExpiry[];
}

/** By the names of the vectors. */
export type NaiveParams = Readonly<Record<string, Real>>;

export interface NaiveMargin {
  readonly IM: Real;
  readonly MM: Real;
  readonly MtM: Real;
}

export function naiveStandardMargin(
  account: { cash: Real; stable: Real; underlyings: readonly NaiveUnderlying[] },
  p: NaiveParams,
): NaiveMargin {
  const { cash, stable } = account;
  const parts = account.underlyings.map((underlying) => ofUnderlying(underlying, stable, p));
  return {
    IM: cash + sum(parts.map(({ IM }) => IM)),
    MM: cash + sum(parts.map(({ MM }) => MM)),
    MtM: cash + sum(parts.map(({ MtM }) => MtM)),
  };
}

function ofUnderlying(u: NaiveUnderlying, stable: Real, p: NaiveParams): NaiveMargin {
  const { spot } = u;
  const pnl = u.perps === 0n ? 0n : u.unsettled;
  const notional = mul(size(u.perps), u.perpPrice);
  const baseValue = mul(u.base, spot, p.marginFactor);
  let IM = pnl - mul(p.imPerpReq, notional) + mul(baseValue, p.IMScale);
  let MM = pnl - mul(p.mmPerpReq, notional) + baseValue;
  let MtM = pnl + (u.base === 0n ? 0n : div(mul(u.base, spot), stable));

  const fine = (confidence: Real, threshold: Real, amount: Real): Real =>
    confidence < threshold ? mul(ONE - confidence, p.OCFactor, spot, amount) : 0n;
  IM -= fine(least(u.spotConfidence, u.perpConfidence), p.perpThreshold, size(u.perps));
  if (mul(baseValue, p.IMScale) !== 0n) IM -= fine(u.spotConfidence, p.baseThreshold, u.base);
  for (const expiry of u.expiries) {
    const { isPriced = true, forwardConfidence, volConfidence } = expiry;
    const marks = expiry.options.map((option) =>
      isPriced ? mul(option.amount, priceOf(expiry, option)) : 0n,
    );
    const { initial, maintenance } = ofExpiry(expiry, { marks, spot, p });
    const confidence = isPriced
      ? least(u.spotConfidence, forwardConfidence, volConfidence)
      : u.spotConfidence;
    IM += initial - fine(confidence, p.optionThreshold, shortsOf(expiry));
    MM += maintenance;
    MtM += sum(marks);
  }
  if (stable < p.depegThreshold) {
    const exposed = sum(u.expiries.map(shortsOf)) + size(u.perps);
    IM -= mul(p.depegThreshold - stable, p.depegFactor, spot, exposed);
  }
  return { IM, MM, MtM };
}

function ofExpiry(
  expiry: NaiveExpiry,
  { marks, spot, p }: { marks: readonly Real[]; spot: Real; p: NaiveParams },
): { initial: Real; maintenance: Real } {
  const isolated = expiry.options.map((option, i) => alone(option, marks[i], { spot, p }));
  const worst = naiveWorstPayoff(expiry.options);
  const calls = sum(expiry.options.map(({ put, amount }) => (put ? 0n : amount)));
  const unpaired = mul(expiry.forward, least(calls, 0n));
  const initial = worst + mul(p.unpairedIMScale, unpaired);
  const maintenance = worst + mul(p.unpairedMMScale, unpaired);
  if (expiry.isPriced === false) return { initial, maintenance };
  return {
    initial: most(sum(isolated.map(([IM]) => IM)), initial),
    maintenance: most(sum(isolated.map(([, MM]) => MM)), maintenance),
  };
}

/** Initial and maintenance margin of one option by itself. */
function alone(
  { strike, put, amount }: NaiveShort,
  mark: Real,
  { spot, p }: { spot: Real; p: NaiveParams },
): [Real, Real] {
  if (amount > 0n) return [0n, 0n];
  const short = mul(spot, amount);
  const away = div(most(put ? spot - strike : strike - spot, 0n), spot);
  const initial = mark + mul(most(p.maxSpotReq - away, p.minSpotReq), short);
  if (!put) return [initial, mark + mul(p.mmCallSpotReq, short)];
  const maintenance = mark + least(mul(p.mmPutSpotReq, short), mul(p.MMPutMtMReq, mark));
  return [least(initial, mul(p.mmOffsetScale, maintenance)), maintenance];
}

/** The payoff of all options at each strike and at 0, the least of them. */
export function naiveWorstPayoff(
  options: readonly { strike: Real; put: boolean; amount: Real }[],
): Real {
  const payoffAt = (price: Real): Real =>
    sum(
      options.map(({ strike, put, amount }) =>
        mul(amount, most(put ? strike - price : price - strike, 0n)),
      ),
    );
  return least(0n, ...[0n, ...options.map(({ strike }) => strike)].map(payoffAt));
}

function priceOf({ sec, forward }: NaiveExpiry, { strike, put, vol }: NaiveShort): Real {
  const prices = naiveBlack76({ time: yearsOf(sec), vol, forward, strike, discount: ONE });
  return put ? prices.put : prices.call;
}

function shortsOf({ options }: NaiveExpiry): Real {
  return sum(options.map(({ amount }) => most(-amount, 0n)));
}
