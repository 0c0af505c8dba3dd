/** What the engine does next: a pure function of what it sees. */

export interface EngineView {
  /** Null while L1 and the journal can be relied on. */
  readonly trouble: string | null;
  readonly nowMs: number;
  readonly batch: {
    /** Operations that are worth a batch: those that only move time are not. */
    readonly operations: number;
    readonly bytes: number;
    /** When the first of them came in. */
    readonly openedAtMs: number;
    readonly canTakeInbox: boolean;
    readonly timeIsBehind: boolean;
    /** Whether the next operation in the queue fits, with a time operation before it. */
    readonly fitsNext: boolean;
  };
  /** Finalized inbox items not taken yet. */
  readonly inboxWaiting: number;
  /** Whether the operation at the head of the queue has its signers. */
  readonly hasNext: boolean;
  /** Operations executed whose journal entries are not committed. */
  readonly uncommitted: number;
  /** Batches sealed that are not stored with their roots yet. */
  readonly sealedWaiting: number;
  readonly limits: {
    readonly sealAfterMs: number;
    readonly sealBytes: number;
    readonly uncommittedMax: number;
    readonly sealedWaitingMax: number;
  };
}

export type Action = 'seal' | 'advanceTime' | 'takeInbox' | 'execute' | 'wait';

export function decide(view: EngineView): Action {
  const { batch, limits } = view;
  // INVARIANT: nothing is executed that could not be journaled soon; what waits stays unexecuted.
  if (view.trouble !== null) return 'wait';
  if (view.uncommitted >= limits.uncommittedMax) return 'wait';
  if (view.sealedWaiting >= limits.sealedWaitingMax) return 'wait';
  if (batch.bytes >= limits.sealBytes) return 'seal';
  if (batch.operations > 0 && view.nowMs - batch.openedAtMs >= limits.sealAfterMs) return 'seal';
  // Money that came in goes first: its owner may be trading on it already.
  if (view.inboxWaiting > 0) {
    if (!batch.canTakeInbox) return 'seal';
    return batch.timeIsBehind ? 'advanceTime' : 'takeInbox';
  }
  if (!view.hasNext) return 'wait';
  if (!batch.fitsNext) return 'seal';
  return batch.timeIsBehind ? 'advanceTime' : 'execute';
}
