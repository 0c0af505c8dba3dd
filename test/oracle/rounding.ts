/** Figures of 60 decimals as whole numbers of 10^-6 USD; protocol/ decides where its last unit may be either of two. */
import { ONE, type Real } from './decimal.ts';
import { max } from './integers.ts';
import type { NaiveState } from './naiveState.ts';

const UNIT = ONE / 1_000_000n;
/** 10^-9 of a unit. */
const LEAST_SLACK = UNIT / 1_000_000_000n;

interface Doubt {
  /** What protocol/, rounding to 10^-18 at every operation, may differ by. */
  readonly tolerance: Real;
  /** The figure that protocol/ came to, where it is known. */
  readonly machine: bigint | null;
}

export function roundUp(state: NaiveState, value: Real, doubt: Doubt): bigint {
  return -roundDown(state, -value, { ...doubt, machine: doubt.machine && -doubt.machine });
}

export function roundDown(state: NaiveState, value: Real, { tolerance, machine }: Doubt): bigint {
  const slack = max(4n * tolerance, LEAST_SLACK);
  const [least, most] = [floorOf(value - slack, UNIT), floorOf(value + slack, UNIT)];
  const counts = state.judge?.counts;
  if (counts !== undefined) counts.figures += 1;
  if (least === most) return least;
  if (counts !== undefined) counts.closeFigures += 1;
  return machine !== null && least <= machine && machine <= most ? machine : floorOf(value, UNIT);
}

/** Toward minus infinity. */
export function floorOf(a: bigint, b: bigint): bigint {
  return a >= 0n ? a / b : -((-a + b - 1n) / b);
}
