/** Disputes on an L1 that takes blocks back, with a prover that is killed again and again. One seed tells when. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Hex } from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { startProver } from '../../prover/main.ts';
import type { Liar, Lying } from '../actors/liar.ts';
import { startLiar } from '../actors/liar.ts';
import { BUY, SELL } from '../../protocol/book/levels.ts';
import { toBytes } from '../../prover/hex.ts';
import { Exchange, testHeader } from '../fixtures/exchange.ts';
import { Rig, until } from '../prover/rig.ts';
import { startAnvil } from './anvil.ts';
import { auditOf, type Audit } from './audit.ts';
import { Victim } from './victim.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly kills: number;
  /** Reorganisations go up to so many blocks. */
  readonly deepest: number;
  /** Longest life once it serves, on a machine that has nothing else to do. */
  readonly lifeMs: number;
  readonly tell: (event: ChaosEvent) => void;
}

export type ChaosEvent =
  | {
      readonly type: 'kill';
      readonly kill: number;
      readonly batch: number;
      readonly ageMs: number;
      readonly after: string;
    }
  | {
      readonly type: 'reorg';
      readonly depth: number;
      readonly block: number;
      readonly batch: number;
    }
  | {
      readonly type: 'won';
      readonly batch: number;
      readonly liars: number;
      readonly seconds: number;
    };

export interface ChaosResult extends Audit {
  readonly seed: number;
  readonly kills: number;
  readonly disputes: number;
  readonly reorgs: readonly number[];
  readonly seconds: number;
}

const HONEST = 1;
/** A and g, in seconds of L1: minutes, so that a slow machine loses no clock. */
const CLOCKS = { censorshipBudget: 900, grace: 60 };
const LIARS = [3, 4, 5];
const ALL_BLOCKS = 2n ** 63n;
/** A liar that has not entered by then has missed its chance. */
const ENTER_MS = 90_000;
/** Long enough for any dispute on a machine that does other things too. */
const DISPUTE_MS = 900_000;

export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const rig = await Rig.start({ startL1: startAnvil, ...CLOCKS });
  const chaos = new Chaos(rig, options);
  try {
    return await chaos.run();
  } finally {
    await chaos.stop();
    await rig.stop();
  }
}

class Chaos {
  readonly #rig: Rig;
  readonly #options: ChaosOptions;
  readonly #random: () => number;
  readonly #victim: Victim;
  readonly #operations: Uint8Array[];
  readonly #inbox: Exchange['inbox'];
  readonly #reorgs: number[] = [];
  readonly #liars: Liar[] = [];
  #kills = 0;
  #batch = 0;
  /** Blocks from which on nothing is taken back: the batch in dispute, and what was settled before it. */
  #fixedBlock = ALL_BLOCKS;
  #isOver = false;

