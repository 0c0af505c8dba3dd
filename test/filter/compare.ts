/** The float filter against the exact margins: it may not know, but it may never be wrong. */
import { type AccountMargin, marginNow } from '../../protocol/margin/evaluate.ts';
import { MAX_MONEY } from '../../protocol/params.ts';
import { State } from '../../protocol/state.ts';
import { FloatMargin } from '../../sequencer/engine/filter.ts';
import { Random } from '../fixtures/random.ts';
import { randomAccount, randomMarket, type RandomMarket } from './market.ts';

const MONEY = 10n ** 12n;
const ACCOUNTS_PER_MARKET = 16;
/** Half of them where the margin is within a unit of zero. */
const DECISIONS_PER_ACCOUNT = 64;
export const DECISIONS_PER_SEED = ACCOUNTS_PER_MARKET * DECISIONS_PER_ACCOUNT;

export interface Tally {
  holds: number;
  fails: number;
  breaks: number;
  unknown: number;
}

export interface FilterComparison {
  /** Cash anywhere; and cash that leaves initial or maintenance margin within 10^-6 USD of zero. */
  readonly anywhere: Tally;
  readonly atZero: Tally;
  /** Accounts whose prices are missing or odd. */
  unpriced: number;
  /** Largest difference of a figure from the exact one, as a share of the bound. */
  mostOfBound: number;
}

export function newComparison(): FilterComparison {
  const empty = (): Tally => ({ holds: 0, fails: 0, breaks: 0, unknown: 0 });
  return { anywhere: empty(), atZero: empty(), unpriced: 0, mostOfBound: 0 };
}

/** COST: one state serves all seeds, as a new one would take longer than its market; its old prices must be noticed. */
export class FilterCheck {
  readonly comparison = newComparison();
  readonly #state = new State();
  readonly #float = new FloatMargin();

  /** @throws at a wrong answer */
  run(seed: number): void {
    const random = new Random(seed);
    const market = randomMarket(random, this.#state);
    for (let account = 1; account <= ACCOUNTS_PER_MARKET; account++) {
      randomAccount(random, market, account);
      this.#check(random, market, { account, seed });
    }
  }

  #check(
    random: Random,
    { state }: RandomMarket,
    { account, seed }: { account: number; seed: number },
  ): void {
    const exact = marginNow(state, account);
    if (exact === null) {
      const sign = this.#float.judge(state, account);
      if (sign !== 'unknown') throw new Error(`seed ${seed}: ${sign} without prices`);
      this.comparison.unpriced += 1;
      return;
    }
    this.#measure(state, account, exact);
    for (let i = 0; i < DECISIONS_PER_ACCOUNT; i++) {
      const atZero = i % 2 === 0;
      const around = -floor(i % 4 < 2 ? exact.initial : exact.maintenance);
      const away = atZero ? random.between(-1, 1) : randomAway(random, around);
      const cash = around + away;
      if (Math.abs(cash) > MAX_MONEY) continue;
      state.accounts.setCash(account, cash);
      this.#decide(state, { account, seed, cash, exact, atZero });
    }
    state.accounts.setCash(account, 0);
  }

  #decide(
    state: State,
    {
      account,
      seed,
      cash,
      exact,
      atZero,
    }: { account: number; seed: number; cash: number; exact: AccountMargin; atZero: boolean },
  ): void {
    const sign = this.#float.judge(state, account);
    const initial = exact.initial + BigInt(cash) * MONEY;
    const maintenance = exact.maintenance + BigInt(cash) * MONEY;
    const wrong =
      (sign === 'holds' && initial < 0n) ||
      (sign === 'fails' && initial >= 0n) ||
      (sign === 'breaks' && (maintenance >= 0n || initial >= 0n));
    if (wrong) {
      throw new Error(
        `seed ${seed}, account ${account}: ${sign}, but initial ${initial}, maintenance ${maintenance}`,
      );
    }
    this.comparison[atZero ? 'atZero' : 'anywhere'][sign] += 1;
  }

  #measure(state: State, account: number, exact: AccountMargin): void {
    const figures = this.#float.figures(state, account);
    if (figures === null || !(figures.error > 0 && figures.error < Infinity)) return;
    for (const name of ['initial', 'maintenance'] as const) {
      const difference = Math.abs(figures[name] - Number(exact[name]) / 1e12);
      const ofBound = difference / figures.error;
      if (Number.isNaN(ofBound)) {
        console.log(figures, exact);
        continue;
      }
      this.comparison.mostOfBound = Math.max(this.comparison.mostOfBound, ofBound);
    }
  }
}

function floor(value: bigint): number {
  return Number(value / MONEY) - (value % MONEY < 0n ? 1 : 0);
}

/** By a share of the margin, or by any order of magnitude. */
function randomAway(random: Random, around: number): number {
  const size = random.chance(0.5)
    ? random.below(Math.abs(around) + 1_000_000)
    : random.magnitude(1, 2 ** 50);
  return random.chance(0.5) ? size : -size;
}
