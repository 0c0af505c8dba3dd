/** Random markets, and what must hold after each of their operations. */
import { BUY, SELL } from '../../protocol/book/levels.ts';
import { IOC } from '../../protocol/book/match.ts';
import { moneyOf } from '../../protocol/derive.ts';
import { expirySec } from '../../protocol/instrument.ts';
import { marginNow } from '../../protocol/margin/evaluate.ts';
import { MODEL_PORTFOLIO, UNDERLYINGS } from '../../protocol/params.ts';
import { ACCEPTED } from '../../protocol/rejections.ts';
import { expiryIndex, type State } from '../../protocol/state.ts';
import { Exchange, flatSurface, START_DAY } from '../fixtures/exchange.ts';
import { Random } from '../fixtures/random.ts';

export interface Counts {
  orders: number;
  fills: number;
  auctions: number;
  bids: number;
  settlements: number;
  mostNegative: number;
}

export class PropertyError extends Error {
  override readonly name = 'PropertyError';
}

const USD = 1_000_000;
const ACCOUNTS = 10;
const DAYS = [START_DAY + 2, START_DAY + 9];
const STRIKES_USD = [50_000, 55_000, 60_000, 65_000, 70_000];

/** Plays `rounds` rounds of a market: prints, orders, liquidations and bids, at last the settlement of the first expiry. */
export function playMarket(seed: number, rounds: number): Counts {
  const market = new RandomMarket(seed);
  for (let i = 0; i < rounds; i++) market.round();
  market.settle(DAYS[0]);
  return market.counts;
}

/** The market of the seed, whose prints stop in the end. @returns cash of each account when all is closed and settled */
export function closeMarket(
  seed: number,
  { rounds, ...choice }: { rounds: number } & ClosingChoice,
): number[] {
  const market = new RandomMarket(seed);
  for (let i = 0; i < rounds; i++) market.round();
  return market.close(choice);
}

/** What those who close may choose. */
export interface ClosingChoice {
  readonly waitSec: number;
  readonly isReversed: boolean;
}

