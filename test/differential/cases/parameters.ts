/** What L1 tells through the inbox: margin parameters and reference prices. */
import { PARAMETER_LIMITS, parameterValues } from '../../../protocol/margin/parameters.ts';
import { INBOX_PARAMETER, INBOX_REFERENCE } from '../../../protocol/ops/consumeInbox.ts';
import {
  MAX_SCENARIOS,
  PARAMETER_BIAS,
  PARAMETER_COUNT,
  SCENARIO_COUNT_PARAMETER,
  SCENARIO_PARAMETERS,
  UNDERLYINGS,
} from '../../../protocol/params.ts';
import type { Case } from '../case.ts';
import type { World } from '../world.ts';

const E9 = 10 ** 9;

export const PARAMETERS = {
  setsParameter: (world: World): Case => {
    const { random } = world;
    const index = random.below(SCENARIO_PARAMETERS);
    const before = parameterValues(world.state)[index];
    return change(world, index, Math.round((before * random.between(90, 110)) / 100));
  },

  setsParameterAtLimit: (world: World): Case => {
    const { random } = world;
    const index = random.below(PARAMETER_COUNT);
    const beyond = Math.max(index - SCENARIO_PARAMETERS, 0);
    const [least, greatest] =
      PARAMETER_LIMITS[index < SCENARIO_PARAMETERS ? index : SCENARIO_PARAMETERS + (beyond % 3)];
    return change(world, index, random.pick([least, least - 1, greatest, greatest + 1, 0]));
  },

  /** Pairs in order, whole numbers, skews with a spot shock. */
  setsParameterBesideAnother: (world: World): Case => {
    const { random } = world;
    const values = parameterValues(world.state);
    const index = random.pick([0, 1, 2, 5, 6, 8, 9, 24, 25, 53, 54]);
    const other = random.pick([0, 1, 2, 5, 6, 8, 9, 24, 25, 53, 54]);
    return change(world, index, values[other] + random.pick([-1, 0, 1]));
  },

  setsScenario: (world: World): Case => {
    const { random, state } = world;
    const count = state.parameters.value(SCENARIO_COUNT_PARAMETER) / E9;
    const scenario = random.pick([
      random.below(MAX_SCENARIOS),
      count - 1,
      Math.min(count, MAX_SCENARIOS - 1),
    ]);
    const field = random.below(3);
    const value = [
      random.pick([0, E9, E9 + 1, random.between(1, 11) * E9]),
      random.pick([0, 1, 2, 3, 4, 5, -1, 1.5]) * E9,
      random.pick([0, E9, 10 * E9 + 1]),
    ][field];
    return change(world, SCENARIO_PARAMETERS + 3 * scenario + field, value);
  },

  setsScenarioCount: (world: World): Case => {
    const { random, state } = world;
    const count = state.parameters.value(SCENARIO_COUNT_PARAMETER);
    const values = [
      0,
      E9,
      MAX_SCENARIOS * E9,
      (MAX_SCENARIOS + 1) * E9,
      count + 1,
      count - E9,
      count + E9,
    ];
    return change(world, SCENARIO_COUNT_PARAMETER, random.pick(values));
  },

  setsParameterBadly: (world: World): Case => {
    const { random } = world;
    const index = random.pick([PARAMETER_COUNT, 2 ** 32 - 1, random.below(PARAMETER_COUNT)]);
    return change(world, index, random.pick([-PARAMETER_BIAS, PARAMETER_BIAS - 1, 2 ** 40]));
  },

  bringsReference: (world: World): Case => {
    const { random, state } = world;
    const underlying = random.below(2);
    const index = state.underlyings.indexCents(underlying);
    const cents = Math.round((index * random.between(80, 120)) / 100);
    return consumes(world, { kind: INBOX_REFERENCE, account: underlying, amount: cents });
  },

  bringsReferenceBadly: (world: World): Case => {
    const { random } = world;
    const account = random.pick([0, 1, 2, 2 ** 32 - 1]);
    const most = UNDERLYINGS[account]?.maxPriceCents ?? 1;
    const amount = random.pick([0, 1, most, most + 1, 2 ** 53 - 1]);
    return consumes(world, { kind: INBOX_REFERENCE, account, amount });
  },
};

function change(world: World, index: number, value: number): Case {
  world.renewVersion();
  const amount = value + PARAMETER_BIAS;
  return {
    ...consumes(world, { kind: INBOX_PARAMETER, account: index, amount }),
    isPrepared: true,
  };
}

function consumes(world: World, item: { kind: number; account: number; amount: number }): Case {
  const given = { item: { ...item, sender: world.random.bytes(20) } };
  return world.random.chance(0.5) ? given : { ...given, operation: Uint8Array.of(1) };
}
