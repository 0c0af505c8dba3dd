/** The main path from end to end: trading, a lie about a batch, a withdrawal, an expiry. */
import { inboxAbi } from '../../contracts/generated/abi.ts';
import { expirySec, parseInstrumentName } from '../../protocol/instrument.ts';
import { encodeListInstrument } from '../../protocol/generated/codec.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import { type Liar, startLiar } from '../../test/actors/liar.ts';
import { loadMutant } from '../../test/actors/mutant.ts';
import type { Market, Quote, Snapshot } from '../market/market.ts';
import { Random } from '../market/random.ts';
import type { Keeper } from '../keeper/keeper.ts';
import { type Devnet, payWithdrawal, until } from './devnet.ts';
import { openKeeper } from './keeper.ts';
import { playerOf } from './keys.ts';
import { DEVNET_CLOCKS } from './l1.ts';
import { count, short } from './narrator.ts';
import { Traders } from './traders.ts';

const MAKERS = ['maker 1', 'maker 2'];
const TAKERS = ['taker 1', 'taker 2', 'taker 3'];
const MAKER_USDC = 20_000_000;
const TAKER_USDC = 500_000;
const WITHDRAWAL_USDC = '1234.56';
/** Instruments that are quoted in a round. */
const QUOTED = 8;
const TAKES_PER_ROUND = 10;
const ROUND_MS = 1_000;
/** The batch that is lied about: the first one with trades of takers. */
const LIE_AFTER_BATCHES = 3;
const CHALLENGE_SEC = Number(DEVNET_CLOCKS.censorshipBudgetSec + DEVNET_CLOCKS.graceSec);
/** Beyond this a snapshot is reached by moving L1's clock, not by waiting. */
const JUMP_SEC = 30;

export interface StoryOptions {
  readonly devnet: Devnet;
  readonly market: Market;
  readonly seed: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** End when everything has happened. */
  readonly once: boolean;
}

/** Plays until all has happened, then, without `once`, trades on until the signal. */
export async function playStory(options: StoryOptions): Promise<void> {
  await new Story(options).play();
}

class Story {
  readonly #options: StoryOptions;
  readonly #random: Random;
  readonly #listed = new Set<string>();
  /** Expiries with listed instruments that are not settled yet: `underlying:day`. */
  readonly #open = new Set<string>();
  readonly #settled = new Set<string>();
  #traders!: Traders;
  #keeper: Keeper | undefined;
  #liar: Liar | undefined;
  #withdrawer!: number;
  #asked = false;

  constructor(options: StoryOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
  }

  async play(): Promise<void> {
    const { market, say, signal, once } = this.#options;
    say(`The market: ${market.description}.`);
    await this.#openAccounts();
    try {
      for (const snapshot of market.snapshots()) {
        if (signal.aborted || (once && this.#isComplete())) break;
        await this.#reach(snapshot.timeSec);
        await this.#trade(snapshot);
        await this.#liePlays();
        await this.#withdraw();
        await this.#settleAhead();
        await sleep(ROUND_MS, signal);
      }
      if (!signal.aborted) await this.#finish();
      if (!once && !signal.aborted) {
        say('The market is over. Everything goes on serving until Ctrl-C.');
        await aborted(signal);
      }
    } finally {
      await this.#liar?.stop();
      await this.#keeper?.stop();
    }
  }

  async #openAccounts(): Promise<void> {
    const { devnet, say } = this.#options;
    const open = async (name: string, usdc: number) => devnet.trader(name, usdc);
    const makers = [];
    for (const name of MAKERS) makers.push(await open(name, MAKER_USDC));
    const takers = [];
    for (const name of TAKERS) takers.push(await open(name, TAKER_USDC));
    this.#traders = new Traders({ makers, takers, random: this.#random });
    this.#withdrawer = takers[0].account;
    const accounts = [...makers, ...takers].map(
      ({ name, account }) => `${name} is account ${account}`,
    );
    say(`Deposits have come in from L1: ${accounts.join(', ')}.`);
    this.#keeper = await openKeeper(this.#options.devnet, say);
  }

  /** Waits for the clock, or moves it where nothing is at stake meanwhile. */
  async #reach(timeSec: number): Promise<void> {
    const { l1 } = this.#options.devnet;
    if (timeSec - (await l1.timeSec()) > JUMP_SEC) await this.#jump(timeSec);
  }

