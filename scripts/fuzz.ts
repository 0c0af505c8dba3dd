// npm run fuzz: random operations on random states, TypeScript against the deployed bytecode.
// npm run fuzz -- --cases 100000 --from-seed 1
// npm run fuzz -- --maths 100000 --from-seed 1: calls of each function of maths/ and pricing/, TypeScript against bytecode.
// npm run fuzz -- --standard 100000 --from-seed 1: standard margin, auctions and fees, TypeScript against bytecode.
// npm run fuzz -- --portfolios 10000 --from-seed 1: portfolio margin, TypeScript against bytecode.
// npm run fuzz -- --filter 10000000 --from-seed 1: decisions of the engine's float filter, against exact margins.
// npm run fuzz -- --oracle 200000 --from-seed 1: batches instead, protocol/ against the reference implementation.
// npm run fuzz -- --model: every state of the dispute protocol in many small configurations, held to its properties,
// and walks of that model on the contracts.
// npm run fuzz -- --markets 100 --from-seed 1: whole random markets, held to what must always hold after every operation.
// npm run fuzz -- --invariants 10000 --from-seed 1: random calls of the contracts, held to what no sequence may break.
import { parseArgs } from 'node:util';
import { runInvariants } from '../test/contracts/invariants/run.ts';
import { startVerifier } from '../test/differential/harness.ts';
import { describeMathsDifference, runMathsCases } from '../test/differential/maths.ts';
import { runPortfolioCases } from '../test/differential/portfolio.ts';
import { Coverage, describeDifference, runSeeds } from '../test/differential/run.ts';
import { CASES_PER_SEED } from '../test/differential/scenario.ts';
import { runStandardCases } from '../test/differential/standard.ts';
import { DECISIONS_PER_SEED, describeFilter, FilterCheck } from '../test/filter/compare.ts';
import { exploreSuite } from '../test/model/run.ts';
import { LARGE_SUITE } from '../test/model/suites.ts';
import { walkAll } from '../test/model/walks.ts';
import { compareOracle, formatTable } from '../test/oracle/compare.ts';
import { playMarkets } from '../test/properties/run.ts';

/** From here on every cell that was met at all should have been met this often. */
const LARGE_RUN_CASES = 100_000;
const LEAST_PER_CELL = 20;
const PROGRESS_MS = 2000;
const MOST_SHOWN = 10;
/** Of the dispute model, in each configuration. */
const WALKS = 1000;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    'from-seed': { type: 'string', default: '1' },
    oracle: { type: 'string' },
    maths: { type: 'string' },
    standard: { type: 'string' },
    portfolios: { type: 'string' },
    filter: { type: 'string' },
    markets: { type: 'string' },
    invariants: { type: 'string' },
    model: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    'npm run fuzz -- [--cases N | --oracle OPERATIONS | --maths N | --standard N | --portfolios N | --filter N | --markets N | --model] [--from-seed N]',
  );
  process.exit(0);
}
const fromSeed = integer('from-seed', values['from-seed']);
if (values.oracle !== undefined) {
  fuzzOracle({ seed: fromSeed, operations: integer('oracle', values.oracle) });
  process.exit(0);
}
if (values.maths !== undefined) {
  await fuzzMaths({ seed: fromSeed, count: integer('maths', values.maths) });
  process.exit();
}
if (values.standard !== undefined) {
  await fuzzStandard({ seed: fromSeed, count: integer('standard', values.standard) });
  process.exit();
}
if (values.portfolios !== undefined) {
  await fuzzPortfolios({ seed: fromSeed, count: integer('portfolios', values.portfolios) });
  process.exit();
}
if (values.filter !== undefined) {
  fuzzFilter({ seed: fromSeed, decisions: integer('filter', values.filter) });
  process.exit(0);
}
if (values.markets !== undefined) {
  fuzzMarkets({ fromSeed, count: integer('markets', values.markets) });
  process.exit();
}
if (values.model) {
  await exploreModel();
  process.exit();
}
if (values.invariants !== undefined) {
  const runs = integer('invariants', values.invariants);
  console.log(`${runs} runs of each invariant from seed ${fromSeed}`);
  await runInvariants({ runs, seed: fromSeed });
  process.exit();
}
const seedCount = Math.ceil(integer('cases', values.cases) / CASES_PER_SEED);
const seeds = Array.from({ length: seedCount }, (_, i) => fromSeed + i);

