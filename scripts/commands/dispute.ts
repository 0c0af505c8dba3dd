import type { Command } from 'commander';

import type { ContestView } from '../dispute/contests.ts';
import type { Source, Where } from '../dispute/source.ts';

interface Flags extends Where {
  readonly json?: true;
}

interface Printed {
  readonly json: unknown;
  readonly words: readonly string[];
  readonly exitCode?: number;
}

type Look = (source: Source, id: string) => Promise<Printed>;

const EXAMPLE_ID = '0x9cf98b';

export function register(program: Command): void {
  const dispute = program
    .command('dispute')
    .description(
      'Look at disputes: what was claimed, who duels whom, where histories part, who is right.',
    );
  add(dispute, { name: 'list', about: 'all disputes, open and decided', look: list });
  add(dispute, {
    name: 'show <batch-or-duel>',
    about:
      'one dispute: entries, duels, clocks, who is late. A batch by its number, a duel by its id or the beginning of it',
    look: show,
    example: '8',
  });
  add(dispute, {
    name: 'trace <duel>',
    about:
      'a duel move by move: when, who, what, gas, transaction, nodes, and where the histories part',
    look: trace,
    example: EXAMPLE_ID,
  });
  add(dispute, {
    name: 'replay <duel>',
    about:
      'executes the disputed step here, in TypeScript and with the deployed bytecode, and tells who is right.\n' +
      'Exit code 2 where the results differ from each other or from what L1 said',
    look: replay,
    example: EXAMPLE_ID,
  });
}

function add(
  parent: Command,
  { name, about, look, example }: { name: string; about: string; look: Look; example?: string },
): void {
  const verb = name.split(' ')[0];
  parent
    .command(name)
    .description(about)
    .option('--devnet', 'the rollup of a running npm start')
    .option('--l1 <url>', 'JSON-RPC endpoint of L1')
    .option('--rollup <address>', 'the rollup contract')
    .option(
      '--data <folder>',
      'of a prover, running or not: read only. Alone it knows no clocks, money and gas',
    )
    .option('--json', 'one JSON document instead of words')
    .addHelpText(
      'after',
      `\nExample:\n  npm run tenor -- dispute ${verb} ${example === undefined ? '' : `${example} `}--devnet`,
    )
    .action(async (...given: readonly unknown[]) => {
      const [id, flags] = example === undefined ? ['', given[0]] : [given[0], given[1]];
      await run(look, { id: id as string, flags: flags as Flags });
    });
}

async function run(look: Look, { id, flags }: { id: string; flags: Flags }): Promise<void> {
  const { openSource } = await import('../dispute/source.ts');
  let code = 0;
  try {
    const source = await openSource(flags);
    const { json, words, exitCode } = await look(source, id);
    console.log(flags.json === true ? JSON.stringify(json, null, 2) : words.join('\n'));
    code = exitCode ?? 0;
    source.close();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    code = 1;
  }
  process.exit(code);
}

async function list(source: Source): Promise<Printed> {
  const { readContests } = await import('../dispute/contests.ts');
  const { listWords } = await import('../dispute/words.ts');
  const contests = await readContests(source);
  return { json: { contests }, words: listWords(contests) };
}

async function show(source: Source, id: string): Promise<Printed> {
  const { readContests } = await import('../dispute/contests.ts');
  const { duelWords, showWords } = await import('../dispute/words.ts');
  const contests = await readContests(source);
  if (/^\d+$/.test(id)) {
    const found = contests.filter(({ batch }) => batch === Number(id));
    if (found.length === 0)
      throw new Error(`batch ${id} was never disputed; ${disputedWords(contests)}`);
    const nowSec = source.on?.nowSec ?? null;
    return { json: { contests: found }, words: found.flatMap((each) => showWords(each, nowSec)) };
  }
  const duel = await readDuelOf(source, id);
  return { json: { duel }, words: duelWords(duel) };
}

function disputedWords(contests: readonly ContestView[]): string {
  if (contests.length === 0) return 'nothing was';
  return `these were: ${[...new Set(contests.map(({ batch }) => batch))].join(', ')}`;
}

async function trace(source: Source, id: string): Promise<Printed> {
  const { traceDuel } = await import('../dispute/trace.ts');
  const { traceWords } = await import('../dispute/words.ts');
  const traced = await traceDuel(source, (await readDuelOf(source, id)).id);
  return { json: traced, words: traceWords(traced) };
}

async function replay(source: Source, id: string): Promise<Printed> {
  const { replayDuel } = await import('../dispute/replay.ts');
  const { traceDuel } = await import('../dispute/trace.ts');
  const { replayWords } = await import('../dispute/words.ts');
  const { duel, moves } = await traceDuel(source, (await readDuelOf(source, id)).id);
  const gas = moves.find(({ name }) => name === 'step')?.gas ?? null;
  const replayed = await replayDuel(source, { duel, gas });
  return { json: replayed, words: replayWords(replayed), exitCode: replayed.agrees ? 0 : 2 };
}

async function readDuelOf(source: Source, id: string) {
  const { readDuel } = await import('../dispute/contests.ts');
  const { findId } = await import('../dispute/find.ts');
  const { duels } = source.chronicle;
  return readDuel(source, duels.get(findId(id, [...duels.keys()], 'duel'))!);
}
