// npm run fuzz: random campaigns, as long as one likes. Without a flag: random operations, TypeScript against the bytecode.
import { Command, Option } from 'commander';

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

interface Run {
  readonly count: number;
  readonly seed: number;
}

interface Campaign {
  readonly what: string;
  /** Taken where the flag stands alone. */
  readonly preset?: string;
  /** Says what it finds, and sets the exit code. */
  run(run: Run): void | Promise<void>;
}

const CAMPAIGNS: Readonly<Record<string, Campaign>> = {
  cases: {
    what: 'random operations on random states, TypeScript against the deployed bytecode',
    preset: '10000',
    run: fuzzSteps,
  },
  maths: { what: 'calls of each function of maths/ and pricing/, the same', run: fuzzMaths },
  standard: { what: 'standard margins, auctions and fees, the same', run: fuzzStandard },
  portfolios: { what: 'portfolio margins, the same', run: fuzzPortfolios },
  filter: {
    what: "decisions of the engine's float filter, against exact margins",
    run: fuzzFilter,
  },
  oracle: {
    what: 'operations in batches, protocol/ against the reference implementation',
    run: fuzzOracle,
  },
  markets: {
    what: 'whole random markets, held to what must hold after every operation',
    run: fuzzMarkets,
  },
  invariants: {
    what: 'runs of random calls of the contracts for each invariant, held to what no sequence may break',
    run: ({ count, seed }) => runInvariants({ runs: count, seed }),
  },
  model: {
    what: 'walks of the dispute protocol on the contracts, then every state of it in many small configurations',
    preset: '1000',
    run: exploreModel,
  },
};

const program = new Command('npm run fuzz --')
  .description(
    'Search at random for what breaks a rule: one campaign a run. The seed is printed; the same seed does the same.\n' +
      'Exit code: 0 nothing found, 1 something was, 2 wrong arguments.',
  )
  .option('--from-seed <n>', 'first seed', '1')
  .showHelpAfterError()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
const names = Object.keys(CAMPAIGNS);
for (const [name, { what, preset }] of Object.entries(CAMPAIGNS)) {
  const value = preset === undefined ? '<n>' : '[n]';
  const option = new Option(`--${name} ${value}`, what).conflicts(names.filter((n) => n !== name));
  program.addOption(preset === undefined ? option : option.preset(preset));
}
const flags = program.parse().opts<{ fromSeed: string } & Record<string, string>>();

const name = names.find((one) => flags[one] !== undefined) ?? 'cases';
const count = whole(name, flags[name] ?? CAMPAIGNS[name].preset!);
const seed = whole('from-seed', flags.fromSeed);
await CAMPAIGNS[name].run({ count, seed });
process.exit();

function whole(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  return program.error(`--${flag} takes a whole number, not '${text}'`);
}

async function fuzzSteps({ count: cases, seed: fromSeed }: Run): Promise<void> {
  const seedCount = Math.ceil(cases / CASES_PER_SEED);
  const seeds = Array.from({ length: seedCount }, (_, i) => fromSeed + i);
  const verifier = await startVerifier();
  const coverage = new Coverage();
  const progress = progressOf(coverage);
  console.log(`seeds ${fromSeed} to ${fromSeed + seedCount - 1}, ${CASES_PER_SEED} cases each`);
  try {
    const differences = await runSeeds(verifier, seeds, {
      coverage,
      onSeed: (at) => progress.show(at),
    });
    console.log(coverage.table());
    console.log(`${coverage.cases} cases, ${coverage.steps} steps, ${progress.rate()} cases/s`);
    const missing = coverage.missing();
    if (missing.length > 0) console.log(`no case met: ${missing.join(', ')}`);
    const rare = coverage.cases < LARGE_RUN_CASES ? [] : coverage.rare(LEAST_PER_CELL);
    if (rare.length > 0) console.log(`met less than ${LEAST_PER_CELL} times: ${rare.join('; ')}`);
    for (const difference of differences)
      console.log(`DIFFERENT ${describeDifference(difference)}`);
    if (differences.length > 0) {
      console.log(`again: npm run fuzz -- --cases 1 --from-seed ${differences[0].seed}`);
    }
    console.log(`${differences.length} differences`);
    const isCovered = coverage.cases < LARGE_RUN_CASES || missing.length + rare.length === 0;
    process.exitCode = differences.length === 0 && isCovered ? 0 : 1;
  } finally {
    await verifier.close();
  }
}

