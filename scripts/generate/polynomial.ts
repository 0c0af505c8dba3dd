import { cosine, divide, multiply, ONE, PI } from './real.ts';

/** A polynomial's coefficients, the constant first, in a variable that is −1 and 1 at the interval's ends. */
export type Coefficients = readonly bigint[];

/**
 * The polynomial that meets `f` at the zeros of the Chebyshev polynomial, stretched so that both ends are among them: neighbouring pieces
 * then meet, and the error is within a small factor of the least possible.
 */
export function interpolate(
  f: (x: bigint) => bigint,
  { from, to, degree }: { from: bigint; to: bigint; degree: number },
): Coefficients {
  const [middle, half] = [(from + to) / 2n, (to - from) / 2n];
  const nodes = nodesOf(degree);
  const values = nodes.map((t) => f(middle + multiply(half, t)));
  return expand(nodes, dividedDifferences(nodes, values));
}

export function evaluate(coefficients: Coefficients, t: bigint): bigint {
  return coefficients.reduceRight((sum, c) => multiply(sum, t) + c, 0n);
}

function nodesOf(degree: number): bigint[] {
  const count = BigInt(degree + 1);
  const angle = (k: number): bigint => ((2n * BigInt(k) + 1n) * PI) / (2n * count);
  const last = cosine(angle(0));
  return Array.from({ length: degree + 1 }, (_, k) => {
    if (k === 0) return ONE;
    return k === degree ? -ONE : divide(cosine(angle(k)), last);
  });
}

/** Newton's form. */
function dividedDifferences(nodes: readonly bigint[], values: readonly bigint[]): bigint[] {
  const table = [...values];
  for (let order = 1; order < nodes.length; order++)
    for (let i = nodes.length - 1; i >= order; i--)
      table[i] = divide(table[i] - table[i - 1], nodes[i] - nodes[i - order]);
  return table;
}

/** Newton's form multiplied out, by Horner's rule: sum·(t − node) + difference. */
function expand(nodes: readonly bigint[], differences: readonly bigint[]): bigint[] {
  let sum: bigint[] = [];
  for (let i = nodes.length - 1; i >= 0; i--) {
    const shifted = [0n, ...sum];
    sum.forEach((c, j) => (shifted[j] -= multiply(c, nodes[i])));
    shifted[0] += differences[i];
    sum = shifted;
  }
  return sum;
}
