// npm run bench: throughput and cost, each beside a named peer or bound, all in one run. --json prints one JSON line.
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

import { Command } from 'commander';

import { benchBook } from './book.ts';
import { measureCosts } from './costs/measure.ts';
import { benchSignedEngine } from './engine.ts';
import { FLOW } from './flow.ts';
import { benchJournal } from './journal.ts';
import { benchL1 } from './l1.ts';
import { benchMargin, type MarginFigures } from './margin.ts';

const flags = new Command('npm run bench --')
  .description('Measure book, engine, roots, journal and L1 cost in one run')
  .option('--json', 'print one JSON line')
  .option('--l1', 'only what every call on L1 costs; with --json what bench/results keeps')
  .option('--gas-price <gwei>', 'for the costs in ether and dollars', '20')
  .option('--ether <usd>', 'for the costs in dollars', '3000')
  .option('--data <folder>', 'where the database lies', process.env['TENOR_DATA'] ?? '.tenor')
  .showHelpAfterError()
  .parse()
  .opts<{ json?: true; l1?: true; gasPrice: string; ether: string; data: string }>();

if (flags.l1 === true) {
  await sayCosts({ gasPriceGwei: Number(flags.gasPrice), etherUsd: Number(flags.ether) });
  process.exit();
}

const dataDir = resolve(flags.data);
mkdirSync(dataDir, { recursive: true });

const say = (line: string): void => {
  if (flags.json !== true) console.log(line);
};
const round = (value: number): string => Math.round(value).toLocaleString('en-US');

say(`Flow: ${JSON.stringify(FLOW)}; ${availableParallelism()} cores, Node ${process.version}.`);
const book = [FLOW.resting, 10 * FLOW.resting].map((resting) => benchBook({ resting }));
for (const { operationsPerSec, peerOperationsPerSec, resting, ratio } of book) {
  say(
    `Book alone, ${round(resting)} orders resting: ${round(operationsPerSec)} operations/s; nodejs-order-book on the ` +
      `same flow ${round(peerOperationsPerSec)}: ${ratio.toFixed(1)} times (aim 20).`,
  );
}
const engine = benchSignedEngine();
say(
  `Engine, one core, margin and fees of both sides: ${round(engine.operationsPerSec)} operations/s without ` +
    `signatures (aim 200,000), ${round(engine.withSignaturesPerSec)} with every signature checked on that core; ` +
    `${round(engine.signatureChecksPerSec)} signature checks/s a core.`,
);
say(
  `State roots: ${round(engine.rootsPerSec)} a second with ${engine.dirtyPerRoot} records changed for each.`,
);
const margin = benchMargin();
sayMargin(margin);
const journal = await benchJournal(dataDir);
say(
  `Journal: ${round(journal.commitsPerSec)} commits/s (${round(journal.operationsPerSec)} operations/s), a bare ` +
    `fdatasync loop ${round(journal.fdatasyncPerSec)}: ${journal.ratio.toFixed(2)} of it.`,
);
const l1 = await benchL1();
say(
  `L1: ${l1.bytesPerOrder} bytes and ${round(l1.gasPerOrder)} gas an order in a full batch of ${l1.orders}; most ` +
    `expensive step ${l1.worstStep.name}: ${round(l1.worstStep.gas)} gas, ${round(l1.worstStep.witnessBytes)} bytes.`,
);
if (flags.json === true)
  console.log(JSON.stringify({ flow: FLOW, book, engine, margin, journal, l1 }));
process.exit();

/** What each call took, in gas, ether and dollars. */
async function sayCosts(prices: { gasPriceGwei: number; etherUsd: number }): Promise<void> {
  const costs = await measureCosts((line) => console.error(line));
  const { gasPriceGwei, etherUsd } = prices;
  if (flags.json === true) {
    const command = `npm run bench -- --l1 --gas-price ${gasPriceGwei} --ether ${etherUsd} --json`;
    return console.log(JSON.stringify({ command, ...prices, ...costs }, undefined, 1));
  }
  const rowOf = (gas: number) => {
    const ether = (gas * gasPriceGwei) / 1e9;
    return { gas, ether: ether.toFixed(6), usd: (ether * etherUsd).toFixed(2) };
  };
  const { gasPerOrder } = costs.posting;
  const steps = costs.worstSteps.map(({ name, gas }) => [`step in the worst state: ${name}`, gas]);
  const all = [['an order in a full batch', gasPerOrder], ...Object.entries(costs.gas), ...steps];
  console.table(Object.fromEntries(all.map(([name, gas]) => [name, rowOf(Number(gas))])));
}

function sayMargin({ filter, exact, plain, engine, ...figures }: MarginFigures): void {
  const us = (timing: { afterPrintUs: number; againUs: number }): string =>
    `${round(timing.afterPrintUs)} and ${timing.againUs.toFixed(1)} µs`;
  say(
    `Portfolio margin of ${figures.positions} positions after a print and again: filter ${us(filter)}, exact ` +
      `${us(exact)}, plain BigInt ${us(plain)}.`,
  );
  say(
    `Repricing ${figures.contracts} contracts in all scenarios: filter ${figures.repriceFilterMs.toFixed(2)} ms (aim 5), ` +
      `exact ${figures.repriceExactMs.toFixed(0)} ms (aim 150).`,
  );
  for (const [name, flow] of Object.entries(engine)) {
    const { asked, unknown } = flow.filter ?? { asked: 0, unknown: 0 };
    const undecided = asked === 0 ? '' : `, ${((100 * unknown) / asked).toFixed(3)} % undecided`;
    say(
      `Engine, ${name}: ${round(flow.ordersPerSec)} orders/s, ${round(flow.ordersPerCpuSec)} a second of processor time, ` +
        `${flow.positionsPerAccount.toFixed(0)} positions an account, ${round(flow.marginRejections)} turned down on ` +
        `margin${undecided}.`,
    );
  }
}
