/** What L1 says, looked at again and again. */
import { type BlockTag, BlockNotFoundError, hexToBytes, parseAbiItem } from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { decodeInboxItem, type InboxItem } from '../../protocol/generated/codec.ts';
import { OperationalError, shortMessage } from '../errors.ts';
import type { L1 } from './contracts.ts';

export interface Heads {
  readonly blockNumber: number;
  readonly timeSec: number;
  /** Last batch posted, at L1's head, at its safe and at its finalized block. */
  readonly posted: number;
  readonly safe: number;
  readonly finalized: number;
  /** Last batch whose claim is settled, and that claim. */
  readonly settled: number;
  readonly settledClaim: `0x${string}`;
}

export interface WatcherOptions {
  readonly l1: L1;
  readonly pollMs: number;
  readonly staleMs: number;
  /** First inbox item that is wanted. */
  readonly inboxNext: number;
  readonly onHeads: (heads: Heads) => void;
  /** Finalized items, in order, each once. */
  readonly onInbox: (items: readonly InboxItem[]) => void;
}

const ITEM_ADDED = parseAbiItem('event ItemAdded(uint64 indexed index, bytes item)');
const LOG_BLOCKS = 5_000n;

export class Watcher {
  readonly #options: WatcherOptions;
  #heads: Heads | null = null;
  #seenAtMs = -Infinity;
  #error = 'it does not answer';
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | null = null;
  #stopping = false;
  #inboxNext: number;
  #scannedTo = -1n;
  /** Blocks as they were when the contracts were read last. */
  #readAt = '';

  constructor(options: WatcherOptions) {
    this.#options = options;
    this.#inboxNext = options.inboxNext;
  }

  get heads(): Heads | null {
    return this.#heads;
  }

  /** Null while L1 answers. */
  get trouble(): string | null {
    return performance.now() - this.#seenAtMs <= this.#options.staleMs ? null : this.#error;
  }

  /** Looks once and then every `pollMs`. */
  async start(): Promise<void> {
    await this.poll();
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#polling;
  }

  /** One look, shared by who asks for it at the same time. */
  async poll(): Promise<void> {
    this.#polling ??= this.#look().finally(() => (this.#polling = null));
    await this.#polling;
  }

  #schedule(): void {
    if (this.#stopping) return;
    this.#timer = setTimeout(() => {
      void this.poll().finally(() => this.#schedule());
    }, this.#options.pollMs);
  }

  async #look(): Promise<void> {
    try {
      const [latest, finalized] = await Promise.all([
        this.#options.l1.public.getBlock({ blockTag: 'latest' }),
        this.#finalizedBlock(),
      ]);
      // COST: most looks find the same blocks, and then nothing else is asked for.
      const blocks = `${latest.hash} ${finalized}`;
      if (blocks !== this.#readAt) {
        const heads = await this.#readHeads(latest);
        await this.#readInbox(finalized);
        this.#readAt = blocks;
        this.#heads = heads;
      }
      this.#seenAtMs = performance.now();
      this.#error = 'it does not answer';
      if (this.#heads !== null) this.#options.onHeads(this.#heads);
    } catch (error) {
      this.#error = shortMessage(error);
    }
  }

  async #readHeads(block: { number: bigint; timestamp: bigint }): Promise<Heads> {
    const { l1 } = this.#options;
    const read = { address: l1.addresses.rollup, abi: rollupAbi } as const;
    const [posted, safe, finalized, settled, settledClaim] = await Promise.all([
      l1.public.readContract({ ...read, functionName: 'tipNumber' }),
      this.#tipAt('safe'),
      this.#tipAt('finalized'),
      l1.public.readContract({ ...read, functionName: 'settledBatch' }),
      l1.public.readContract({ ...read, functionName: 'settledTip' }),
    ]);
    return {
      blockNumber: Number(block.number),
      timeSec: Number(block.timestamp),
      posted: Number(posted),
      safe,
      finalized,
      settled: Number(settled),
      settledClaim,
    };
  }

  /** 0 where the rollup was not deployed yet at that block. */
  async #tipAt(blockTag: BlockTag): Promise<number> {
    const { l1 } = this.#options;
    const request = {
      address: l1.addresses.rollup,
      abi: rollupAbi,
      functionName: 'tipNumber',
      blockTag,
    } as const;
    try {
      return Number(await l1.public.readContract(request));
    } catch (error) {
      if (isNothingThereYet(error)) return 0;
      throw error;
    }
  }

  async #readInbox(finalized: bigint): Promise<void> {
    const { l1, onInbox } = this.#options;
    while (finalized > this.#scannedTo) {
      const fromBlock = this.#scannedTo + 1n;
      const lastBlock = fromBlock + LOG_BLOCKS - 1n;
      const toBlock = lastBlock < finalized ? lastBlock : finalized;
      const logs = await l1.public.getLogs({
        address: l1.addresses.inbox,
        event: ITEM_ADDED,
        fromBlock,
        toBlock,
        strict: true,
      });
      const unknown = logs.filter(({ args }) => Number(args.index) >= this.#inboxNext);
      // INVARIANT: items come without a gap; an endpoint that leaves one out is asked again.
      const hasGap = unknown.some(({ args }, i) => Number(args.index) !== this.#inboxNext + i);
      if (hasGap) {
        throw new OperationalError('retry', 'reading the inbox: the endpoint left out an item');
      }
      const items = unknown.map(({ args }) => decodeInboxItem(hexToBytes(args.item)));
      this.#scannedTo = toBlock;
      this.#inboxNext += items.length;
      if (items.length > 0) onInbox(items);
    }
  }

  async #finalizedBlock(): Promise<bigint> {
    try {
      const { number } = await this.#options.l1.public.getBlock({ blockTag: 'finalized' });
      return number;
    } catch (error) {
      if (error instanceof BlockNotFoundError) return -1n;
      throw error;
    }
  }
}

/** An early chain has no safe block; a young rollup no code at it. */
function isNothingThereYet(error: unknown): boolean {
  const text = error instanceof Error ? error.message : '';
  return /returned no data|block not found|unknown block|header not found/i.test(text);
}
