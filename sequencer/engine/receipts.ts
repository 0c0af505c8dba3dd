/** Receipts: what the sequencer promises about an operation, many under one signature. */
import { concat, hashPair, keccak256 } from '../../protocol/hash.ts';
import { signDigest } from '../../protocol/signatures.ts';
import { digest, hashStruct, hashText } from '../../protocol/typedData.ts';

/** EIP-712 type of what is signed: the Merkle root over the receipts of one journal commit. */
export const RECEIPTS_TYPE = 'Receipts(bytes32 root)';
const TYPE_HASH = hashText(RECEIPTS_TYPE);

export interface ReceiptTerms {
  /** Place among all operations ever. */
  readonly seq: number;
  readonly batch: number;
  /** Place in the batch, from 0. */
  readonly index: number;
  readonly outcome: number;
  /** keccak256 of the operation. */
  readonly hash: Uint8Array;
}

export interface Receipt extends ReceiptTerms {
  /** Siblings from the leaf up; a node hashes its children in ascending order. */
  readonly proof: readonly Uint8Array[];
  readonly signature: Uint8Array;
}

/** keccak256(seq in 8 bytes ‖ batch in 8 ‖ index in 4 ‖ outcome in 2 ‖ hash). */
export function receiptLeaf({ seq, batch, index, outcome, hash }: ReceiptTerms): Uint8Array {
  const bytes = new Uint8Array(22);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(seq));
  view.setBigUint64(8, BigInt(batch));
  view.setUint32(16, index);
  view.setUint16(20, outcome);
  return keccak256(concat(bytes, hash));
}

export function receiptsDigest(domain: Uint8Array, root: Uint8Array): Uint8Array {
  return digest(domain, hashStruct(TYPE_HASH, [root]));
}

/** COST: one signature for all of them. */
export function signReceipts(
  terms: readonly ReceiptTerms[],
  { domain, privateKey }: { domain: Uint8Array; privateKey: Uint8Array },
): Receipt[] {
  if (terms.length === 0) return [];
  const rows: Uint8Array[][] = [terms.map(receiptLeaf)];
  while (rows.at(-1)!.length > 1) rows.push(parents(rows.at(-1)!));
  const signature = signDigest(receiptsDigest(domain, rows.at(-1)![0]), privateKey);
  return terms.map((term, i) => ({ ...term, proof: proofOf(rows, i), signature }));
}

/** An odd node at the end goes up as it is. */
function parents(nodes: readonly Uint8Array[]): Uint8Array[] {
  return Array.from({ length: Math.ceil(nodes.length / 2) }, (_, i) => {
    const right = nodes[2 * i + 1];
    return right === undefined ? nodes[2 * i] : hashSorted(nodes[2 * i], right);
  });
}

function proofOf(rows: readonly Uint8Array[][], leaf: number): Uint8Array[] {
  const proof: Uint8Array[] = [];
  let position = leaf;
  for (const row of rows.slice(0, -1)) {
    const sibling = row[position ^ 1];
    if (sibling !== undefined) proof.push(sibling);
    position >>= 1;
  }
  return proof;
}

function hashSorted(a: Uint8Array, b: Uint8Array): Uint8Array {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return a[i] < b[i] ? hashPair(a, b) : hashPair(b, a);
  }
  return hashPair(a, b);
}
