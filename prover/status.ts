/** What /status says. Amounts in wei as decimal strings; times in seconds of L1 unless their names say otherwise. */
import type { Hex } from 'viem';

import type { Alarm } from './alarms.ts';
import type { DuelMoveName } from './report/duelMoves.ts';

export interface ProverStatus {
  /** The same in sentences. */
  readonly words: readonly string[];
  readonly healthy: boolean;
  readonly rollup: Hex;
  readonly mode: 'defends' | 'defends and claims' | 'watches only';
  /** Block that the last decision was bound to. */
  readonly l1Block: number;
  /** Time of L1 now, as far as it is known: clocks are read against it. */
  readonly nowSec: number;
  /** Since the last good look at L1, milliseconds of this machine; null before the first. */
  readonly ageMs: number | null;
  /** Last batch posted, as far as it was seen; last one derived; last one settled. */
  readonly posted: number;
  readonly derived: number;
  readonly settled: number;
  /** State root after the last derived batch. */
  readonly root: Hex;
  /** Absent before L1 was reached. */
  readonly rules?: RulesStatus;
  readonly claims: ClaimsStatus;
  readonly disputes: readonly DisputeStatus[];
  /** The latest duels, over or not, newest first. */
  readonly duels: readonly DuelStory[];
  /** Since genesis. */
  readonly record: RecordStatus;
  readonly account?: AccountStatus;
  readonly histories: readonly HistoryStatus[];
  readonly endpoints: readonly EndpointStatus[];
  /** Everything that lasts and that somebody should know of. */
  readonly alarms: readonly Alarm[];
  /** The words of the alarms about the prover itself: all but the false claims. */
  readonly problems: readonly string[];
}

export interface RulesStatus {
  readonly periodSec: number;
  readonly budgetSec: number;
  readonly graceSec: number;
  readonly rounds: number;
  readonly bond: string;
}

/** Claims above the settled tip, and the false roots that entries stake there besides. */
export interface ClaimsStatus {
  readonly agreeing: number;
  readonly differing: number;
  /** On batches that are not derived yet. */
  readonly unjudged: number;
}

export interface DisputeStatus {
  /** The batch in dispute. */
  readonly number: number;
  readonly parent: Hex;
  readonly root: Hex;
  /** Claimed or entered roots that differ from ours. */
  readonly falseRoots: readonly Hex[];
  /**
   * `undefended`: a false root and no true entry yet; `duels`: a rival of ours lives; `won`: all of them fell and L1
   * will settle ours; `paying`: decided, and money is still to be moved.
   */
  readonly stage: 'undefended' | 'duels' | 'won' | 'paying';
  /** Until when a true entry can be made; null where it is made or none is needed. */
  readonly enterUntilSec: number | null;
  /** From when L1 settles what is left. */
  readonly settlesSec: number;
  readonly entries: readonly EntryStatus[];
  readonly duels: readonly DuelStatus[];
  readonly stakes: {
    /** Bonds of entries with our history that live, of ours among them. */
    readonly true: string;
    readonly ours: string;
    /** Bonds of the living rivals. */
    readonly rivals: string;
    /** Bonds that fell. */
    readonly fallen: string;
  };
  readonly nextMoves: readonly string[];
}

export interface EntryStatus {
  readonly id: Hex;
  readonly root: Hex;
  readonly sponsor: Hex;
  /** Absent where it cannot be told: the root is true and our history is not known. */
  readonly isTrue: boolean | null;
  /** Whether its bond is of the account that moves. */
  readonly isOurs: boolean;
  readonly isAlive: boolean;
  /** In wei; "0" for the first claimant's own entry. */
  readonly bond: string;
}

export interface DuelStatus {
  readonly duel: Hex;
  /** Rounds played of all rounds. */
  readonly round: number;
  readonly rounds: number;
  /** First and last step in which the histories may part. */
  readonly steps: readonly [number, number];
  /** The true side first. */
  readonly sides: readonly [DuelSideStatus, DuelSideStatus];
  /** Until when the disputed step can be executed, once it is found. */
  readonly stepUntilSec: number | null;
}

export interface DuelSideStatus {
  readonly entry: Hex;
  readonly name: string;
  /** Seconds it had left when the round began, beyond the grace. */
  readonly clockSec: number;
  /** Until when it must open its node; null where its clock stands still. */
  readonly untilSec: number | null;
  readonly isLate: boolean;
}

export interface DuelStory {
  readonly duel: Hex;
  readonly number: number;
  readonly outcome: 'running' | 'won' | 'lost' | 'both fell';
  readonly moves: readonly ToldMove[];
}

export interface ToldMove {
  readonly move: DuelMoveName;
  readonly words: string;
  readonly block: number;
  readonly transaction: Hex;
  /** Null until the block's time is known. */
  readonly timeSec: number | null;
  /** Whose move it was; `both` for what moves the duel itself. */
  readonly side: 'true' | 'false' | 'both';
  readonly isByUs: boolean;
}

export interface RecordStatus {
  /** False roots seen, claimed or entered. */
  readonly falseClaims: number;
  /** Batches whose true root was settled against a false one, and the other way round. */
  readonly disputesWon: number;
  readonly disputesLost: number;
  /** Duels of true entries. */
  readonly duelsWon: number;
  readonly duelsLost: number;
}

export interface AccountStatus {
  readonly address: Hex;
  /** What it holds. */
  readonly balance: string;
  /** What L1 will send it when it collects. */
  readonly owed: string;
  /** Bonds of its entries that live and are not paid out. */
  readonly staked: string;
  /** What L1 credited to it since genesis: bonds that came back, rewards, refunds. */
  readonly credited: string;
  readonly collected: string;
  /** Credited beyond bonds that came back: rewards and refunds of gas. */
  readonly won: string;
  /** Gas of its transactions, in wei, since this prover was started. */
  readonly spent: string;
}

export interface HistoryStatus {
  readonly number: number;
  readonly state: 'computing' | 'known' | 'failed';
  readonly steps?: number;
  /** About so many in all, by the share of the batch's data that they got through. */
  readonly ofSteps?: number;
}

export interface EndpointStatus {
  readonly name: string;
  /** Its newest block; null where it does not answer. */
  readonly block: number | null;
  readonly blocksBehind: number | null;
  /** What is wrong with it; null where nothing is. */
  readonly fault: string | null;
}
