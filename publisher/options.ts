import type { Genesis } from '../protocol/genesis.ts';
import type { ChainFeed } from './feed/feed.ts';

export type Hex = `0x${string}`;

/** What a publisher process needs to run. */
export interface PublisherOptions {
  /** JSON-RPC endpoint of L1: for the time, and for the oracle that the rollup was deployed with. */
  readonly l1: string;
  readonly rollup: Hex;
  /** The sequencer's API: where operations go, and what is listed. */
  readonly sequencer: string;
  /** 32 bytes each. One key is one publisher; several run in this process side by side, for a devnet. */
  readonly keys: readonly Hex[];
  /** The other publishers' addresses; what is at one of them says itself who it is. */
  readonly peers: readonly string[];
  readonly feed: ChainFeed;
  /** The oracle, where L1 does not tell it. */
  readonly genesis?: Genesis | undefined;
  readonly host?: string;
  /** Of the first key's server, the next ones follow; 0 takes free ones. */
  readonly port?: number;
  readonly settings?: Partial<Settings>;
  readonly log?: (line: string) => void;
}

export interface Settings {
  /** Seconds of L1 between two index prints, whoever's turn it is to gather them. */
  readonly indexEverySec: number;
  /** … between two rounds of surfaces. */
  readonly surfacesEverySec: number;
  readonly pollMs: number;
  /** A peer that does not answer for so long is left out. */
  readonly peerTimeoutMs: number;
}

/** Prints may be 120 s apart and surfaces 900 s, and whoever's turn it is may be away. */
export const DEFAULT_SETTINGS: Settings = {
  indexEverySec: 15,
  surfacesEverySec: 120,
  pollMs: 500,
  peerTimeoutMs: 3_000,
};

export interface RunningPublisher {
  /** Of its server, one for each key. */
  readonly urls: readonly string[];
  stop(): Promise<void>;
}