const verifier = await startVerifier();
const coverage = new Coverage();
const startMs = performance.now();
let shownMs = startMs;
console.log(`seeds ${fromSeed} to ${fromSeed + seedCount - 1}, ${CASES_PER_SEED} cases each`);
try {
  const differences = await runSeeds(verifier, seeds, { coverage, onSeed: showProgress });
  console.log(coverage.table());
  console.log(`${coverage.cases} cases, ${coverage.steps} steps, ${rate()} cases/s`);
  const missing = coverage.missing();
  if (missing.length > 0) console.log(`no case met: ${missing.join(', ')}`);
  const rare = coverage.cases < LARGE_RUN_CASES ? [] : coverage.rare(LEAST_PER_CELL);
  if (rare.length > 0) console.log(`met less than ${LEAST_PER_CELL} times: ${rare.join('; ')}`);
  for (const difference of differences) console.log(`DIFFERENT ${describeDifference(difference)}`);
  if (differences.length > 0) {
    console.log(`again: npm run fuzz -- --cases 1 --from-seed ${differences[0].seed}`);
  }
  console.log(`${differences.length} differences`);
  const isCovered = coverage.cases < LARGE_RUN_CASES || missing.length + rare.length === 0;
  process.exitCode = differences.length === 0 && isCovered ? 0 : 1;
} finally {
  await verifier.close();
}

/** The seed shown is where a run that was broken off goes on. */
function showProgress(seed: number): void {
  if (performance.now() - shownMs < PROGRESS_MS) return;
  shownMs = performance.now();
  console.log(`seed ${seed}: ${coverage.cases} cases, ${coverage.steps} steps, ${rate()} cases/s`);
}

function rate(): string {
  return ((coverage.cases / (performance.now() - startMs)) * 1000).toFixed(0);
}

function integer(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    console.error(`--${name} takes a whole number, not '${text}'`);
    process.exit(2);
  }
  return value;
}

/** @throws at the first difference, with its seed */
function fuzzOracle(options: { seed: number; operations: number }): void {
  console.log(`from seed ${options.seed}, ${options.operations} operations`);
  const comparison = compareOracle({
    ...options,
    onChain: (seed, operations) => console.log(`seed ${seed}: ${operations} operations agree`),
  });
  console.log(formatTable(comparison));
  console.log(comparison.reached, comparison.judged);
  console.log(
    `${comparison.operations} operations in ${comparison.batches} batches agree by outcome, margin and root`,
  );
}

function fuzzMarkets({ fromSeed: seed, count }: { fromSeed: number; count: number }): void {
  const { counts, broken } = playMarkets({ fromSeed: seed, count });
  console.log(counts);
  for (const line of broken.slice(0, MOST_SHOWN)) console.log(`BROKEN ${line}`);
  console.log(`${broken.length} of ${count} markets from seed ${seed} break a property`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}

/** @throws where a walk of the model ends differently on the contracts */
async function exploreModel(): Promise<void> {
  const tell = (line: string) => console.log(line);
  await walkAll({ seeds: WALKS, tell });
  const broken = exploreSuite(LARGE_SUITE, tell);
  console.log(`${broken} of ${LARGE_SUITE.length} configurations break a property`);
  process.exitCode = broken === 0 ? 0 : 1;
}

async function fuzzMaths(options: { seed: number; count: number }): Promise<void> {
  console.log(`seed ${options.seed}, ${options.count} cases of each function`);
  const { cases, differences } = await runMathsCases(options);
  console.table(cases);
  for (const difference of differences)
    console.log(`DIFFERENT ${describeMathsDifference(difference)}`);
  console.log(`${differences.length} differences`);
  process.exitCode = differences.length === 0 ? 0 : 1;
}

async function fuzzStandard({ seed, count }: { seed: number; count: number }): Promise<void> {
  const { cases, differences } = await runStandardCases(count, seed);
  console.table(cases);
  for (const difference of differences.slice(0, MOST_SHOWN)) console.log(`DIFFERENT ${difference}`);
  console.log(`${differences.length} differences in ${count} cases of seed ${seed}`);
  process.exitCode = differences.length === 0 ? 0 : 1;
}

async function fuzzPortfolios({ seed, count }: { seed: number; count: number }): Promise<void> {
  let shownMs = performance.now();
  const { positions, calls, differences } = await runPortfolioCases(count, seed, (portfolios) => {
    if (performance.now() - shownMs < PROGRESS_MS) return;
    shownMs = performance.now();
    console.log(`${portfolios} portfolios`);
  });
  console.table(calls);
  for (const difference of differences.slice(0, MOST_SHOWN)) console.log(`DIFFERENT ${difference}`);
  const run = `${count} portfolios of seed ${seed}, ${positions} positions`;
  console.log(`${differences.length} differences in ${run}`);
  process.exitCode = differences.length === 0 ? 0 : 1;
}

/** @throws at the first wrong answer, with its seed */
function fuzzFilter({ seed, decisions }: { seed: number; decisions: number }): void {
  const seeds = Math.ceil(decisions / DECISIONS_PER_SEED);
  console.log(`seeds ${seed} to ${seed + seeds - 1}, ${DECISIONS_PER_SEED} decisions each`);
  const check = new FilterCheck();
  let shown = performance.now();
  for (let i = 0; i < seeds; i++) {
    check.run(seed + i);
    if (performance.now() - shown < PROGRESS_MS) continue;
    shown = performance.now();
    console.log(`seed ${seed + i}`);
  }
  console.log(describeFilter(check.comparison));
}
