/** What one publisher does by itself: it looks at the clock and, when it is its turn, gathers signatures and hands them in. */
import { OPERATION_BY_KIND } from '../protocol/generated/codec.ts';
import { expirySec } from '../protocol/instrument.ts';
import { UNDERLYINGS } from '../protocol/params.ts';
import type { Exchange, ListedExpiry } from './exchange.ts';
import type { Metrics } from './metrics.ts';
import {
  type Collected,
  collectIndex,
  collectSettlement,
  collectSurface,
  type Oracle,
} from './node/collect.ts';
import type { Peer } from './node/peer.ts';
import type { Publisher } from './node/publisher.ts';
import { isTurnOf, slotOf } from './node/turn.ts';
import type { Settings } from './options.ts';

export interface LoopParts {
  readonly publisher: Publisher;
  readonly oracle: Oracle;
  /** All that are known now, itself included. */
  readonly peers: () => readonly Peer[];
  readonly exchange: Exchange;
  readonly settings: Pick<Settings, 'indexEverySec' | 'surfacesEverySec'>;
  readonly metrics: Pick<Metrics, 'submitted'>;
  readonly log: (line: string) => void;
}

/** What is listed is asked for at most so often, in seconds of L1. */
const ASK_SEC = 5;

export class Loop {
  readonly #parts: LoopParts;
  /** Work done by slot: `index 0` of slot 117. */
  readonly #done = new Map<string, number>();
  readonly #problems = new Map<string, string>();
  #expiries: readonly ListedExpiry[] = [];
  #askedSec = -Infinity;

  constructor(parts: LoopParts) {
    this.#parts = parts;
  }

  /** What did not go well the last time, in words. */
  get problems(): readonly string[] {
    return [...this.#problems.values()];
  }

  /** Everything that is due at this time of L1. Never rejects. */
  async turn(nowSec: number): Promise<void> {
    const { indexEverySec, surfacesEverySec } = this.#parts.settings;
    if (this.#isMyTurn(nowSec, indexEverySec)) {
      const slot = slotOf(nowSec, indexEverySec);
      await this.#each(UNDERLYINGS, async (_, underlying) =>
        this.#index({ underlying, nowSec, slot }),
      );
    }
    if (!this.#isMyTurn(nowSec, surfacesEverySec)) return;
    const slot = slotOf(nowSec, surfacesEverySec);
    const expiries = await this.#listed(nowSec);
    // One that was closed out is settled before it comes.
    const open = expiries.filter(({ isSettled }) => !isSettled);
    await this.#each(open, async (expiry) => {
      if (nowSec < expirySec(expiry.day)) await this.#surface({ expiry, slot });
      else await this.#settlement({ expiry, slot });
    });
  }

  #isMyTurn(nowSec: number, everySec: number): boolean {
    const { publisher, oracle } = this.#parts;
    const slot = slotOf(nowSec, everySec);
    return isTurnOf(publisher.publisher, { slot, count: oracle.publishers.length });
  }

  async #each<T>(
    things: readonly T[],
    work: (thing: T, i: number) => Promise<void>,
  ): Promise<void> {
    for (const [i, thing] of things.entries()) await work(thing, i);
  }

  async #listed(nowSec: number): Promise<readonly ListedExpiry[]> {
    if (Math.abs(nowSec - this.#askedSec) < ASK_SEC) return this.#expiries;
    try {
      this.#expiries = await this.#parts.exchange.expiries();
      this.#askedSec = nowSec;
      this.#problems.delete('sequencer');
      return this.#expiries;
    } catch (error) {
      this.#problems.set(
        'sequencer',
        `the sequencer does not tell what is listed: ${words(error)}`,
      );
      return [];
    }
  }

  async #index(at: { underlying: number; nowSec: number; slot: number }): Promise<void> {
    const { underlying, nowSec, slot } = at;
    const what = `index ${UNDERLYINGS[underlying].symbol}`;
    await this.#once({ what, slot }, async () =>
      collectIndex(this.#collectors(), { underlying, nowSec }),
    );
  }

  async #surface({ expiry, slot }: { expiry: ListedExpiry; slot: number }): Promise<void> {
    const { publisher } = this.#parts;
    await this.#once({ what: `surface ${nameOf(expiry)}`, slot }, async () => {
      const print = publisher.propose(expiry);
      if (print === null) return { operation: null, missing: ['no surface of its own'] };
      return collectSurface(this.#collectors(), print);
    });
  }

  async #settlement({ expiry, slot }: { expiry: ListedExpiry; slot: number }): Promise<void> {
    const { underlying, day } = expiry;
    await this.#once({ what: `settlement ${nameOf(expiry)}`, slot }, async () =>
      collectSettlement(this.#collectors(), { underlying, day }),
    );
  }

  #collectors(): { oracle: Oracle; peers: readonly Peer[] } {
    return { oracle: this.#parts.oracle, peers: this.#parts.peers() };
  }

  /** Again and again within the slot until it is accepted. */
  async #once(
    { what, slot }: { what: string; slot: number },
    collect: () => Promise<Collected>,
  ): Promise<void> {
    if (this.#done.get(what) === slot) return;
    const { operation, missing } = await collect();
    const refusal = operation === null ? 'too few have signed' : await this.#submit(operation);
    const kind = what.split(' ')[0];
    if (refusal === null) {
      this.#done.set(what, slot);
      this.#problems.delete(what);
      this.#count(kind, 'accepted');
    } else {
      this.#tell(what, [refusal, ...missing].join('; '));
      this.#count(kind, operation === null ? 'noQuorum' : 'rejected');
    }
  }

  async #submit(operation: Uint8Array): Promise<string | null> {
    try {
      return await this.#parts.exchange.submit(operation);
    } catch (error) {
      const { name } = OPERATION_BY_KIND[operation[0]];
      return `the sequencer does not take ${name}: ${words(error)}`;
    }
  }

  #tell(what: string, problem: string): void {
    const line = `${what}: ${problem}`;
    if (this.#problems.get(what) !== line) this.#parts.log(line);
    this.#problems.set(what, line);
  }

  #count(what: string, outcome: string): void {
    this.#parts.metrics.submitted.inc({ what, outcome });
  }
}

function nameOf({ underlying, day }: { underlying: number; day: number }): string {
  const date = new Date(expirySec(day) * 1000).toISOString().slice(0, 10);
  return `${UNDERLYINGS[underlying].symbol} ${date}`;
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
