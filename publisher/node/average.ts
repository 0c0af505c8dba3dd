import { SETTLEMENT_WINDOW_SEC } from '../../protocol/params.ts';

interface Seen {
  readonly timeSec: number;
  readonly usd: number;
}

/** Index prices that a publisher has seen of one underlying, for as long as a settlement may ask for them. */
export class IndexHistory {
  readonly #keepSec: number;
  #seen: Seen[] = [];

  constructor(keepSec = 4 * SETTLEMENT_WINDOW_SEC) {
    this.#keepSec = keepSec;
  }

  /** In order of time; what comes late or again is left out. */
  add(price: Seen): void {
    const last = this.#seen.at(-1);
    if (last !== undefined && price.timeSec <= last.timeSec) return;
    this.#seen.push(price);
    const from = price.timeSec - this.#keepSec;
    // The price before the oldest moment that is kept stands until then.
    while (this.#seen.length > 1 && this.#seen[1].timeSec <= from) this.#seen.shift();
  }

  /** Average over the last 30 minutes before `endSec`, each price standing until the next; null where it was not watched. */
  averageUsd(endSec: number): number | null {
    const startSec = endSec - SETTLEMENT_WINDOW_SEC;
    if (this.#seen.length === 0 || this.#seen[0].timeSec > startSec) return null;
    if (this.#seen.at(-1)!.timeSec < endSec) return null;
    const sum = this.#seen.reduce((total, { timeSec, usd }, i) => {
      const until = Math.min(this.#seen[i + 1]?.timeSec ?? endSec, endSec);
      return total + usd * Math.max(until - Math.max(timeSec, startSec), 0);
    }, 0);
    return sum / SETTLEMENT_WINDOW_SEC;
  }
}