class RandomMarket {
  readonly counts: Counts = {
    orders: 0,
    fills: 0,
    auctions: 0,
    bids: 0,
    settlements: 0,
    mostNegative: 0,
  };
  readonly #random: Random;
  readonly #exchange: Exchange;
  readonly #accounts: readonly number[];
  readonly #instruments: readonly number[];
  #traded = new Set<number>();
  #indexCents = 6_000_000;
  #vol = 0.6;

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#exchange = new Exchange({
      events: {
        fill: ({ maker, taker }) => {
          this.#traded.add(maker).add(taker);
          this.counts.fills += 1;
        },
      },
    });
    const x = this.#exchange;
    x.print(0, this.#indexCents, this.#indexCents);
    this.#instruments = DAYS.flatMap((day) =>
      STRIKES_USD.flatMap((usd) =>
        [false, true].map((put) => x.list({ day, strikeCents: usd * 100, put })),
      ),
    );
    this.#accounts = Array.from({ length: ACCOUNTS }, () =>
      x.open(this.#random.magnitude(4_000, 64_000) * USD),
    );
    for (const day of DAYS) x.surface({ day, ...this.#flat(day) });
    for (const account of this.#accounts) {
      if (this.#random.chance(0.6)) x.setMarginModel(account, MODEL_PORTFOLIO);
    }
  }

  round(): void {
    this.#print();
    for (let i = 0; i < 12; i++) this.#order();
    for (const account of this.#accounts) this.#liquidate(account);
    this.#checkBooks();
  }

  settle(day: number): void {
    const x = this.#exchange;
    x.advance(expirySec(day) + 1);
    const price = Math.round(this.#indexCents * (0.8 + 0.4 * this.#random.below(1000) * 0.001));
    x.print(0, price, price);
    this.#demand(x.settleExpiry({ day, prices: [price, price] }) === ACCEPTED, 'an expiry settles');
    for (let pass = 0; pass < 2; pass++) {
      for (const account of this.#accounts) {
        if (x.settleAccount(account, { day }) === ACCEPTED) this.counts.settlements += 1;
      }
    }
    this.#checkBooks();
  }

  /** INVARIANT: everybody gets the marks of the last prints, and the pools end empty. */
  close({ waitSec, isReversed }: ClosingChoice): number[] {
    const x = this.#exchange;
    const { accounts, expiries, globals } = x.state;
    x.advance(globals.timeSec() + waitSec);
    const order = isReversed ? this.#accounts.toReversed() : this.#accounts;
    const days = isReversed ? DAYS.toReversed() : DAYS;
    for (const day of days) for (const account of order) x.closeOut(account, { day });
    const owned = order.map((account) => {
      const margin = marginNow(x.state, account);
      this.#demand(margin !== null, 'what is closed needs no print');
      return margin!.initial / 10n ** 12n;
    });
    for (let pass = 0; pass < 2; pass++) {
      for (const account of order) for (const day of days) x.settleAccount(account, { day });
    }
    this.#checkBooks();
    for (const [i, account] of order.entries()) {
      const cash = BigInt(accounts.cash(account));
      this.#demand(accounts.positionCount(account) === 0, 'everybody is settled');
      this.#demand(cash === owned[i] || (cash <= 0n && owned[i] <= cash), 'marks are what is paid');
    }
    this.#demand(globals.pool() === 0, 'long and short add up to zero');
    this.#demand(
      DAYS.every((day) => expiries.pool(expiryIndex(0, day)) === 0),
      'each pool ends empty',
    );
    return this.#accounts.map((account) => accounts.cash(account));
  }

  /** Small moves, now and then a jump. */
  #print(): void {
    const x = this.#exchange;
    const jump = this.#random.chance(0.35) ? 190 : 20;
    this.#indexCents = Math.round(
      this.#indexCents * (1 + this.#random.between(-jump, jump) / 1000),
    );
    this.#vol = Math.min(Math.max(this.#vol + this.#random.between(-5, 5) / 100, 0.3), 2);
    x.print(0, this.#indexCents, this.#indexCents);
    for (const day of DAYS) x.surface({ day, ...this.#flat(day) });
  }

  #flat(day: number) {
    const secToExpiry = expirySec(day) - this.#exchange.state.globals.timeSec();
    return flatSurface({ vol: this.#vol, secToExpiry });
  }

  /** INVARIANT: whoever traded holds maintenance margin, fees included, at the prices the order was accepted at. */
  #order(): void {
    const x = this.#exchange;
    const account = this.#random.pick(this.#accounts);
    this.#traded = new Set();
    const { tickCents, lotE4 } = UNDERLYINGS[0];
    const outcome = x.placeOrder(account, {
      instrument: this.#random.pick(this.#instruments),
      side: this.#random.pick([BUY, SELL]),
      timeInForce: this.#random.pick([0, 0, 0, IOC]),
      priceCents: this.#random.magnitude(1, 16_384) * tickCents,
      quantityE4: this.#random.magnitude(1, 512) * lotE4,
    });
    if (outcome !== ACCEPTED) return;
    this.counts.orders += 1;
    for (const trader of this.#traded) {
      const margin = marginNow(x.state, trader);
      this.#demand(margin !== null && margin.maintenance >= 0n, 'who traded is above maintenance');
    }
  }

  /** INVARIANT: no bid lowers equity ÷ requirement of the account that is sold. */
  #liquidate(account: number): void {
    const x = this.#exchange;
    if (x.liquidate(account) === ACCEPTED) this.counts.auctions += 1;
    if (x.state.accounts.auctionStartSec(account) === 0) return;
    const bidder = this.#random.pick(this.#accounts);
    const before = marginNow(x.state, account)!;
    const sharePpm = this.#random.pick([1, 100_000, 333_333, 500_000, 999_999, 1_000_000]);
    if (x.bid(bidder, { account, sharePpm }) !== ACCEPTED) return;
    this.counts.bids += 1;
    const after = marginNow(x.state, account)!;
    const [needed, neededBefore] = [after, before].map((m) => m.markToMarket - m.maintenance);
    this.#demand(
      after.markToMarket * neededBefore >= before.markToMarket * needed,
      'a bid leaves the account no worse off',
    );
    this.#demand(marginNow(x.state, bidder)!.initial >= 0n, 'a bidder holds its initial margin');
  }

  /** INVARIANT: money is conserved to the unit, and what one account owns of an instrument others owe. */
  #checkBooks(): void {
    const { state } = this.#exchange;
    this.#demand(moneyOf(state).difference === 0n, 'money is conserved');
    const [code] = [...positionSums(state)].find(([, sum]) => sum !== 0) ?? [];
    this.#demand(code === undefined, `positions of instrument code ${code} sum to zero`);
    for (const account of this.#accounts) {
      const cash = state.accounts.cash(account);
      this.counts.mostNegative = Math.min(this.counts.mostNegative, cash);
    }
  }

  #demand(holds: boolean, what: string): void {
    if (!holds) throw new PropertyError(`it must hold that ${what}`);
  }
}

function positionSums(state: State): Map<number, number> {
  const sums = new Map<number, number>();
  for (let account = 1; account <= state.globals.accountCount(); account++) {
    for (let i = 0; i < state.accounts.positionCount(account); i++) {
      const code = state.accounts.positionCode(account, i);
      sums.set(code, (sums.get(code) ?? 0) + state.accounts.positionAmount(account, i));
    }
  }
  return sums;
}
