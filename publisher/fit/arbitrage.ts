import {
  type Svi,
  MAX_WING_SLOPE,
  clampRange,
  durrleman,
  totalVariance,
  wingSlope,
} from './svi.ts';

const BUTTERFLY_POINTS = 200;
const CALENDAR_POINTS = 120;
/** Slack for rounding in g, which is 1 at the money. */
const TOLERANCE = 1e-9;

/** The least of Durrleman's g where the rule uses the slice, |k| ≤ B. */
export function leastButterfly(svi: Svi): number {
  const range = clampRange(svi);
  return Math.min(...spread(-range, range, BUTTERFLY_POINTS).map((k) => durrleman(svi, k)));
}

export function hasNoButterfly(svi: Svi): boolean {
  return leastButterfly(svi) >= -TOLERANCE && wingSlope(svi) <= MAX_WING_SLOPE + TOLERANCE;
}

/** A neighbouring pair of expiries whose total variance falls with time somewhere. */
export interface Crossing {
  readonly k: number;
  /** w of the nearer less w of the further expiry. */
  readonly variance: number;
}

/** The worst crossing; null where variance nowhere falls with time. */
export function worstCrossing(near: Svi, far: Svi): Crossing | null {
  let worst: Crossing | null = null;
  for (const k of calendarGrid(near, far)) {
    const variance = totalVariance(near, k) - totalVariance(far, k);
    if (variance > (worst?.variance ?? TOLERANCE * totalVariance(far, k))) worst = { k, variance };
  }
  return worst;
}

/** Where the rule uses both slices as they are: beyond ±B it holds each constant, at different k. */
export function calendarGrid(near: Svi, far: Svi): number[] {
  const range = Math.min(clampRange(near), clampRange(far));
  return spread(-range, range, CALENDAR_POINTS);
}

export function spread(low: number, high: number, steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, i) => low + ((high - low) * i) / steps);
}
