// npm run chaos: a prover that is killed at random moments of disputes, on an L1 that takes blocks back.
import { Command, InvalidArgumentError } from 'commander';

import { hasAnvil } from '../test/chaos/anvil.ts';
import { type ChaosEvent, runChaos } from '../test/chaos/chaos.ts';
import { whole } from './flags.ts';

const LIFE_MS = 8_000;
/** anvil keeps this many blocks that it takes back without an error, and calls them final. */
const REORGS_MOST = 8;

const flags = new Command('npm run chaos --')
  .description(
    'Kill a prover at random moments of disputes, on an L1 (anvil) that takes blocks back, and see it win them all.\n' +
      'Exit code: 0 all were won and no money is missing, 1 otherwise, 2 there is no anvil here.',
  )
  .option('--kills <n>', 'SIGKILLs in all', whole, 20)
  .option('--reorgs <blocks>', `deepest reorganisation, at most ${REORGS_MOST}`, depth, REORGS_MOST)
  .option('--seed <n>', 'picks moments, depths and lies; another each time by default', whole)
  .option('--json', 'print one JSON document')
  .showHelpAfterError()
  .parse()
  .opts<{ kills: number; reorgs: number; seed?: number; json?: true }>();

if (!hasAnvil()) {
  console.error('npm run chaos needs anvil, which npm installs on Linux x64 only.');
  process.exit(2);
}

const { seed = Date.now() % 2 ** 31 } = flags;
function say(line: string): void {
  if (flags.json === undefined) console.log(line);
}
say(`Seed ${seed}: ${flags.kills} kills, reorganisations of 1 to ${flags.reorgs} blocks.`);
const result = await runChaos({
  seed,
  kills: flags.kills,
  deepest: flags.reorgs,
  lifeMs: LIFE_MS,
  tell: (event) => say(lineOf(event)),
});
const { problems, kills, disputes, reorgs, seconds, gained, gasSpent, credited, entries } = result;
if (flags.json === true) {
  console.log(
    JSON.stringify(
      result,
      (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value),
      2,
    ),
  );
}
say(
  `${disputes} disputes won with ${entries} entries through ${kills} kills and ${reorgs.length} reorganisations ` +
    `(depths ${reorgs.join(' ')}) in ${seconds.toFixed(0)} s.`,
);
say(`The account has ${gained} wei more; gas took ${gasSpent}, of which ${credited} was credited.`);
for (const problem of problems) say(`PROBLEM: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

function lineOf(event: ChaosEvent): string {
  switch (event.type) {
    case 'kill':
      return `kill ${event.kill} in batch ${event.batch}, aged ${event.ageMs} ms, after: ${event.after}`;
    case 'reorg':
      return `block ${event.block}: L1 takes back ${event.depth}`;
    case 'won':
    default:
      return `batch ${event.batch} settled in its true root; rivals: ${event.liars}; ${event.seconds.toFixed(0)} s`;
  }
}

function depth(text: string): number {
  const value = whole(text);
  if (value <= REORGS_MOST) return value;
  throw new InvalidArgumentError(`at most ${REORGS_MOST}`);
}
