import { UNDERLYINGS } from '../../protocol/params.ts';
import type { SnapshotDone } from './replay.ts';

/** A line for each snapshot: where the replay is, and when it will have ended. */
export class Progress {
  readonly #options: { total: number; say: (line: string) => void; nowMs: () => number };
  readonly #startMs: number;

  constructor(options: { total: number; say: (line: string) => void; nowMs: () => number }) {
    this.#options = options;
    this.#startMs = options.nowMs();
  }

  tell(done: SnapshotDone): void {
    const { total, say, nowMs } = this.#options;
    const { number, timeSec, indexCents, orders, fills, auctions } = done;
    const leftMs = ((nowMs() - this.#startMs) / number) * (total - number);
    const index = UNDERLYINGS.map(
      ({ symbol }, i) => `${symbol} ${((indexCents[i] ?? 0) / 100).toFixed(2)}`,
    ).join(', ');
    const at = new Date(timeSec * 1000).toISOString().slice(0, 16);
    say(
      `snapshot ${number} of ${total}: ${at}Z, ${index}; ${orders} orders, ${fills} fills, ` +
        `${auctions} under auction; ${clock(leftMs)} left`,
    );
  }
}

/** `2:05` */
function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
