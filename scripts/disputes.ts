// npm run disputes: k liars duel one honest prover at once, on the real contracts; what it takes and costs, and whether the aims hold.
// npm run disputes -- --rivals 1,2,8,32 --json: what bench/results keeps.
import { Command, InvalidArgumentError } from 'commander';
import { formatEther, parseGwei } from 'viem';

import { missedAims, playDisputes } from '../test/disputes/disputes.ts';
import type { DisputeRun } from '../test/disputes/report.ts';
import { PACES } from '../test/disputes/rivals.ts';
import { whole } from './flags.ts';

interface Flags {
  readonly rivals: number[];
  readonly seed: number;
  readonly gasPrice: string;
  readonly blockGas: number;
  readonly json?: true;
}

const RIVALS_MOST = 256;

const flags = new Command('npm run disputes --')
  .description(
    'Play k liars, each with another false history, against one honest prover, on the deployed contracts\n' +
      'with the clocks, bonds and cap of mainnet. L1 has a block every 12 seconds and a steady gas price.\n' +
      'Exit code: 0 all aims hold, 1 one was missed or the run failed.',
  )
  .option('--rivals <list>', 'numbers of liars, by commas', counts, [1, 2, 8])
  .option(
    '--seed <n>',
    'picks the false histories and how the late ones spend their clocks',
    whole,
    1,
  )
  .option('--gas-price <gwei>', 'base fee and tip; at most the cap of 100', '20')
  .option('--block-gas <n>', 'gas limit of a block', whole, 30_000_000)
  .option('--json', 'print one JSON document')
  .showHelpAfterError()
  .parse()
  .opts<Flags>();

const startMs = performance.now();
const say = (line: string): void => {
  console.error(`${((performance.now() - startMs) / 1000).toFixed(0).padStart(4)} s  ${line}`);
};

const runs = await playDisputes({
  rivals: flags.rivals,
  paces: PACES,
  seed: flags.seed,
  gasPriceWei: parseGwei(flags.gasPrice),
  blockGas: BigInt(flags.blockGas),
  say,
});
const missed = missedAims(runs);
if (flags.json === true) {
  const { rivals, seed, gasPrice: gasPriceGwei, blockGas } = flags;
  const command = `npm run disputes -- --rivals ${rivals.join()} --seed ${seed} --gas-price ${gasPriceGwei} --block-gas ${blockGas} --json`;
  console.log(JSON.stringify({ command, gasPriceGwei, blockGas, missed, runs }, plain, 1));
} else {
  console.table(runs.map(row));
  console.log('Seconds are of L1, from the false claim on.');
}
for (const words of missed) console.error(`MISSED ${words}`);
process.exit(missed.length === 0 ? 0 : 1);

function row(run: DisputeRun): Record<string, string | number> {
  const { honest, liars } = run;
  return {
    rivals: run.rivals,
    answers: run.pace,
    'last falls, s': run.lastFallAfterSec,
    'settled, s': run.settledAfterSec,
    'longest duel, s': run.longestDuelSec,
    moves: run.longestDuelMoves,
    'honest gas': Number(honest.gas),
    'spends, ETH': ether(honest.spentWei),
    'stakes, ETH': ether(honest.peakStakeWei),
    'earns, ETH': ether(honest.profitWei),
    'liars’ gas': Number(liars.gas),
    'lose, ETH': ether(liars.lossWei),
  };
}

function ether(wei: bigint): string {
  return Number(formatEther(wei)).toFixed(3);
}

/** Amounts of wei as decimal strings, gas as numbers. */
function plain(key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  return key === 'gas' ? Number(value) : String(value);
}

function counts(text: string): number[] {
  const numbers = text.split(',').map(whole);
  if (numbers.every((number) => number <= RIVALS_MOST)) return numbers;
  throw new InvalidArgumentError(`at most ${RIVALS_MOST} rivals`);
}
