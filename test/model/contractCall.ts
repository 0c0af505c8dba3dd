/** A move of the model as a call of the contracts. */
import { type Abi, encodeFunctionData, type Hex } from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import {
  claimHash,
  duelHash,
  entryHash,
  type Hashes,
  nodeHash,
  NO_HASH,
  parentHash,
  proofOf,
  rootHash,
  stateHash,
  witnessOf,
} from './hashes.ts';
import type { Move } from './moves.ts';
import type { Config } from './rules.ts';
import type { State } from './state.ts';
import { stateBefore } from './tree.ts';

/** What names things on L1, at a state of the model. */
export interface Names {
  readonly config: Config;
  readonly hashes: Hashes;
  readonly state: State;
}

export function duelName({ config: { tree }, hashes, state }: Names, id: number) {
  const [x, y] = tree.pairs[id].map((history) => entryHash(hashes, tree, state, history));
  return duelHash(x, y);
}

/** @param sender also the sponsor of an entry */
export function contractCall(names: Names, move: Move, sender: Hex): Hex {
  const { config, hashes, state } = names;
  const abi: Abi = rollupAbi;
  const call = (functionName: string, ...args: readonly unknown[]) => {
    return encodeFunctionData({ abi, functionName, args });
  };
  switch (move.type) {
    case 'claim':
      return call(
        'claim',
        parentHash(hashes, move.place),
        hashes.batchHashes[move.place],
        rootHash(move.root, move.place),
      );
    case 'enter':
      return call('enter', ...enterArguments(names, move.history), sender);
    case 'duel':
      return call(
        'duel',
        ...config.tree.pairs[move.duel].map((it) => entryHash(hashes, config.tree, state, it)),
      );
    case 'reveal': {
      const { id, isSwapped } = duelName(names, move.duel);
      return call(
        'reveal',
        id,
        isSwapped ? 1 - move.side : move.side,
        childrenOf(names, move.duel, move.side),
      );
    }
    case 'advance': {
      const { id, isSwapped } = duelName(names, move.duel);
      const children = [childrenOf(names, move.duel, 0), childrenOf(names, move.duel, 1)];
      return call('advance', id, ...(isSwapped ? children.toReversed() : children));
    }
    case 'step':
      return call('step', ...stepArguments(names, move.duel, move.side));
    case 'timeout':
    case 'payMoves':
      return call(move.type, duelName(names, move.duel).id);
    case 'settle':
    case 'burn':
      return call(move.type, parentHash(hashes, move.place));
    case 'voidClaim':
      return call('voidClaim', claimHash(hashes, state.claims[move.claim]));
    case 'payOut':
      return call('payOut', entryHash(hashes, config.tree, state, move.history));
    case 'closePath':
      return call('closePath', BigInt(move.path + 1));
    default:
      return call('pauseClaims');
  }
}

function enterArguments({ config: { tree }, hashes }: Names, history: number): readonly unknown[] {
  const { place, root, leaves } = tree.histories[history];
  const top = nodeHash(hashes, history, { depth: 0, index: 0 });
  return [
    parentHash(hashes, place),
    rootHash(root, place),
    top,
    proofOf(hashes, history, leaves.length - 1),
  ];
}

/** None at the leaves, where the contracts ask for none. */
function childrenOf({ config: { tree }, hashes, state }: Names, id: number, side: 0 | 1): Hex[] {
  const { level, index } = state.duels[id]!;
  if (level === tree.rounds) return [];
  const depth = (level + 1) * Math.log2(tree.arity);
  return Array.from({ length: tree.arity }, (_, i) => {
    return nodeHash(hashes, tree.pairs[id][side], { depth, index: index * tree.arity + i });
  });
}

function stepArguments(names: Names, id: number, side: 0 | 1): readonly unknown[] {
  const {
    config: { tree },
    hashes,
    state,
  } = names;
  const history = tree.pairs[id][side];
  const { place } = tree.histories[history];
  const batchHash = hashes.batchHashes[place];
  const { id: name, isSwapped } = duelName(names, id);
  const self = state.duels[id]!;
  if (self.level < tree.rounds) return [name, 0n, NO_HASH, [], '0x'];
  const pre = stateBefore(tree, history, self.index);
  const proof = self.index === 0 ? [] : proofOf(hashes, history, self.index - 1);
  const witness = witnessOf(pre, place, batchHash);
  return [
    name,
    BigInt(isSwapped ? 1 - side : side),
    stateHash(pre, place, batchHash),
    proof,
    witness,
  ];
}
