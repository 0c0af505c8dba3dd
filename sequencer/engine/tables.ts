/** Records of a state as plain bytes, to hand to another thread or to a snapshot. */
import { deflateSync, inflateSync } from 'node:zlib';

import { concat } from '../../protocol/hash.ts';
import type { State } from '../../protocol/state.ts';

/** Records of one table that changed. */
export interface Changed {
  readonly ids: Uint32Array;
  /** The records of these ids, back to back. */
  readonly records: Uint8Array;
}

/** What was written since the last call, by table. */
export function takeChanged(state: State): Changed[] {
  return state.tables.map((table) => {
    const ids = Uint32Array.from(table.takeDirty());
    const { recordBytes } = table.shape;
    const records = new Uint8Array(ids.length * recordBytes);
    ids.forEach((id, i) => table.copyTo(id, { target: records, at: i * recordBytes }));
    return { ids, records };
  });
}

export function applyChanged(state: State, changed: readonly Changed[]): void {
  changed.forEach(({ ids, records }, kind) => {
    const table = state.tables[kind];
    const { recordBytes } = table.shape;
    ids.forEach((id, i) =>
      table.load(id, records.subarray(i * recordBytes, (i + 1) * recordBytes)),
    );
  });
}

/** All tables, each after its length in 4 bytes, deflated. */
export function packState(state: State): Uint8Array {
  const parts = state.tables.flatMap((table) => {
    const bytes = table.usedBytes();
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, bytes.length);
    return [length, bytes];
  });
  return deflateSync(concat(...parts), { level: 1 });
}

/** Loads a packed state into an empty one. */
export function unpackState(state: State, packed: Uint8Array): void {
  const bytes = inflateSync(packed);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (const table of state.tables) {
    const end = at + 4 + view.getUint32(at);
    const { recordBytes } = table.shape;
    // From the last record, so that the table grows once.
    for (let start = end - recordBytes; start >= at + 4; start -= recordBytes) {
      table.load((start - at - 4) / recordBytes, bytes.subarray(start, start + recordBytes));
    }
    at = end;
  }
  state.journal.savepoint();
}