function progressOf(coverage: Coverage): { show(seed: number): void; rate(): string } {
  const startMs = performance.now();
  let shownMs = startMs;
  const rate = () => ((coverage.cases / (performance.now() - startMs)) * 1000).toFixed(0);
  return {
    rate,
    // The seed shown is where a run that was broken off goes on.
    show: (at) => {
      if (performance.now() - shownMs < PROGRESS_MS) return;
      shownMs = performance.now();
      console.log(
        `seed ${at}: ${coverage.cases} cases, ${coverage.steps} steps, ${rate()} cases/s`,
      );
    },
  };
}

/** @throws at the first difference, with its seed */
function fuzzOracle({ count: operations, seed: fromSeed }: Run): void {
  console.log(`from seed ${fromSeed}, ${operations} operations`);
  const comparison = compareOracle({
    seed: fromSeed,
    operations,
    onChain: (at, done) => console.log(`seed ${at}: ${done} operations agree`),
  });
  console.log(formatTable(comparison));
  console.log(comparison.reached, comparison.judged);
  console.log(
    `${comparison.operations} operations in ${comparison.batches} batches agree by outcome, margin and root`,
  );
}

function fuzzMarkets({ count: markets, seed: fromSeed }: Run): void {
  const { counts, broken } = playMarkets({ fromSeed, count: markets });
  console.log(counts);
  for (const line of broken.slice(0, MOST_SHOWN)) console.log(`BROKEN ${line}`);
  console.log(`${broken.length} of ${markets} markets from seed ${fromSeed} break a property`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}

/** @throws where a walk of the model ends differently on the contracts */
async function exploreModel({ count: walks }: Run): Promise<void> {
  const tell = (line: string) => console.log(line);
  await walkAll({ seeds: walks, tell });
  const broken = exploreSuite(LARGE_SUITE, tell);
  console.log(`${broken} of ${LARGE_SUITE.length} configurations break a property`);
  process.exitCode = broken === 0 ? 0 : 1;
}

async function fuzzMaths(options: Run): Promise<void> {
  console.log(`seed ${options.seed}, ${options.count} cases of each function`);
  const { cases, differences } = await runMathsCases(options);
  console.table(cases);
  for (const difference of differences)
    console.log(`DIFFERENT ${describeMathsDifference(difference)}`);
  console.log(`${differences.length} differences`);
  process.exitCode = differences.length === 0 ? 0 : 1;
}

async function fuzzStandard(options: Run): Promise<void> {
  const { cases, differences } = await runStandardCases(options.count, options.seed);
  console.table(cases);
  for (const difference of differences.slice(0, MOST_SHOWN)) console.log(`DIFFERENT ${difference}`);
  console.log(
    `${differences.length} differences in ${options.count} cases of seed ${options.seed}`,
  );
  process.exitCode = differences.length === 0 ? 0 : 1;
}

async function fuzzPortfolios(options: Run): Promise<void> {
  let shownMs = performance.now();
  const tell = (portfolios: number): void => {
    if (performance.now() - shownMs < PROGRESS_MS) return;
    shownMs = performance.now();
    console.log(`${portfolios} portfolios`);
  };
  const { positions, calls, differences } = await runPortfolioCases(
    options.count,
    options.seed,
    tell,
  );
  console.table(calls);
  for (const difference of differences.slice(0, MOST_SHOWN)) console.log(`DIFFERENT ${difference}`);
  const run = `${options.count} portfolios of seed ${options.seed}, ${positions} positions`;
  console.log(`${differences.length} differences in ${run}`);
  process.exitCode = differences.length === 0 ? 0 : 1;
}

/** @throws at the first wrong answer, with its seed */
function fuzzFilter({ count: decisions, seed: fromSeed }: Run): void {
  const seeds = Math.ceil(decisions / DECISIONS_PER_SEED);
  console.log(`seeds ${fromSeed} to ${fromSeed + seeds - 1}, ${DECISIONS_PER_SEED} decisions each`);
  const check = new FilterCheck();
  let shown = performance.now();
  for (let i = 0; i < seeds; i++) {
    check.run(fromSeed + i);
    if (performance.now() - shown < PROGRESS_MS) continue;
    shown = performance.now();
    console.log(`seed ${fromSeed + i}`);
  }
  console.log(describeFilter(check.comparison));
}
