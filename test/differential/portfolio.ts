/** Portfolio margin: TypeScript against the bytecode, over random and extreme portfolios, scanned in pages of any size. */
import { type PreparedExpiry, prepareExpiry } from '../../protocol/margin/portfolio/expiry.ts';
import type { PortfolioParams } from '../../protocol/margin/portfolio/params.ts';
import type { ItemRange } from '../../protocol/margin/portfolio/prices.ts';
import { assemble, initialLossFactor, scan } from '../../protocol/margin/portfolio.ts';
import type { Portfolio } from '../../protocol/margin/types.ts';
import { type CallResult, type Deployed, openDeployed } from '../fixtures/deployed.ts';
import { randomParams, randomPortfolio, randomSize } from '../fixtures/portfolio.ts';
import { Random } from '../fixtures/random.ts';
import { type ComparedCall, compareCall } from './calls.ts';

/** Where it stands below contracts/. */
export const PORTFOLIO_SOURCES = { PortfolioMargin: 'verifier/margin/PortfolioMargin' };

const PORTFOLIOS_AT_ONCE = 50;
/** Hexadecimal doubles it, and anvil takes 2 MiB. */
const MOST_REQUEST_BYTES = 800_000;
/** Positions × items that a call of 2^24 gas does with room to spare. */
const MOST_EVALUATIONS = 4000;

export interface PortfolioRun {
  readonly portfolios: number;
  readonly positions: number;
  /** By function: calls, and how many of them are errors. */
  readonly calls: Record<string, { calls: number; errors: number }>;
  readonly differences: string[];
}

/** @param count portfolios; each depends on its number and the seed alone */
export async function runPortfolioCases(
  count: number,
  seed: number,
  onProgress: (portfolios: number) => void = () => {},
): Promise<PortfolioRun> {
  const deployed = await openDeployed(PORTFOLIO_SOURCES);
  const run = { portfolios: 0, positions: 0, calls: {}, differences: [] };
  try {
    for (let from = 0; from < count; from += PORTFOLIOS_AT_ONCE) {
      const length = Math.min(PORTFOLIOS_AT_ONCE, count - from);
      await runSome(deployed, run, { seed, from, length });
      onProgress(run.portfolios);
    }
    return run;
  } finally {
    await deployed.close();
  }
}

async function runSome(
  deployed: Deployed,
  run: { -readonly [name in keyof PortfolioRun]: PortfolioRun[name] },
  { seed, from, length }: { seed: number; from: number; length: number },
): Promise<void> {
  const cases: Placed[] = [];
  for (let i = from; i < from + length; i++) {
    const random = new Random(seed * 2 ** 32 + i);
    const portfolio = spoiled(random, randomPortfolio(random, randomSize(random)));
    const place = `portfolio ${i} of seed ${seed}`;
    const bytes = bytesOf(portfolio);
    for (const one of casesOf(random, portfolio, randomParams(random)))
      cases.push({ one, place, bytes });
    run.portfolios += 1;
    run.positions += countPositions(portfolio);
  }
  for (const some of inRequests(cases)) {
    const answers = await deployed.callAll(some.map(({ one }) => one.call));
    some.forEach(({ one, place }, i) => note(run, one, { answer: answers[i], place }));
  }
}

interface Placed {
  readonly one: ComparedCall;
  readonly place: string;
  readonly bytes: number;
}

/** Of calldata, at most. */
function bytesOf({ expiries, collaterals }: Portfolio): number {
  const words = 200 + collaterals.length * 6 + expiries.length * 18;
  return 32 * (words + expiries.reduce((sum, { options }) => sum + options.length * 3, 0));
}

/** As many calls in one as a node takes. */
function* inRequests(cases: readonly Placed[]): Generator<Placed[]> {
  let some: Placed[] = [];
  let bytes = 0;
  for (const placed of cases) {
    if (bytes + placed.bytes > MOST_REQUEST_BYTES) {
      yield some;
      [some, bytes] = [[], 0];
    }
    some.push(placed);
    bytes += placed.bytes;
  }
  if (some.length > 0) yield some;
}

