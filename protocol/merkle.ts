/** The state tree: sparse, binary, depth 32, keys kind × 2^28 + index. SPEC §3.1. */
import { concat, HASH_BYTES, hashPair, keccak256 } from './hash.ts';
import { INDEX_BITS, TREE_DEPTH } from './params.ts';
import type { State } from './state.ts';
import type { Table } from './table.ts';

/** Roots of empty subtrees by height. An all-zero record hashes to zero. */
export const ZERO_HASHES: readonly Uint8Array[] = zeroHashes();

function zeroHashes(): Uint8Array[] {
  const hashes: Uint8Array[] = [new Uint8Array(HASH_BYTES)];
  for (let height = 1; height <= TREE_DEPTH; height++) {
    hashes.push(hashPair(hashes[height - 1], hashes[height - 1]));
  }
  return hashes;
}

export function keyOf(kind: number, index: number): number {
  return kind * 2 ** INDEX_BITS + index;
}

/** keccak256(key ‖ record), or zero for a record of zeros. The key keeps leaves and nodes apart. */
export function hashLeaf(key: number, record: Uint8Array): Uint8Array {
  if (record.every((byte) => byte === 0)) return ZERO_HASHES[0];
  const prefix = new Uint8Array(4);
  new DataView(prefix.buffer).setUint32(0, key);
  return keccak256(concat(prefix, record));
}

/** Nodes of one height, dense from 0; what lies beyond is the empty subtree. */
class Row {
  readonly #zero: Uint8Array;
  #nodes = new Uint8Array(0);

  constructor(height: number) {
    this.#zero = ZERO_HASHES[height]!;
  }

  get(position: number): Uint8Array {
    const start = position * HASH_BYTES;
    if (start >= this.#nodes.length) return this.#zero;
    return this.#nodes.subarray(start, start + HASH_BYTES);
  }

  set(position: number, hash: Uint8Array): void {
    const start = position * HASH_BYTES;
    if (start >= this.#nodes.length) this.#grow(start + HASH_BYTES);
    this.#nodes.set(hash, start);
  }

  #grow(size: number): void {
    const from = this.#nodes.length;
    const nodes = new Uint8Array(Math.max(size, from * 2));
    nodes.set(this.#nodes);
    for (let at = from; at < nodes.length; at += HASH_BYTES) nodes.set(this.#zero, at);
    this.#nodes = nodes;
  }
}

/** Tree over a state. It follows the state at `update`; between two updates it keeps the older one's nodes. */
export class StateTree {
  readonly #state: State;
  /** By kind, then by height up to INDEX_BITS. */
  readonly #rows: Row[][];
  /** Heights INDEX_BITS to TREE_DEPTH. */
  readonly #top: Row[];

  constructor(state: State) {
    this.#state = state;
    this.#rows = state.tables.map(() =>
      Array.from({ length: INDEX_BITS + 1 }, (_, height) => new Row(height)),
    );
    this.#top = Array.from(
      { length: TREE_DEPTH - INDEX_BITS + 1 },
      (_, height) => new Row(INDEX_BITS + height),
    );
    for (const table of state.tables) this.#updateKind(table, allIds(table));
    this.#updateTop();
  }

  get root(): Uint8Array {
    return this.#top[TREE_DEPTH - INDEX_BITS].get(0).slice();
  }

  /** Takes in every record written since the last update. */
  update(): Uint8Array {
    for (const table of this.#state.tables) this.#updateKind(table, table.takeDirty());
    this.#updateTop();
    return this.root;
  }

  /** A node by height (0 = leaf) and position (key >> height). */
  node(height: number, position: number): Uint8Array {
    if (height >= INDEX_BITS) return this.#top[height - INDEX_BITS].get(position);
    const perKind = 2 ** (INDEX_BITS - height);
    const rows = this.#rows[Math.floor(position / perKind)];
    if (rows === undefined) return ZERO_HASHES[height];
    return rows[height].get(position % perKind);
  }

  /** The 32 siblings of one leaf, from the leaf's height up. */
  siblings(key: number): Uint8Array[] {
    return Array.from({ length: TREE_DEPTH }, (_, height) => {
      const position = Math.floor(key / 2 ** height);
      return this.node(height, position % 2 === 0 ? position + 1 : position - 1).slice();
    });
  }

  /**
   * The siblings that prove several leaves at once: bottom up, within a height by ascending position, one for each
   * node whose sibling is not itself known. SPEC §4.4.
   * @param keys ascending, distinct
   */
  multiproof(keys: readonly number[]): Uint8Array[] {
    const siblings: Uint8Array[] = [];
    let positions = keys;
    for (let height = 0; height < TREE_DEPTH; height++) {
      const parents: number[] = [];
      for (let i = 0; i < positions.length; i++) {
        const position = positions[i];
        const sibling = position % 2 === 0 ? position + 1 : position - 1;
        if (position % 2 === 0 && positions[i + 1] === sibling) i += 1;
        else siblings.push(this.node(height, sibling).slice());
        parents.push(Math.floor(position / 2));
      }
      positions = parents;
    }
    return siblings;
  }

  #updateKind(table: Table, ids: number[]): void {
    const rows = this.#rows[table.shape.kind];
    const { kind } = table.shape;
    for (const id of ids) rows[0].set(id, hashLeaf(keyOf(kind, id), table.record(id)));
    let positions = ids.toSorted((a, b) => a - b);
    for (let height = 0; height < INDEX_BITS; height++) {
      const parents: number[] = [];
      for (const position of positions) {
        const parent = Math.floor(position / 2);
        if (parents.at(-1) === parent) continue;
        const row = rows[height];
        rows[height + 1].set(parent, hashPair(row.get(parent * 2), row.get(parent * 2 + 1)));
        parents.push(parent);
      }
      positions = parents;
    }
  }

  #updateTop(): void {
    const bottom = this.#top[0];
    this.#rows.forEach((rows, kind) => bottom.set(kind, rows[INDEX_BITS].get(0)));
    for (let height = 0; height < TREE_DEPTH - INDEX_BITS; height++) {
      const row = this.#top[height];
      const count = 2 ** (TREE_DEPTH - INDEX_BITS - height - 1);
      for (let i = 0; i < count; i++) {
        this.#top[height + 1].set(i, hashPair(row.get(2 * i), row.get(2 * i + 1)));
      }
    }
  }
}

function allIds(table: Table): number[] {
  table.takeDirty();
  return Array.from({ length: table.usedBytes().length / table.shape.recordBytes }, (_, id) => id);
}
