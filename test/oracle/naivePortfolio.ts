/** Portfolio margin, written down from its formulas in 60 decimals: every scenario prices every option anew. */
import {
  div,
  exp,
  least,
  ln,
  most,
  mul,
  ONE,
  pow,
  real,
  type Real,
  size,
  sqrt,
  sum,
} from './decimal.ts';
import { naiveBlack76, naiveSvi, type NaiveSurface, yearsOf } from './naivePricing.ts';

export interface NaiveFeed {
  readonly sec: bigint;
  readonly forward: Real;
  /** What of the forward cannot move any more; absent: the part of the settlement window that has passed. */
  readonly fixed?: Real;
  readonly rate: Real;
  readonly forwardConfidence: Real;
  readonly rateConfidence: Real;
  readonly volConfidence: Real;
  /** Null where the expiry has come. */
  readonly surface: NaiveSurface | null;
  readonly options: readonly { strike: Real; put: boolean; amount: Real }[];
}

export interface NaiveCollateral {
  readonly amount: Real;
  readonly price: Real;
  readonly confidence: Real;
  readonly mmHaircut: Real;
  readonly imHaircut: Real;
  readonly riskCancelling: boolean;
}

export interface NaiveAccount {
  readonly cash: Real;
  readonly spot: Real;
  readonly spotConfidence: Real;
  readonly stable: Real;
  readonly perps: Real;
  readonly perpPrice: Real;
  readonly perpConfidence: Real;
  readonly unsettled: Real;
  readonly collaterals: readonly NaiveCollateral[];
  readonly feeds: readonly NaiveFeed[];
}

export interface NaiveScenario {
  readonly shock: Real;
  readonly direction: 'Up' | 'Down' | 'None' | 'LINEAR' | 'ABS';
  readonly dampening: Real;
}

/** By the names of the vectors, all groups together. */
export type PortfolioNumbers = Readonly<Record<string, Real>>;

const MONTH = 30n * 86_400n;
const WINDOW = 1800n;

interface Shocks {
  readonly up: Real;
  readonly down: Real;
  readonly gain: Real;
  readonly loss: Real;
}

export function naivePortfolioMargin(
  account: NaiveAccount,
  { p, scenarios }: { p: PortfolioNumbers; scenarios: readonly NaiveScenario[] },
) {
  const { spot, feeds } = account;
  const shocks = feeds.map((feed) => shocksOf(feed, p));
  const marks = feeds.map((feed) => valueOf(feed, ONE, (vol) => vol));
  const values = account.collaterals.map(({ amount, price }) =>
    div(mul(amount, price), account.stable),
  );
  const pnls = scenarios.map(({ shock, direction, dampening }) => {
    const byExpiry = feeds.map((feed, e) => {
      const value = shockedValue(feed, { shock, direction, p, shocks: shocks[e] });
      const change = mul(value, value >= 0n ? shocks[e].gain : shocks[e].loss) - marks[e];
      return direction === 'LINEAR' || direction === 'ABS' ? -size(change) : change;
    });
    const held = sum(
      values.map((value, j) => (account.collaterals[j].riskCancelling ? value : 0n)),
    );
    const moved = mul(held + mul(account.perps, account.perpPrice), shock - ONE);
    return mul(dampening, sum(byExpiry) + moved);
  });
  const basis = sum(
    feeds.map((feed, e) => {
      const [above, below] = [p.SCENARIO_SPOT_UP, p.SCENARIO_SPOT_DOWN].map(
        (shock) => valueOf(feed, shock, (vol) => vol) - marks[e],
      );
      const factor = p.BASIS_CONT_ADD_FACTOR + mul(p.BASIS_CONT_MULT_FACTOR, yearsOf(feed.sec));
      return mul(least(above, below, 0n), factor);
    }),
  );
  const worst = least(basis, ...pnls);
  const unsettled = account.perps === 0n ? 0n : account.unsettled;
  const MtM = account.cash + unsettled + sum(marks) + sum(values);
  const { MMC, IMC } = contingencies(account, { p, values, spot });
  const factor =
    p.IM_LOSS_FACTOR + mul(p.PEG_LOSS_FACTOR, most(p.PEG_LOSS_THRESHOLD - account.stable, 0n));
  return {
    IM: MtM + mul(worst, factor) - MMC - IMC,
    MM: MtM + mul(worst, p.MM_LOSS_FACTOR) - MMC,
    MtM,
    optionMtM: sum(marks),
    collateralMtM: sum(values),
    basis,
    pnls,
    shocks,
    factor,
  };
}

