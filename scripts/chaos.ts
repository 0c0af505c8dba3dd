// npm run chaos: a prover that is killed at random moments of disputes, on an L1 that takes blocks back.
// npm run chaos -- --kills 100 --reorgs 8 --seed 1 --json
import { parseArgs } from 'node:util';

import { hasAnvil } from '../test/chaos/anvil.ts';
import { type ChaosEvent, runChaos } from '../test/chaos/chaos.ts';

const LIFE_MS = 8_000;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    reorgs: { type: 'string', default: '8' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

if (!hasAnvil()) {
  console.error('npm run chaos needs anvil, which npm installs on Linux x64 only.');
  process.exit(2);
}

const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
function say(line: string): void {
  if (!values.json) console.log(line);
}
say(`Seed ${seed}: ${values.kills} kills, reorganisations of 1 to ${values.reorgs} blocks.`);
const result = await runChaos({
  seed,
  kills: Number(values.kills),
  deepest: Number(values.reorgs),
  lifeMs: LIFE_MS,
  tell: (event) => say(lineOf(event)),
});
const { problems, kills, disputes, reorgs, seconds, gained, gasSpent, credited, entries } = result;
if (values.json) {
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
