/** Scenarios of portfolio margin in words. */
import {
  DIRECTION,
  type Direction,
  type Scenario,
} from '../../protocol/margin/portfolio/params.ts';
import { WAD } from '../../protocol/maths/wad.ts';
import { formatDecimal } from '../admission/decimals.ts';

export const DIRECTION_NAMES: Readonly<Record<Direction, string>> = {
  [DIRECTION.none]: 'unchanged',
  [DIRECTION.up]: 'up',
  [DIRECTION.down]: 'down',
  [DIRECTION.linear]: 'skew by strike',
  [DIRECTION.abs]: 'skew by distance',
};

export const BASIS_NAME = 'forward against spot';

/** `spot +9 %, vol up`, `spot −66 %, vol up, ×0.21`, `vol skew by strike`, `nothing moves` */
export function scenarioName({ spotShock, direction, dampening }: Scenario): string {
  const moves = [
    ...(spotShock === WAD ? [] : [`spot ${percent(spotShock - WAD)}`]),
    ...(direction === DIRECTION.none ? [] : [`vol ${DIRECTION_NAMES[direction]}`]),
    ...(dampening === WAD ? [] : [`×${formatDecimal(dampening, 18)}`]),
  ];
  return moves.length === 0 ? 'nothing moves' : moves.join(', ');
}

/** With its sign. */
function percent(wad: bigint): string {
  const text = formatDecimal(wad * 100n, 18);
  return `${wad > 0n ? `+${text}` : text.replace('-', '−')} %`;
}

/** Of item 0, the basis, or of scenario i − 1. */
export function itemName({ scenarios }: { scenarios: readonly Scenario[] }, item: number): string {
  return item === 0 ? BASIS_NAME : scenarioName(scenarios[item - 1]);
}
