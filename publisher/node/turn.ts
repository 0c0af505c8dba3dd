/**
 * Whose turn it is to gather: time is cut into slots, and each slot belongs to the next publisher in the list. Nobody
 * has to agree on anything, and one that is away costs one slot.
 */
export function slotOf(timeSec: number, everySec: number): number {
  return Math.floor(timeSec / everySec);
}

export function isTurnOf(
  publisher: number,
  { slot, count }: { slot: number; count: number },
): boolean {
  return slot % count === publisher;
}
