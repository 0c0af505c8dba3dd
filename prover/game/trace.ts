/** Evidence: turns a move into the call that L1 checks, with what the histories and the recorder show. */
import type { Hex } from 'viem';

import { assert } from '../../protocol/assert.ts';
import { toHex } from '../hex.ts';
import type { Move } from './game.ts';
import type { HistoryTree } from './historyTree.ts';

/** A call of the rollup. */
export interface Call {
  readonly functionName: string;
  readonly args: readonly unknown[];
  /** Which bond the call takes, if any. */
  readonly bond?: 'claim' | 'enter';
}

export interface Evidence {
  /** Ours, of the batch that the move is about. */
  readonly history?: HistoryTree | undefined;
  readonly arityLog2: number;
  /** Who gets an entry's bond back. */
  readonly sponsor: Hex;
  /** Children of a node that a rival revealed. */
  childrenOf(level: number, node: Hex): readonly Hex[] | undefined;
  /** The state before a step and its witness; undefined while it is being recorded. */
  stepAt(index: number): { pre: Uint8Array; witness: Uint8Array } | undefined;
}

/** @returns nothing while the evidence is still being made: the move waits for a later turn */
export function callOf(move: Move, evidence: Evidence): Call | undefined {
  switch (move.type) {
    case 'claim':
      return {
        functionName: 'claim',
        args: [move.parent, move.batchHash, move.root],
        bond: 'claim',
      };
    case 'enter':
      return enterCall(move, evidence);
    case 'duel':
      return { functionName: 'duel', args: [move.x, move.y] };
    case 'reveal':
      return { functionName: 'reveal', args: [move.duel, move.side, ownChildren(move, evidence)] };
    case 'advance':
      return advanceCall(move, evidence);
    case 'step':
      return stepCall(move, evidence);
    case 'timeout':
      return { functionName: 'timeout', args: [move.duel] };
    case 'settle':
      return { functionName: 'settle', args: [move.parent] };
    case 'voidClaim':
      return { functionName: 'voidClaim', args: [move.claim] };
    case 'payOut':
      return { functionName: 'payOut', args: [move.entry] };
    case 'payMoves':
      return { functionName: 'payMoves', args: [move.duel] };
    case 'closePath':
      return { functionName: 'closePath', args: [move.path] };
    case 'collect':
    default:
      return { functionName: 'collect', args: [] };
  }
}

function enterCall(
  { parent, root, history: node }: Extract<Move, { type: 'enter' }>,
  evidence: Evidence,
): Call {
  const history = historyOf(evidence);
  assert(toHex(history.root) === node, 'an entry is of the history that we hold');
  const proof = history.proof(2 ** history.depth - 1).map(toHex);
  return {
    functionName: 'enter',
    args: [parent, root, node, proof, evidence.sponsor],
    bond: 'enter',
  };
}

function advanceCall(move: Extract<Move, { type: 'advance' }>, evidence: Evidence): Call {
  const ours = ownChildren(move, evidence);
  const theirs = evidence.childrenOf(move.level, move.rivalNode);
  assert(theirs !== undefined, 'a revealed node has its children in an event');
  const children = move.side === 0 ? [ours, theirs] : [theirs, ours];
  return { functionName: 'advance', args: [move.duel, ...children] };
}

function stepCall(
  { duel, side, index }: Extract<Move, { type: 'step' }>,
  evidence: Evidence,
): Call | undefined {
  const step = evidence.stepAt(index);
  if (step === undefined) return undefined;
  const proof =
    index === 0
      ? []
      : historyOf(evidence)
          .proof(index - 1)
          .map(toHex);
  return {
    functionName: 'step',
    args: [duel, BigInt(side), toHex(step.pre), proof, toHex(step.witness)],
  };
}

function ownChildren(
  { level, index }: { level: number; index: number },
  evidence: Evidence,
): Hex[] {
  const { arityLog2 } = evidence;
  return historyOf(evidence).children({ level, index, arityLog2 }).map(toHex);
}

function historyOf({ history }: Evidence): HistoryTree {
  assert(history !== undefined, 'a move that opens our history waits for it');
  return history;
}
