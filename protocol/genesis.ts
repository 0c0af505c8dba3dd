/** The state before the first batch. */
import { assert } from './assert.ts';
import { MAX_PUBLISHERS } from './params.ts';
import { concat } from './hash.ts';
import { loadDefaultParameters } from './margin/parameters.ts';
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
  loadDefaultParameters(state);
  state.journal.savepoint();
  return state;
}

/** `timeSec u64 ‖ quorum u8 ‖ publishers`, as the rollup tells it on L1. */
export function encodeGenesis({ timeSec, quorum, publishers }: Genesis): Uint8Array {
  const head = new Uint8Array(9);
  const view = new DataView(head.buffer);
  view.setBigUint64(0, BigInt(timeSec));
  view.setUint8(8, quorum);
  return concat(head, ...publishers);
}

export function decodeGenesis(bytes: Uint8Array): Genesis {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const publishers: Uint8Array[] = [];
  for (let at = 9; at + 20 <= bytes.length; at += 20) publishers.push(bytes.slice(at, at + 20));
  return { timeSec: Number(view.getBigUint64(0)), quorum: view.getUint8(8), publishers };
}