function note(
  run: PortfolioRun,
  one: ComparedCall,
  compared: { answer: CallResult; place: string },
): void {
  const { isError, difference } = compareCall(one, { ...compared, errorName });
  const counts = (run.calls[one.call.functionName] ??= { calls: 0, errors: 0 });
  counts.calls += 1;
  if (isError) counts.errors += 1;
  if (difference !== undefined) run.differences.push(difference);
}

/** Both count as errors, whichever comes first where there are several. */
function errorName(revert: string): string {
  return revert.startsWith('OutOfDomain') ? 'refused' : revert;
}

/** Now and then one figure that must be refused. */
function spoiled(random: Random, portfolio: Portfolio): Portfolio {
  const [first, ...others] = portfolio.expiries;
  if (first.options.length === 0 || !random.chance(0.03)) return portfolio;
  const [option, ...options] = first.options;
  const spoil = random.pick([
    { variableForward: 2n ** 104n },
    { options: [{ ...option, strike: 2n ** 104n }, ...options] },
    { options: [{ ...option, amount: -(2n ** 90n) }, ...options] },
    { surface: { ...first.surface, tau: -1n }, sec: 100n },
    { sec: 2n ** 36n },
  ]);
  return { ...portfolio, expiries: [{ ...first, ...spoil }, ...others] };
}

/** The whole scan in pages, then the sum, then the figures of an expiry; one page of what is refused. */
function* casesOf(
  random: Random,
  portfolio: Portfolio,
  params: PortfolioParams,
): Generator<ComparedCall> {
  let found = { worst: 1n, worstIndex: 99, optionMarks: 0n };
  for (const { from, to } of pagesOf(random, portfolio, params)) {
    const page = { from, to, ...found };
    const args = [portfolio, params, from, to, found.worst, found.worstIndex];
    const after = attempt(() => scan(portfolio, params, page));
    yield caseWith('scan', args, () => {
      const { worst, worstIndex, optionMarks } = after();
      return [worst, worstIndex, optionMarks];
    });
    try {
      found = after();
    } catch {
      return;
    }
  }
  yield caseWith('assemble', [portfolio, params, found.worst, found.optionMarks], () =>
    assemble(portfolio, params, found),
  );
  yield caseWith('initialLossFactor', [portfolio, params], () =>
    initialLossFactor(portfolio, params),
  );
  const expiry = random.pick(portfolio.expiries);
  yield caseWith('prepareExpiry', [expiry, params], () => figuresOf(prepareExpiry(expiry, params)));
}

function pagesOf(random: Random, portfolio: Portfolio, params: PortfolioParams): ItemRange[] {
  const most = Math.floor(MOST_EVALUATIONS / Math.max(countPositions(portfolio), 1));
  const pages: ItemRange[] = [];
  for (let from = 0; from <= params.scenarios.length; ) {
    const size = Math.min(random.chance(0.3) ? most : random.between(1, 12), most);
    const to = Math.min(from + size, params.scenarios.length + 1);
    pages.push({ from, to });
    from = to;
  }
  return pages;
}

function countPositions({ expiries }: Portfolio): number {
  return expiries.reduce((sum, { options }) => sum + options.length, 0);
}

/** What the contract tells of an expiry. */
function figuresOf(prepared: PreparedExpiry): Partial<PreparedExpiry> {
  const { time, rootTime, discount, discountPos, discountNeg, volUp, volDown, kStar } = prepared;
  const { linear, abs, unshocked } = prepared;
  const factors = { time, rootTime, discount, discountPos, discountNeg, volUp, volDown, kStar };
  return { ...factors, linear, abs, unshocked };
}

function caseWith(
  functionName: string,
  args: readonly unknown[],
  expected: () => unknown,
): ComparedCall {
  return { call: { contract: 'PortfolioMargin', functionName, args }, expected };
}

/** Computes once, and gives or throws the same every time. */
function attempt<T>(compute: () => T): () => T {
  try {
    const value = compute();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
