/** Moves that were tried a moment ago: they rest, longer each time that L1 refuses them. */
import { type ContestMove, moveKey } from '../game/game.ts';

const REFUSED_MS = 2_000;
/** What a clock hangs on is tried again soon; money can wait. */
const REFUSED_MS_MOST = 10_000;
const MONEY_MS_MOST = 600_000;
const MONEY = new Set(['voidClaim', 'payOut', 'payMoves', 'closePath', 'collect']);

export class Rests {
  readonly #untilMs = new Map<string, number>();
  readonly #refusals = new Map<string, number>();

  isResting(move: ContestMove): boolean {
    return (this.#untilMs.get(moveKey(move)) ?? 0) > Date.now();
  }

  rest(move: ContestMove, ms: number): void {
    this.#untilMs.set(moveKey(move), Date.now() + ms);
  }

  refuse(move: ContestMove): void {
    const key = moveKey(move);
    const times = this.#refusals.get(key) ?? 0;
    this.#refusals.set(key, times + 1);
    const most = MONEY.has(move.type) ? MONEY_MS_MOST : REFUSED_MS_MOST;
    this.rest(move, Math.min(REFUSED_MS * 2 ** Math.min(times, 10), most));
  }

  clear(): void {
    this.#untilMs.clear();
    this.#refusals.clear();
  }
}
