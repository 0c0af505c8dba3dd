/** The state that follows from the batches on L1, batch by batch. */
import type { Hex } from 'viem';

import { moneyOf, runBatch } from '../../protocol/derive.ts';
import { StateTree } from '../../protocol/merkle.ts';
import { recoverSignatures } from '../../protocol/signatures.ts';
import type { State } from '../../protocol/state.ts';
import { ProverError } from '../errors.ts';
import { toHex, ZERO_HASH } from '../hex.ts';
import { decodeState, encodeState } from '../store/snapshot.ts';
import { inputOf, type Store } from '../store/store.ts';

/** A state that follows the batches in the store up to a number it is told. */
export class Derivation {
  readonly #store: Store;
  #state: State;
  #tree: StateTree;
  #number: number;
  #batchHash: Hex;
  #root: Uint8Array;

  /** Starts at the newest snapshot at or before a batch. */
  constructor(store: Store, number = Number.MAX_SAFE_INTEGER) {
    this.#store = store;
    const snapshot = store.snapshot(number);
    if (snapshot === undefined) {
      throw new ProverError('fatal', { doing: 'opening the store', message: 'it has no genesis' });
    }
    this.#state = decodeState(snapshot.state);
    this.#tree = new StateTree(this.#state);
    this.#root = this.#tree.update();
    this.#number = snapshot.number;
    this.#batchHash = hashAt(store, snapshot.number) ?? ZERO_HASH;
  }

  get number(): number {
    return this.#number;
  }

  get state(): State {
    return this.#state;
  }

  get tree(): StateTree {
    return this.#tree;
  }

  get root(): Hex {
    return toHex(this.#root);
  }

  /** Whether the batch that it stands on was taken back. */
  isOrphaned(): boolean {
    return this.#number > 0 && hashAt(this.#store, this.#number) !== this.#batchHash;
  }

  /**
   * Runs the next batch. COST: about 40 ms a thousand operations, most of it signatures.
   * @returns nothing where the store has no next batch
   */
  advance(): Derived | undefined {
    const batch = this.#store.batch(this.#number + 1);
    if (batch === undefined) return undefined;
    const input = inputOf(batch);
    const startMs = performance.now();
    runBatch({ state: this.#state, input, signatures: recoverSignatures });
    this.#root = this.#tree.update();
    this.#number = batch.number;
    this.#batchHash = batch.hash;
    const { difference } = moneyOf(this.#state);
    return {
      number: batch.number,
      batchHash: batch.hash,
      root: this.root,
      bytes: batch.data.length,
      ms: performance.now() - startMs,
      moneyDifference: difference,
    };
  }

  encode(): Uint8Array {
    return encodeState(this.#state);
  }
}

export interface Derived {
  readonly number: number;
  readonly batchHash: Hex;
  readonly root: Hex;
  readonly bytes: number;
  readonly ms: number;
  /** Money in the vault less money owed, 10^-6 USD: zero, or a rule is broken. */
  readonly moneyDifference: bigint;
}

function hashAt(store: Store, number: number): Hex | undefined {
  return store.batchHash(number);
}
