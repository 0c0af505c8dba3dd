import { type Crossing, calendarGrid, worstCrossing } from './arbitrage.ts';
import { type SliceFit, refitWithin, withSvi } from './fitSlice.ts';
import type { Bound } from './refine.ts';
import { type Svi, totalVariance } from './svi.ts';

/** Two expiries, next to each other, whose total variance falls with time somewhere. */
export interface CalendarViolation extends Crossing {
  readonly nearExpirySec: number;
  readonly farExpirySec: number;
  /** How far the further volatility would have to rise, in points. */
  readonly volPoints: number;
}

const PASSES = 3;
const LIFTS = 12;
/** Mending may cost the median misfit of a slice so much; a crossing that quotes insist on is reported instead. */
const MAX_MOVE_VOL_POINTS = 0.25;
/** A crossing is lifted away if that moves no volatility by more than this: 0.1 vol points. */
const MAX_LIFT_VOL = 0.001;

/**
 * Refits expiries that cross a neighbour, with the neighbour as a bound. What is left of a small crossing is
 * lifted away. Fits in order of time; returns them in the same order.
 */
export function mendCalendar(fits: readonly SliceFit[]): SliceFit[] {
  let mended = [...fits];
  for (let pass = 0; pass < PASSES && findViolations(mended).length > 0; pass += 1) {
    mended = refitCrossing(mended);
  }
  for (let i = 1; i < mended.length; i += 1) mended[i] = lift(mended[i - 1], mended[i]);
  return mended;
}

export function findViolations(fits: readonly SliceFit[]): CalendarViolation[] {
  return fits.slice(1).flatMap((far, i) => {
    const near = fits[i];
    const crossing = worstCrossing(near.svi, far.svi);
    if (crossing === null) return [];
    const w = totalVariance(far.svi, crossing.k);
    const rise = Math.sqrt(w + crossing.variance) - Math.sqrt(w);
    const volPoints = (100 * rise) / Math.sqrt(far.task.slice.tauYears);
    const nearExpirySec = near.task.slice.expirySec;
    return [{ ...crossing, nearExpirySec, farExpirySec: far.task.slice.expirySec, volPoints }];
  });
}

/** Of each crossing pair the one is moved whose quotes mind less; neither, if either would leave its quotes. */
function refitCrossing(fits: readonly SliceFit[]): SliceFit[] {
  const next = [...fits];
  for (let i = 1; i < next.length; i += 1) {
    if (worstCrossing(next[i - 1].svi, next[i].svi) === null) continue;
    const [cheaper] = [i - 1, i]
      .map((j) => ({ j, fit: refitWithin(next[j], boundsOf(next, j)) }))
      .filter(({ j, fit }) => staysWithQuotes(next[j], fit))
      .sort((a, b) => a.fit.cost - next[a.j].cost - (b.fit.cost - next[b.j].cost));
    if (cheaper !== undefined) next[cheaper.j] = cheaper.fit;
  }
  return next;
}

function staysWithQuotes(before: SliceFit, after: SliceFit): boolean {
  return after.error.medianVolPoints - before.error.medianVolPoints <= MAX_MOVE_VOL_POINTS;
}

/** The neighbours' variance, each where it and this slice are used as they are. */
function boundsOf(fits: readonly SliceFit[], i: number): Bound[] {
  const { svi } = fits[i];
  const near = i > 0 ? fits[i - 1].svi : null;
  const far = i + 1 < fits.length ? fits[i + 1].svi : null;
  const low =
    near === null ? [] : sample(svi, near).map(([k, w]) => ({ k, low: w, high: Infinity }));
  const high = far === null ? [] : sample(svi, far).map(([k, w]) => ({ k, low: 0, high: w }));
  return [...low, ...high];
}

function sample(svi: Svi, neighbour: Svi): [k: number, w: number][] {
  return calendarGrid(svi, neighbour)
    .filter((_, i) => i % 3 === 0)
    .map((k) => [k, totalVariance(neighbour, k)]);
}

function lift(near: SliceFit, far: SliceFit): SliceFit {
  let svi = far.svi;
  const root = Math.sqrt(far.task.slice.tauYears);
  for (let i = 0; i < LIFTS; i += 1) {
    const crossing = worstCrossing(near.svi, svi);
    if (crossing === null) break;
    svi = { ...svi, a: svi.a + 2 * crossing.variance };
  }
  const moved = svi.a - far.svi.a;
  if (moved === 0) return far;
  const points = moved / (2 * far.task.atTheMoney * root);
  return points <= MAX_LIFT_VOL ? withSvi(far, svi) : far;
}
