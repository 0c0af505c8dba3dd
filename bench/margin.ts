/** Portfolio margin: the float filter and the exact integers, right after a print and again, beside a plain BigInt version. */
import { marginNow } from '../protocol/margin/evaluate.ts';
import { MODEL_PORTFOLIO, MODEL_STANDARD } from '../protocol/params.ts';
import { FloatMargin } from '../sequencer/engine/filter.ts';
import { type Chain, holdPositions, openChain } from './chain.ts';
import { benchEngine, type EngineFigures } from './engine.ts';
import { PlainPortfolioMargin } from './peers/plainPortfolio.ts';

const POSITIONS = 64;
const ACCOUNT = 1;
const WARM_MS = 300;
const MEASURED_MS = 1_000;

export interface Timing {
  /** In microseconds; nine in ten evaluations took longer, mostly for other work on the machine. */
  readonly afterPrintUs: number;
  readonly againUs: number;
}

export interface MarginFigures {
  readonly positions: number;
  readonly filter: Timing;
  readonly exact: Timing;
  readonly plain: Timing;
  /** Of the whole chain, every contract in every scenario. */
  readonly contracts: number;
  readonly repriceFilterMs: number;
  readonly repriceExactMs: number;
  readonly engine: {
    readonly standard: EngineFigures;
    readonly portfolio: EngineFigures;
    /** Without the filter. */
    readonly standardExact: EngineFigures;
    readonly portfolioExact: EngineFigures;
    /** With so little cash that margin turns orders down. */
    readonly standardPoor: EngineFigures;
    readonly portfolioPoor: EngineFigures;
  };
}

export function benchMargin(): MarginFigures {
  return { positions: POSITIONS, ...benchAccount(), ...benchChain(), engine: benchEngines() };
}

function benchAccount(): Pick<MarginFigures, 'filter' | 'exact' | 'plain'> {
  const chain = openChain();
  const { state } = chain;
  holdPositions(chain, { account: ACCOUNT, positions: POSITIONS, seed: 1 });
  const float = new FloatMargin();
  const plain = new PlainPortfolioMargin();
  expectClose(chain, plain);
  return {
    filter: time(chain, () => float.judge(state, ACCOUNT)),
    exact: time(chain, () => marginNow(state, ACCOUNT)),
    plain: time(chain, () => plain.margin(state, ACCOUNT)),
  };
}

/** @throws where the plain version is another margin than the protocol's */
function expectClose({ state }: Chain, plain: PlainPortfolioMargin): void {
  const exact = marginNow(state, ACCOUNT)!;
  const other = plain.margin(state, ACCOUNT);
  for (const name of ['initial', 'maintenance'] as const) {
    const difference = Math.abs(Number(exact[name] - other[name]));
    if (difference > Math.abs(Number(exact[name])) * 1e-12) {
      throw new Error(`${name}: ${exact[name]} and plainly ${other[name]}`);
    }
  }
}

/** Accounts that hold all of the chain between them. */
function benchChain(): Pick<MarginFigures, 'contracts' | 'repriceFilterMs' | 'repriceExactMs'> {
  const chain = openChain();
  const { state, codes } = chain;
  const perAccount = codes.length / 5;
  const accounts = Array.from({ length: 5 }, (_, i) => {
    const part = { ...chain, codes: codes.slice(i * perAccount, (i + 1) * perAccount) };
    holdPositions(part, { account: ACCOUNT + i, positions: perAccount, seed: i });
    return ACCOUNT + i;
  });
  const float = new FloatMargin();
  const filter = time(chain, () => accounts.forEach((account) => float.judge(state, account)));
  const exact = time(chain, () => accounts.forEach((account) => marginNow(state, account)));
  return {
    contracts: codes.length,
    repriceFilterMs: filter.afterPrintUs / 1000,
    repriceExactMs: exact.afterPrintUs / 1000,
  };
}

function time(chain: Chain, evaluate: () => unknown): Timing {
  const once = (): number => {
    const startMs = performance.now();
    evaluate();
    return (performance.now() - startMs) * 1000;
  };
  const afterPrint = (): number => {
    chain.print();
    return once();
  };
  return { afterPrintUs: fastTenth(afterPrint), againUs: fastTenth(once) };
}

/** Of as many measurements as take a second, after a warm-up. */
function fastTenth(measure: () => number): number {
  const warmUntil = performance.now() + WARM_MS;
  while (performance.now() < warmUntil) measure();
  const all: number[] = [];
  const until = performance.now() + MEASURED_MS;
  while (performance.now() < until) all.push(measure());
  all.sort((a, b) => a - b);
  return all[Math.floor(all.length / 10)];
}

function benchEngines(): MarginFigures['engine'] {
  const slow = { filtered: false, steps: 5_000 };
  return {
    standard: benchEngine({ model: MODEL_STANDARD }),
    portfolio: benchEngine({ model: MODEL_PORTFOLIO }),
    standardExact: benchEngine({ model: MODEL_STANDARD, ...slow }),
    portfolioExact: benchEngine({ model: MODEL_PORTFOLIO, ...slow }),
    standardPoor: benchEngine({ model: MODEL_STANDARD, cashUsd: 5_000 }),
    portfolioPoor: benchEngine({ model: MODEL_PORTFOLIO, cashUsd: 2_000 }),
  };
}
