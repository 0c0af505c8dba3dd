/** Pages of portfolio margin: every count of positions that may be the dearest, under any list of scenarios. */
import { itemsPerPage } from '../../../protocol/margin/evaluate.ts';
import { marginParameters } from '../../../protocol/margin/parameters.ts';
import { DIRECTION } from '../../../protocol/margin/portfolio/params.ts';
import {
  MAX_POSITIONS,
  MAX_SCENARIOS,
  SCENARIO_COUNT_PARAMETER,
  SCENARIO_PARAMETERS,
} from '../../../protocol/params.ts';
import type { RecordedStep } from '../../../protocol/witness.ts';
import { portfolioPage } from './accounts.ts';
import { Stage } from './stage.ts';

/** In units of 10^-9, as parameters are. */
type ScenarioValues = readonly [spotShock: number, direction: number, dampening: number];

const WHOLE = 10 ** 9;

/** All of another spot price, whose logarithm is slow. */
export const allSpots = (i: number): ScenarioValues => [
  (80 + i) * 10 ** 7,
  DIRECTION.up * WHOLE,
  WHOLE,
];
export const allSkews = (): ScenarioValues => [WHOLE, DIRECTION.abs * WHOLE, WHOLE];

/** As many scenarios as there may be. */
export function setScenarios({ state }: Stage, scenario: (i: number) => ScenarioValues): void {
  const { parameters } = state;
  parameters.setValue(SCENARIO_COUNT_PARAMETER, MAX_SCENARIOS * WHOLE);
  for (let i = 0; i < MAX_SCENARIOS; i++) {
    scenario(i).forEach((value, k) => parameters.setValue(SCENARIO_PARAMETERS + 3 * i + k, value));
  }
}

/** The basis and the scenarios. */
export function countItems({ state }: Stage): number {
  return marginParameters(state).portfolio.scenarios.length + 1;
}

/** Positions that leave so many items to one page. */
export function mostWithItems(items: number): number {
  let count = 1;
  while (count < MAX_POSITIONS && itemsPerPage(count + 1) >= items) count += 1;
  return count;
}

/** The first and the last page of the most positions for each size of page: fewer positions cost less. */
export function* dearestPages(
  scenario?: (i: number) => ScenarioValues,
): Generator<{ positions: number; from: number; step: RecordedStep }> {
  const start = stageWith(scenario);
  const items = countItems(start);
  for (let size = itemsPerPage(MAX_POSITIONS); size <= items; size++) {
    const positions = mostWithItems(size);
    if (itemsPerPage(positions) !== size) continue;
    for (const from of new Set([0, size * Math.floor((items - 1) / size)])) {
      const step = portfolioPage(stageWith(scenario), { from, count: positions });
      yield { positions, from, step };
    }
  }
}

function stageWith(scenario?: (i: number) => ScenarioValues): Stage {
  const stage = new Stage();
  if (scenario !== undefined) setScenarios(stage, scenario);
  return stage;
}
