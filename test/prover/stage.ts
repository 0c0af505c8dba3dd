/** Provers and liars on one rig, ended together. */
import { bridgeAbi } from '../../contracts/generated/abi.ts';
import { BUY, SELL } from '../../protocol/book/levels.ts';
import type { WithdrawalView } from '../../prover/api/views.ts';
import { toBytes } from '../../prover/hex.ts';
import { startProver } from '../../prover/main.ts';
import type { ProverEvent, ProverOptions, RunningProver } from '../../prover/options.ts';
import { type Liar, type LiarOptions, startLiar } from '../actors/liar.ts';
import { Exchange, testHeader } from '../fixtures/exchange.ts';
import { Rig, type RigOptions, until } from './rig.ts';

const POLL_MS = 50;

export type StagedProver = RunningProver & { readonly events: readonly ProverEvent[] };

export class Stage {
  readonly rig: Rig;
  readonly #actors: { stop(): Promise<void> }[] = [];

  private constructor(rig: Rig) {
    this.rig = rig;
  }

  static async open(options: RigOptions = {}): Promise<Stage> {
    return new Stage(await Rig.start(options));
  }

  /** On an L1 that outlives it. */
  static on(rig: Rig): Stage {
    return new Stage(rig);
  }

  async close(): Promise<void> {
    await this.stopActors();
    await this.rig.stop();
  }

  async stopActors(): Promise<void> {
    for (const actor of this.#actors.splice(0).toReversed()) await actor.stop();
  }

  /** @param player index of the account that moves; 0 posts batches */
  async prover(player: number, options: Partial<ProverOptions> = {}): Promise<StagedProver> {
    const { rig } = this;
    const events: ProverEvent[] = [];
    const prover = await startProver({
      l1: rig.url,
      rollup: rig.rollup,
      dataDir: rig.folder(),
      genesis: rig.genesis,
      key: rig.players[player].key,
      pollMs: POLL_MS,
      onEvent: (event) => events.push(event),
      ...options,
    });
    let isRunning = true;
    const stop = async (): Promise<void> => {
      if (isRunning) await prover.stop();
      isRunning = false;
    };
    this.#actors.push({ stop });
    return { ...prover, stop, events };
  }

  async liar(
    player: number,
    options: Pick<LiarOptions, 'lying'> & Partial<LiarOptions>,
  ): Promise<Liar> {
    const { rig } = this;
    const liar = await startLiar({
      l1: rig.url,
      rollup: rig.rollup,
      dataDir: rig.folder(),
      genesis: rig.genesis,
      key: rig.players[player].key,
      pollMs: POLL_MS,
      ...options,
    });
    this.#actors.push(liar);
    return liar;
  }

  /** An exchange whose operations and inbox items L1 takes as a batch. */
  exchange(): Exchange {
    const header = testHeader({ rollup: toBytes(this.rig.rollup) });
    return new Exchange({ header, signed: true });
  }

  async post(x: Exchange): Promise<void> {
    for (const item of x.inbox) await this.rig.addItem(item);
    await this.rig.postBatch(x.operations, { items: x.inbox.length });
  }

  /** Posts a batch of two accounts that trade. */
  async postTrading(): Promise<void> {
    const x = this.exchange();
    const alice = x.open(1_000_000_000_000);
    const bob = x.open(1_000_000_000_000);
    x.print(0, 6_000_000, 6_000_000);
    const instrument = x.list({ strikeCents: 6_000_000 });
    for (let i = 0; i < 20; i++) {
      const terms = { instrument, priceCents: 150_000 + 100 * i, quantityE4: 1_000 };
      x.placeOrder(alice, { ...terms, side: SELL });
    }
    x.placeOrder(bob, { instrument, priceCents: 151_000, quantityE4: 5_000, side: BUY });
    x.cancelAll(alice);
    x.withdraw(bob, 5_000_000);
    await this.post(x);
  }

  /** Whether a liar's entry lives; nothing before it entered. */
  async isAlive(liar: Liar): Promise<boolean | undefined> {
    const lie = liar.lie();
    if (lie === undefined) return undefined;
    const parent = await this.rig.genesisClaim();
    const id = await this.rig.read<string>('entryId', [parent, 0, lie.root, lie.history]);
    const entry = await this.rig.read<{ parent: string; alive: boolean }>('entry', [id]);
    return entry.parent === parent ? entry.alive : undefined;
  }

  async untilFallen(...liars: readonly Liar[]): Promise<void> {
    for (const liar of liars) {
      const fallen = async () => (await this.isAlive(liar)) === false;
      await until(`${liar.address} to fall`, fallen, { timeoutMs: 90_000 });
    }
  }

  async untilEntered(liar: Liar): Promise<void> {
    await until('a liar to enter', async () => (await this.isAlive(liar)) !== undefined);
  }

  async untilClaimed(liar: Liar): Promise<void> {
    const claimed = () => liar.moves().some(({ move }) => move.type === 'claim');
    await until('a false claim', claimed);
  }

  /** Lets the challenge period pass and waits for batch 1 to settle in a prover's root. */
  async untilSettled(prover: StagedProver, { seconds = 4_300 } = {}): Promise<void> {
    await this.rig.pass(seconds);
    await until('the true root to settle', () => prover.status().settled === 1, {
      timeoutMs: 110_000,
    }).catch((error: Error) => {
      throw new Error(`${error.message}; ${prover.status().words.join(' ')}`);
    });
  }

  /** Pays an account's withdrawals by a prover's proof. */
  async payWithdrawal(prover: StagedProver, account: number): Promise<bigint> {
    const { rig } = this;
    const response = await fetch(`${prover.url}/withdrawals/${account}`);
    const { recipient, total, root, siblings } = (await response.json()) as WithdrawalView;
    await rig.send(rig.players[2], {
      address: rig.bridge,
      abi: bridgeAbi,
      functionName: 'withdraw',
      args: [account, recipient, BigInt(total), root, siblings],
    });
    const paid = { address: rig.bridge, abi: bridgeAbi, functionName: 'paid' } as const;
    return rig.client.readContract({ ...paid, args: [account] });
  }
}

/** Names of the moves a prover made, in order. */
export function movesOf({ events }: StagedProver): string[] {
  return events.flatMap((event) => (event.type === 'move' ? [event.move] : []));
}
