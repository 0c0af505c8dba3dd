/** The copy of the state that hashes batches and roots, away from the thread that executes. */
import { assert } from '../../protocol/assert.ts';
import { hashBatch, hashData, hashInbox } from '../../protocol/batch.ts';
import { moneyOf } from '../../protocol/derive.ts';
import { encodeHeader, type Header } from '../../protocol/generated/codec.ts';
import { StateTree } from '../../protocol/merkle.ts';
import { HEADER_VERSION } from '../../protocol/params.ts';
import { State } from '../../protocol/state.ts';
import type { SealedInput } from './executor.ts';
import { applyChanged, type Changed, packState, unpackState } from './tables.ts';

export interface ReplicaStart {
  readonly packed: Uint8Array;
  readonly chainId: number;
  readonly rollup: Uint8Array;
  /** That L1 names for batches to come. */
  readonly verifier: Uint8Array;
  /** Hash of the batch that the state is after. */
  readonly parentHash: Uint8Array;
}

export interface SealOptions {
  readonly changed: readonly Changed[];
  readonly snapshot: boolean;
  /** Of a batch that L1 holds with another one than it names now. */
  readonly verifier?: Uint8Array | undefined;
}

export interface SealedBatch {
  readonly number: number;
  readonly header: Uint8Array;
  readonly hash: Uint8Array;
  /** State root after the batch. */
  readonly root: Uint8Array;
  /** The whole state after the batch, if it was asked for. */
  readonly snapshot: Uint8Array | null;
}

export class Replica {
  readonly #state = new State();
  readonly #start: ReplicaStart;
  readonly #tree: StateTree;
  #parentHash: Uint8Array;

  constructor(start: ReplicaStart) {
    this.#start = start;
    this.#parentHash = start.parentHash;
    unpackState(this.#state, start.packed);
    this.#tree = new StateTree(this.#state);
  }

  get root(): Uint8Array {
    return this.#tree.root;
  }

  /** Takes in a sealed batch, in order. */
  seal(sealed: SealedInput, { changed, snapshot, verifier }: SealOptions): SealedBatch {
    applyChanged(this.#state, changed);
    const root = this.#tree.update();
    const { difference } = moneyOf(this.#state);
    assert(
      difference === 0n,
      `after batch ${sealed.number} the vault holds ${difference} millionths of a dollar more than it owes`,
    );
    const header = this.#header(sealed, verifier ?? this.#start.verifier);
    const hash = hashBatch(header);
    this.#parentHash = hash;
    return {
      number: sealed.number,
      header: encodeHeader(header),
      hash,
      root,
      snapshot: snapshot ? packState(this.#state) : null,
    };
  }

  #header({ number, data, inbox, inboxFrom, timeSec }: SealedInput, verifier: Uint8Array): Header {
    const { chainId, rollup } = this.#start;
    return {
      version: HEADER_VERSION,
      chainId,
      rollup,
      verifier,
      number,
      parentHash: this.#parentHash,
      dataHash: hashData(data),
      dataLength: data.length,
      inboxFrom,
      inboxTo: inboxFrom + inbox.length,
      inboxHash: hashInbox(inbox),
      timeSec,
    };
  }
}
