/** The states that were met, as 64-bit keys in a table with open addressing. */
import type { Key } from './canon.ts';

const FIRST_SLOTS = 2 ** 16;
/** Of the slots, filled before the table doubles. */
const MOST_FILLED = 0.6;

export class Seen {
  size = 0;
  #low = new Uint32Array(FIRST_SLOTS);
  #high = new Uint32Array(FIRST_SLOTS);

  /** @returns whether it is new. The key 0, 0 stands for an empty slot; one state in 2^64 would be met again */
  add({ low, high }: Key): boolean {
    if (this.size > this.#low.length * MOST_FILLED) this.#grow();
    const isNew = insert(this.#low, this.#high, low, high);
    if (isNew) this.size += 1;
    return isNew;
  }

  #grow(): void {
    const [low, high] = [
      new Uint32Array(this.#low.length * 2),
      new Uint32Array(this.#low.length * 2),
    ];
    for (let i = 0; i < this.#low.length; i++) {
      if (this.#low[i] !== 0 || this.#high[i] !== 0) insert(low, high, this.#low[i], this.#high[i]);
    }
    this.#low = low;
    this.#high = high;
  }
}

function insert(lows: Uint32Array, highs: Uint32Array, low: number, high: number): boolean {
  const mask = lows.length - 1;
  let slot = (low ^ (high << 7)) & mask;
  while (lows[slot] !== 0 || highs[slot] !== 0) {
    if (lows[slot] === low && highs[slot] === high) return false;
    slot = (slot + 1) & mask;
  }
  lows[slot] = low;
  highs[slot] = high;
  return true;
}
