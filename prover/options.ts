import type { Hex, Transport } from 'viem';
import type { Genesis } from '../protocol/genesis.ts';
import type { AlarmCode } from './alarms.ts';
import type { ProverError } from './errors.ts';
import type { HistoryProgress } from './game/histories.ts';
import type { ProverStatus } from './status.ts';

/** What happens, as it happens: for logs, a story on a screen, tests. */
export type ProverEvent =
  | { readonly type: 'batch'; readonly number: number; readonly root: Hex; readonly bytes: number }
  | { readonly type: 'settled'; readonly number: number; readonly root: Hex }
  | {
      readonly type: 'falseClaim';
      readonly number: number;
      readonly claimed: Hex;
      readonly root: Hex;
    }
  | {
      readonly type: 'history';
      readonly number: number;
      readonly steps: number;
      readonly ms: number;
      /** Of these, before the first step. */
      readonly loadMs: number;
    }
  | ({ readonly type: 'historyProgress' } & HistoryProgress)
  | {
      readonly type: 'move';
      /** `enter`, `duel`, `reveal`, `advance`, `step`, `timeout`, `settle`, … */
      readonly move: string;
      readonly number: number;
      readonly hash: Hex;
      readonly gas: bigint;
      readonly words: string;
    }
  | {
      readonly type: 'rivalFell';
      readonly number: number;
      readonly entry: Hex;
      /** The step the duel ended in, absent where it ended by time. */
      readonly step?: number;
      /** Phase the machine was in before the step. */
      readonly phase?: number;
      /** Kind of the operation that the step started or went on with; 0 for inbox items and padding. */
      readonly kind?: number;
    }
  | { readonly type: 'alarm'; readonly code: AlarmCode; readonly words: string };

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ProverOptions {
  /** JSON-RPC endpoints of L1, or viem transports: `custom(provider)` for an L1 in this process. */
  readonly l1: string | Transport | readonly (string | Transport)[];
  /** How many of the endpoints must agree. Default: more than half. */
  readonly quorum?: number | undefined;
  readonly rollup: Hex;
  /** Private key that moves are sent with. Absent: it watches only. */
  readonly key?: Hex | undefined;
  /** Folder of the store; made if it is not there. */
  readonly dataDir: string;
  /** Port of the API on loopback. Absent or 0: any. */
  readonly port?: number | undefined;
  /** Never sends, even with a key. */
  readonly watchOnly?: boolean;
  /** Also claims the root of a batch that nobody has claimed. */
  readonly claims?: boolean;
  /** The state before batch 1, where L1 does not tell it. Checked against the genesis root on L1. */
  readonly genesis?: Genesis | undefined;
  /** Most that is offered for a unit of gas, in wei. Default: 500 gwei. */
  readonly maxFeePerGas?: bigint | undefined;
  /** Gives up where L1 is not reached in so many seconds. Absent: waits for ever. */
  readonly waitSec?: number | undefined;
  /** How long one of several endpoints is left alone the first time it fails. Default: 5 s. */
  readonly restMs?: number;
  readonly pollMs?: number;
  readonly log?: Log;
  readonly onEvent?: (event: ProverEvent) => void;
}

export interface RunningProver {
  /** Settles when the prover ends by itself, with what nobody can mend by waiting. */
  readonly ended: Promise<ProverError>;
  /** Of the API. */
  readonly url: string;
  /** Ends the loop after the present turn, the API and the store. */
  stop(): Promise<void>;
  status(): ProverStatus;
}
