/** Runs vectors through an implementation and counts what passes, by kind. */
import { compare } from './compare.ts';
import type { Got, Implementation, Kind, Vector } from './kind.ts';

export interface Failure {
  readonly id: string;
  /** One for each field. */
  readonly differences: readonly string[];
}

export interface KindResult {
  readonly kind: string;
  readonly implementation: Implementation['name'];
  readonly passed: number;
  readonly failures: readonly Failure[];
  /** Of the larger of the expected value and 1, over all fields that are not cut. */
  readonly largestRelativeError: number;
}

interface VectorResult {
  readonly differences: readonly string[];
  readonly relativeError: number;
}

/** One result a kind, in the order of the vectors; every vector must be of one of the kinds. */
export async function runVectors(
  vectors: readonly Vector[],
  { kinds, implementation }: { kinds: readonly Kind[]; implementation: Implementation },
): Promise<KindResult[]> {
  const names = [...new Set(vectors.map(({ kind }) => kind))];
  const results: KindResult[] = [];
  for (const name of names) {
    const kind = kinds.find((candidate) => candidate.name === name);
    if (kind === undefined) throw new Error(`there is no kind ${name}`);
    const ofKind = vectors.filter((vector) => vector.kind === name);
    results.push(await runKind(kind, ofKind, implementation));
  }
  return results;
}

async function runKind(
  kind: Kind,
  vectors: readonly Vector[],
  implementation: Implementation,
): Promise<KindResult> {
  const failures: Failure[] = [];
  let largestRelativeError = 0;
  for (const vector of vectors) {
    const { differences, relativeError } = await runVector(kind, vector, implementation);
    largestRelativeError = Math.max(largestRelativeError, relativeError);
    if (differences.length > 0) failures.push({ id: vector.id, differences });
  }
  return {
    kind: kind.name,
    implementation: implementation.name,
    passed: vectors.length - failures.length,
    failures,
    largestRelativeError,
  };
}

async function runVector(
  kind: Kind,
  vector: Vector,
  implementation: Implementation,
): Promise<VectorResult> {
  const fields = Object.entries({ ...vector.expected, ...kind.alsoExpected?.(vector) });
  if (fields.length === 0) return { differences: ['nothing is expected'], relativeError: 0 };
  let got: Readonly<Record<string, Got>>;
  try {
    got = await kind.run(vector, implementation);
  } catch (error) {
    return { differences: [firstLine(error)], relativeError: 0 };
  }
  const { unit = 'decimal' } = kind;
  const compared = fields
    .map(([field, expected]) => ({ field, expected, rule: kind.rule(field, vector) }))
    .filter(({ rule }) => rule !== 'remark')
    .map(({ field, expected, rule }) => {
      return { field, ...compare(got[field], expected, { rule, unit }) };
    });
  return {
    differences: compared
      .filter(({ isMet }) => !isMet)
      .map(({ field, difference }) => `${field}: ${difference}`),
    relativeError: Math.max(0, ...compared.map(({ relativeError }) => relativeError)),
  };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
