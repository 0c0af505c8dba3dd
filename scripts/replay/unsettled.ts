import { expirySec } from '../../protocol/instrument.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import { expiryIndex } from '../../protocol/state.ts';
import type { Devnet } from '../devnet/devnet.ts';
import type { SnapshotOutline } from './recording.ts';
import { expiryDays } from './timetable.ts';

/** Expiries of the recording's window that have no settlement price: `BTC 2026-06-12`. */
export function unsettledOf(
  { state }: Pick<Devnet, 'state'>,
  snapshots: readonly SnapshotOutline[],
): string[] {
  return expiryDays(snapshots).flatMap((day) =>
    UNDERLYINGS.flatMap(({ symbol }, underlying) => {
      const isShown = snapshots.some(({ indexCents }) => indexCents[underlying] !== null);
      if (!isShown || state.expiries.settled(expiryIndex(underlying, day)) === 1) return [];
      return [`${symbol} ${new Date(expirySec(day) * 1000).toISOString().slice(0, 10)}`];
    }),
  );
}
