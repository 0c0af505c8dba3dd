/** Histories as small numbers: which nodes they share, where they first differ, which states can be executed. */
import { assert } from '../../protocol/assert.ts';
import type { History } from './rules.ts';

/** The state before the first step. */
export const START = 0;

export interface Tree {
  readonly rounds: number;
  readonly arity: number;
  readonly histories: readonly History[];
  /** By place, the index of the honest history. */
  readonly honest: readonly number[];
  /** The two histories of a duel, by duel. */
  readonly pairs: readonly (readonly [number, number])[];
  /** By history and history; -1 for rivals over different parents. */
  readonly duelOf: readonly (readonly number[])[];
  /** By history, level and index: equal numbers of one level are equal hashes. Leaves at the last level. */
  readonly nodes: readonly (readonly (readonly number[])[])[];
  /** Nodes that can be revealed, of all levels but the last. */
  readonly nodeCount: number;
  /** The histories that a node is of. */
  readonly owners: readonly (readonly number[])[];
  /** The state after a state, undefined where nothing can be executed. */
  readonly next: ReadonlyMap<number, number>;
}

export function makeTree({
  rounds,
  arity,
  histories,
  honest,
  next,
}: Pick<Tree, 'rounds' | 'arity' | 'histories' | 'honest' | 'next'>): Tree {
  const ids = new Map<string, number>();
  const owners: number[][] = [];
  const nodes = histories.map(({ place, leaves }, history) => {
    assert(leaves.length === arity ** rounds, 'a history fills its tree');
    return Array.from({ length: rounds + 1 }, (_, level) => {
      if (level === rounds) return leaves;
      const width = arity ** (rounds - level);
      return Array.from({ length: arity ** level }, (_unused, index) => {
        // Parents differ, so no state of one place is one of another.
        const key = `${place}:${level}:${leaves.slice(index * width, (index + 1) * width).join()}`;
        if (!ids.has(key)) ids.set(key, ids.size);
        const id = ids.get(key)!;
        (owners[id] ??= []).push(history);
        return id;
      });
    });
  });
  const pairs: [number, number][] = [];
  const duelOf = histories.map(() => histories.map(() => -1));
  for (let x = 0; x < histories.length; x++) {
    for (let y = x + 1; y < histories.length; y++) {
      if (histories[x].place !== histories[y].place) continue;
      duelOf[x][y] = duelOf[y][x] = pairs.length;
      pairs.push([x, y]);
    }
  }
  return {
    rounds,
    arity,
    histories,
    honest,
    pairs,
    duelOf,
    nodes,
    nodeCount: ids.size,
    owners,
    next,
  };
}

/** The first child in which two nodes differ. */
export function leftmostDifference(
  tree: Tree,
  { pair: [x, y], level, index }: { pair: readonly [number, number]; level: number; index: number },
): number {
  const first = index * tree.arity;
  for (let child = 0; child < tree.arity; child++) {
    if (tree.nodes[x][level + 1][first + child] !== tree.nodes[y][level + 1][first + child])
      return child;
  }
  throw new Error('different nodes have different children');
}

/** What no honest dissection does. */
export function rightmostDifference(
  tree: Tree,
  { pair: [x, y], level, index }: { pair: readonly [number, number]; level: number; index: number },
): number {
  const first = index * tree.arity;
  for (let child = tree.arity - 1; child >= 0; child--) {
    if (tree.nodes[x][level + 1][first + child] !== tree.nodes[y][level + 1][first + child])
      return child;
  }
  throw new Error('different nodes have different children');
}

/** The state before a leaf of a history. */
export function stateBefore(tree: Tree, history: number, index: number): number {
  return index === 0 ? START : tree.histories[history].leaves[index - 1];
}
