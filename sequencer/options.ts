import type { Transport } from 'viem';

import type { Genesis } from '../protocol/genesis.ts';
import type { State } from '../protocol/state.ts';
import type { Recorded } from './engine/recorded.ts';

export type Hex = `0x${string}`;

/** What a sequencer needs to run; everything optional has the default that `config.ts` states. */
export interface SequencerOptions {
  /** JSON-RPC endpoint of L1, or a viem transport: `custom(provider)` for an L1 in this process. */
  readonly l1: string | Transport;
  readonly rollup: Hex;
  /** The state before batch 1, where L1 does not tell it. Checked against the root of the genesis claim. */
  readonly genesis?: Genesis | undefined;
  /** PostgreSQL for journal, snapshots and read model, and for jobs where there is no `redisUrl`. */
  readonly databaseUrl: string;
  /** Redis for jobs. */
  readonly redisUrl?: string | undefined;
  /** 32 bytes. Posts batches, claims and settles; must be the rollup's poster and hold ether for bonds and gas. */
  readonly posterKey: Hex;
  /** 32 bytes. Signs receipts; the poster's key if absent. */
  readonly receiptKey?: Hex | undefined;
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly settings?: Partial<Settings>;
  /** One line in plain words; nothing is printed without it. */
  readonly log?: (line: string) => void;
  /** What happened, as it happens, for those who run a sequencer in their own process. */
  readonly on?: SequencerEvents;
}

/** Choices of the sequencer; no rule of the exchange depends on them. */
export interface Settings {
  /** A batch is sealed this long after its first operation. */
  readonly sealAfterMs: number;
  /** … or once it holds this many bytes, at most 120,000. */
  readonly sealBytes: number;
  readonly snapshotEveryBatches: number;
  /** Bytes sealed or open that L1 does not hold yet; above it operations other than cancels are refused. */
  readonly unpostedBytesMax: number;
  /**
   * Seconds of L1 since the oldest batch was sealed that L1 does not hold; above it operations other than cancels are
   * refused. Well below the deadline of inbox items: past that, L1 takes no batch that was sealed without them.
   */
  readonly unpostedSecMax: number;
  /** Operations waiting for a signature check or the engine; above it operations are refused. */
  readonly queueMax: number;
  /** An acknowledgement that takes longer is answered with "outcome unknown". */
  readonly ackTimeoutMs: number;
  readonly bodyBytesMax: number;
  /** Headers and body of a request must have come in by then. */
  readonly requestTimeoutMs: number;
  /** Per address and second, cancels excepted; 0 means no limit. */
  readonly rateLimitPerSec: number;
  /** Threads that check signatures. */
  readonly signatureThreads: number;
  readonly l1PollMs: number;
  /** L1 not heard of for so long counts as gone. */
  readonly l1StaleMs: number;
  /** A transaction that L1 has not mined for so long is replaced by one that offers more. */
  readonly l1StuckMs: number;
  /** Most that is offered for a unit of gas; while L1 asks more, batches wait. */
  readonly maxFeeGwei: number;
  /** Whether a claim follows each batch, and is settled when its time is over. */
  readonly claims: boolean;
  /** Whether expired books are swept and accounts of settled expiries settled. */
  readonly housekeeping: boolean;
  /** Whether options are listed by rule: expiries by the calendar, strikes around the index. */
  readonly listing: boolean;
  /** How many of each are listed: every day, Fridays, last Fridays of months, and of quarters. */
  readonly listDailies: number;
  readonly listWeeklies: number;
  readonly listMonthlies: number;
  readonly listQuarterlies: number;
  /** Strikes above the one nearest to the index, and as many below. */
  readonly listStrikesPerSide: number;
  /** How far they reach for an expiry in a year, in percent of the index; less by the root of time before. */
  readonly listWidthPercent: number;
  /** Whether margins are looked at in floats first; the outcome is the same either way. */
  readonly marginFilter: boolean;
  /** Of the database; jobs have `<schema>_jobs`. */
  readonly schema: string;
}

export interface SequencerEvents {
  /** An operation ran, and the state is as it left it. It is in no journal yet. */
  executed?(operation: Recorded, state: State): void;
  sealed?(batch: SealedBatch): void;
  posted?(batch: PostedBatch): void;
  claimed?(claim: { number: number; root: Hex; transaction: Hex; gasUsed: bigint }): void;
  settled?(batch: { number: number; root: Hex }): void;
  /** L1 or PostgreSQL is gone, in words, or is back: null. */
  health?(words: string | null): void;
  /** A bug, or a fault that only a person can mend: nothing is acknowledged any more. */
  failed?(error: unknown): void;
}

export interface SealedBatch {
  readonly number: number;
  readonly operations: number;
  readonly orders: number;
  readonly bytes: number;
  readonly inboxItems: number;
  readonly root: Hex;
}

export interface PostedBatch {
  readonly number: number;
  readonly operations: number;
  /** Order placements among them. */
  readonly orders: number;
  readonly bytes: number;
  readonly transaction: Hex;
  readonly gasUsed: bigint;
}

export interface Sequencer {
  /** Of the API, without a slash at the end. */
  readonly url: string;
  /** Live, ahead of the journal: for whoever runs a sequencer in their own process. Read it, never write. */
  readonly state: State;
  /** Takes nothing more in, acknowledges what is journaled, ends its jobs and connections. Loses nothing. */
  stop(): Promise<void>;
}
