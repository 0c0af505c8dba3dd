/** What the runner of a vectors file knows about a kind of vector, and about what it runs the vectors through. */
import type { PortfolioCalls } from './calls/portfolio.ts';

/** JSON in which every number is its digits as the file spells them: integers exceed 2^53. */
export type Json = string | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly inputs: JsonObject;
  readonly expected: JsonObject;
  /** Empty where the file has none; so is `env`. */
  readonly params: JsonObject;
  readonly env: JsonObject;
  /** As the file has it: a number, and maybe words after it; empty where it has none. */
  readonly toleranceAbs: string;
  readonly referenceValue: Json;
  /** `meta` of the file. */
  readonly meta: JsonObject;
}

/** Every number of a result is in units of 10^-18, flags and counts too. */
export type Got = bigint | boolean | string | readonly Got[];

/** How a number is compared. `cut`: both cut toward zero to so many decimals, then equal. `remark`: not at all. */
export type Rule =
  | { readonly absolute: string }
  | { readonly relative: string }
  | { readonly cut: number }
  | 'exact'
  | 'remark';

export interface Kind {
  readonly name: string;
  /** What the numbers of `expected` count; 'decimal' unless said. */
  readonly unit?: 'decimal' | '10^-18';
  /** Fields to be met, by name; the vector's `expected` unless said. */
  expected?(vector: Vector): JsonObject;
  rule(field: string, vector: Vector): Rule;
  /** At least every field that is expected and no remark. */
  run(vector: Vector, implementation: Implementation): Promise<Readonly<Record<string, Got>>>;
}

/**
 * What a kind is computed with: the functions of protocol/, or calls of the deployed contracts. Both have the names and
 * arguments of protocol/; numbers are in units of 10^-18, seconds plain.
 */
export interface Implementation extends PortfolioCalls {
  readonly name: 'protocol' | 'contracts';
}

/** MARGIN §9.3 for margin kinds and auctions: a cut by the field's name, else 10^-9 of the larger of the value and 1. */
export function marginRule(field: string): Rule {
  if (field.endsWith('_trunc') || field.endsWith('_floor')) return { cut: 0 };
  return field.endsWith('_floor3') ? { cut: 3 } : { relative: '1e-9' };
}

/** MARGIN §9.3 for the others: the number that leads `tolerance_abs`, else exact after the cut of the field's name. */
export function pricingRule(field: string, vector: Vector): Rule {
  const digits = /_floor(\d*)$/.exec(field)?.[1];
  if (digits !== undefined) return { cut: Number(digits) };
  const absolute = /^[\d.]+(e[+-]?\d+)?/i.exec(vector.toleranceAbs)?.[0];
  return absolute === undefined ? 'exact' : { absolute };
}
