import { describe, expect, test } from 'vitest';

import { randomParams } from '../../../test/fixtures/portfolio.ts';
import { DEFAULT_PARAMS, EXAMPLE_PARAMS, wad } from '../../../test/fixtures/portfolioParams.ts';
import { Random } from '../../../test/fixtures/random.ts';
import { admits, DIRECTION, MAX_SCENARIOS, PORTFOLIO_LIMITS, type Scenario } from './params.ts';

describe('admits', () => {
  test('the published parameters, and those that the other tests draw', () => {
    const random = new Random(1);
    expect([DEFAULT_PARAMS, EXAMPLE_PARAMS].every(admits)).toBe(true);
    expect(Array.from({ length: 100 }, () => randomParams(random)).every(admits)).toBe(true);
  });

  test.each(Object.entries(PORTFOLIO_LIMITS))('%s up to its limits', (name, [least, greatest]) => {
    expect(admits({ ...DEFAULT_PARAMS, [name]: least })).toBe(true);
    expect(admits({ ...DEFAULT_PARAMS, [name]: greatest })).toBe(true);
    expect(admits({ ...DEFAULT_PARAMS, [name]: least - 1n })).toBe(false);
    expect(admits({ ...DEFAULT_PARAMS, [name]: greatest + 1n })).toBe(false);
  });

  test('a skew only where prices stand still', () => {
    const skew: Scenario = { spotShock: wad('1'), direction: DIRECTION.abs, dampening: wad('2') };
    expect(admits({ ...DEFAULT_PARAMS, scenarios: [skew] })).toBe(true);
    expect(admits({ ...DEFAULT_PARAMS, scenarios: [{ ...skew, spotShock: wad('1.01') }] })).toBe(
      false,
    );
  });

  test('no more scenarios than the limit, and none with a negative dampening', () => {
    const [scenario] = DEFAULT_PARAMS.scenarios;
    const many = Array.from({ length: MAX_SCENARIOS + 1 }, () => scenario);
    expect(admits({ ...DEFAULT_PARAMS, scenarios: many })).toBe(false);
    expect(admits({ ...DEFAULT_PARAMS, scenarios: many.slice(1) })).toBe(true);
    expect(admits({ ...DEFAULT_PARAMS, scenarios: [{ ...scenario, dampening: -1n }] })).toBe(false);
  });
});
