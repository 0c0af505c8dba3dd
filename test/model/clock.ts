/** How seconds are charged: contracts/dispute/Clock.sol. */
import type { Rules } from './rules.ts';

export interface Round {
  /** When the move of the round was made, 0 if it was not. */
  readonly revealedAt: number;
  /** When the round began. */
  readonly since: number;
  readonly now: number;
}

/** Seconds spent on a round beyond the grace. */
export function used({ grace, broken }: Rules, { revealedAt, since, now }: Round): number {
  const end = revealedAt === 0 || broken.revealedTimeRunsOn === true ? now : revealedAt;
  const free = since + (broken.noGrace === true ? 0 : grace);
  return end > free ? end - free : 0;
}
