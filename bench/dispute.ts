// A dispute about a batch that fills L1's limit, end to end. --json prints one JSON line.
import { availableParallelism, loadavg } from 'node:os';

import { Command } from 'commander';

import type { BatchKind } from './dispute/batch.ts';
import type { Bounds } from './dispute/bounds.ts';
import { type DisputeFigures, runDispute } from './dispute/run.ts';

const flags = new Command('npm run bench:dispute --')
  .description('Measure an honest prover from a false claim to its first reveal')
  .option('--kind <kind>', 'busy: a good day; worst: the most steps and gas', 'busy')
  .option('--seed <number>', 'of the batch and the lie', '1')
  .option('--share <share>', 'of a full batch', '1')
  .option('--json', 'print one JSON line')
  .showHelpAfterError()
  .parse()
  .opts<{ kind: BatchKind; seed: string; share: string; json?: true }>();

const startMs = performance.now();
const figures = await runDispute({
  kind: flags.kind,
  seed: Number(flags.seed),
  share: Number(flags.share),
  say: (words) =>
    console.error(`${((performance.now() - startMs) / 1000).toFixed(1).padStart(8)} s  ${words}`),
});
const machine = { cores: availableParallelism(), load: loadavg()[0], node: process.version };
if (flags.json === true) console.log(JSON.stringify({ machine, ...figures }));
else sayFigures(figures);
process.exit(figures.won ? 0 : 1);

function sayFigures({ sinceClaimSec, bounds, steps, ...rest }: DisputeFigures): void {
  const { seen, firstStep, history, entered, firstReveal } = sinceClaimSec;
  const say = (line: string): void => console.log(line);
  const sec = (value: number): string => value.toFixed(1);
  say(`A ${rest.kind} batch of ${rest.batchBytes} bytes: ${steps} of 262,144 steps are real.`);
  say(`False claim to first reveal: ${sec(firstReveal)} s (aim 300), of which`);
  say(`  ${sec(seen)} s to see it, ${sec(firstStep - seen)} s to load state and EVMs,`);
  say(`  ${sec(history - firstStep)} s for the steps (${Math.round(rest.stepsPerSec)} a second),`);
  say(`  ${sec(entered - history)} s to enter, ${sec(firstReveal - entered)} s to the reveal.`);
  say(`Processor time ${sec(rest.cpuSec)} s; peak memory ${rest.peakRssMB} MB (aim 2,048).`);
  if (bounds !== null) sayBounds(bounds, { steps, cpuSec: rest.cpuSec });
  say(
    `Step ${rest.falseFrom} on L1 ${sec(rest.stepSec)} s after the last descent, ${rest.stepGas} gas; all moves ` +
      `${rest.gas} gas: ${JSON.stringify(rest.moves)}.`,
  );
  say(rest.won ? 'The lie fell and the true root settled.' : 'THE DISPUTE WAS LOST.');
}

function sayBounds(
  { edrStepMs, anvilStepMs, treeMs }: Bounds,
  { steps, cpuSec }: { steps: number; cpuSec: number },
): void {
  const edrSec = (edrStepMs * steps) / 1000;
  console.log(
    `One EDR, step by step: ${edrSec.toFixed(1)} s, ${(edrSec / cpuSec).toFixed(1)} times that.`,
  );
  if (anvilStepMs !== null) {
    const anvilSec = (anvilStepMs * steps) / 1000;
    console.log(
      `One anvil: ${anvilSec.toFixed(1)} s, ${(anvilSec / cpuSec).toFixed(2)} times that.`,
    );
  }
  console.log(`The tree's keccaks: ${treeMs.toFixed(0)} ms.`);
}
