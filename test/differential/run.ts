/** Runs seeds through TypeScript and the bytecode and holds the two against each other. */
import { REJECTIONS } from '../../protocol/rejections.ts';
import { hexOf, type StepResult, type Verifier } from './harness.ts';
import { type CaseStep } from './case.ts';
import { casesOf, type SeededCase } from './scenario.ts';

/** Steps sent in one request. */
const BATCH_STEPS = 48;

export interface Difference {
  readonly seed: number;
  readonly index: number;
  readonly generator: string;
  readonly kind: string;
  readonly step: number;
  readonly phaseName: string;
  readonly outcome: string;
  readonly expected: string;
  readonly received: StepResult;
}

/** How often each (kind, phase, outcome) was compared. */
export class Coverage {
  cases = 0;
  steps = 0;
  readonly cells = new Map<string, number>();

  add({ kind, steps }: SeededCase): void {
    this.cases += 1;
    for (const { phaseName, outcome } of steps) {
      this.steps += 1;
      const cell = [kind, phaseName, outcome].join(' | ');
      this.cells.set(cell, (this.cells.get(cell) ?? 0) + 1);
    }
  }

  /** Rejections that no case has met. */
  missing(): string[] {
    const met = new Set([...this.cells.keys()].map((cell) => cell.split(' | ')[2]));
    return Object.keys(REJECTIONS).filter((name) => !met.has(name));
  }

  /** Cells met less often than `least`. */
  rare(least: number): string[] {
    return [...this.cells].filter(([, count]) => count < least).map(([cell]) => cell);
  }

  table(): string {
    const rows = [...this.cells].sort(([a], [b]) => (a < b ? -1 : 1));
    return rows.map(([cell, count]) => `${String(count).padStart(8)}  ${cell}`).join('\n');
  }
}

interface Pending {
  readonly of: SeededCase;
  readonly index: number;
  readonly step: CaseStep;
}

/**
 * COST: TypeScript prepares the next request while the bytecode answers the last one.
 * @returns the first differences found; empty when all posts are equal
 */
export async function runSeeds(
  verifier: Verifier,
  seeds: Iterable<number>,
  { coverage, onSeed }: { coverage: Coverage; onSeed?: (seed: number) => void },
): Promise<Difference[]> {
  let pending: Pending[] = [];
  let answer: Promise<Difference[]> = Promise.resolve([]);

  async function send(): Promise<Difference[]> {
    const found = await answer;
    answer = compare(verifier, pending);
    pending = [];
    return found;
  }

  for (const seed of seeds) {
    for (const given of casesOf(seed)) {
      coverage.add(given);
      given.steps.forEach((step, index) => pending.push({ of: given, index, step }));
      if (pending.length < BATCH_STEPS) continue;
      const found = await send();
      if (found.length > 0) return found;
    }
    onSeed?.(seed);
  }
  return [...(await send()), ...(await answer)];
}

async function compare(verifier: Verifier, pending: readonly Pending[]): Promise<Difference[]> {
  if (pending.length === 0) return [];
  const results = await verifier.runSteps(pending.map(({ step }) => step));
  return pending.flatMap(({ of, index, step }, i) => {
    const received = results[i];
    const expected = hexOf(step.post);
    if ('post' in received && received.post === expected) return [];
    const { seed, generator, kind } = of;
    const { phaseName, outcome } = step;
    return [
      {
        seed,
        index: of.index,
        generator,
        kind,
        step: index,
        phaseName,
        outcome,
        expected,
        received,
      },
    ];
  });
}

export function describeDifference(difference: Difference): string {
  const { seed, index, generator, kind, step, phaseName, outcome } = difference;
  const { expected, received } = difference;
  const got = 'post' in received ? received.post : `reverts with ${received.revert}`;
  return (
    `seed ${seed}, case ${index} (${generator}): ${kind}, step ${step}, phase ${phaseName}, outcome ${outcome}\n` +
    `  TypeScript: ${expected}\n  bytecode:   ${got}`
  );
}
