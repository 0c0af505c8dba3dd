import { hasNoButterfly } from './arbitrage.ts';
import { type CalendarViolation, findViolations, mendCalendar } from './calendar.ts';
import { type ChainSnapshot, type Slice, YEAR_SEC, sliceChain } from './chain.ts';
import { type SliceFit, fitSlice, readTask } from './fitSlice.ts';
import { type ChosenForward, chooseForwards } from './forwards.ts';
import type { FailedSlice, FittedSurface, SliceFailure } from './surface.ts';

export interface ChainFit {
  /** By expiry, the nearest first. */
  readonly surfaces: readonly FittedSurface[];
  /** Expiries without a new surface; those that have a previous one are among the surfaces, marked as kept. */
  readonly failures: readonly FailedSlice[];
  readonly violations: readonly CalendarViolation[];
}

/** So close to settlement the forward is partly an average that is already known. */
export const MIN_TAU_SEC = 1800;

/**
 * Forwards and volatility surfaces of all expiries of a snapshot, from bids, asks and the index alone. Never throws on what a market shows: an
 * expiry that cannot be fitted is reported, and its previous surface stands until it settles.
 */
export function fitChain(
  snapshot: ChainSnapshot,
  previous: readonly FittedSurface[] = [],
): ChainFit {
  const { live, failures } = selectSlices(snapshot);
  const before = new Map(previous.map((surface) => [surface.expirySec, surface]));
  const forwards = chooseForwards(live);
  const fits: SliceFit[] = [];
  const from = new Map<number, ChosenForward['from']>();
  live.forEach((slice, i) => {
    const forward = forwards[i];
    const fit = fitOne(slice, forward, before.get(slice.expirySec));
    if (typeof fit === 'string') failures.push({ expirySec: slice.expirySec, reason: fit });
    else fits.push(fit);
    if (forward !== null) from.set(slice.expirySec, forward.from);
  });
  const mended = mendCalendar(fits);
  const violations = findViolations(mended);
  const crossed = new Set(violations.map(({ farExpirySec }) => farExpirySec));
  const fresh = mended.map((fit) => ({
    ...toSurface(snapshot, fit),
    forwardFrom: from.get(fit.task.slice.expirySec)!,
    arbitrageFree: hasNoButterfly(fit.svi) && !crossed.has(fit.task.slice.expirySec),
  }));
  const surfaces = [...fresh, ...keep(snapshot, { failures, before })];
  return { surfaces: surfaces.sort((a, b) => a.expirySec - b.expirySec), failures, violations };
}

function selectSlices(snapshot: ChainSnapshot): { live: Slice[]; failures: FailedSlice[] } {
  const slices = sliceChain(snapshot).filter(({ tauYears }) => tauYears > 0);
  const hasIndex = Number.isFinite(snapshot.indexUsd) && snapshot.indexUsd > 0;
  const failures: FailedSlice[] = [];
  const live = slices.filter(({ tauYears, expirySec }) => {
    const settling = tauYears * YEAR_SEC < MIN_TAU_SEC;
    if (settling || !hasIndex) {
      failures.push({ expirySec, reason: settling ? 'settling' : 'no index' });
    }
    return hasIndex && !settling;
  });
  return { live, failures };
}

function fitOne(
  slice: Slice,
  forward: ChosenForward | null,
  before: FittedSurface | undefined,
): SliceFit | SliceFailure {
  if (forward === null) return 'no forward';
  const task = readTask(slice, forward.usd);
  if (typeof task === 'string') return task;
  return fitSlice(task, before === undefined ? [] : [before]);
}

function toSurface(
  { underlying, timeSec }: ChainSnapshot,
  { task, svi, error }: SliceFit,
): Omit<FittedSurface, 'forwardFrom' | 'arbitrageFree'> {
  const { expirySec, tauYears } = task.slice;
  const { a, b, rho, m, sigma } = svi;
  const { forwardUsd } = task;
  return { underlying, expirySec, timeSec, forwardUsd, tauYears, a, b, rho, m, sigma, error };
}

/** Previous surfaces of expiries that still trade and have no new one. */
function keep(
  { timeSec }: ChainSnapshot,
  {
    failures,
    before,
  }: {
    readonly failures: readonly FailedSlice[];
    readonly before: ReadonlyMap<number, FittedSurface>;
  },
): FittedSurface[] {
  return failures.flatMap(({ expirySec, reason }) => {
    const surface = before.get(expirySec);
    return surface === undefined || expirySec <= timeSec ? [] : [{ ...surface, kept: reason }];
  });
}
