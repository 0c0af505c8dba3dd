import { describe, expect, test } from 'vitest';

import { Random } from '../../test/fixtures/random.ts';
import { naiveWorstPayoff } from '../../test/oracle/naiveStandard.ts';
import { ofWad, toWad } from '../../test/oracle/naiveStandardOf.ts';
import { DomainError } from '../maths/errors.ts';
import { WAD } from '../maths/wad.ts';
import type { OptionPosition } from './types.ts';
import { worstPayoff } from './worstPayoff.ts';

/** `[strike in USD, C or P, contracts]` */
type Leg = readonly [number, 'C' | 'P', number];

function option([strike, type, contracts]: Leg): OptionPosition {
  return { strike: BigInt(strike) * WAD, put: type === 'P', amount: BigInt(contracts) * WAD };
}

function lossOf(...legs: readonly Leg[]): number {
  return Number(worstPayoff(legs.map(option)).loss / WAD);
}

describe('worstPayoff', () => {
  test('of long options is nothing, of a short put its strike', () => {
    expect(lossOf([50_000, 'P', 2], [60_000, 'C', 3])).toBe(0);
    expect(lossOf([50_000, 'P', -2])).toBe(-100_000);
  });

  test('of spreads is their width', () => {
    expect(lossOf([60_000, 'C', -1], [65_000, 'C', 1])).toBe(-5_000);
    expect(lossOf([55_000, 'P', 1], [60_000, 'P', -1])).toBe(-5_000);
    expect(lossOf([60_000, 'C', 1], [65_000, 'C', -1])).toBe(0);
  });

  test('of short calls is nothing, but their amount says that there is no bound', () => {
    const { loss, callAmount } = worstPayoff([option([60_000, 'C', -1])]);
    expect([loss, callAmount]).toEqual([0n, -WAD]);
  });

  test('is the least payoff at any strike, rounded down', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = new Random(seed);
      const options = Array.from({ length: random.between(0, 9) }, () => ({
        strike: BigInt(random.between(0, 20)) * 10n ** 9n + 1n,
        put: random.chance(0.5),
        amount: BigInt(random.between(-(10 ** 12), 10 ** 12)),
      })).sort((a, b) => Number(a.strike - b.strike));
      const exact = naiveWorstPayoff(
        options.map(({ strike, put, amount }) => {
          return { strike: ofWad(strike), put, amount: ofWad(amount) };
        }),
      );
      const floor = ofWad(toWad(exact)) === exact ? toWad(exact) : toWad(exact) - 1n;
      expect(worstPayoff(options).loss).toBe(floor);
    }
  });

  test('takes options by strike', () => {
    const misordered = [option([2, 'C', 1]), option([1, 'C', 1])];
    expect(() => worstPayoff(misordered)).toThrow(DomainError);
  });
});
