import { hasNoButterfly, spread } from './arbitrage.ts';
import type { Slice } from './chain.ts';
import { searchStarts } from './quasiExplicit.ts';
import { type Bound, type Target, crossing, refine } from './refine.ts';
import { median, quantile } from './robust.ts';
import type { FitError, SliceFailure } from './surface.ts';
import { type Svi, clampedVariance, isAdmissible, totalVariance } from './svi.ts';
import { impliedQuotes, readTargets, volAtTheMoney } from './targets.ts';

/** What one slice's quotes come down to; a slice may be refined again with bounds from its neighbours. */
export interface SliceTask {
  readonly slice: Slice;
  readonly forwardUsd: number;
  readonly targets: readonly Target[];
  /** Total volatility at the money, the scale of everything. */
  readonly atTheMoney: number;
}

export interface SliceFit {
  readonly task: SliceTask;
  readonly svi: Svi;
  /** Of the misfits and penalties that were minimized. */
  readonly cost: number;
  readonly error: FitError;
}

const MIN_STRIKES = 3;
const STARTS = 2;
const TRIALS = 120;
/** Of butterflies, raised until there are none. */
const PENALTIES = [10, 100, 1000];
const GRID = spread(-1, 1, 50);
/** A fit that misses half of its mids by more than so many times what they may be off explains nothing. */
const MAX_MEDIAN_MISFIT = 6;
/** Nor does one that misses half of them by more than this share. */
const MAX_MEDIAN_SHARE = 0.2;

export function readTask(slice: Slice, forwardUsd: number): SliceTask | SliceFailure {
  const quotes = impliedQuotes(slice, forwardUsd);
  const atTheMoney = volAtTheMoney(quotes);
  if (atTheMoney === null) return 'too few strikes';
  const targets = readTargets(quotes, { tauYears: slice.tauYears, atTheMoney });
  const strikes = new Set(targets.filter(({ side }) => side === 'at').map(({ k }) => k));
  if (strikes.size < MIN_STRIKES) return 'too few strikes';
  return { slice, forwardUsd, targets, atTheMoney };
}

/**
 * Freely first, from a search and the starts given; then within the penalties, whose narrow valley is entered best from there.
 * @param also further starts, such as the slice's last fit
 */
export function fitSlice(task: SliceTask, also: readonly Svi[] = []): SliceFit | SliceFailure {
  const mids = task.targets.filter(({ side }) => side === 'at');
  const points = mids.map(({ k, v, scale }) => ({ k, w: v * v, weight: 1 / (2 * v * scale) ** 2 }));
  const searched = searchStarts(points).slice(0, STARTS);
  const [best] = [...searched.map(({ svi }) => svi), ...also]
    .map((start) => refineOnce(task, { start, bounds: [], penalty: 0 }))
    .filter(({ svi }) => isAdmissible(svi))
    .sort((a, b) => a.cost - b.cost);
  if (best === undefined) return 'no solution';
  if (!explains(best.svi, mids)) return 'quotes disagree';
  const fit = refitWithin({ task, ...best, error: measure(task, best.svi) }, []);
  return explains(fit.svi, mids) ? fit : 'quotes disagree';
}

/** Moves a fit until it has no butterfly and keeps within the bounds; or as far as that goes. */
export function refitWithin(fit: SliceFit, bounds: readonly Bound[]): SliceFit {
  const { task } = fit;
  let best: Refined = fit;
  for (const penalty of PENALTIES) {
    if (holds(best.svi, bounds)) break;
    const next = refineOnce(task, { start: best.svi, bounds, penalty });
    if (isAdmissible(next.svi)) best = next;
  }
  return { task, svi: best.svi, cost: best.cost, error: measure(task, best.svi) };
}

interface Refined {
  readonly svi: Svi;
  readonly cost: number;
}

function refineOnce(
  { targets, atTheMoney }: SliceTask,
  how: { readonly start: Svi; readonly bounds: readonly Bound[]; readonly penalty: number },
): Refined {
  const { start, bounds, penalty } = how;
  const grid = penalty === 0 ? [] : GRID;
  return refine(start, { targets, atTheMoney, grid, bounds, penalty, trials: TRIALS });
}

function holds(svi: Svi, bounds: readonly Bound[]): boolean {
  return hasNoButterfly(svi) && bounds.every((bound) => crossing(svi, bound) === 0);
}

function explains(svi: Svi, mids: readonly Target[]): boolean {
  const off = mids.map(({ k, v }) => Math.abs(Math.sqrt(totalVariance(svi, k)) - v));
  const byScale = median(off.map((each, i) => each / mids[i].scale));
  const byVol = median(off.map((each, i) => each / mids[i].v));
  return byScale <= MAX_MEDIAN_MISFIT && byVol <= MAX_MEDIAN_SHARE;
}

function measure(task: SliceTask, svi: Svi): FitError {
  const points = task.targets
    .filter(({ side }) => side === 'at')
    .map(({ k, v }) => Math.abs(Math.sqrt(clampedVariance(svi, k)) - v))
    .map((off) => (100 * off) / Math.sqrt(task.slice.tauYears));
  return {
    medianVolPoints: median(points),
    p95VolPoints: quantile(points, 0.95),
    quotes: points.length,
  };
}

/** The same slice with other parameters. */
export function withSvi({ task, cost }: SliceFit, svi: Svi): SliceFit {
  return { task, svi, cost, error: measure(task, svi) };
}
