/** The state before the first batch. */
import { State } from './state.ts';

export interface Genesis {
  readonly timeSec: number;
  /** 20-byte addresses; their index is the publisher's id. */
  readonly publishers: readonly Uint8Array[];
  /** Signed values a print needs. */
  readonly quorum: number;
}

export function genesisState({ timeSec, publishers, quorum }: Genesis): State {
  const state = new State();
  state.globals.setTimeSec(timeSec);
  state.oracle.setQuorum(quorum);
  state.oracle.setPublisherCount(publishers.length);
  publishers.forEach((publisher, i) => state.oracle.setPublisher(i, publisher));
  state.journal.savepoint();
  return state;
}
