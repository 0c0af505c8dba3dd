/** How far the histories of disputed batches are. */
import type { Histories } from '../game/histories.ts';
import type { SeenGame } from '../l1/readGame.ts';
import type { HistoryStatus } from '../status.ts';
import type { Store } from '../store/store.ts';
import type { Connection } from '../watch/connection.ts';

export function historiesOf(
  { histories }: Connection,
  { store, game, wanted }: { store: Store; game: SeenGame | undefined; wanted: readonly number[] },
): HistoryStatus[] {
  const numbers = game?.contests.map(({ number }) => number) ?? [];
  return numbers.flatMap((number): HistoryStatus[] => {
    const batchHash = store.batchHash(number);
    if (batchHash === undefined) return [];
    if (histories.get({ number, batchHash }) !== undefined) return [{ number, state: 'known' }];
    if (histories.hasFailed(batchHash)) return [{ number, state: 'failed' }];
    return wanted.includes(number)
      ? [{ number, state: 'computing', ...stepsOf(histories, number) }]
      : [];
  });
}

function stepsOf(histories: Histories, number: number): Pick<HistoryStatus, 'steps' | 'ofSteps'> {
  const progress = histories.progress();
  if (progress?.number !== number) return {};
  const { steps, share } = progress;
  return share === 0 ? { steps } : { steps, ofSteps: Math.round(steps / share) };
}
