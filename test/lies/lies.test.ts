/** Every lie is told to the end of the batch, dueled on the real contracts by the real prover, and loses at its step. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { OPERATION_BY_KIND } from '../../protocol/generated/codec.ts';
import { PHASE } from '../../protocol/machine.ts';
import { startProver } from '../../prover/main.ts';
import type { ProverEvent, RunningProver } from '../../prover/options.ts';
import type { Liar } from '../actors/liar.ts';
import { loadMutant } from '../actors/mutant.ts';
import { Rig, until } from '../prover/rig.ts';
import { MUTANTS } from './mutants.ts';
import { postStory, tell } from './rollup.ts';

type RivalFell = Extract<ProverEvent, { type: 'rivalFell' }>;
type Move = Extract<ProverEvent, { type: 'move' }>;

const DAY_SEC = 86_400;

let rig: Rig;
let honest: RunningProver;
const events: ProverEvent[] = [];
const rows: string[][] = [];

beforeAll(async () => {
  rig = await Rig.start({ censorshipBudget: DAY_SEC });
  await postStory(rig);
  honest = await startProver({
    l1: rig.url,
    rollup: rig.rollup,
    dataDir: rig.folder(),
    genesis: rig.genesis,
    key: rig.players[1].key,
    claims: true,
    pollMs: 20,
    onEvent: (event) => events.push(event),
  });
  await until('the true claim', () => movesSoFar().some(({ move }) => move === 'claim'));
}, 120_000);

afterAll(async () => {
  print(rows);
  await honest?.stop();
  await rig?.stop();
});

describe('lies thrown out', () => {
  test('of every operation and every phase of the machine', () => {
    const phases = new Set(MUTANTS.map(({ phase }) => phase));
    const missing = Object.entries(PHASE).filter(([, phase]) => !phases.has(phase));
    // What is told after the end is the scenario `paddingStep`.
    expect(missing.map(([name]) => name)).toEqual(['halted']);
    const told = new Set(MUTANTS.map(({ operation }) => operation));
    const kinds = Object.values(OPERATION_BY_KIND).flatMap((kind) => kind?.name ?? []);
    expect(kinds.filter((name) => !told.has(name))).toEqual([]);
  });

  test.each(MUTANTS.map((mutant) => [mutant.lie, mutant] as const))(
    '%s',
    async (_lie, mutant) => {
      const before = movesSoFar().length;
      const modules = await loadMutant(mutant);
      const liar = await tell(rig, mutant.lie, { lying: { type: 'mutant', modules } });
      try {
        const fell = await until('the lie to fall', () => fallOf(liar), { timeoutMs: 80_000 });
        const moves = movesSoFar().slice(before);
        const gas = moves.reduce((sum, move) => sum + move.gas, 0n);
        const step = moves.find(({ move }) => move === 'step');
        const [phase, kind] = [phaseName(fell.phase), kindName(fell)];
        rows.push([
          mutant.lie,
          `${fell.step}`,
          `${phase} ${kind}`,
          `${moves.length} + ${liar.moves().length}`,
          `${gas}`,
          `${step?.gas}`,
        ]);
        expect(fell.phase).toBe(mutant.phase);
        expect(kind).toBe(mutant.operation ?? kind);
      } finally {
        await liar.stop();
      }
    },
    90_000,
  );

  test('the same batch, claimed truly, stands', async () => {
    await rig.pass(2 * DAY_SEC);
    await until('the true root to settle', () => honest.status().settled === 1);
    expect(await rig.read('settledRoot')).toBe(honest.status().root);
  }, 60_000);
});

const counted = new Set<string>();

/** The prover names an entry that fell; with one liar at a time the new one is the liar's. */
function fallOf(liar: Liar): RivalFell | undefined {
  const failure = liar.failure();
  if (failure !== undefined) throw failure;
  const fell = events.find(
    (event): event is RivalFell => event.type === 'rivalFell' && !counted.has(event.entry),
  );
  if (fell !== undefined) counted.add(fell.entry);
  return fell;
}

function movesSoFar(): Move[] {
  return events.filter((event): event is Move => event.type === 'move');
}

function phaseName(phase: number | undefined): string {
  return Object.entries(PHASE).find(([, value]) => value === phase)?.[0] ?? 'by time';
}

function kindName({ kind }: RivalFell): string {
  return OPERATION_BY_KIND[kind ?? 0]?.name ?? 'inbox or end';
}

function print(table: readonly string[][]): void {
  const all = [
    ['lie', 'step', 'phase, operation', 'moves, honest + liar', 'honest gas', 'gas of the step'],
    ...table,
  ];
  const widths = all[0].map((_, i) => Math.max(...all.map((row) => row[i].length)));
  console.log(all.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join('  ')).join('\n'));
}
