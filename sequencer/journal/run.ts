import { INBOX_ITEM_BYTES, OPERATION_BY_KIND } from '../../protocol/generated/codec.ts';

/** Operations of one batch in a row, and the batch's seal if they are its last: what a commit writes. */
export interface Run {
  readonly batch: number;
  /** Of the first operation; of the next one if there is none. */
  readonly firstSeq: number;
  readonly count: number;
  /** The operations back to back. */
  readonly data: Uint8Array;
  /** Two bytes an operation. */
  readonly outcomes: Uint8Array;
  /** The inbox items that the `consumeInbox` among them took, back to back. */
  readonly inbox: Uint8Array;
  /** Header time of the batch if this run ends it. */
  readonly sealTimeSec: number | null;
}

/** The operations of a run, as views. */
export function splitOperations(data: Uint8Array): Uint8Array[] {
  const operations: Uint8Array[] = [];
  for (let at = 0; at < data.length; ) {
    const { bytes, entryBytes } = OPERATION_BY_KIND[data[at]];
    const count = entryBytes === 0 ? 0 : data[at + bytes - 1];
    const end = at + bytes + count * entryBytes;
    operations.push(data.subarray(at, end));
    at = end;
  }
  return operations;
}

export function splitItems(inbox: Uint8Array): Uint8Array[] {
  const count = inbox.length / INBOX_ITEM_BYTES;
  return Array.from({ length: count }, (_, i) =>
    inbox.subarray(i * INBOX_ITEM_BYTES, (i + 1) * INBOX_ITEM_BYTES),
  );
}

export function encodeOutcomes(outcomes: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(outcomes.length * 2);
  outcomes.forEach((outcome, i) => {
    bytes[2 * i] = outcome >> 8;
    bytes[2 * i + 1] = outcome & 0xff;
  });
  return bytes;
}

export function outcomeAt(outcomes: Uint8Array, i: number): number {
  return outcomes[2 * i] * 256 + outcomes[2 * i + 1];
}
