/** SPEC §3.1, recursively. */
import { keccak256 } from '../../protocol/hash.ts';

const DEPTH = 32;
const ZERO = new Uint8Array(32);

const hashOf = (...parts: Uint8Array[]): Uint8Array => keccak256(Buffer.concat(parts));

/** Roots of the empty subtrees by height. */
const EMPTY: Uint8Array[] = [ZERO];
for (let height = 1; height <= DEPTH; height++) {
  EMPTY.push(hashOf(EMPTY[height - 1], EMPTY[height - 1]));
}

/** @param records by key; all others are zero */
export function naiveRoot(records: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const leaves = new Map<number, Uint8Array>();
  for (const [key, record] of records) {
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32BE(key);
    if (record.some((byte) => byte !== 0)) leaves.set(key, hashOf(prefix, record));
  }
  return subtree(leaves, [...leaves.keys()], DEPTH);
}

/** @param keys the leaves below this node */
function subtree(
  leaves: ReadonlyMap<number, Uint8Array>,
  keys: readonly number[],
  height: number,
): Uint8Array {
  if (keys.length === 0) return EMPTY[height];
  if (height === 0) return leaves.get(keys[0])!;
  const isRight = (key: number): boolean => Math.floor(key / 2 ** (height - 1)) % 2 === 1;
  const left = keys.filter((key) => !isRight(key));
  const right = keys.filter(isRight);
  return hashOf(subtree(leaves, left, height - 1), subtree(leaves, right, height - 1));
}