  /** No duel's clock runs and no inbox item waits while L1's time jumps. */
  async #jump(timeSec: number): Promise<void> {
    const { devnet, signal } = this.#options;
    await until('disputes to end', async () => {
      const lieStands = this.#liar !== undefined && devnet.narrator.figures.dispute === null;
      const isQuiet = devnet.provers.every((prover) => prover.status().disputes.length === 0);
      return (!lieStands && isQuiet) || signal.aborted || undefined;
    });
    await until('batches to be posted', async () => {
      const [next, total] = await Promise.all([devnet.read('inboxNext'), this.#inboxLength()]);
      return next === total || signal.aborted || undefined;
    });
    if (!signal.aborted) await devnet.l1.moveTo(timeSec);
  }

  async #inboxLength(): Promise<bigint> {
    const { l1, deployed } = this.#options.devnet;
    return l1.client.readContract({
      address: deployed.inbox,
      abi: inboxAbi,
      functionName: 'count',
    });
  }

  async #trade(snapshot: Snapshot): Promise<void> {
    const { devnet, say } = this.#options;
    const { figures } = devnet.narrator;
    await this.#print(snapshot.indexCents);
    const quotes = this.#pickQuotes(snapshot.quotes);
    await this.#list(quotes);
    const before = { ...this.#traders.figures };
    await this.#traders.round(quotes, TAKES_PER_ROUND);
    const now = this.#traders.figures;
    Object.assign(figures, now);
    const [btc, eth] = snapshot.indexCents.map((cents) => count(cents / 100));
    say(
      `BTC ${btc}, ETH ${eth}: ${now.orders - before.orders} orders, ${now.fills - before.fills} fills, ` +
        `${now.rejected - before.rejected} rejected.`,
    );
  }