function shocksOf({ sec, rate }: NaiveFeed, p: PortfolioNumbers): Shocks {
  const t = yearsOf(sec);
  const r = most(rate, 0n);
  const floorSec = mul(p.DTE_FLOOR, 86_400n * ONE);
  const y = pow(
    div(MONTH * ONE, most(sec * ONE, floorSec)),
    sec <= MONTH ? p.SHORTTERMPOWER : p.LONGTERMPOWER,
  );
  const long = mul(r, p.LONG_RATE_MULTSCALE) + p.LONG_RATE_ADDSCALE;
  const short = mul(r, p.SHORT_RATE_MULTSCALE) + p.SHORT_RATE_ADDSCALE;
  return {
    up: ONE + mul(p.VOLRANGEUP, y),
    down: most(0n, ONE - mul(p.VOLRANGEDOWN, y)),
    gain: mul(p.BASE_STATIC_DISCOUNT, exp(-mul(t, long))),
    loss: least(exp(mul(r, t)), mul(p.BASE_STATIC_DISCOUNT_NEG, exp(mul(t, short)))),
  };
}

/** All options of an expiry with the moving part of the forward shocked. */
function valueOf(feed: NaiveFeed, shock: Real, volOf: (vol: Real, strike: Real) => Real): Real {
  const { sec, forward, fixed, rate, surface, options } = feed;
  const left = sec < WINDOW ? (forward * sec) / WINDOW : forward;
  const moving = fixed === undefined ? left : forward - fixed;
  const shocked = forward - moving + mul(shock, moving);
  const time = yearsOf(sec);
  const discount = exp(-mul(most(rate, 0n), time));
  return sum(
    options.map(({ strike, put, amount }) => {
      const vol = surface === null ? 0n : volOf(naiveSvi(surface, strike).vol, strike);
      const price = naiveBlack76({ time, vol, forward: shocked, strike, discount });
      return mul(amount, put ? price.put : price.call);
    }),
  );
}

function shockedValue(
  feed: NaiveFeed,
  {
    shock,
    direction,
    p,
    shocks,
  }: Omit<NaiveScenario, 'dampening'> & { p: PortfolioNumbers; shocks: Shocks },
): Real {
  const { up, down } = shocks;
  switch (direction) {
    case 'None':
      return valueOf(feed, shock, (vol) => vol);
    case 'Up':
      return valueOf(feed, shock, (vol) => most(p.MIN_VOL_EVAL_SHOCKED, mul(vol, up)));
    case 'Down':
      return valueOf(feed, shock, (vol) => mul(vol, down));
    default: {
      const tilt = (strike: Real): Real => tiltAt(feed, strike, { wings: direction === 'ABS', p });
      return valueOf(feed, ONE, (vol, strike) => mul(vol, most(tilt(strike), 0n)));
    }
  }
}

function tiltAt(
  { sec, forward }: NaiveFeed,
  strike: Real,
  { wings, p }: { wings: boolean; p: PortfolioNumbers },
): Real {
  if (strike === 0n) return ONE;
  const root = sqrt(yearsOf(sec));
  const k = ln(div(strike, forward));
  const z = wings ? size(k) : k;
  const cap = wings
    ? mul(p.ABS_CBASE, root) + p.ABS_SCALE_CAP
    : mul(p.LINEAR_CBASE, root) + p.LINEAR_SCALE_CAP;
  const width = mul(root, p.MIN_WIDTH_SCALE, p.VOL_PARAM_STATIC + mul(root, p.VOL_PARAM_SCALE));
  const slope = div(mul(z, cap), most(p.MIN_K_STAR, width));
  return ONE + (z >= 0n ? least(cap, slope) : most(-cap, slope));
}

function contingencies(
  account: NaiveAccount,
  { p, values, spot }: { p: PortfolioNumbers; values: readonly Real[]; spot: Real },
): { MMC: Real; IMC: Real } {
  const conf = (c: Real, notional: Real): Real =>
    c < p.CONF_THRESHOLD ? mul(ONE - c, p.CONF_MARGIN, notional) : 0n;
  const { spotConfidence, perps } = account;
  const both = perps === 0n ? spotConfidence : least(spotConfidence, account.perpConfidence);
  const notional = mul(size(perps), spot);
  let MMC = mul(notional, p.MM_PERP_PERCENT);
  let IMC = mul(notional, p.IM_PERP_PERCENT) + (perps === 0n ? 0n : conf(both, notional));
  for (const feed of account.feeds) {
    const naked = mul(nakedShorts(feed), spot);
    const gross = mul(sum(feed.options.map(({ amount }) => size(amount))), spot);
    const c = least(both, feed.forwardConfidence, feed.rateConfidence, feed.volConfidence);
    MMC += mul(naked, p.MM_OPTION_PERCENT);
    IMC += mul(naked, p.IM_OPTION_PERCENT) + conf(c, gross);
  }
  account.collaterals.forEach(({ mmHaircut, imHaircut, confidence }, j) => {
    MMC += mul(values[j], mmHaircut);
    IMC += mul(values[j], imHaircut) + conf(least(confidence, spotConfidence), values[j]);
  });
  return { MMC, IMC };
}

/** What the calls and puts of each strike come to, where that is short. */
function nakedShorts({ options }: NaiveFeed): Real {
  const strikes = new Map<Real, Real>();
  for (const { strike, amount } of options) {
    strikes.set(strike, (strikes.get(strike) ?? 0n) + amount);
  }
  return sum([...strikes.values()].map((amount) => most(-amount, real(0))));
}
