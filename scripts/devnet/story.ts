/** The main path from end to end: trading under both margin models, a lie about a batch, a liquidation, a withdrawal, an expiry. */
import type { MarginModel } from '../../sdk/types.ts';
import type { Liar } from '../../test/actors/liar.ts';
import { KeeperWatch } from '../keeper/keeper.ts';
import { Random } from '../market/random.ts';
import type { SimulatedMarket } from '../market/simulator.ts';
import { lie, type Scene, settleNext, Squeeze, Withdrawal } from './chapters.ts';
import type { Devnet } from './devnet.ts';
import { compareRoots, houseIsKept } from './finish.ts';
import { count, short } from './narrator.ts';
import { Stage } from './stage.ts';
import { type Quote, type Role, Traders } from './traders.ts';

const MAKER_USDC = 20_000_000;
const TAKER_USDC = 500_000;
const SELLER_USDC = 25_000;
const KEEPER_USDC = 2_000_000;
/** Instruments that are quoted in a round, of so many expiries. */
const QUOTED = 8;
const EXPIRIES = 2;
const TAKES_PER_ROUND = 8;
const ROUND_MS = 1_000;
/** The keeper wants so much of what it takes, and dares so much. */
const KEEPER_DISCOUNT = 0.04;
const KEEPER_RISK_USD = 500_000;

export interface StoryOptions {
  readonly devnet: Devnet;
  readonly market: SimulatedMarket;
  readonly seed: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** End when everything has happened. */
  readonly once: boolean;
  /** Nobody lies and L1's clock keeps to seconds: lies and their defence are left to others. */
  readonly undefended?: boolean;
}

/** Plays until all has happened, then, without `once`, trades on until the signal. */
export async function playStory(options: StoryOptions): Promise<void> {
  await new Story(options).play();
}

class Story {
  readonly #options: StoryOptions;
  readonly #random: Random;
  readonly #squeeze = new Squeeze();
  readonly #withdrawal = new Withdrawal();
  #scene!: Scene;
  #liar: Liar | null = null;
  #isSqueezed = false;

  constructor(options: StoryOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
  }

  async play(): Promise<void> {
    const { devnet, market, say, signal, once } = this.#options;
    say(`The market: ${market.description}.`);
    try {
      await this.#open();
      while (!signal.aborted && !(once && isComplete(devnet))) {
        await this.#round();
        await this.#chapters();
        await sleep(ROUND_MS, signal);
      }
      if (!signal.aborted) await this.#finish();
    } finally {
      await this.#liar?.stop();
    }
  }

  async #open(): Promise<void> {
    const { devnet, market, say, signal } = this.#options;
    const open = async (name: string, usdc: number, model: MarginModel = 'standard') => {
      const trader = await devnet.trader(name, usdc);
      if (model !== 'standard') await trader.client.setMarginModel(model);
      return { trader, underlying: model === 'standard' ? null : 0 } satisfies Role;
    };
    const makers = [
      await open('maker 1', MAKER_USDC),
      await open('maker 2', MAKER_USDC, 'portfolio'),
    ];
    const takers = [
      await open('taker 1', TAKER_USDC),
      await open('taker 2', TAKER_USDC),
      await open('taker 3', TAKER_USDC, 'portfolio'),
    ];
    const { trader: seller } = await open('seller', SELLER_USDC, 'portfolio');
    const { trader: keeper } = await open('keeper', KEEPER_USDC);
    const all = [...[...makers, ...takers].map(({ trader }) => trader), seller, keeper];
    const names = all.map(({ name, account }) => `${name} is account ${account}`);
    say(`Deposits have come in from L1: ${names.join(', ')}.`);
    const isQuiet = (): boolean => {
      const lieStands = this.#liar !== null && devnet.narrator.figures.dispute === null;
      const duels = devnet.provers.flatMap((prover) =>
        prover.status().disputes.flatMap((dispute) => dispute.duels),
      );
      return !lieStands && duels.length === 0;
    };
    this.#scene = {
      devnet,
      market,
      say,
      signal,
      keepsTime: this.#options.undefended === true,
      withdrawer: takers[0].trader,
      stage: new Stage({ devnet, market, signal, say, isQuiet }),
      traders: new Traders({ makers, takers, random: this.#random }),
      seller: { trader: seller, underlying: 0, sells: 'calls' },
      keeper: new KeeperWatch({
        client: keeper.client,
        account: keeper.account,
        log: () => {},
        discount: KEEPER_DISCOUNT,
        riskUsdMax: KEEPER_RISK_USD,
      }),
    };
  }

  async #round(): Promise<void> {
    const { devnet, say } = this.#options;
    const { stage, traders } = this.#scene;
    await stage.look();
    const before = { ...traders.figures };
    await traders.round(this.#pickQuotes(), TAKES_PER_ROUND);
    const now = traders.figures;
    Object.assign(devnet.narrator.figures, now);
    const [btc, eth] = stage.snapshot.indexCents.map((cents) => count(cents / 100));
    say(
      `BTC ${btc}, ETH ${eth}: ${now.orders - before.orders} orders, ${now.fills - before.fills} fills, ` +
        `${now.rejected - before.rejected} rejected.`,
    );
  }

  #pickQuotes(): Quote[] {
    const near = this.#scene.stage.quotes(EXPIRIES);
    if (near.length === 0) return [];
    const picked = Array.from({ length: QUOTED }, () => this.#random.pick(near));
    return [...new Set(picked)];
  }

  async #chapters(): Promise<void> {
    const { figures } = this.#options.devnet.narrator;
    if (this.#options.undefended !== true) this.#liar ??= await lie(this.#scene);
    if (!this.#isSqueezed) this.#isSqueezed = await this.#squeeze.play(this.#scene);
    if (!this.#isSqueezed) return;
    await this.#withdrawal.play(this.#scene);
    if (this.#options.undefended === true) return;
    if (figures.withdrawal !== null && figures.expiriesSettled === 0) await settleNext(this.#scene);
  }

  /** Settled positions are paid, and both provers have derived the root that the sequencer has. */
  async #finish(): Promise<void> {
    const { devnet, say, signal } = this.#options;
    await houseIsKept(devnet, signal);
    if (signal.aborted) return;
    say('Every account holding a settled expiry has been paid or charged.');
    const { equal, batch, sequencer } = await compareRoots(devnet, signal);
    if (signal.aborted || sequencer === null) return;
    devnet.narrator.figures.rootsEqual = equal;
    say(
      equal
        ? `Both provers derive root ${short(sequencer)} after batch ${batch} from L1 alone, as the sequencer has it.`
        : `The provers do not derive the sequencer's root ${short(sequencer)} after batch ${batch}.`,
    );
  }
}

/** Everything that the story promises has happened. */
export function isComplete({ narrator: { figures } }: Pick<Devnet, 'narrator'>): boolean {
  return (
    figures.fills > 0 &&
    figures.portfolioFills > 0 &&
    figures.batches > 0 &&
    figures.dispute !== null &&
    figures.liquidations.bids > 0 &&
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
