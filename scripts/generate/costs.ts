/** docs/costs.md and a table of docs/disputes.md, from what `npm run bench -- --l1` and `npm run disputes` have measured. */
import { readFileSync, writeFileSync } from 'node:fs';

import type { L1Costs } from '../../bench/costs/measure.ts';

export const COSTS_DOC = 'docs/costs.md';
export const DISPUTES_DOC = 'docs/disputes.md';
const COSTS_RESULT = 'bench/results/2026-11-20-l1.json';
const DISPUTES_RESULT = 'bench/results/2026-11-20-disputes.json';
const START = '<!-- written by npm run generate from bench/results -->';
const END = '<!-- end -->';

interface Costs extends L1Costs {
  readonly command: string;
  readonly gasPriceGwei: number;
  readonly etherUsd: number;
}

/** As `npm run disputes -- --json` prints it: wei as decimal strings. */
interface Disputes {
  readonly command: string;
  readonly gasPriceGwei: string;
  readonly blockGas: number;
  readonly runs: readonly {
    readonly rivals: number;
    readonly pace: string;
    readonly lastFallAfterSec: number;
    readonly settledAfterSec: number;
    readonly longestDuelMoves: number;
    readonly computingSec: number;
    readonly honest: Record<'spentWei' | 'peakStakeWei' | 'profitWei', string> & { gas: number };
    readonly liars: { readonly lossWei: string; readonly gas: number };
  }[];
}

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'The poster and undisputed claims': [
    'postBatch, empty',
    'postBatch, full',
    'claim, the first of a path',
    'claim, extending its path',
    'settle, undisputed',
    'closePath',
    'resumePosting',
    'pauseClaims',
  ],
  Users: [
    'deposit',
    'withdraw, with its proof',
    'forceWithdraw',
    'forceCancelAll',
    'forceLiquidate',
  ],
  'A dispute': [
    'enter',
    'duel',
    'reveal',
    'advance',
    'step, with the machine',
    'step, result remembered',
    'timeout',
    'settle',
    'voidClaim',
    'payMoves',
    'payOut',
    'collect',
  ],
};

export function costsDoc(root = '.'): string {
  const costs = readJson(root, COSTS_RESULT) as Costs;
  const { orders, bytesPerOrder, gasPerOrder } = costs.posting;
  const tables = Object.entries(GROUPS).map(([title, names]) => gasTable(title, names, costs));
  const worst = costs.worstSteps.reduce((a, b) => (b.gas > a.gas ? b : a));
  return `# What L1 costs

Written by \`npm run generate\` from \`${COSTS_RESULT}\`, which \`${costs.command}\` has printed: one run on in-process Ethereum (EDR, osaka
rules) with the limits of mainnet, on the deployed contracts, each call in a transaction of its own. Ether and dollars are at
${costs.gasPriceGwei} gwei and $${thousands(costs.etherUsd)} an ether, which are arguments and no forecast.

A full batch carries ${thousands(orders)} orders signed one by one: ${bytesPerOrder} bytes and **${thousands(gasPerOrder)} gas an order**, ${usd(gasPerOrder, costs)}.
Data is calldata; blobs are not used.

${tables.join('\n')}
"Step, with the machine" is a step of the test batch. The dearest step that the parameters allow, ${worst.name}, takes ${thousands(worst.gas)} gas with its
witness of ${thousands(worst.witnessBytes)} bytes, ${usd(worst.gas, costs)}; with ids up to 2^28 it would take ${thousands(worst.gasWithMostIds)}.

## Worst steps

${rows(['step', 'gas', 'gas with ids up to 2^28', 'witness bytes'], stepRows(costs))}
## Beside others

Only what they publish about gas; nothing here was measured by us, and what is counted is not the same.

| | published | source |
|---|---|---|
| OP Stack | bonds are priced in gas: 400,000 at the top, about twice a response there; 300,000,000 at depth 73, about twice a preimage of the largest size | [specs.optimism.io, bond incentives](https://specs.optimism.io/fault-proof/stage-one/bond-incentives.html) |
| Cartesi Dave | an estimate of 90,000 gas for each of the 5 dissections of 16 that a side makes in a match, 450,000 a match; a proof of the step about 300,000 | [ethresear.ch 21844, the author's reply of 2025-03-11](https://ethresear.ch/t/the-dave-fraud-proof-algorithm/21844) |
| Arbitrum BoLD | no gas of single moves found; bonds are reckoned with 500 gwei | [docs.arbitrum.io, economics of disputes](https://docs.arbitrum.io/how-arbitrum-works/bold/bold-economics-of-disputes) |
`;
}

