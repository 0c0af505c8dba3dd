import { describe, expect, test } from 'vitest';

import { distressed } from '../../test/fixtures/distress.ts';
import { Random } from '../../test/fixtures/random.ts';
import { requireAuctionParams } from '../auction.ts';
import {
  MAX_SCENARIOS,
  MODEL_PORTFOLIO,
  MODEL_STANDARD,
  PARAMETER_COUNT,
  SCENARIO_COUNT_PARAMETER,
  SCENARIO_PARAMETERS,
} from '../params.ts';
import { State } from '../state.ts';
import { marginNow } from './evaluate.ts';
import {
  areSound,
  decode,
  DEFAULT_PARAMETERS,
  loadDefaultParameters,
  marginParameters,
  ORDERED_PARAMETERS,
  PARAMETER_LIMITS,
  PARAMETER_NAMES,
  parameterValues,
} from './parameters.ts';
import { admits } from './portfolio/params.ts';

const E9 = 10 ** 9;
const indexOf = (name: string): number => PARAMETER_NAMES.indexOf(name);

function defaults(): number[] {
  const state = new State();
  loadDefaultParameters(state);
  return parameterValues(state);
}

function withValue(name: string, value: number): number[] {
  return defaults().with(indexOf(name), value);
}

function limitsOf(index: number): readonly [number, number] {
  const beyond = index - SCENARIO_PARAMETERS;
  return PARAMETER_LIMITS[beyond < 0 ? index : SCENARIO_PARAMETERS + (beyond % 3)];
}

/** Values that may break something. */
function candidates(random: Random, index: number, value: number): number[] {
  const [least, greatest] = limitsOf(index);
  const whole = random.between(Math.ceil(least / E9), Math.floor(greatest / E9)) * E9;
  return [least, greatest, whole, random.between(least, greatest), value + 1, value - 1];
}

describe('DEFAULT_PARAMETERS', () => {
  test('have a name each, are sound, and what they are published as', () => {
    expect(PARAMETER_NAMES).toHaveLength(PARAMETER_COUNT);
    expect(areSound(defaults())).toBe(true);
    expect(DEFAULT_PARAMETERS[indexOf('standard.mmPutMtmReq')]).toBe(0.09 * E9);
    expect(DEFAULT_PARAMETERS[indexOf('portfolio.linearCBase')]).toBe(-0.1 * E9);
    const { portfolio } = decode(defaults());
    expect(portfolio.scenarios).toHaveLength(33);
    expect(portfolio.scenarios[22]).toEqual({
      spotShock: 82n * 10n ** 16n,
      direction: 1,
      dampening: 10n ** 18n,
    });
    expect(portfolio.scenarios[30]).toEqual({
      spotShock: 6n * 10n ** 18n,
      direction: 1,
      dampening: 2772n * 10n ** 13n,
    });
  });
});

describe('areSound', () => {
  test('bounds every parameter', () => {
    for (let index = 0; index < PARAMETER_COUNT; index++) {
      const [least, greatest] = limitsOf(index);
      expect(areSound(defaults().with(index, greatest + 1))).toBe(false);
      const isUnused = index >= SCENARIO_PARAMETERS + 3 * 33;
      expect(areSound(defaults().with(index, least - 1))).toBe(isUnused && least === 1);
    }
  });

  test('initial margin is never the milder one', () => {
    for (const [more, less] of ORDERED_PARAMETERS) {
      const values = defaults();
      expect(areSound(values.with(less, values[more]))).toBe(true);
      expect(areSound(values.with(less, values[more] + 1))).toBe(false);
    }
  });

  test('scenarios are whole, and a skew leaves the spot price alone', () => {
    expect(areSound(withValue('scenario.0.direction', 1.5 * E9))).toBe(false);
    expect(areSound(withValue('scenario.0.direction', 3 * E9))).toBe(false);
    expect(areSound(withValue('scenario.31.direction', 4 * E9))).toBe(true);
    expect(areSound(withValue('scenario.31.spotShock', E9 + 1))).toBe(false);
    expect(areSound(withValue('scenarioCount', 33.5 * E9))).toBe(false);
    expect(areSound(withValue('scenarioCount', 0))).toBe(false);
  });

  test('a scenario is filled in before it is counted', () => {
    expect(areSound(withValue('scenarioCount', 34 * E9))).toBe(false);
    const values = withValue('scenario.33.spotShock', 1.2 * E9);
    expect(areSound(values)).toBe(true);
    expect(areSound(values.with(SCENARIO_COUNT_PARAMETER, 34 * E9))).toBe(true);
    expect(areSound(values.with(SCENARIO_COUNT_PARAMETER, 35 * E9))).toBe(false);
  });

  test.each([MODEL_STANDARD, MODEL_PORTFOLIO])(
    'what it lets through keeps initial margin at or below maintenance margin, model %i',
    (model) => {
      const random = new Random(model + 1);
      const accounts = Array.from({ length: 4 }, () =>
        distressed(random, { model, equityShare: 0.5, positions: random.between(1, 8) }),
      );
      let changed = 0;
      const values = parameterValues(accounts[0].x.state);
      for (let index = 0; index < PARAMETER_COUNT; index++) {
        for (const value of candidates(random, index, values[index])) {
          const next = values.with(index, value);
          if (!areSound(next)) continue;
          changed += 1;
          expectSane(next);
          const { x, victim } = random.pick(accounts);
          load(x.state, next);
          const { initial, maintenance } = marginNow(x.state, victim)!;
          expect(initial <= maintenance, `${PARAMETER_NAMES[index]} = ${value}`).toBe(true);
        }
      }
      expect(changed).toBeGreaterThan(500);
    },
  );

  test('so do many changes one after the other', () => {
    const random = new Random(7);
    const d = [MODEL_STANDARD, MODEL_PORTFOLIO].map((model) =>
      distressed(random, { model, equityShare: 0.5 }),
    );
    let values = defaults();
    for (let i = 0; i < 1500; i++) {
      const index = random.below(PARAMETER_COUNT);
      const next = values.with(index, random.pick(candidates(random, index, values[index])));
      if (!areSound(next)) continue;
      values = next;
      expectSane(values);
      for (const { x, victim } of d) {
        load(x.state, values);
        const { initial, maintenance } = marginNow(x.state, victim)!;
        expect(initial <= maintenance).toBe(true);
      }
    }
  });
});

/** Each model says itself what it may be run with. */
function expectSane(values: number[]): void {
  const { portfolio, auction } = decode(values);
  expect(admits(portfolio)).toBe(true);
  expect(() => requireAuctionParams(auction)).not.toThrow();
}

function load(state: State, values: readonly number[]): void {
  values.forEach((value, index) => state.parameters.setValue(index, value));
  state.parameters.setVersion(state.parameters.version() + 1);
}

describe('marginParameters', () => {
  test('are decoded anew with a new version', () => {
    const state = new State();
    loadDefaultParameters(state);
    const before = marginParameters(state);
    expect(marginParameters(state)).toBe(before);
    const values = defaults().with(indexOf('auction.slowSec'), 77 * E9);
    load(state, values.with(SCENARIO_COUNT_PARAMETER, MAX_SCENARIOS * E9));
    const after = marginParameters(state);
    expect(after.auction.slowSec).toBe(77n);
    expect(after.portfolio.scenarios).toHaveLength(MAX_SCENARIOS);
    expect(before.auction.slowSec).toBe(43_200n);
  });
});
