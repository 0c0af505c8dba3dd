/** Restart: the latest snapshot, then the journal, through the executor that runs live. */
import { assert } from '../../protocol/assert.ts';
import { decodeInboxItem, PLACE_ORDER_KIND } from '../../protocol/generated/codec.ts';
import { equalBytes } from '../../protocol/hash.ts';
import { State } from '../../protocol/state.ts';
import { OperationalError } from '../errors.ts';
import { outcomeAt, type Run, splitItems, splitOperations } from '../journal/run.ts';
import type { KnownBatch, Snapshot } from '../store/batches.ts';
import type { StoredBatch } from './engine.ts';
import { Executor } from './executor.ts';
import { createMarginFilter } from './filter.ts';
import { type Recorded, recorded } from './recorded.ts';
import type { SealedBatch } from './replica.ts';
import { Roots } from './roots.ts';
import { takeChanged, unpackState } from './tables.ts';

export interface RecoverOptions {
  /** Of a snapshot, or of genesis with batch 0. */
  readonly start: Snapshot;
  readonly chainId: number;
  readonly rollup: Uint8Array;
  readonly verifier: Uint8Array;
  /** Whether a float filter answers for the exact margins where it can. */
  readonly marginFilter: boolean;
  readonly runs: AsyncIterable<Run>;
  /** What was computed before the restart. */
  readonly known: ReadonlyMap<number, KnownBatch>;
  /** Sees every operation again. */
  readonly replayed: (operations: readonly Recorded[]) => void;
  /** Every batch whose seal is in the journal, in order. */
  readonly store: (batch: StoredBatch) => Promise<void>;
}

export interface Recovered {
  readonly executor: Executor;
  readonly roots: Roots;
  readonly openedFrom: { readonly bytes: number; readonly orders: number };
  readonly replayedOperations: number;
}

const TIME_UNKNOWN = Number.MAX_SAFE_INTEGER;

/**
 * Signatures are recovered again, outcomes and roots compared: a sequencer that cannot reproduce what it
 * acknowledged does not start.
 * @throws OperationalError `fatal`
 */
export async function recover(options: RecoverOptions): Promise<Recovered> {
  const { start, chainId, rollup, verifier } = options;
  const state = new State();
  unpackState(state, start.tables);
  takeChanged(state);
  const place = { chainId, rollup, verifier };
  const { roots, root } = await Roots.start({
    packed: start.tables,
    ...place,
    parentHash: start.hash,
  });
  if (!equalBytes(root, start.root)) {
    throw new OperationalError('fatal', `the snapshot of batch ${start.batch} has another root`);
  }
  const executor = new Executor({
    state,
    filter: options.marginFilter ? createMarginFilter() : undefined,
    place: {
      ...place,
      number: start.batch + 1,
      inboxNext: start.inboxNext,
      parentTimeSec: start.timeSec,
      seq: start.nextSeq,
    },
  });
  executor.headTimeSec = TIME_UNKNOWN;
  let parentTimeSec = start.timeSec;
  let orders = 0;
  let replayedOperations = 0;
  for await (const run of options.runs) {
    const recorded = replay(executor, run);
    options.replayed(recorded);
    replayedOperations += recorded.length;
    orders += recorded.filter(({ operation }) => operation[0] === PLACE_ORDER_KIND).length;
    if (run.sealTimeSec === null) continue;
    executor.restoreHeadTime(run.sealTimeSec);
    const sealed = executor.seal();
    parentTimeSec = run.sealTimeSec;
    executor.headTimeSec = TIME_UNKNOWN;
    const batch = await roots.seal(sealed, {
      changed: takeChanged(state),
      snapshot: false,
      verifier: options.known.get(sealed.number)?.verifier,
    });
    check(batch, options.known);
    await options.store({ ...batch, input: sealed, orders });
    orders = 0;
  }
  executor.restoreHeadTime(Math.max(parentTimeSec, state.globals.timeSec()));
  return {
    executor,
    roots,
    openedFrom: { bytes: executor.bytes, orders },
    replayedOperations,
  };
}

function replay(executor: Executor, run: Run): Recorded[] {
  assert(run.batch === executor.number, 'the journal holds the runs of a batch before its seal');
  assert(run.firstSeq === executor.nextSeq, 'the journal has no gap');
  const items = splitItems(run.inbox).map((item) => decodeInboxItem(item));
  let taken = 0;
  return splitOperations(run.data).map((operation, i) => {
    const item = operation[0] === 1 ? items[taken++] : null;
    const executed = item === null ? executor.execute(operation, null) : executor.takeInbox(item);
    const expected = outcomeAt(run.outcomes, i);
    if (executed.seq !== run.firstSeq + i || executed.outcome !== expected) {
      throw new OperationalError(
        'fatal',
        `operation ${run.firstSeq + i} of the journal gave ${executed.outcome} again, expected ${expected}`,
      );
    }
    return recorded(executor.state, { executed, operation, item });
  });
}

function check({ number, hash, root }: SealedBatch, known: RecoverOptions['known']): void {
  const before = known.get(number);
  if (before === undefined) return;
  if (equalBytes(before.hash, hash) && equalBytes(before.root, root)) return;
  throw new OperationalError('fatal', `batch ${number} ended in another root or hash than before`);
}