  async #print(indexCents: readonly number[]): Promise<void> {
    const { devnet } = this.#options;
    const timeSec = await devnet.l1.timeSec();
    for (const [underlying, priceCents] of indexCents.entries()) {
      if (priceCents > 0)
        await devnet.submit(devnet.publishers.print({ underlying, priceCents, timeSec }));
    }
  }

  /** The nearest expiries' instruments with quotes on both sides, some of them a round. */
  #pickQuotes(quotes: readonly Quote[]): Quote[] {
    const twoSided = quotes.filter(
      ({ bidCents, askCents }) => bidCents !== null && askCents !== null,
    );
    const near = twoSided.filter(({ instrument }) => this.#isNear(instrument, twoSided));
    return Array.from({ length: Math.min(QUOTED, near.length) }, () =>
      this.#random.pick(near),
    ).filter(
      ({ instrument }, i, all) => all.findIndex((other) => other.instrument === instrument) === i,
    );
  }

  #isNear(instrument: string, quotes: readonly Quote[]): boolean {
    const days = [...new Set(quotes.map((quote) => parseInstrumentName(quote.instrument)!.day))];
    const near = days.toSorted((a, b) => a - b).slice(0, 2);
    return near.includes(parseInstrumentName(instrument)!.day);
  }

  async #list(quotes: readonly Quote[]): Promise<void> {
    const { devnet } = this.#options;
    for (const { instrument } of quotes) {
      if (this.#listed.has(instrument)) continue;
      const { underlying, day, strikeCents, put } = parseInstrumentName(instrument)!;
      await devnet.submit(encodeListInstrument({ underlying, day, strikeCents, put: put ? 1 : 0 }));
      this.#listed.add(instrument);
      this.#open.add(`${underlying}:${day}`);
    }
  }

  /** Once, a claimant lies: takers pay the makers' fee. */
  async #liePlays(): Promise<void> {
    const { devnet, say } = this.#options;
    if (this.#liar !== undefined || devnet.narrator.figures.batches < LIE_AFTER_BATCHES) return;
    const { key, address } = playerOf('liar');
    await devnet.l1.fund(address);
    const modules = await loadMutant({
      file: 'book/match.ts',
      find: 'ratePpm: TAKER_FEE_PPM',
      replace: 'ratePpm: MAKER_FEE_PPM',
    });
    this.#liar = await startLiar({
      l1: devnet.l1.url,
      rollup: devnet.deployed.rollup,
      key,
      dataDir: devnet.folder('liar'),
      genesis: devnet.genesis,
      batch: devnet.narrator.figures.batches,
      lying: { type: 'mutant', modules },
      pollMs: 250,
    });
    say('A liar bonds a root of the last batch in which takers pay only the makers’ fee.');
  }

  async #withdraw(): Promise<void> {
    const { devnet, say } = this.#options;
    const { figures } = devnet.narrator;
    if (!this.#asked && figures.batches > 0) {
      this.#asked = true;
      await this.#traders.withdraw(this.#withdrawer, WITHDRAWAL_USDC);
      say(
        `Account ${this.#withdrawer} withdraws ${WITHDRAWAL_USDC} USDC; L1 pays once it is settled.`,
      );
    }
    if (!this.#asked || figures.withdrawal !== null) return;
    const paid = await payWithdrawal(devnet, {
      account: this.#withdrawer,
      payer: playerOf('taker 1'),
    });
    if (paid === undefined) return;
    const amount = (Number(paid.amount) / 1e6).toFixed(2);
    figures.withdrawal = { account: this.#withdrawer, amount, gas: Number(paid.gas) };
    say(
      `The bridge pays ${amount} USDC on L1 by a prover's proof (${count(Number(paid.gas))} gas).`,
    );
  }

  /** Expiries that have come, and, once the rest has happened, the next one by moving the clock. */
  async #settleAhead(): Promise<void> {
    const { devnet, market, say } = this.#options;
    const { figures } = devnet.narrator;
    if (figures.dispute !== null && figures.withdrawal === null)
      await this.#jumpBy(CHALLENGE_SEC + 1);
    const next = this.#nextExpiry();
    if (next !== undefined && figures.withdrawal !== null && figures.expiriesSettled === 0) {
      say('L1 moves on to the next expiry.');
      await this.#jump(expirySec(next.day));
      await this.#print(UNDERLYINGS.map((_, underlying) => market.indexCents(underlying)));
    }
    const now = await devnet.l1.timeSec();
    for (const key of this.#open) {
      const [underlying, day] = key.split(':').map(Number) as [number, number];
      if (expirySec(day) > now) continue;
      const priceCents = market.settlementCents(underlying, day);
      if (priceCents === null) continue;
      if (!(await devnet.submit(devnet.publishers.settlement({ underlying, day, priceCents }))))
        continue;
      this.#open.delete(key);
      this.#settled.add(key);
      figures.expiriesSettled += 1;
      say(
        `${UNDERLYINGS[underlying].symbol} options of ${new Date(expirySec(day) * 1000).toISOString().slice(0, 10)} ` +
          `settle at ${(priceCents / 100).toFixed(2)}.`,
      );
    }
  }

  #nextExpiry(): { day: number } | undefined {
    const days = [...this.#open].map((key) => Number(key.split(':')[1]));
    return days.length === 0 ? undefined : { day: Math.min(...days) };
  }

  async #jumpBy(seconds: number): Promise<void> {
    await this.#jump((await this.#options.devnet.l1.timeSec()) + seconds);
  }

  #isComplete(): boolean {
    return isComplete(this.#options.devnet);
  }

  /** Settled positions are paid, and both provers have derived the root that the sequencer has. */
  async #finish(): Promise<void> {
    const { devnet, say, signal } = this.#options;
    const { figures } = devnet.narrator;
    if (this.#settled.size > 0) {
      await until('settled positions to be paid', async () => {
        const held = await this.#traders.positions();
        return (
          !held.some((name) => this.#settled.has(expiryKey(name))) || signal.aborted || undefined
        );
      });
      say('Every account holding a settled expiry has been paid or charged.');
    }
    const number = await until('provers to derive every batch', async () => {
      const derived = devnet.provers.map((prover) => prover.status().derived);
      if (derived.every((each) => each === figures.batches)) return figures.batches;
      return signal.aborted ? 0 : undefined;
    });
    if (signal.aborted) return;
    const root = await devnet.rootOf(number);
    figures.rootsEqual = devnet.provers.every((prover) => prover.status().root === root);
    say(
      figures.rootsEqual
        ? `Both provers derive root ${short(root)} after batch ${number} from L1 alone, as the sequencer has it.`
        : `The provers do not derive the sequencer's root ${short(root)} after batch ${number}.`,
    );
  }
}

/** `underlying:day` */
function expiryKey(instrument: string): string {
  const { underlying, day } = parseInstrumentName(instrument)!;
  return `${underlying}:${day}`;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Everything that the story promises has happened. */
export function isComplete({ narrator: { figures } }: Pick<Devnet, 'narrator'>): boolean {
  return (
    figures.fills > 0 &&
    figures.batches > 0 &&
    figures.dispute !== null &&
    figures.withdrawal !== null &&
    figures.expiriesSettled > 0
  );
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
