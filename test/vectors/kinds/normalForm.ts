import type { OptionPosition } from '../../../protocol/margin/types.ts';

/** One position a strike and type, by strike, calls first: equal keys are summed, zeros dropped. */
export function normalForm<Position extends OptionPosition>(
  positions: readonly Position[],
): Position[] {
  const sums = new Map<string, Position>();
  for (const position of positions) {
    const key = `${position.strike} ${position.put}`;
    const amount = (sums.get(key)?.amount ?? 0n) + position.amount;
    sums.set(key, { ...position, amount });
  }
  return [...sums.values()].filter(({ amount }) => amount !== 0n).sort(byStrike);
}

function byStrike(a: OptionPosition, b: OptionPosition): number {
  if (a.strike !== b.strike) return a.strike < b.strike ? -1 : 1;
  return Number(a.put) - Number(b.put);
}
