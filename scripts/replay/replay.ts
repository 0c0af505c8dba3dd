/** Plays a recording on a whole devnet: prints, surfaces, trading, liquidations, settlements. */
import { encodeListInstrument } from '../../protocol/generated/codec.ts';
import { moneyOf } from '../../protocol/derive.ts';
import { expirySec } from '../../protocol/instrument.ts';
import { FULL_CONFIDENCE_E4, UNDERLYINGS } from '../../protocol/params.ts';
import { expiryIndex } from '../../protocol/state.ts';
import type { FittedSurface } from '../../publisher/fit/surface.ts';
import { Reporter } from '../../publisher/report/report.ts';
import { KeeperWatch } from '../keeper/keeper.ts';
import type { Devnet } from '../devnet/devnet.ts';
import { topUp } from '../devnet/funding.ts';
import { Traders } from '../devnet/traders.ts';
import { Random } from '../market/random.ts';
import { type Cast, openCast } from './cast.ts';
import { type Deliveries, expiryKey } from './deliveries.ts';
import { chooseDays, chooseOptions, codeOf, type QuotedOption } from './instruments.ts';
import { MarkWatch } from './marks.ts';
import type { Snapshot } from './recording.ts';
import { sellAll } from '../devnet/sellers.ts';
import type { Print, Session } from './timetable.ts';

export interface ReplayOptions {
  readonly devnet: Devnet;
  readonly timetable: readonly Session[];
  readonly snapshots: AsyncIterator<Snapshot>;
  readonly deliveries: Deliveries;
  readonly seed: number;
  /** Options that are quoted at each snapshot. */
  readonly instruments: number;
  readonly signal: AbortSignal;
  readonly onSnapshot: (done: SnapshotDone) => void;
}

export interface SnapshotDone {
  readonly number: number;
  readonly timeSec: number;
  readonly indexCents: readonly number[];
  readonly orders: number;
  readonly fills: number;
  readonly auctions: number;
}

export interface Settlement {
  readonly underlying: string;
  readonly expiry: string;
  readonly deliveryUsd: number;
  readonly settledUsd: number;
}

const TAKES = 10;
/** Prints after a snapshot while accounts are under auction. */
const ROUND_SEC = 100;
const ROUNDS_MAX = 8;
const REFILLS_MAX = 3;
/** The keeper wants so much of what it takes. */
const KEEPER_DISCOUNT = 0.08;
const KEEPER_RISK_USD = 5_000_000;

