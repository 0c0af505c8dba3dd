/** The Merkle tree over the states after each step of a batch: SPEC §4.3, DISPUTE's history. */
import { assert } from '../../protocol/assert.ts';
import { HASH_BYTES, hashPair } from '../../protocol/hash.ts';

/**
 * A tree of 2^depth leaves of which the first `leaves` are given and the rest repeat the last one.
 * COST: memory and hashing grow with the leaves given; what repeats is one hash a height.
 */
export class HistoryTree {
  readonly depth: number;
  /** Leaves that were given. */
  readonly steps: number;
  /** By height, 0 = leaves. */
  readonly #rows: Uint8Array[];
  /** The node over repeated leaves only, by height. */
  readonly #padding: Uint8Array[];

  /** @param leaves 32 bytes each, at least one, at most 2^depth */
  constructor(leaves: Uint8Array, depth: number) {
    assert(leaves.length > 0 && leaves.length % HASH_BYTES === 0, 'a history has whole leaves');
    this.depth = depth;
    this.steps = leaves.length / HASH_BYTES;
    assert(this.steps <= 2 ** depth, 'a history has no more steps than its tree has leaves');
    this.#rows = [leaves];
    this.#padding = [leaves.slice(-HASH_BYTES)];
    for (let height = 0; height < depth; height++) this.#addRow(height);
  }

  get root(): Uint8Array {
    return this.node(this.depth, 0);
  }

  /** @param height 0 for a leaf, `depth` for the root */
  node(height: number, index: number): Uint8Array {
    const row = this.#rows[height];
    const start = index * HASH_BYTES;
    return start < row.length ? row.slice(start, start + HASH_BYTES) : this.#padding[height];
  }

  leaf(index: number): Uint8Array {
    return this.node(0, index);
  }

  /** The nodes one round below a node. @param level rounds above it: 0 for the root */
  children({ level, index, arityLog2 }: ChildrenAt): Uint8Array[] {
    const height = this.depth - (level + 1) * arityLog2;
    const first = index * 2 ** arityLog2;
    return Array.from({ length: 2 ** arityLog2 }, (_, i) => this.node(height, first + i));
  }

  /** Siblings of a leaf, leaf level first. */
  proof(index: number): Uint8Array[] {
    return Array.from({ length: this.depth }, (_, height) => {
      const position = Math.floor(index / 2 ** height);
      return this.node(height, position % 2 === 0 ? position + 1 : position - 1);
    });
  }

  #addRow(height: number): void {
    const below = this.#rows[height];
    const count = Math.ceil(below.length / HASH_BYTES / 2);
    const row = new Uint8Array(count * HASH_BYTES);
    for (let i = 0; i < count; i++) {
      row.set(hashPair(this.node(height, 2 * i), this.node(height, 2 * i + 1)), i * HASH_BYTES);
    }
    this.#rows.push(row);
    const padding = this.#padding[height];
    this.#padding.push(hashPair(padding, padding));
  }
}

export interface ChildrenAt {
  readonly level: number;
  readonly index: number;
  readonly arityLog2: number;
}
