import { describe, expect, test } from 'vitest';

import { hashPair } from './hash.ts';
import { hashLeaf, keyOf, StateTree, ZERO_HASHES } from './merkle.ts';
import { TREE_DEPTH } from './params.ts';
import { State } from './state.ts';

function climb(leaf: Uint8Array, key: number, siblings: readonly Uint8Array[]): Uint8Array {
  return siblings.reduce(
    (node, sibling, height) =>
      Math.floor(key / 2 ** height) % 2 === 0 ? hashPair(node, sibling) : hashPair(sibling, node),
    leaf,
  );
}

describe('StateTree', () => {
  test('of an empty state is the empty tree', () => {
    expect(new StateTree(new State()).root).toEqual(ZERO_HASHES[TREE_DEPTH]);
  });

  test.each([1, 2, 10])('follows writes as a tree built anew does, %i at a time', (at) => {
    const state = new State();
    const tree = new StateTree(state);
    for (let i = 1; i < 50; i++) {
      state.orders.setQuantityE4(i * 7, i);
      state.accounts.setCash(1 + (i % 5), -i);
      if (i % at === 0) tree.update();
      state.journal.savepoint();
    }
    tree.update();
    expect(tree.root).toEqual(new StateTree(state).root);
  });

  test('a record put back to zeros leaves no trace', () => {
    const state = new State();
    const tree = new StateTree(state);
    state.levels.setHead(3, 9);
    expect(tree.update()).not.toEqual(ZERO_HASHES[TREE_DEPTH]);
    state.journal.savepoint();
    state.levels.clear(3);
    expect(tree.update()).toEqual(ZERO_HASHES[TREE_DEPTH]);
  });

  test('proves a record by its siblings', () => {
    const state = new State();
    state.withdrawals.setTotal(5, 123);
    state.withdrawals.setTotal(4, 456);
    const tree = new StateTree(state);
    const key = keyOf(8, 5);
    const leaf = hashLeaf(key, state.withdrawals.record(5));
    expect(climb(leaf, key, tree.siblings(key))).toEqual(tree.root);
    const other = hashLeaf(key, state.withdrawals.record(4));
    expect(climb(other, key, tree.siblings(key))).not.toEqual(tree.root);
  });

  test('proves several records with each shared sibling once', () => {
    const state = new State();
    for (let id = 0; id < 4; id++) state.orders.setAccount(id, 1);
    const tree = new StateTree(state);
    const keys = [0, 1, 2, 3].map((id) => keyOf(5, id));
    expect(tree.multiproof(keys)).toHaveLength(TREE_DEPTH - 2);
    expect(tree.multiproof([keys[0]])).toEqual(tree.siblings(keys[0]));
  });
});
