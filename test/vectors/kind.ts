/** What the runner of a vectors file knows about a kind of vector, and about what it runs the vectors through. */
import type { AuctionCalls } from './calls/auction.ts';
import type { PortfolioCalls } from './calls/portfolio.ts';
import type { PricingCalls } from './calls/pricing.ts';
import type { StandardCalls } from './calls/standard.ts';

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
  /** What is expected beyond the vector's `expected`. */
  alsoExpected?(vector: Vector): JsonObject;
  rule(field: string, vector: Vector): Rule;
  /** At least every field that is expected and no remark. */
  run(vector: Vector, implementation: Implementation): Promise<Readonly<Record<string, Got>>>;
}

/** Calls a function of a deployed contract. @throws where it reverts */
export type ContractCall = (functionName: string, args: readonly unknown[]) => Promise<unknown>;

/**
 * What a kind is computed with: the functions of protocol/, or calls of the deployed contracts. Both have the names and
 * arguments of protocol/; numbers are in units of 10^-18, seconds plain.
 */
export interface Implementation extends PricingCalls, PortfolioCalls, StandardCalls, AuctionCalls {
  readonly name: 'protocol' | 'contracts';
}

/** MARGIN §9.3 for margin kinds and auctions: a cut by the field's name, else 10^-9 of the larger of the value and 1. */
export function marginRule(field: string): Rule {
  return cutOf(field) ?? { relative: '1e-9' };
}

/** MARGIN §9.3 for the others: the number that leads `tolerance_abs`, else exact after the cut of the field's name. */
export function pricingRule(field: string, vector: Vector): Rule {
  const cut = cutOf(field);
  if (cut !== undefined) return cut;
  const absolute = LEADING_NUMBER.exec(vector.toleranceAbs)?.[0].trim();
  return absolute === undefined ? 'exact' : { absolute };
}

export const LEADING_NUMBER = /^\s*[\d.]+(e[+-]?\d+)?/i;

function cutOf(field: string): { cut: number } | undefined {
  const digits = /_(?:trunc|floor)(\d*)$/.exec(field)?.[1];
  return digits === undefined ? undefined : { cut: Number(digits) };
}
