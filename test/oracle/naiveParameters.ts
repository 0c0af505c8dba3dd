/** SPEC §8.5: the list of margin parameters, by name, and which lists are allowed. */
import {
  DEFAULT_PARAMETERS,
  ORDERED_PARAMETERS,
  PARAMETER_LIMITS,
  PARAMETER_NAMES,
} from '../../protocol/margin/parameters.ts';
import type { NaiveScenario } from './naivePortfolio.ts';
import { DIRECTION_NAMES } from './vectorNames.ts';

/** Parameters in numbers of some kind. */
export interface Named<N> {
  readonly standard: Readonly<Record<string, N>>;
  readonly portfolio: Readonly<Record<string, N>>;
  readonly auction: Readonly<Record<string, N>>;
  readonly scenarios: readonly NamedScenario<N>[];
}

export interface NamedScenario<N> {
  readonly shock: N;
  readonly direction: NaiveScenario['direction'];
  readonly dampening: N;
}

/** Scenarios that are not in use are zeros. */
export const naiveDefaults = (): readonly bigint[] =>
  PARAMETER_NAMES.map((_, i) => BigInt(DEFAULT_PARAMETERS[i] ?? 0));

const E9 = 1_000_000_000n;
const COUNT = PARAMETER_NAMES.indexOf('scenarioCount');

const at = (values: readonly bigint[], name: string): bigint =>
  values[PARAMETER_NAMES.indexOf(name)];

/** Items a portfolio margin looks at: the basis contingency and the scenarios. */
export const itemCount = (values: readonly bigint[]): bigint => 1n + values[COUNT] / E9;

/** @param values × 10^-9 */
export function named<N>(values: readonly bigint[], convert: (valueE9: bigint) => N): Named<N> {
  const group = (name: string): Record<string, N> =>
    Object.fromEntries(
      PARAMETER_NAMES.filter((full) => full.startsWith(`${name}.`)).map((full) => [
        full.slice(name.length + 1),
        convert(at(values, full)),
      ]),
    );
  const scenarios = Array.from({ length: Number(values[COUNT] / E9) }, (_, i) => ({
    shock: convert(at(values, `scenario.${i}.spotShock`)),
    direction: DIRECTION_NAMES[Number(at(values, `scenario.${i}.direction`) / E9)],
    dampening: convert(at(values, `scenario.${i}.dampening`)),
  }));
  return {
    standard: group('standard'),
    portfolio: group('portfolio'),
    auction: group('auction'),
    scenarios,
  };
}

/** Limits come three to a scenario; one that is not in use may be zeros. */
export function areAllowed(values: readonly bigint[]): boolean {
  return (
    values.every((value, i) => {
      const beyond = i - COUNT - 1;
      const limits = PARAMETER_LIMITS[beyond < 0 ? i : COUNT + 1 + (beyond % 3)];
      const isInUse = beyond < 0 || BigInt(Math.floor(beyond / 3)) * E9 < values[COUNT];
      return (!isInUse && value === 0n) || (limits[0] <= value && value <= limits[1]);
    }) &&
    ORDERED_PARAMETERS.every(([more, less]) => values[more] >= values[less]) &&
    values[COUNT] % E9 === 0n &&
    values.slice(COUNT + 1).every((direction, i, scenarios) => {
      if (i % 3 !== 1) return true;
      const isSkew = direction >= 3n * E9;
      return direction % E9 === 0n && (!isSkew || scenarios[i - 1] === E9);
    })
  );
}
