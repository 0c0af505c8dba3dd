import type { Hex } from 'viem';

import type { Alarm } from './alarms.ts';

/** What /status says. Amounts in wei as decimal strings. */
export interface ProverStatus {
  /** The same in sentences. */
  readonly words: readonly string[];
  readonly healthy: boolean;
  readonly rollup: Hex;
  readonly mode: 'defends' | 'defends and claims' | 'watches only';
  /** Block that the last decision was bound to. */
  readonly l1Block: number;
  /** Last batch posted, as far as it was seen; last one derived; last one settled. */
  readonly posted: number;
  readonly derived: number;
  readonly settled: number;
  /** State root after the last derived batch. */
  readonly root: Hex;
  readonly disputes: readonly DisputeStatus[];
  readonly account?: { readonly address: Hex; readonly balance: string; readonly owed: string };
  /** Everything that lasts and that somebody should know of. */
  readonly alarms: readonly Alarm[];
  /** The words of the alarms about the prover itself: all but the false claims. */
  readonly problems: readonly string[];
}

export interface DisputeStatus {
  /** The batch in dispute. */
  readonly number: number;
  readonly parent: Hex;
  readonly root: Hex;
  /** Claimed or entered roots that differ from ours. */
  readonly falseRoots: readonly Hex[];
  readonly duels: readonly DuelStatus[];
  readonly nextMoves: readonly string[];
}

export interface DuelStatus {
  readonly duel: Hex;
  readonly rival: Hex;
  /** Rounds played of all rounds. */
  readonly round: number;
  readonly rounds: number;
  /** Seconds each side has left. */
  readonly clocks: { readonly ours: number; readonly rival: number };
}
