/** Levenberg–Marquardt for a handful of parameters: least Σ r². */
export interface Problem {
  readonly start: readonly number[];
  /** Writes the residuals into `into`; a NaN anywhere counts as infinitely bad. */
  readonly residuals: (parameters: Float64Array, into: Float64Array) => void;
  readonly count: number;
  /** Steps tried, also those not taken. */
  readonly trials: number;
}

export interface Solution {
  readonly parameters: Float64Array;
  readonly cost: number;
}

/** Of the finite differences, relative. */
const STEP = 1e-6;
const FIRST_DAMPING = 1e-3;
const LAST_DAMPING = 1e10;
/** A step that lowers the cost by a smaller share is the last one. */
const LEAST_GAIN = 1e-9;

interface Point {
  readonly parameters: Float64Array;
  readonly residuals: Float64Array;
  readonly cost: number;
}

export function minimize(problem: Problem): Solution {
  let point = evaluate(problem, Float64Array.from(problem.start));
  let damping = FIRST_DAMPING;
  let jacobian = differentiate(problem, point);
  for (let trial = 0; trial < problem.trials && damping < LAST_DAMPING; trial += 1) {
    const step = solveNormal({ jacobian, residuals: point.residuals, damping });
    const next = evaluate(
      problem,
      point.parameters.map((value, j) => value - step[j]),
    );
    if (!(next.cost < point.cost)) {
      damping *= 4;
      continue;
    }
    const gain = (point.cost - next.cost) / point.cost;
    point = next;
    if (gain < LEAST_GAIN) break;
    damping = Math.max(damping / 8, 1e-12);
    jacobian = differentiate(problem, point);
  }
  return point;
}

function evaluate(problem: Problem, parameters: Float64Array): Point {
  const residuals = new Float64Array(problem.count);
  problem.residuals(parameters, residuals);
  return { parameters, residuals, cost: sumOfSquares(residuals) };
}

function sumOfSquares(residuals: Float64Array): number {
  let sum = 0;
  for (const residual of residuals) sum += residual * residual;
  return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
}

/** By forward differences; a column for each parameter. */
function differentiate(problem: Problem, { parameters, residuals }: Point): Float64Array[] {
  return Array.from(parameters, (value, j) => {
    const step = STEP * Math.max(1e-2, Math.abs(value));
    const moved = parameters.map((each, i) => (i === j ? each + step : each));
    const column = new Float64Array(problem.count);
    problem.residuals(moved, column);
    for (let i = 0; i < column.length; i += 1) column[i] = (column[i] - residuals[i]) / step;
    return column;
  });
}

/** The step of (JᵀJ + λ·diag(JᵀJ))·x = Jᵀr. */
function solveNormal(at: {
  readonly jacobian: readonly Float64Array[];
  readonly residuals: Float64Array;
  readonly damping: number;
}): number[] {
  const { jacobian, residuals, damping } = at;
  const matrix = jacobian.map((row, i) =>
    jacobian.map((column, j) => dot(row, column) * (i === j ? 1 + damping : 1)),
  );
  for (let i = 0; i < matrix.length; i += 1) matrix[i][i] += 1e-300;
  return solveLinear(
    matrix,
    jacobian.map((row) => dot(row, residuals)),
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}

/** Gauss with pivots; entries that are not determined come out 0. */
export function solveLinear(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const size = rows.length;
  for (let i = 0; i < size; i += 1) {
    let pivot = i;
    for (let j = i + 1; j < size; j += 1) {
      if (Math.abs(rows[j][i]) > Math.abs(rows[pivot][i])) pivot = j;
    }
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    if (rows[i][i] === 0) continue;
    for (let j = i + 1; j < size; j += 1) {
      const factor = rows[j][i] / rows[i][i];
      for (let column = i; column <= size; column += 1) rows[j][column] -= factor * rows[i][column];
    }
  }
  const solution = Array.from({ length: size }, () => 0);
  for (let i = size - 1; i >= 0; i -= 1) {
    let rest = rows[i][size];
    for (let j = i + 1; j < size; j += 1) rest -= rows[i][j] * solution[j];
    solution[i] = rows[i][i] === 0 ? 0 : rest / rows[i][i];
  }
  return solution;
}
