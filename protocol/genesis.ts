/** The state before the first batch. */
import { assert } from './assert.ts';
import { MAX_PUBLISHERS } from './params.ts';
import { State } from './state.ts';

export interface Genesis {
  readonly timeSec: number;
  /** 20-byte addresses; their index is the publisher's id. */
  readonly publishers: readonly Uint8Array[];
  /** Signed values a print needs. */
  readonly quorum: number;
}

export function genesisState({ timeSec, publishers, quorum }: Genesis): State {
  assert(
    quorum > 0 && quorum <= publishers.length && publishers.length <= MAX_PUBLISHERS,
    'a print needs at least one and at most all publishers',
  );
  const state = new State();
  state.globals.setTimeSec(timeSec);
  state.oracle.setQuorum(quorum);
  state.oracle.setPublisherCount(publishers.length);
  publishers.forEach((publisher, i) => state.oracle.setPublisher(i, publisher));
  state.journal.savepoint();
  return state;
}
