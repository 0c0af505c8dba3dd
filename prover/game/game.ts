/** The state of the disputes as L1 has it at one block, and the moves there are. Times in seconds of L1. */
import type { Hex } from 'viem';

export interface Rules {
  /** V: the challenge period. */
  readonly periodSec: number;
  /** A: what a side may spend beyond the grace. */
  readonly budgetSec: number;
  readonly graceSec: number;
  readonly payoutDelaySec: number;
  readonly rounds: number;
  readonly arityLog2: number;
}

export interface Game {
  /** Time of the block that a move sent now gets into, at least. */
  readonly nowSec: number;
  readonly settledTip: Hex;
  /** Nobody claims before. */
  readonly pausedUntilSec?: number;
  readonly contests: readonly ContestState[];
  /** Of the account that moves, in wei. */
  readonly owed: bigint;
  /** Paths of the account that moves whose tip settled. */
  readonly closable: readonly bigint[];
}

/** Rivals over a parent claim that we hold true. */
export interface ContestState {
  readonly parent: Hex;
  /** The batch that the rivals are about. */
  readonly number: number;
  readonly batchHash: Hex;
  readonly epoch: number;
  /** Zero while nobody has claimed in this epoch. */
  readonly firstRoot: Hex;
  readonly firstClaimedAt: number;
  readonly openedAt: number;
  readonly closedAt: number;
  /** Of this epoch. */
  readonly entries: readonly EntryState[];
  readonly duels: readonly DuelState[];
  /** As L1 counts them; the same number of `entries` is alive. */
  readonly livingEntries: number;
  /** The root after the batch that we derived. */
  readonly truth: Hex;
  /** Our history's root, once the bytecode has computed it. */
  readonly history?: Hex | undefined;
  /** Claims on the parent that lost, with a path behind them. */
  readonly voidable: readonly Hex[];
}

export interface EntryState {
  readonly id: Hex;
  readonly root: Hex;
  readonly history: Hex;
  readonly sponsor: Hex;
  readonly alive: boolean;
  readonly paidOut: boolean;
}

export interface DuelState {
  readonly id: Hex;
  readonly entries: readonly [Hex, Hex];
  readonly nodes: readonly [Hex, Hex];
  readonly clocks: readonly [number, number];
  readonly since: number;
  readonly index: number;
  readonly level: number;
  /** When each side's present node was revealed, 0 if it was not. */
  readonly revealedAt: readonly [number, number];
  /** Whether the account that moves has credits that no bond has paid. */
  readonly hasUnpaidMoves: boolean;
}

export type Side = 0 | 1;

export type Move =
  | { readonly type: 'claim'; readonly parent: Hex; readonly batchHash: Hex; readonly root: Hex }
  | { readonly type: 'enter'; readonly parent: Hex; readonly root: Hex; readonly history: Hex }
  | { readonly type: 'duel'; readonly x: Hex; readonly y: Hex }
  | {
      readonly type: 'reveal';
      readonly duel: Hex;
      readonly side: Side;
      readonly level: number;
      readonly node: Hex;
      readonly index: number;
    }
  | {
      readonly type: 'advance';
      readonly duel: Hex;
      readonly side: Side;
      readonly level: number;
      readonly index: number;
      readonly rivalNode: Hex;
    }
  | { readonly type: 'step'; readonly duel: Hex; readonly side: Side; readonly index: number }
  | { readonly type: 'timeout'; readonly duel: Hex; readonly level: number }
  | { readonly type: 'settle'; readonly parent: Hex }
  | { readonly type: 'voidClaim'; readonly claim: Hex }
  | { readonly type: 'payOut'; readonly entry: Hex }
  | { readonly type: 'payMoves'; readonly duel: Hex }
  | { readonly type: 'closePath'; readonly path: bigint }
  | { readonly type: 'collect' };

/** A move for a contest; `number` is the batch it is about. */
export type ContestMove = Move & { readonly number: number };

/** Names a move, so that it is sent once. */
export function moveKey(move: Move): string {
  return JSON.stringify(move, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
