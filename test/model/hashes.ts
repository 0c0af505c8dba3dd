/** The real hashes behind the model's small numbers: states, histories, claims, entries, duels. */
import { bytesToHex, encodeAbiParameters, type Hex, keccak256, numberToHex, toHex } from 'viem';

import { HALT, truth } from './configs.ts';
import type { State } from './state.ts';
import { START, type Tree } from './tree.ts';

export { HALT };
export const GENESIS_ROOT = 1_000n;
const WORD = [{ type: 'bytes32' }] as const;
const PAIR = [...WORD, ...WORD] as const;
const TRIPLE = [...PAIR, ...WORD] as const;
/** Roots of liars are far from any root that is true. */
const LIES = 600_000n;
const FIRST_GARBAGE = 100;

/** A state's number as root and steps: what the counter machine hashes with the batch. */
interface Opened {
  readonly root: bigint;
  readonly steps: number;
}

/** How the histories of a configuration look to the contracts. */
export interface Hashes {
  readonly genesis: Hex;
  readonly batchHashes: readonly Hex[];
  /** By history, the levels of its binary tree, the root first. */
  readonly levels: readonly (readonly (readonly Hex[])[])[];
}

export function hashesOf(tree: Tree, genesis: Hex, batchHashes: readonly Hex[]): Hashes {
  const levels = tree.histories.map(({ place, leaves }) => {
    const rows: Hex[][] = [leaves.map((label) => stateHash(label, place, batchHashes[place]))];
    while (rows[0].length > 1) rows.unshift(halve(rows[0]));
    return rows;
  });
  return { genesis, batchHashes, levels };
}

function halve(row: readonly Hex[]): Hex[] {
  return row.filter((_, i) => i % 2 === 0).map((left, i) => hash(PAIR, [left, row[2 * i + 1]]));
}

function hash(types: typeof PAIR, values: readonly [Hex, Hex]): Hex {
  return keccak256(encodeAbiParameters(types, values));
}

/** Undefined for a state that nothing opens. */
function open(label: number, place: number): Opened | undefined {
  const first = GENESIS_ROOT + BigInt(place * HALT);
  if (label >= FIRST_GARBAGE) return undefined;
  if (label === START) return { root: first, steps: 0 };
  if (label <= truth(HALT)) return { root: first + BigInt(label), steps: label };
  const [root, steps] = [Math.floor(label / 10), label % 10];
  return { root: lieOf(root) - BigInt(HALT - steps), steps };
}

function lieOf(root: number): bigint {
  return LIES + BigInt(100 * root);
}

export function rootHash(root: number, place: number): Hex {
  const isTrue = root === 0;
  return numberToHex(isTrue ? GENESIS_ROOT + BigInt((place + 1) * HALT) : lieOf(root), {
    size: 32,
  });
}

/** The bytes that open a state; of one that nothing opens, bytes that do not. */
export function witnessOf(label: number, place: number, batchHash: Hex): Hex {
  const { root, steps } = open(label, place) ?? { root: 0n, steps: 99 };
  return encodeAbiParameters(TRIPLE, [
    numberToHex(root, { size: 32 }),
    numberToHex(steps, { size: 32 }),
    batchHash,
  ]);
}

export function stateHash(label: number, place: number, batchHash: Hex): Hex {
  if (open(label, place) === undefined) return keccak256(toHex(`garbage ${label} of ${batchHash}`));
  return keccak256(witnessOf(label, place, batchHash));
}

/** Of a binary tree: `depth` levels below the root. */
export function nodeHash(
  { levels }: Hashes,
  history: number,
  { depth, index }: { depth: number; index: number },
): Hex {
  return levels[history][depth][index];
}

/** Siblings of a leaf, leaf level first. */
export function proofOf({ levels }: Hashes, history: number, leaf: number): Hex[] {
  return levels[history]
    .slice(1)
    .toReversed()
    .map((row, height) => row[(leaf >> height) ^ 1]);
}

export function parentHash(hashes: Hashes, place: number): Hex {
  return place === 0 ? hashes.genesis : claimHash(hashes, { place: 0, epoch: 0, root: 0 });
}

export function claimHash(
  hashes: Hashes,
  { place, epoch, root }: { place: number; epoch: number; root: number },
): Hex {
  const epochWord = numberToHex(epoch, { size: 32 });
  return keccak256(
    encodeAbiParameters(
      [...TRIPLE, ...WORD],
      [parentHash(hashes, place), epochWord, hashes.batchHashes[place], rootHash(root, place)],
    ),
  );
}

/** Of the present epoch. */
export function entryHash(hashes: Hashes, tree: Tree, state: State, history: number): Hex {
  const { place, root } = tree.histories[history];
  return keccak256(
    encodeAbiParameters(
      [...TRIPLE, ...WORD],
      [
        parentHash(hashes, place),
        numberToHex(state.contests[place].epoch, { size: 32 }),
        rootHash(root, place),
        hashes.levels[history][0][0],
      ],
    ),
  );
}

/** A duel's id, and whether the contracts have its sides the other way round: they order by id. */
export function duelHash(x: Hex, y: Hex): { id: Hex; isSwapped: boolean } {
  const isSwapped = BigInt(x) > BigInt(y);
  return { id: hash(PAIR, isSwapped ? [y, x] : [x, y]), isSwapped };
}

export const NO_HASH = bytesToHex(new Uint8Array(32));
