/** Batches as L1 holds them: SPEC §2. */
import {
  encodeHeader,
  encodeInboxItem,
  encodeRegisters,
  type Header,
  type InboxItem,
  type Registers,
} from './generated/codec.ts';
import { concat, keccak256 } from './hash.ts';
import { haltedRegisters, initialRegisters } from './machine.ts';
import { CHUNK_BYTES } from './params.ts';

export function hashBatch(header: Header): Uint8Array {
  return keccak256(encodeHeader(header));
}

/** Hashes of the data's chunks; the last may be shorter. */
export function chunkHashes(data: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(data.length / CHUNK_BYTES) }, (_, i) =>
    keccak256(data.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)),
  );
}

export function hashData(data: Uint8Array): Uint8Array {
  return keccak256(concat(...chunkHashes(data)));
}

export function hashInbox(items: readonly InboxItem[]): Uint8Array {
  return keccak256(concat(...items.map((item) => keccak256(encodeInboxItem(item)))));
}

/** S = keccak256(root ‖ keccak256(registers) ‖ batchHash): what a history's leaf is. SPEC §4.3. */
export function hashState(
  root: Uint8Array,
  registers: Registers,
  batchHash: Uint8Array,
): Uint8Array {
  return keccak256(concat(root, keccak256(encodeRegisters(registers)), batchHash));
}

export function initialState(root: Uint8Array, batchHash: Uint8Array): Uint8Array {
  return hashState(root, initialRegisters(), batchHash);
}

export function finalState(root: Uint8Array, batchHash: Uint8Array): Uint8Array {
  return hashState(root, haltedRegisters(), batchHash);
}