export class Replay {
  readonly reporter = new Reporter(() => performance.now());
  readonly marks = new MarkWatch();
  readonly settlements: Settlement[] = [];
  /** What publishers did not agree on or the exchange did not take, by reason. */
  readonly refusals = new Map<string, number>();
  moneyChecks = 0;
  surfaces = 0;
  snapshots = 0;
  readonly #options: ReplayOptions;
  readonly #random: Random;
  #cast!: Cast;
  #traders!: Traders;
  #keeper!: KeeperWatch;
  readonly #listed = new Set<number>();
  /** By account. */
  readonly #refills = new Map<number, number>();
  /** Days that are traded, by underlying. */
  readonly #days: number[][] = UNDERLYINGS.map(() => []);

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
  }

  get figures() {
    return this.#traders.figures;
  }

  nameOf(account: number): string {
    return this.#cast.names.get(account) ?? `account ${account}`;
  }

  async play(): Promise<void> {
    const { devnet, timetable, signal } = this.#options;
    await this.#open();
    for (const [i, session] of timetable.entries()) {
      if (signal.aborted) return;
      await devnet.quiet(signal);
      const nextSec = timetable[i + 1]?.[0].timeSec ?? Infinity;
      for (const [j, print] of session.entries()) {
        if (signal.aborted) return;
        await this.#print(print);
        if (print.day !== null) await this.#settle(print.day);
        if (print.snapshot !== null) await this.#snapshot(print.timeSec);
        const isLast = j === session.length - 1;
        if (print.snapshot !== null && isLast) await this.#rounds(print, nextSec);
        else if (this.#auctions() > 0) await this.#keeper.look(signal);
      }
    }
  }

  /** A market is needed to trade in, and time: accounts are opened before the first print. */
  async #open(): Promise<void> {
    const { devnet } = this.#options;
    this.#cast = await openCast(devnet);
    const { makers, takers, keeper } = this.#cast;
    this.#traders = new Traders({ makers, takers, random: this.#random });
    this.#keeper = new KeeperWatch({
      client: keeper.client,
      account: keeper.account,
      discount: KEEPER_DISCOUNT,
      riskUsdMax: KEEPER_RISK_USD,
      log: () => {},
    });
  }

  async #print({ timeSec, priceCents }: Pick<Print, 'timeSec' | 'priceCents'>): Promise<void> {
    const { devnet } = this.#options;
    await devnet.l1.moveTo(timeSec);
    devnet.oracle.setTime(timeSec);
    for (const [underlying, cents] of priceCents.entries()) {
      if (cents === null) continue;
      await devnet.reference.follow(underlying, cents);
      const print = { underlying, priceCents: cents, timeSec, confidenceE4: FULL_CONFIDENCE_E4 };
      this.#note('index', await devnet.oracle.printPrice(print));
    }
  }

  async #snapshot(timeSec: number): Promise<void> {
    const { devnet, snapshots, signal, onSnapshot } = this.#options;
    const next = await snapshots.next();
    if (next.done === true) throw new Error('the recording is shorter than when it was read first');
    const before = { ...this.#traders.figures };
    const options: QuotedOption[] = [];
    for (const chain of next.value.chains) {
      devnet.oracle.see(chain.snapshot);
      const { fit } = this.reporter.add(chain);
      options.push(...this.#choose(chain, fit.surfaces));
    }
    await this.#surfaces(timeSec);
    await this.#list(options);
    await this.marks.look(devnet, { options, chains: next.value.chains });
    await this.#keeper.look(signal);
    await this.#trade(options);
    await this.#keeper.look(signal);
    this.checkMoney();
    this.snapshots += 1;
    const { orders, fills } = this.#traders.figures;
    onSnapshot({
      number: this.snapshots,
      timeSec,
      indexCents: UNDERLYINGS.map((_, i) => devnet.state.underlyings.indexCents(i)),
      orders: orders - before.orders,
      fills: fills - before.fills,
      auctions: this.#auctions(),
    });
  }

  #choose(chain: Snapshot['chains'][number], surfaces: readonly FittedSurface[]): QuotedOption[] {
    const { timeSec, indexUsd } = chain.snapshot;
    const underlying = UNDERLYINGS.findIndex(({ symbol }) => symbol === chain.snapshot.underlying);
    const days = chooseDays(chain, { inUse: this.#days[underlying], nowSec: timeSec });
    this.#days[underlying] = days;
    const count = Math.max(Math.floor(this.#options.instruments / UNDERLYINGS.length), 2);
    const indexCents = Math.round(indexUsd * 100);
    return chooseOptions(chain, { surfaces, days, count, indexCents });
  }

  async #surfaces(timeSec: number): Promise<void> {
    const { oracle } = this.#options.devnet;
    for (const [underlying, days] of this.#days.entries()) {
      for (const day of days) {
        if (expirySec(day) <= timeSec) continue;
        const refusal = await oracle.printSurface({ underlying, day });
        if (refusal === null) this.surfaces += 1;
        this.#note('surface', refusal);
      }
    }
  }

  async #list(options: readonly QuotedOption[]): Promise<void> {
    for (const option of options) {
      const code = codeOf(option);
      if (this.#listed.has(code)) continue;
      this.#listed.add(code);
      const { put, ...terms } = option.terms;
      const operation = encodeListInstrument({ ...terms, put: put ? 1 : 0 });
      this.#note('listing', await this.#options.devnet.submit(operation));
    }
  }

  async #trade(options: readonly QuotedOption[]): Promise<void> {
    const { devnet, signal } = this.#options;
    await this.#traders.round(options, TAKES);
    for (const seller of this.#cast.sellers) {
      if (signal.aborted) return;
      if (this.#isUnderAuction(seller.trader.account)) continue;
      await this.#refill(seller);
      const indexCents = devnet.state.underlyings.indexCents(seller.underlying);
      await sellAll(seller, { quotes: options, indexCents, traders: this.#traders });
    }
  }

  /** A seller who has lost all comes back a few times. */
  async #refill({ trader, usdc }: Cast['sellers'][number]): Promise<void> {
    const { devnet } = this.#options;
    const { accounts } = devnet.state;
    const { account } = trader;
    const refills = this.#refills.get(account) ?? 0;
    const isBroke = accounts.cash(account) < (usdc * 1e6) / 4;
    if (refills === REFILLS_MAX || !isBroke || accounts.positionCount(account) > 0) return;
    this.#refills.set(account, refills + 1);
    await topUp(devnet, trader, usdc);
  }

  /** An auction needs time to become cheap enough: prints go on for a while. */
  async #rounds({ timeSec, priceCents }: Print, nextSec: number): Promise<void> {
    const { signal } = this.#options;
    for (let i = 1; i <= ROUNDS_MAX && this.#auctions() > 0 && !signal.aborted; i++) {
      const at = timeSec + i * ROUND_SEC;
      if (at >= nextSec) return;
      await this.#print({ timeSec: at, priceCents });
      await this.#keeper.look(signal);
    }
  }

  async #settle(day: number): Promise<void> {
    const { devnet, deliveries } = this.#options;
    const { expiries } = devnet.state;
    for (const [underlying, { symbol }] of UNDERLYINGS.entries()) {
      const delivery = deliveries.get(expiryKey({ underlying, day }));
      if (delivery === undefined) continue;
      this.#note('settlement', await devnet.oracle.printSettlement({ underlying, day }));
      const expiry = expiryIndex(underlying, day);
      if (expiries.settled(expiry) === 0) continue;
      this.settlements.push({
        underlying: symbol,
        expiry: new Date(expirySec(day) * 1000).toISOString(),
        deliveryUsd: delivery / 100,
        settledUsd: expiries.settlementCents(expiry) / 100,
      });
    }
    this.checkMoney();
  }

  /** @throws Error where money came or went */
  checkMoney(): void {
    const { difference } = moneyOf(this.#options.devnet.state);
    this.moneyChecks += 1;
    if (difference !== 0n) throw new MoneyError(difference);
  }

  #isUnderAuction(account: number): boolean {
    return this.#options.devnet.state.accounts.auctionStartSec(account) !== 0;
  }

  #auctions(): number {
    return [...this.#cast.names.keys()].filter((account) => this.#isUnderAuction(account)).length;
  }

  #note(what: string, refusal: string | null): void {
    if (refusal === null) return;
    const line = `${what}: ${refusal}`;
    this.refusals.set(line, (this.refusals.get(line) ?? 0) + 1);
  }
}

/** The vault does not hold what accounts, insurance and pools add up to. */
export class MoneyError extends Error {
  override readonly name = 'MoneyError';

  constructor(difference: bigint) {
    super(`money is not conserved: the vault differs by ${difference} × 10^-6 USD`);
  }
}
