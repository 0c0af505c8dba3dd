import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { concat, equalBytes, hashPair, keccak256 } from '../../protocol/hash.ts';
import { HistoryTree } from './historyTree.ts';

const leafOf = (value: number): Uint8Array => keccak256(Uint8Array.of(value));

/** All leaves in memory, level by level. */
function naiveLevels(leaves: readonly Uint8Array[], depth: number): Uint8Array[][] {
  const full = Array.from({ length: 2 ** depth }, (_, i) => leaves[i] ?? leaves.at(-1)!);
  const levels = [full];
  for (let level = full; level.length > 1; level = levels.at(-1)!) {
    levels.push(
      Array.from({ length: level.length / 2 }, (_, i) => hashPair(level[2 * i], level[2 * i + 1])),
    );
  }
  return levels;
}

const histories = fc.record({
  depth: fc.constantFrom(2, 4, 6),
  values: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 64 }),
});

describe('HistoryTree', () => {
  test('is the tree over all leaves, the last one repeated', () => {
    fc.assert(
      fc.property(histories, ({ depth, values }) => {
        const leaves = values.slice(0, 2 ** depth).map(leafOf);
        const tree = new HistoryTree(concat(...leaves), depth);
        const levels = naiveLevels(leaves, depth);
        levels.forEach((level, height) =>
          level.forEach((node, i) => expect(equalBytes(tree.node(height, i), node)).toBe(true)),
        );
      }),
    );
  });

  test('proves every leaf', () => {
    fc.assert(
      fc.property(histories, fc.nat(), ({ depth, values }, pick) => {
        const leaves = values.slice(0, 2 ** depth).map(leafOf);
        const tree = new HistoryTree(concat(...leaves), depth);
        const index = pick % 2 ** depth;
        const root = tree.proof(index).reduce((node, sibling, height) => {
          const isRight = Math.floor(index / 2 ** height) % 2 === 1;
          return isRight ? hashPair(sibling, node) : hashPair(node, sibling);
        }, tree.leaf(index));
        expect(equalBytes(root, tree.root)).toBe(true);
      }),
    );
  });

  test('children hash to their node', () => {
    const tree = new HistoryTree(concat(...Array.from({ length: 40 }, (_, i) => leafOf(i))), 6);
    for (let index = 0; index < 8; index++) {
      const children = tree.children({ level: 1, index, arityLog2: 3 });
      const above = new HistoryTree(concat(...children), 3);
      expect(above.root).toEqual(tree.node(3, index));
    }
  });

  test('a full-size history of few steps is cheap', () => {
    const tree = new HistoryTree(
      concat(...Array.from({ length: 1000 }, (_, i) => leafOf(i % 256))),
      18,
    );
    expect(tree.leaf(2 ** 18 - 1)).toEqual(leafOf(999 % 256));
  });

  test('refuses more steps than it has leaves', () => {
    expect(() => new HistoryTree(new Uint8Array(32 * 5), 2)).toThrow('no more steps');
  });
});
