import { MAX_WING_SLOPE, type Svi } from './svi.ts';
import { solveLinear } from './levenberg.ts';

/** A total variance to be met, with the weight of its squared error. */
export interface VariancePoint {
  readonly k: number;
  readonly w: number;
  readonly weight: number;
}

export interface Start {
  readonly svi: Svi;
  readonly cost: number;
}

/**
 * Quasi-explicit calibration (De Marco, Martini): with y = (k − m)/σ the slice is linear, w = a + d·y + c·√(y² + 1), c = b·σ, d = ρ·b·σ.
 * For each (m, σ) of a grid the best (a, d, c) comes from normal equations, held to |d| ≤ c and c + |d| ≤ 2σ (Lee). Best first.
 */
export function searchStarts(points: readonly VariancePoint[]): Start[] {
  const kLow = Math.min(...points.map(({ k }) => k));
  const kHigh = Math.max(...points.map(({ k }) => k));
  const span = Math.max(kHigh - kLow, 1e-6);
  const starts: Start[] = [];
  for (let i = 0; i <= 8; i += 1) {
    for (let j = 0; j <= 6; j += 1) {
      starts.push(fitLinear(points, { m: kLow + (span * i) / 8, sigma: span / 2 ** (6 - j) }));
    }
  }
  return starts.sort((x, y) => x.cost - y.cost);
}

interface Moments {
  /** Upper triangle of the weighted normal matrix of (1, y, √(y² + 1)). */
  readonly normal: readonly (readonly number[])[];
  readonly right: readonly number[];
  readonly square: number;
}

function fitLinear(
  points: readonly VariancePoint[],
  at: { readonly m: number; readonly sigma: number },
): Start {
  const moments = collect(points, at);
  const free = solveLinear(moments.normal, moments.right);
  const [a, d, c] = isInside(free, at.sigma) ? free : bestOnBoundary(moments, at.sigma);
  const b = c / at.sigma;
  const rho = c > 0 ? Math.max(-0.999, Math.min(0.999, d / c)) : 0;
  return { svi: { a, b, rho, ...at }, cost: costOf(moments, [a, d, c]) };
}

function collect(
  points: readonly VariancePoint[],
  { m, sigma }: { readonly m: number; readonly sigma: number },
): Moments {
  const normal = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  const right = [0, 0, 0];
  let square = 0;
  for (const { k, w, weight } of points) {
    const y = (k - m) / sigma;
    const basis = [1, y, Math.sqrt(y * y + 1)];
    for (let i = 0; i < 3; i += 1) {
      right[i] += weight * basis[i] * w;
      for (let j = 0; j < 3; j += 1) normal[i][j] += weight * basis[i] * basis[j];
    }
    square += weight * w * w;
  }
  return { normal, right, square };
}

function isInside([, d, c]: readonly number[], sigma: number): boolean {
  return c >= 0 && Math.abs(d) <= c && c + Math.abs(d) <= MAX_WING_SLOPE * sigma;
}

/** The edges of the diamond |d| ≤ c, c + |d| ≤ 2σ: on each, two unknowns are left. */
function bestOnBoundary(moments: Moments, sigma: number): number[] {
  const half = (MAX_WING_SLOPE * sigma) / 2;
  const corners = [
    [0, 0],
    [half, half],
    [0, 2 * half],
    [-half, half],
  ];
  const candidates = corners.map((from, i) => bestOnEdge(moments, from, corners[(i + 1) % 4]));
  return candidates.reduce((best, next) =>
    costOf(moments, next) < costOf(moments, best) ? next : best,
  );
}

function bestOnEdge(
  { normal, right }: Moments,
  from: readonly number[],
  to: readonly number[],
): number[] {
  const step = [0, to[0] - from[0], to[1] - from[1]];
  const fixed = [0, from[0], from[1]];
  const times = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, xi, i) => sum + xi * y.reduce((row, yj, j) => row + normal[i][j] * yj, 0), 0);
  const one = [1, 0, 0];
  const [, free] = solveLinear(
    [
      [times(one, one), times(one, step)],
      [times(step, one), times(step, step)],
    ],
    [right[0] - times(one, fixed), right[1] * step[1] + right[2] * step[2] - times(step, fixed)],
  );
  const share = Math.max(0, Math.min(1, free));
  const at = fixed.map((value, i) => value + share * step[i]);
  return [(right[0] - times(one, at)) / times(one, one), at[1], at[2]];
}

function costOf({ normal, right, square }: Moments, x: readonly number[]): number {
  let cost = square;
  for (let i = 0; i < 3; i += 1) {
    cost -= 2 * x[i] * right[i];
    for (let j = 0; j < 3; j += 1) cost += x[i] * x[j] * normal[i][j];
  }
  return cost;
}
