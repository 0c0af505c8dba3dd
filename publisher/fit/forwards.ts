import type { Slice } from './chain.ts';
import { type Forward, impliedForward } from './forward.ts';

export interface ChosenForward {
  readonly usd: number;
  readonly from: 'parity' | 'neighbours' | 'both';
}

/** A forward interpolated between expiries is not believed more closely than this share of it. */
const CURVE_ERROR = 5e-4;
/** The index stands for the forward of now; its readings lie apart in time from the quotes. */
const INDEX_ERROR = 1e-3;

/** A point of the curve ln(F / index) over time. */
interface Knot {
  readonly tauYears: number;
  readonly basis: number;
  readonly error: number;
}

/**
 * Each expiry's forward: its own parity, and the curve through the expiries beside it, weighed by their widths. A liquid expiry keeps its own;
 * one that has just been listed, with wide quotes, leans on the others. Null where there is neither.
 */
export function chooseForwards(slices: readonly Slice[]): (ChosenForward | null)[] {
  const own = slices.map(impliedForward);
  const knots = slices.map((slice, i) => toKnot(slice, own[i]));
  return slices.map((slice, i) => {
    const others = knots.filter((knot, j) => knot !== null && j !== i) as Knot[];
    const beside = interpolate(others, slice.tauYears);
    const parity = knots[i];
    if (parity === null && beside === null) return null;
    const from = parity === null ? 'neighbours' : beside === null ? 'parity' : 'both';
    return { usd: slice.indexUsd * Math.exp(weigh(parity, beside)), from };
  });
}

function toKnot({ tauYears, indexUsd }: Slice, forward: Forward | null): Knot | null {
  if (forward === null) return null;
  return {
    tauYears,
    basis: Math.log(forward.usd / indexUsd),
    error: forward.errorUsd / forward.usd,
  };
}

/** Between the two nearest knots; from the index at 0; beyond the last one as far from the index, in proportion to time. */
function interpolate(knots: readonly Knot[], tauYears: number): Knot | null {
  const after = knots.find((knot) => knot.tauYears > tauYears);
  const before = knots.findLast((knot) => knot.tauYears <= tauYears);
  if (after === undefined && before === undefined) return null;
  if (after === undefined) return extend(before!, tauYears);
  const from = before ?? { tauYears: 0, basis: 0, error: INDEX_ERROR };
  const share = (tauYears - from.tauYears) / (after.tauYears - from.tauYears);
  return {
    tauYears,
    basis: from.basis + share * (after.basis - from.basis),
    error: Math.hypot(CURVE_ERROR, Math.max(from.error, after.error)),
  };
}

function extend(last: Knot, tauYears: number): Knot {
  const times = last.tauYears > 0 ? tauYears / last.tauYears : 1;
  const error = Math.hypot(CURVE_ERROR, last.error, INDEX_ERROR) * times;
  return { tauYears, basis: last.basis * times, error };
}

function weigh(a: Knot | null, b: Knot | null): number {
  if (a === null || b === null) return (a ?? b)!.basis;
  const weightA = 1 / (a.error * a.error);
  const weightB = 1 / (b.error * b.error);
  return (a.basis * weightA + b.basis * weightB) / (weightA + weightB);
}
