/** Reads the numbers of a vectors file: decimals of any length, with or without an exponent, as JSON strings or numbers. */
import type { Json, JsonObject, Vector } from './kind.ts';

export const WAD_DECIMALS = 18;

/** Its third argument is new in Node 22 and not in TypeScript's library yet. */
type Reviver = NonNullable<Parameters<typeof JSON.parse>[1]>;

/** JSON with numbers as their digits. @throws SyntaxError */
export function parseJson(text: string): Json {
  const digits = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' ? context?.source : value;
  return JSON.parse(text, digits as Reviver) as Json;
}

/**
 * The integer part of number × 10^decimals, cut toward zero; null and missing are 0.
 * @throws SyntaxError for anything but a number
 */
export function scaled(value: Json | undefined, decimals: number): bigint {
  if (value === null || value === undefined) return 0n;
  if (typeof value === 'boolean') return value ? 10n ** BigInt(decimals) : 0n;
  const parts =
    typeof value === 'string' && /^\s*([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?\s*$/i.exec(value);
  if (!parts || parts[2] + parts[3] === '') {
    throw new SyntaxError(`not a number: ${JSON.stringify(value)}`);
  }
  const [, sign, whole, fraction, exponent = '0'] = parts;
  const shift = Number(exponent) - fraction.length + decimals;
  if (Math.abs(shift) > 10_000) throw new SyntaxError(`out of range: ${value}`);
  const digits = BigInt(whole + fraction);
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return sign === '-' ? -size : size;
}

/** A decimal in units of 10^-18, cut. */
export function wad(value: Json | undefined): bigint {
  return scaled(value, WAD_DECIMALS);
}

/** A plain integer, cut. */
export function integer(value: Json | undefined): bigint {
  return scaled(value, 0);
}

export function isNumber(value: Json | undefined): boolean {
  if (value === null || value === undefined) return false;
  try {
    scaled(value, 0);
    return true;
  } catch {
    return false;
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member that is an object; an empty one where it is missing. */
export function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** A member that is a list; an empty one where it is missing. */
export function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** @throws SyntaxError that says what is wrong */
export function parseVectors(source: string): Vector[] {
  const file = parseJson(source);
  if (!isObject(file) || !Array.isArray(file.vectors)) {
    throw new SyntaxError('not a vectors file: it has no list named vectors');
  }
  const meta = object(file.meta);
  return (file.vectors as readonly Json[]).map((vector, i) => readVector(vector, i, meta));
}

function readVector(vector: Json, index: number, meta: JsonObject): Vector {
  const place = `vector ${index}`;
  if (!isObject(vector)) throw new SyntaxError(`${place} is not an object`);
  if (typeof vector.kind !== 'string') throw new SyntaxError(`${place} has no kind`);
  for (const part of ['inputs', 'expected']) {
    if (!isObject(vector[part])) throw new SyntaxError(`${place} has no object named ${part}`);
  }
  return {
    id: typeof vector.id === 'string' ? vector.id : place,
    kind: vector.kind,
    inputs: object(vector.inputs),
    expected: object(vector.expected),
    params: object(vector.params),
    env: object(vector.env),
    toleranceAbs: text(vector.tolerance_abs),
    referenceValue: vector.reference_value ?? null,
    meta,
  };
}
