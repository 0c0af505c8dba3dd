/** Keeps the store beside L1: takes in new blocks, goes back where L1 did, waits where the endpoint lags. */
import { ProverError } from '../errors.ts';
import type { Deployment, Head, L1 } from '../l1/client.ts';
import { type Events, readEvents } from '../l1/readEvents.ts';
import type { Store } from '../store/store.ts';

/** Blocks asked for at once. */
const RANGE = 2_000;

export type Synced =
  /** The store holds everything up to the head. */
  | { readonly type: 'current'; readonly head: Head; readonly events: readonly Events[] }
  /** L1 took blocks back; what came of them is gone from the store. */
  | { readonly type: 'rewound'; readonly to: number }
  /** The endpoint is behind what it said before: nothing may be concluded from it. */
  | { readonly type: 'lagging'; readonly head: Head };

export interface FollowerOptions {
  readonly l1: L1;
  readonly deployment: Deployment;
  readonly store: Store;
  /** Block of the rollup's deployment, or one before it. */
  readonly firstBlock: number;
  /** Whether an endpoint that is behind is waited for; otherwise its head is taken for a shorter chain. */
  readonly waits?: boolean;
}

export async function follow(options: FollowerOptions): Promise<Synced> {
  const { l1, store, firstBlock, waits = true } = options;
  const head = await l1.head();
  const cursor = store.cursor();
  if (cursor !== undefined) {
    const isBehind = head.number < cursor.number;
    if (isBehind && waits && isKnown(store, head)) return { type: 'lagging', head };
    const hash = isBehind ? undefined : await l1.blockHash(cursor.number);
    if (hash !== cursor.hash) return { type: 'rewound', to: await rewind(options, head) };
  }
  const events: Events[] = [];
  for (let from = (cursor?.number ?? firstBlock - 1) + 1; from <= head.number; from += RANGE) {
    events.push(await takeIn(options, { from, head }));
  }
  if (cursor?.number === head.number) await l1.confirm(head);
  return { type: 'current', head, events };
}

/** Reads a range, checks that it was complete and of the head's chain, and stores it as one. */
async function takeIn(
  { l1, deployment, store }: FollowerOptions,
  { from, head }: { from: number; head: Head },
): Promise<Events> {
  const to = Math.min(from + RANGE - 1, head.number);
  const events = await readEvents(l1, { deployment, known: store, from, to });
  const hash = to === head.number ? head.hash : await l1.blockHash(to);
  if (hash === undefined) throw gone(to);
  if (to === head.number) await checkComplete({ l1, store, events, head });
  await l1.confirm({ number: to, hash });
  store.transaction(() => {
    for (const [place, item] of events.items) store.addItem(place, item);
    for (const batch of events.batches) store.addBatch(batch);
    for (const event of events.events) store.addEvent(event);
    store.addBlock({ number: to, hash });
  });
  return events;
}

/** A lagging server behind the endpoint answers a question about events with silence: the counters tell. */
async function checkComplete({
  l1,
  store,
  events,
  head,
}: {
  l1: L1;
  store: Store;
  events: Events;
  head: Head;
}): Promise<void> {
  const tip = Number(await l1.read(head, 'tipNumber'));
  const last = events.batches.at(-1)?.number ?? store.lastBatch();
  if (tip === last) return;
  throw new ProverError('retry', {
    doing: `reading events up to L1 block ${head.number}`,
    message: `the contract has ${tip} batches, the events tell of ${last}`,
  });
}

/** Goes back to the newest block that L1 still has. */
async function rewind({ l1, store, firstBlock }: FollowerOptions, head: Head): Promise<number> {
  for (const block of store.blocks()) {
    if (block.number > head.number) continue;
    if ((await l1.blockHash(block.number)) !== block.hash) continue;
    store.rewind(block.number);
    return block.number;
  }
  store.rewind(firstBlock - 1);
  return firstBlock - 1;
}

function isKnown(store: Store, { number, hash }: Head): boolean {
  const known = store.block(number);
  return known === undefined || known === hash;
}

function gone(block: number): ProverError {
  return new ProverError('reset', {
    doing: `reading L1 block ${block}`,
    message: 'the endpoint does not have it any more',
  });
}