/** What k liars at once take and cost. */
export function disputesTable(root = '.'): string {
  const { command, gasPriceGwei, blockGas, runs } = readJson(root, DISPUTES_RESULT) as Disputes;
  const header = [
    'liars',
    'answer',
    'last falls after',
    'settled after',
    'moves of the longest duel',
    'honest gas',
    'spends',
    'stakes at most',
    'earns',
    'liars lose',
    'lost / spent',
    'lost / staked',
  ];
  const body = runs.map((run) => [
    String(run.rivals),
    run.pace,
    duration(run.lastFallAfterSec),
    duration(run.settledAfterSec),
    String(run.longestDuelMoves),
    thousands(run.honest.gas),
    ether(run.honest.spentWei),
    ether(run.honest.peakStakeWei),
    ether(run.honest.profitWei),
    ether(run.liars.lossWei),
    ratio(run.liars.lossWei, run.honest.spentWei),
    ratio(run.liars.lossWei, run.honest.peakStakeWei),
  ]);
  return `\`${command}\`: ${gasPriceGwei} gwei, blocks of ${thousands(blockGas)} gas, amounts in ether.

${rows(header, body)}`;
}

/** The text of docs/disputes.md with the table of the day. */
export function disputesDoc(root = '.'): string {
  const text = readFileSync(`${root}/${DISPUTES_DOC}`, 'utf8');
  const [from, to] = [text.indexOf(START), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${DISPUTES_DOC} lacks the marks of its table`);
  return `${text.slice(0, from + START.length)}\n\n${disputesTable(root)}\n${text.slice(to)}`;
}

function gasTable(title: string, names: readonly string[], costs: Costs): string {
  const body = names.map((name) => {
    const gas = costs.gas[name];
    if (gas === undefined) throw new Error(`${COSTS_RESULT} has no ${name}`);
    return [name, thousands(gas), ((gas * costs.gasPriceGwei) / 1e9).toFixed(5), usd(gas, costs)];
  });
  return `## ${title}\n\n${rows(['call', 'gas', 'ether', 'dollars'], body)}`;
}

function stepRows({ worstSteps }: Costs): string[][] {
  return worstSteps.map(({ name, gas, gasWithMostIds, witnessBytes }) => [
    name,
    ...[gas, gasWithMostIds, witnessBytes].map(thousands),
  ]);
}

function rows(header: readonly string[], body: readonly string[][]): string {
  const lines = [header, header.map(() => '---'), ...body];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

function usd(gas: number, { gasPriceGwei, etherUsd }: Costs): string {
  return `$${((gas * gasPriceGwei * etherUsd) / 1e9).toFixed(2)}`;
}

function ether(wei: string): string {
  return (Number(wei) / 1e18).toFixed(3);
}

function ratio(a: string, b: string): string {
  return (Number(a) / Number(b)).toFixed(1);
}

function duration(seconds: number): string {
  if (seconds < 3_600) return `${seconds} s`;
  const [days, hours] = [Math.floor(seconds / 86_400), Math.floor((seconds % 86_400) / 3_600)];
  return `${days} d ${hours} h ${seconds % 3_600} s`;
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}

function readJson(root: string, file: string): unknown {
  return JSON.parse(readFileSync(`${root}/${file}`, 'utf8'));
}

if (import.meta.main) {
  writeFileSync(COSTS_DOC, costsDoc());
  writeFileSync(DISPUTES_DOC, disputesDoc());
}
