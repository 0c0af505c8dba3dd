/** A state as bytes: for each table in the order of kinds, its length and its records. */
import { concat } from '../../protocol/hash.ts';
import { State } from '../../protocol/state.ts';

export function encodeState(state: State): Uint8Array {
  return concat(
    ...state.tables.flatMap((table) => {
      const records = table.usedBytes();
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, records.length);
      return [length, records];
    }),
  );
}

/** @param into the state to fill; another build of the protocol may bring its own */
export function decodeState(bytes: Uint8Array, into: State = new State()): State {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  for (const table of into.tables) {
    const end = at + 4 + view.getUint32(at);
    const size = table.shape.recordBytes;
    at += 4;
    for (let id = 0; at < end; id++, at += size) {
      const record = bytes.subarray(at, at + size);
      if (record.some((byte) => byte !== 0)) table.load(id, record);
    }
  }
  into.journal.savepoint();
  return into;
}
