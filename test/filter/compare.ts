/** The float filter against the exact margins: it may not know, but it may never be wrong. */
import { type AccountMargin, marginNow } from '../../protocol/margin/evaluate.ts';
import type { Sign } from '../../protocol/machine.ts';
import { MAX_MONEY } from '../../protocol/params.ts';
import { State } from '../../protocol/state.ts';
import { FloatMargin } from '../../sequencer/engine/filter.ts';
import { Random } from '../fixtures/random.ts';
import { nudgePrint, randomAccount, randomMarket } from './market.ts';

const MONEY = 10n ** 12n;
const ACCOUNTS_PER_MARKET = 16;
/** Changes of one field of a print alone, after which kept prices must not be used. */
const NUDGES = 16;
/** Half of them where a margin is within a unit of zero. */
const DECISIONS_PER_ACCOUNT = 64;
export const DECISIONS_PER_SEED = ACCOUNTS_PER_MARKET * DECISIONS_PER_ACCOUNT;

export type Tally = Record<Sign, number>;

export interface FilterComparison {
  /** Cash anywhere; and cash that leaves initial or maintenance margin at −1, 0 or 1 × 10^-6 USD. */
  readonly anywhere: Tally;
  readonly atZero: Tally;
  /** Accounts whose prices are missing. */
  unpriced: number;
  /** Accounts about which the filter has no figures, or no bound. */
  unbounded: number;
  /** Largest difference of a figure from the exact one, as a share of the bound. */
  mostOfBound: number;
}

export function describeFilter(comparison: FilterComparison): string {
  const { anywhere, atZero, unpriced, unbounded, mostOfBound } = comparison;
  const line = ({ holds, fails, breaks, unknown }: Tally): string =>
    `${holds} hold, ${fails} fail, ${breaks} break, ${unknown} unknown`;
  return [
    `cash anywhere: ${line(anywhere)}`,
    `within 10^-6 USD of zero: ${line(atZero)}`,
    `${unpriced} accounts without prices, ${unbounded} without a bound`,
    `largest difference of a figure: ${mostOfBound.toFixed(5)} of its bound`,
    'no wrong answer',
  ].join('\n');
}

interface Case {
  readonly seed: number;
  readonly account: number;
  readonly exact: AccountMargin;
}

/** COST: one state serves all seeds, which takes less time than a new one, and old prices must be noticed. */
export class FilterCheck {
  readonly comparison: FilterComparison = {
    anywhere: { holds: 0, fails: 0, breaks: 0, unknown: 0 },
    atZero: { holds: 0, fails: 0, breaks: 0, unknown: 0 },
    unpriced: 0,
    unbounded: 0,
    mostOfBound: 0,
  };
  readonly #state = new State();
  readonly #float = new FloatMargin();

  /** @throws at a wrong answer */
  run(seed: number): void {
    const random = new Random(seed);
    const market = randomMarket(random, this.#state);
    for (let account = 1; account <= ACCOUNTS_PER_MARKET; account++) {
      randomAccount(random, market, account);
      const exact = marginNow(this.#state, account);
      if (exact === null) this.#expectUnknown({ seed, account });
      else this.#check(random, { seed, account, exact });
    }
    for (let i = 0; i < NUDGES; i++) {
      const account = random.between(1, ACCOUNTS_PER_MARKET);
      nudgePrint(random, market, account);
      const exact = marginNow(this.#state, account);
      if (exact !== null) this.#measure({ seed, account, exact });
    }
  }

  #expectUnknown({ seed, account }: { seed: number; account: number }): void {
    const sign = this.#float.judge(this.#state, account);
    if (sign !== 'unknown') throw new Error(`seed ${seed}, account ${account}: ${sign}, unpriced`);
    this.comparison.unpriced += 1;
  }

  /** Cash enters margins one to one, so that one exact evaluation decides about any cash. */
  #check(random: Random, each: Case): void {
    const { account, exact } = each;
    this.#measure(each);
    for (let i = 0; i < DECISIONS_PER_ACCOUNT; i++) {
      const tally = i % 2 === 0 ? 'atZero' : 'anywhere';
      const around = -moneyDown(i % 4 < 2 ? exact.initial : exact.maintenance);
      const cash = around + (tally === 'atZero' ? random.between(-1, 1) : away(random, around));
      if (Math.abs(cash) > MAX_MONEY) continue;
      this.#state.accounts.setCash(account, cash);
      this.comparison[tally][this.#decide(each, cash)] += 1;
    }
    this.#state.accounts.setCash(account, 0);
  }

  #decide({ seed, account, exact }: Case, cash: number): Sign {
    const sign = this.#float.judge(this.#state, account);
    const initial = exact.initial + BigInt(cash) * MONEY;
    const maintenance = exact.maintenance + BigInt(cash) * MONEY;
    const isRight = {
      holds: initial >= 0n,
      fails: initial < 0n,
      breaks: initial < 0n && maintenance < 0n,
      unknown: true,
    };
    if (isRight[sign]) return sign;
    throw new Error(
      `seed ${seed}, account ${account}: ${sign}, but initial ${initial}, maintenance ${maintenance}`,
    );
  }

  /** @throws where a figure is further off than the bound */
  #measure({ seed, account, exact }: Case): void {
    if (this.#state.accounts.positionCount(account) === 0) return;
    const figures = this.#float.figures(this.#state, account);
    if (figures === null || !(figures.error < Infinity)) {
      this.comparison.unbounded += 1;
      return;
    }
    for (const name of ['initial', 'maintenance'] as const) {
      const difference = Math.abs(figures[name] - Number(exact[name]) / 1e12);
      const ofBound = difference / figures.error;
      if (ofBound > 1) throw new Error(`seed ${seed}, account ${account}: ${name} is out of bound`);
      this.comparison.mostOfBound = Math.max(this.comparison.mostOfBound, ofBound);
    }
  }
}

function moneyDown(value: bigint): number {
  return Number(value / MONEY) - (value % MONEY < 0n ? 1 : 0);
}

/** By a share of the margin, or by any order of magnitude. */
function away(random: Random, around: number): number {
  const size = random.chance(0.5)
    ? random.below(Math.abs(around) + 1_000_000)
    : random.magnitude(1, 2 ** 50);
  return random.chance(0.5) ? size : -size;
}
