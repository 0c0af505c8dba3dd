/** What the makers of vectors share: random decimals, and a vector as the file has it. */
import type { Random } from '../../fixtures/random.ts';
import { digitsOf, type Real, real } from '../decimal.ts';

export interface MadeVector {
  readonly id: string;
  readonly kind: string;
  readonly params?: object;
  readonly env?: object;
  readonly inputs: object;
  readonly expected: object;
  readonly tolerance_abs?: string;
  readonly tolerance_rel?: string;
  readonly reference_value?: object;
}

/** Both ends included; with so many decimals. */
export function decimal(
  random: Random,
  [low, high]: readonly [number, number],
  places = 4,
): string {
  const count = random.between(Math.round(low * 10 ** places), Math.round(high * 10 ** places));
  return digitsOf(real(`${count}e-${places}`), places);
}

/** An integer of 10^-18, cut. */
export function units(value: Real | string): string {
  const exact = typeof value === 'string' ? real(value) : value;
  return String(exact / 10n ** 42n);
}

/** Every member of a record of decimals as a number of the oracle. */
export function reals<Name extends string>(
  decimals: Readonly<Record<Name, string>>,
): Record<Name, Real> {
  const entries = Object.entries<string>(decimals).map(([name, text]) => [name, real(text)]);
  return Object.fromEntries(entries) as Record<Name, Real>;
}

export function times<Result>(count: number, make: (index: number) => Result): Result[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