  constructor(rig: Rig, options: ChaosOptions) {
    this.#rig = rig;
    this.#options = options;
    this.#random = randomOf(options.seed);
    this.#victim = new Victim({
      l1: rig.url,
      rollup: rig.rollup,
      dataDir: rig.folder(),
      key: rig.players[HONEST].key,
    });
    const x = marketOf(rig);
    this.#operations = x.operations;
    this.#inbox = x.inbox;
  }

  async run(): Promise<ChaosResult> {
    const startMs = performance.now();
    const rig = this.#rig;
    const honest = rig.players[HONEST];
    const startBalance = await rig.client.getBalance({ address: honest.address });
    const startBlock = await rig.client.getBlockNumber({ cacheTime: 0 });
    for (const item of this.#inbox) await rig.addItem(item);
    this.#victim.start();
    const killing = this.#keepKilling();
    const unhinging = this.#keepReorganising();
    let disputes = 0;
    while (this.#kills < this.#options.kills) {
      await this.#dispute();
      disputes += 1;
    }
    this.#isOver = true;
    await Promise.all([killing, unhinging]);
    await this.#untilPaid();
    const audit = await auditOf(rig, { honest, startBlock, startBalance });
    const problems = [...audit.problems, ...this.#victim.ends, ...(await this.#review())];
    const seconds = (performance.now() - startMs) / 1000;
    const { seed } = this.#options;
    return {
      ...audit,
      problems,
      seed,
      kills: this.#kills,
      disputes,
      reorgs: this.#reorgs,
      seconds,
    };
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#victim.kill();
    await this.#dismiss();
  }

  /** Nothing hangs on a liar that has lost. */
  async #dismiss(): Promise<void> {
    const stopping = this.#liars.splice(0).map((liar) => liar.stop().catch(() => {}));
    await Promise.race([Promise.all(stopping), sleep(5_000)]);
  }

  /** Posts a batch, has it lied about, and waits until L1 has settled the truth. */
  async #dispute(): Promise<void> {
    const startMs = performance.now();
    const rig = this.#rig;
    await rig.rpc('evm_setAutomine', [true]);
    const items = this.#batch === 0 ? this.#inbox.length : 0;
    const count = Math.ceil(this.#operations.length / 10);
    const operations = this.#operations.slice(this.#batch * count, (this.#batch + 1) * count);
    const batch = await rig.postBatch(operations, { items });
    this.#fixedBlock = await rig.client.getBlockNumber({ cacheTime: 0 });
    this.#batch = batch;
    await rig.rpc('evm_setAutomine', [false]);
    await rig.rpc('evm_setIntervalMining', [1]);
    await this.#lie(batch);
    const enteredMs = performance.now() + ENTER_MS;
    await this.#untilTold(`all rivals over batch ${batch} to fall`, () => this.#isWon(enteredMs));
    const liars = this.#liars.length;
    await this.#dismiss();
    const { timestamp } = await rig.client.getBlock();
    const endSec = timestamp + (await rig.read<bigint>('CHALLENGE_PERIOD')) + 1n;
    const isSettled = async (): Promise<boolean> => {
      await this.#passTo(endSec);
      return Number(await rig.read<bigint>('settledBatch')) === batch;
    };
    await this.#untilTold(`batch ${batch} to settle`, isSettled);
    // What it settled in may have been taken back meanwhile.
    this.#fixedBlock = ALL_BLOCKS;
    await this.#untilTold(`batch ${batch} to settle for good`, isSettled);
    const seconds = (performance.now() - startMs) / 1000;
    this.#options.tell({ type: 'won', batch, liars, seconds });
  }

  /** A reorganisation takes time back too, so it is asked for until it has come. */
  async #passTo(sec: bigint): Promise<void> {
    const rig = this.#rig;
    const { timestamp } = await rig.client.getBlock();
    if (timestamp < sec) await rig.rpc('evm_setNextBlockTimestamp', [Number(sec)]);
  }

  async #lie(batch: number): Promise<void> {
    const rig = this.#rig;
    const kinds = this.#kindsOfLie();
    for (const [place, lying] of kinds.entries()) {
      const liar = await startLiar({
        l1: rig.url,
        rollup: rig.rollup,
        dataDir: rig.folder(),
        genesis: rig.genesis,
        key: rig.players[LIARS[place]].key,
        pollMs: 300,
        batch,
        lying,
      });
      this.#liars.push(liar);
    }
  }

  /** One liar, or several at once, the first of whom makes a false claim. */
  #kindsOfLie(): Lying[] {
    const from = Math.floor(this.#random() * 20);
    const root: Hex = `0x${Math.floor(this.#random() * 2 ** 32)
      .toString(16)
      .padStart(64, '0')}`;
    const first: Lying = { type: 'garbage', root, steps: 50 + Math.floor(this.#random() * 4000) };
    const more: Lying[] = [
      { type: 'rightRootWrongHistory', from },
      { type: 'garbage', steps: 20 },
    ];
    return [first, ...more.slice(0, Math.floor(this.#random() * 3))];
  }

  /** Whether the honest entry alone lives, once all liars have entered or have had the time to. */
  async #isWon(enteredMs: number): Promise<boolean> {
    const { client, rollup, players } = this.#rig;
    const parent = await this.#rig.read<Hex>('settledTip');
    const logs = await client.getContractEvents({
      address: rollup,
      abi: rollupAbi,
      eventName: 'Entered',
      args: { parent },
      fromBlock: 0n,
    });
    if (logs.length <= this.#liars.length && performance.now() < enteredMs) return false;
    const entries = await Promise.all(
      logs.map(({ args }) =>
        this.#rig.read<{ alive: boolean; sponsor: Hex }>('entry', [args.entry]),
      ),
    );
    const living = entries.filter(({ alive }) => alive);
    return living.length === 1 && living[0].sponsor === players[HONEST].address;
  }

  async #untilTold(what: string, probe: () => Promise<boolean>): Promise<void> {
    // While L1 takes blocks back, questions about its head may have no answer.
    const patient = (): Promise<boolean> => probe().catch(() => false);
    try {
      await until(what, patient, { timeoutMs: DISPUTE_MS, everyMs: 250 });
    } catch (error) {
      const last = this.#victim.log.slice(-15).map(({ message }) => message);
      const liars = this.#liars.map((liar) => liar.failure()?.message ?? 'no failure');
      throw new Error(`${String(error)}\n${last.join('\n')}\nliars: ${liars.join(', ')}`, {
        cause: error,
      });
    }
  }

  async #keepKilling(): Promise<void> {
    while (!this.#isOver && this.#kills < this.#options.kills) {
      const startMs = performance.now();
      await this.#untilItsTime();
      if (this.#isOver) return;
      const after = this.#victim.log.at(-1)?.message ?? 'nothing';
      await this.#victim.kill();
      this.#kills += 1;
      const ageMs = Math.round(performance.now() - startMs);
      this.#options.tell({ type: 'kill', kill: this.#kills, batch: this.#batch, ageMs, after });
      this.#victim.start();
    }
  }

  /** Some lives end while they begin, most a moment after something happened: those last as long as the machine is slow. */
  async #untilItsTime(): Promise<void> {
    const startMs = performance.now();
    const [isEarly, lines, moment] = [this.#random() < 0.25, this.#random(), this.#random()];
    if (isEarly) return sleep(moment * 1_000);
    await this.#victim.ready();
    const longestMs = Math.max(this.#options.lifeMs, 12 * (performance.now() - startMs));
    await Promise.race([this.#victim.lines(1 + Math.floor(lines * 12)), sleep(longestMs)]);
    return sleep(moment * 1_000);
  }

  async #keepReorganising(): Promise<void> {
    const rig = this.#rig;
    while (!this.#isOver) {
      await sleep(4_000 + this.#random() * 12_000);
      const depth = 1 + Math.floor(this.#random() * this.#options.deepest);
      const block = await rig.client.getBlockNumber({ cacheTime: 0 });
      if (this.#isOver) return;
      // What is in dispute stays: the liars of a batch that is gone have nothing to say.
      if (block - BigInt(depth) < this.#fixedBlock) continue;
      await rig.rpc('anvil_reorg', [depth, []]);
      this.#reorgs.push(depth);
      this.#options.tell({ type: 'reorg', depth, block: Number(block), batch: this.#batch });
    }
  }

  /** The prover, left alone at last, takes back what is its own. */
  async #untilPaid(): Promise<void> {
    const rig = this.#rig;
    const { address } = rig.players[HONEST];
    let isQuietSince = performance.now();
    await this.#untilTold('everything to be collected', async () => {
      if ((await rig.read<bigint>('owed', [address])) > 0n) isQuietSince = performance.now();
      return performance.now() - isQuietSince > 6_000;
    });
  }

  /** What one who saw nothing but L1 says of how it ended. */
  async #review(): Promise<string[]> {
    const { url, rollup, genesis } = this.#rig;
    const judge = await startProver({
      l1: url,
      rollup,
      genesis,
      dataDir: this.#rig.folder(),
      pollMs: 100,
      watchOnly: true,
    });
    try {
      await until('the judge', () => judge.status().settled === this.#batch, { timeoutMs: 60_000 });
      const { alarms } = judge.status();
      return alarms.map(({ words }) => words);
    } finally {
      await judge.stop();
    }
  }
}

/** A market whose operations make ten batches. */
function marketOf(rig: Rig): Exchange {
  const x = new Exchange({ header: testHeader({ rollup: toBytes(rig.rollup) }), signed: true });
  const alice = x.open(1_000_000_000_000);
  const bob = x.open(1_000_000_000_000);
  x.print(0, 6_000_000, 6_000_000);
  const instrument = x.list({ strikeCents: 6_000_000 });
  for (let i = 0; i < 60; i++) {
    const terms = { instrument, priceCents: 150_000 + 100 * i, quantityE4: 1_000 };
    x.placeOrder(alice, { ...terms, side: SELL });
    if (i % 3 === 0) x.placeOrder(bob, { ...terms, side: BUY });
  }
  return x;
}

/** Mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
