/** Histories of the toy machine that adds one to its root in each of its first `halt` steps. */
import { bytesToHex, type Hex, hexToBytes } from 'viem';

import { hashPair, keccak256 } from '../../protocol/hash.ts';

export interface CounterBatch {
  readonly preRoot: Hex;
  readonly batchHash: Hex;
  readonly halt: number;
}

/** Root, steps and batch, ABI-encoded: what the machine hashes to a state, and the witness that opens it. */
export function openState({ preRoot, batchHash, halt }: CounterBatch, step: number): Uint8Array {
  const counted = Math.min(step, halt);
  const state = new Uint8Array(96);
  state.set(hexToBytes(preRoot), 0);
  const view = new DataView(state.buffer);
  view.setBigUint64(24, view.getBigUint64(24) + BigInt(counted));
  view.setUint32(60, counted);
  state.set(hexToBytes(batchHash), 64);
  return state;
}

/** The states after each step. */
export function counterLeaves(batch: CounterBatch, size: number): Uint8Array[] {
  const opened = openState(batch, 0);
  const view = new DataView(opened.buffer);
  const first = view.getBigUint64(24);
  return Array.from({ length: size }, (_, i) => {
    const counted = Math.min(i + 1, batch.halt);
    view.setBigUint64(24, first + BigInt(counted));
    view.setUint32(60, counted);
    return keccak256(opened);
  });
}

/** The same up to a step, then states that nothing leads to, then the last. */
export function lyingLeaves(
  leaves: Uint8Array[],
  { from, last }: { from: number; last: Uint8Array },
): Uint8Array[] {
  const garbage = leaves.slice(from, -1).map((leaf) => keccak256(leaf));
  return [...leaves.slice(0, from), ...garbage, last];
}

/** All levels of a history, the root first. */
export class History {
  readonly #levels: Uint8Array[][];

  constructor(leaves: Uint8Array[]) {
    this.#levels = [leaves];
    while (this.#levels[0].length > 1) this.#levels.unshift(halve(this.#levels[0]));
  }

  get root(): Hex {
    return bytesToHex(this.#levels[0][0]);
  }

  /** The nodes `arityLog2` levels below a node. */
  children(depth: number, index: number, arityLog2: number): Hex[] {
    const start = index << arityLog2;
    return this.#levels[depth + arityLog2]
      .slice(start, start + (1 << arityLog2))
      .map((node) => bytesToHex(node));
  }

  leaf(index: number): Hex {
    return bytesToHex(this.#levels.at(-1)![index]);
  }

  /** Siblings of a leaf, leaf level first. */
  proof(index: number): Hex[] {
    return this.#levels
      .slice(1)
      .reverse()
      .map((level, height) => bytesToHex(level[(index >> height) ^ 1]));
  }
}

function halve(level: Uint8Array[]): Uint8Array[] {
  return Array.from({ length: level.length / 2 }, (_, i) =>
    hashPair(level[2 * i], level[2 * i + 1]),
  );
}
