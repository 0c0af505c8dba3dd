import { type Solution, minimize } from './levenberg.ts';
import {
  MAX_WING_SLOPE,
  type Svi,
  clampRange,
  durrleman,
  totalVariance,
  wingSlope,
} from './svi.ts';

/** What the market says at one strike, in total volatility v = σ·√t. */
export interface Target {
  readonly k: number;
  readonly v: number;
  /** How far off v may well be. */
  readonly scale: number;
  /** `at`: v itself; `above`, `below`: v is only a bound. */
  readonly side: 'at' | 'above' | 'below';
}

/** Total variance that a slice must not fall below or rise above: its neighbours in time. */
export interface Bound {
  readonly k: number;
  readonly low: number;
  readonly high: number;
}

export interface RefineOptions {
  readonly targets: readonly Target[];
  /** Total volatility at the money, the scale of the prior. */
  readonly atTheMoney: number;
  /** Where butterflies are checked, in units of the range in which the rule uses the slice. */
  readonly grid: readonly number[];
  readonly bounds: readonly Bound[];
  /** Weight of butterflies and of crossed bounds; 0 for none. */
  readonly penalty: number;
  readonly trials: number;
}

/** Weights of the penalties against targets, whose residuals are of the order of 1. */
const WING = 1000;
/** g is kept this far above 0, so that rounding does not undo it. */
const BUTTERFLY_MARGIN = 1e-3;
/** Widths of a prior so weak that it decides only what the quotes leave open: of ln σ, m and atanh ρ. */
const PRIOR = { lnSigma: 6, deviations: 12, skew: 6 };
const PRIOR_TERMS = 3;

/** Least squares over all five parameters from a start, with penalties for butterflies, calendars and wings. */
export function refine(start: Svi, options: RefineOptions): { svi: Svi; cost: number } {
  const { targets, grid, bounds, atTheMoney } = options;
  const { parameters, cost }: Solution = minimize({
    start: toFree(start),
    count: targets.length + grid.length + bounds.length + 1 + PRIOR_TERMS,
    trials: options.trials,
    residuals: (free, into) => {
      const svi = fromFree(free);
      let i = 0;
      for (const target of targets) into[i++] = misfit(svi, target);
      const range = clampRange(svi);
      for (const share of grid) {
        into[i++] = options.penalty * Math.max(0, BUTTERFLY_MARGIN - durrleman(svi, share * range));
      }
      for (const bound of bounds) into[i++] = options.penalty * crossing(svi, bound);
      into[i++] = WING * Math.max(0, wingSlope(svi) - MAX_WING_SLOPE);
      into[i++] = Math.log(svi.sigma / atTheMoney) / PRIOR.lnSigma;
      into[i++] = svi.m / (PRIOR.deviations * atTheMoney);
      into[i] = Math.atanh(svi.rho) / PRIOR.skew;
    },
  });
  return { svi: fromFree(parameters), cost };
}

/** Cauchy's loss as a residual: about x near 0, growing only like √ln x for what is far off. */
function misfit(svi: Svi, { k, v, scale, side }: Target): number {
  const x = (Math.sqrt(Math.max(totalVariance(svi, k), 0)) - v) / scale;
  if ((side === 'above' && x > 0) || (side === 'below' && x < 0)) return 0;
  return Math.sign(x) * Math.sqrt(Math.log1p(x * x));
}

/** Relative to the neighbour's own variance. */
export function crossing(svi: Svi, { k, low, high }: Bound): number {
  const w = totalVariance(svi, k);
  return Math.max(0, low > 0 ? (low - w) / low : 0, high < Infinity ? (w - high) / high : 0);
}

/** Free parameters keep b > 0, |ρ| < 1, σ > 0 and the least variance > 0. */
function toFree({ a, b, rho, m, sigma }: Svi): number[] {
  const positive = Math.max(b, 1e-8);
  const least = Math.max(a + positive * sigma * Math.sqrt(1 - rho * rho), 1e-9);
  return [Math.log(least), Math.log(positive), Math.atanh(rho), m, Math.log(sigma)];
}

function fromFree([least, slope, skew, m, width]: ArrayLike<number> & Iterable<number>): Svi {
  const b = Math.exp(slope);
  const rho = Math.tanh(skew);
  const sigma = Math.exp(width);
  return { a: Math.exp(least) - b * sigma * Math.sqrt(1 - rho * rho), b, rho, m, sigma };
}
