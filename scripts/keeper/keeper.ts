/** A bot that keeps liquidation going: starts auctions, brings them up to date, bids. It does not hedge what it takes. */
import { setTimeout as sleep } from 'node:timers/promises';

import { CODE } from '../../protocol/rejections.ts';
import { createClient } from '../../sdk/createClient.ts';
import type { AccountMargin } from '../../sdk/marginTypes.ts';
import { TenorError } from '../../sdk/TenorError.ts';
import type { Client, Hex } from '../../sdk/types.ts';
import { decide, type Move } from './decide.ts';

export interface KeeperOptions {
  readonly url: string;
  /** 0: it bids for nothing, and needs no key. */
  readonly account: number;
  readonly privateKey: Hex;
  readonly keySlot?: number;
  /** Least gain that it bids for: of a solvent account's value, of an insolvent account's requirement. */
  readonly discount: number;
  /** Most maintenance requirement that it takes in one bid, in USD. */
  readonly riskUsdMax: number;
  readonly pollMs: number;
  readonly log: (line: string) => void;
  /** Sees every move with its outcome: `accepted`, or the name of the rejection. */
  readonly moved?: (type: Move['type'], outcome: string) => void;
  readonly looked?: (seen: { accounts: number; auctions: number }) => void;
}

export interface Keeper {
  /** Ends after the move under way. */
  stop(): Promise<void>;
}

/** Of what it dared, after the exchange found it too much for its margin. */
const APPETITE_STEP = 0.5;
const APPETITE_MIN = 0.01;
const APPETITE_BACK_MS = 300_000;

export function startKeeper(options: KeeperOptions): Keeper {
  const stopping = new AbortController();
  const watch = new KeeperWatch({ ...options, client: createClient(options) });
  const running = run(watch, options, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function run(
  watch: KeeperWatch,
  { log, pollMs }: KeeperOptions,
  signal: AbortSignal,
): Promise<void> {
  let told = '';
  while (!signal.aborted) {
    // The exchange is away, or busy: it is asked again. Each trouble is told once.
    const trouble = await watch.look(signal).then(
      () => '',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (trouble !== '' && trouble !== told) log(`trouble: ${trouble}`);
    told = trouble;
    await sleep(pollMs, undefined, { signal }).catch(() => {});
  }
}

export type WatchOptions = { readonly client: Client } & Pick<
  KeeperOptions,
  'account' | 'discount' | 'riskUsdMax' | 'log' | 'moved' | 'looked'
>;

export class KeeperWatch {
  readonly #options: WatchOptions;
  readonly #client: Client;
  readonly #appetites = new Map<string, { factor: number; untilMs: number }>();

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#client = options.client;
  }

  /** One pass over all accounts. */
  async look(signal: AbortSignal): Promise<void> {
    let accounts = 0;
    let auctions = 0;
    for (let after: string | null = '0'; after !== null && !signal.aborted; ) {
      const { margins, next } = await this.#client.margins(after);
      for (const margin of margins) {
        if (signal.aborted) return;
        accounts += 1;
        if (margin.auction !== null) auctions += 1;
        await this.#act(margin);
      }
      after = next;
    }
    this.#options.looked?.({ accounts, auctions });
  }

  async #act(margin: AccountMargin): Promise<void> {
    const { account, discount, riskUsdMax } = this.#options;
    const taste = { account, discount, riskUsdMax, bids: account !== 0 };
    const move = decide(margin, taste, this.#appetiteFor(margin.account));
    if (move === null) return;
    const outcome = await this.#make(move).catch((error: unknown) => {
      if (error instanceof TenorError && error.code < 6000) return error;
      throw error;
    });
    if (outcome instanceof TenorError) this.#refused(margin.account, move, outcome);
    else this.#options.moved?.(move.type, 'accepted');
  }

  async #make(move: Move): Promise<void> {
    const { log } = this.#options;
    if (move.type === 'liquidate') {
      await this.#client.liquidate(move.account);
      log(`liquidated account ${move.account}: ${move.why}`);
      return;
    }
    const { share, price } = await this.#client.bid(move.bid);
    log(
      `took ${(Number(share) * 100).toFixed(2)} % of account ${move.bid.liquidated} for ${price} USDC, ` +
        `which marks put at ${(Number(price) + move.gainUsd).toFixed(2)}`,
    );
  }

  #refused(account: string, move: Move, { code, reason }: TenorError): void {
    const { log, moved } = this.#options;
    moved?.(move.type, reason);
    if (code !== CODE.initialMargin && code !== CODE.bidTooSmall) return;
    const factor = Math.max(this.#appetiteFor(account) * APPETITE_STEP, APPETITE_MIN);
    this.#appetites.set(account, { factor, untilMs: Date.now() + APPETITE_BACK_MS });
    log(`a bid for account ${account} was refused (${reason}): less next time`);
  }

  #appetiteFor(account: string): number {
    const known = this.#appetites.get(account);
    return known === undefined || known.untilMs < Date.now() ? 1 : known.factor;
  }
}
