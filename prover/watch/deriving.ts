/** Runs batches as they come, and those that are settled once more. */
import { setImmediate as yieldTurn } from 'node:timers/promises';

import type { Store } from '../store/store.ts';
import type { Connection, Context } from './connection.ts';
import type { Teller } from './teller.ts';

const SNAPSHOT_EVERY_BATCHES = 32;
/** Sooner, where batches take long: a history starts by running those after the last snapshot again. */
const SNAPSHOT_EVERY_MS = 20_000;
/** Batches run before other work has a turn. */
const BATCHES_A_TURN = 64;

export class Deriver {
  readonly #store: Store;
  readonly #teller: Teller;
  #sinceSnapshotMs = 0;

  constructor({ store, teller }: Pick<Context, 'store' | 'teller'>) {
    this.#store = store;
    this.#teller = teller;
  }

  /** Runs new batches. @returns whether more are waiting */
  async derive({ live }: Connection): Promise<boolean> {
    const [store, teller] = [this.#store, this.#teller];
    for (let i = 0; i < BATCHES_A_TURN; i++) {
      const derived = live.advance();
      if (derived === undefined) return false;
      const { number, batchHash, root, bytes, ms, moneyDifference } = derived;
      store.setRoot(number, { batchHash, root: live.tree.root });
      this.#sinceSnapshotMs += ms;
      const isLong = this.#sinceSnapshotMs > SNAPSHOT_EVERY_MS;
      if (number % SNAPSHOT_EVERY_BATCHES === 0 || isLong) {
        this.#sinceSnapshotMs = 0;
        store.addSnapshot(number, { batchHash, state: live.encode() });
      }
      if (moneyDifference !== 0n) {
        const words = `money is not conserved after batch ${number}: off by ${moneyDifference}`;
        teller.alarm('moneyDiffers', words);
      }
      teller.log?.info({ number, root, bytes, ms }, `derived batch ${number}`);
      teller.emit({ type: 'batch', number, root, bytes });
      await yieldTurn();
    }
    return true;
  }

  /** Behind the live state by a challenge period; every batch is run once more for it. */
  followSettled({ chronicle, settled }: Connection): void {
    const last = chronicle.settled.at(-1);
    if (last === undefined) return;
    const { number, root } = last;
    for (let i = 0; i < BATCHES_A_TURN && settled.number < number; i++) settled.advance();
    if (settled.number !== number || settled.root === root) return;
    const words = `L1 settled ${root} after batch ${number}; the true root is ${settled.root}`;
    this.#teller.alarm('settledFalse', words);
  }
}
