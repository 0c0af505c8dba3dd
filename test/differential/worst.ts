/** The most expensive step of each kind that the parameters allow. */
import type { RecordedStep } from '../../protocol/witness.ts';
import { OPERATIONS } from './worst/operations.ts';
import { PHASES } from './worst/phases.ts';
import { Stage } from './worst/stage.ts';

export { moreSiblings } from './worst/stage.ts';

export interface WorstStep {
  readonly name: string;
  readonly step: RecordedStep;
}

export function worstSteps(): WorstStep[] {
  const steps = Object.entries({ ...OPERATIONS, ...PHASES });
  return steps.map(([name, build]) => ({ name, step: build(new Stage()) }));
}
