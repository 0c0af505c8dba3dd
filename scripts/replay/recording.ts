/** Recorded chains as snapshots of the whole market: every underlying at once. */
import { readRecorded, type RecordedChain } from '../../publisher/feed/recorded.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import { ReplayFileError } from './deliveries.ts';

export interface Snapshot {
  readonly timeSec: number;
  readonly chains: readonly RecordedChain[];
}

/** What has to be known of a snapshot before it is reached. */
export interface SnapshotOutline {
  readonly timeSec: number;
  /** By underlying; null where the snapshot does not show it. */
  readonly indexCents: readonly (number | null)[];
}

/** Chains of different underlyings belong together if they were read within this time. */
const TOGETHER_SEC = 60;

/** As a stream: one snapshot is in memory at a time. @throws FeedError */
export async function* readSnapshots(file: string): AsyncIterable<Snapshot> {
  let chains: RecordedChain[] = [];
  for await (const chain of readRecorded({ file })) {
    if (!isKnown(chain)) continue;
    if (chains.length > 0 && !belongs(chain, chains)) {
      yield toSnapshot(chains);
      chains = [];
    }
    chains.push(chain);
  }
  if (chains.length > 0) yield toSnapshot(chains);
}

/** Reads the whole file once, so that what is wrong with it shows before anything starts. */
export async function outlineOf(file: string, limit: number): Promise<SnapshotOutline[]> {
  const outlines: SnapshotOutline[] = [];
  for await (const { timeSec, chains } of readSnapshots(file)) {
    if (outlines.length >= limit) break;
    outlines.push({ timeSec, indexCents: indexOf(chains) });
  }
  if (outlines.length === 0) {
    const symbols = UNDERLYINGS.map(({ symbol }) => symbol).join(' or ');
    throw new ReplayFileError(`${file}: no quotes of ${symbols} with an index price`);
  }
  return outlines;
}

/** An underlying of the exchange, with an index that it can print. */
function isKnown({ snapshot }: RecordedChain): boolean {
  const known = UNDERLYINGS.find(({ symbol }) => symbol === snapshot.underlying);
  const cents = Math.round(snapshot.indexUsd * 100);
  return known !== undefined && cents > 0 && cents <= known.maxPriceCents;
}

function belongs({ snapshot }: RecordedChain, chains: readonly RecordedChain[]): boolean {
  const isNear = snapshot.timeSec - chains[0].snapshot.timeSec < TOGETHER_SEC;
  return isNear && chains.every((other) => other.snapshot.underlying !== snapshot.underlying);
}

/** All of it as of the whole second of the last chain. */
function toSnapshot(chains: readonly RecordedChain[]): Snapshot {
  const timeSec = Math.floor(chains.at(-1)!.snapshot.timeSec);
  return {
    timeSec,
    chains: chains.map(({ snapshot, marks }) => ({ snapshot: { ...snapshot, timeSec }, marks })),
  };
}

function indexOf(chains: readonly RecordedChain[]): (number | null)[] {
  return UNDERLYINGS.map(({ symbol }) => {
    const chain = chains.find(({ snapshot }) => snapshot.underlying === symbol);
    return chain === undefined ? null : Math.round(chain.snapshot.indexUsd * 100);
  });
}
