import type { Registry } from 'prom-client';

import type { State } from '../../protocol/state.ts';
import type { Answer } from '../engine/engine.ts';
import type { Receipt, ReceiptTerms } from '../engine/receipts.ts';
import type { Addresses } from '../l1/contracts.ts';
import type { Heads } from '../l1/watcher.ts';
import type { Hex, Settings } from '../options.ts';
import type { Batches } from '../store/batches.ts';
import type { ReadModel } from '../store/readModel.ts';
import type { MarginPool } from '../margin/marginPool.ts';
import type { AuctionIndex } from './auctions.ts';
import type { StateIndex } from './views.ts';

export interface Health {
  /** Whether operations are acknowledged. */
  readonly acknowledging: boolean;
  /** Null where all is well, else what is wrong, in words. */
  readonly l1: string | null;
  readonly database: string | null;
  /** Posting and claiming; operations are acknowledged without it until too many bytes wait. */
  readonly posting: string | null;
}

/** What the API needs of the sequencer around it. */
export interface ApiContext {
  readonly settings: Settings;
  readonly chainId: number;
  readonly addresses: Addresses;
  readonly receiptSigner: Hex;
  readonly state: State;
  readonly index: StateIndex;
  readonly auctions: AuctionIndex;
  readonly margins: Pick<MarginPool, 'ask'>;
  readonly batches: Batches;
  readonly readModel: ReadModel;
  readonly registry: Registry;
  readonly heads: () => Heads | null;
  readonly health: () => Health;
  readonly progress: () => {
    readonly seq: number;
    readonly batch: number;
    readonly batchBytes: number;
    readonly queued: number;
    readonly unpostedBytes: number;
  };
  /** Runs an operation and waits for its acknowledgement. @throws Refusal */
  readonly admit: (operation: Uint8Array, options: { isCancel: boolean }) => Promise<Answer>;
  readonly signReceipt: (terms: ReceiptTerms) => Receipt;
}
