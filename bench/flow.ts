/** The fixed order flow of every throughput figure: the same seed makes the same stream. */
import { BUY, SELL } from '../protocol/book/levels.ts';
import { Random } from '../scripts/market/random.ts';

export const FLOW = {
  seed: 7,
  cancelShare: 0.35,
  aggressiveShare: 0.1,
  /** Resting orders are kept near this many; above it a passive order gives way to a cancel. */
  resting: 10_000,
  /** Passive orders rest up to this many ticks from the middle. */
  depthTicks: 100,
  lotsMax: 10,
} as const;

export type FlowStep =
  | {
      readonly kind: 'place';
      readonly id: number;
      readonly side: number;
      readonly ticks: number;
      readonly lots: number;
      readonly aggressive: boolean;
    }
  | { readonly kind: 'cancel'; readonly id: number };

/**
 * Orders around a middle price of 1,000 ticks. Ids of cancels are of earlier passive orders, which may have been
 * filled since: a cancel that finds nothing is part of the flow.
 */
export function makeFlow(steps: number, resting: number = FLOW.resting): FlowStep[] {
  const random = new Random(FLOW.seed);
  const open: number[] = [];
  let nextId = 1;
  return Array.from({ length: steps }, () => {
    const cancels = open.length > 0 && (random.next() < FLOW.cancelShare || open.length > resting);
    if (cancels) {
      const at = random.below(open.length);
      const id = open[at];
      open[at] = open.at(-1)!;
      open.pop();
      return { kind: 'cancel', id };
    }
    const id = nextId++;
    const side = random.next() < 0.5 ? BUY : SELL;
    const aggressive = random.next() < FLOW.aggressiveShare;
    const away = 1 + random.below(FLOW.depthTicks);
    const toward = side === BUY ? -1 : 1;
    const ticks = 1000 + (aggressive ? -toward * 3 : toward * away);
    if (!aggressive) open.push(id);
    return { kind: 'place', id, side, ticks, lots: 1 + random.below(FLOW.lotsMax), aggressive };
  });
}
