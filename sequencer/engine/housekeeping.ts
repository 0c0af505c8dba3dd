/** Work that anyone may do and nobody is paid for: sweeping expired books, settling accounts of settled expiries, listing. */
import { setTimeout as sleep } from 'node:timers/promises';

import { encodeSettleAccount, encodeSweepExpired } from '../../protocol/generated/codec.ts';
import {
  expiryOfCode,
  expirySec,
  dayOfExpiry,
  underlyingOfExpiry,
} from '../../protocol/instrument.ts';
import { settledValue } from '../../protocol/margin/settled.ts';
import { positionsOf } from '../../protocol/margin/positions.ts';
import { expiryIndex, type State } from '../../protocol/state.ts';

interface Expiry {
  readonly underlying: number;
  readonly day: number;
  readonly instruments: number[];
}

/** Of an expiry in one call, so that orders are not kept waiting. */
const SETTLEMENTS_MAX = 256;
const SWEEPS_MAX = 64;
const LOOK_MS = 1_000;

export interface Chore {
  /** Operations that are due now. */
  due(): Uint8Array[];
}

/** Hands in what is due, again and again until it is told to stop. */
export async function keepHouse(
  chores: readonly Chore[],
  { signal, admit }: { signal: AbortSignal; admit: (operation: Uint8Array) => Promise<unknown> },
): Promise<void> {
  while (!signal.aborted && chores.length > 0) {
    // A refusal is no loss: what is due then is due again.
    await Promise.allSettled(chores.flatMap((chore) => chore.due()).map(admit));
    await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}

export class Housekeeping implements Chore {
  readonly #state: State;
  readonly #open = new Map<number, Expiry>();
  #instruments = 0;

  constructor(state: State) {
    this.#state = state;
  }

  /** Operations that bring expired books and accounts forward; what is left is named by the next call. */
  due(): Uint8Array[] {
    this.#readInstruments();
    const operations: Uint8Array[] = [];
    for (const [key, expiry] of this.#open) {
      const index = expiryIndex(expiry.underlying, expiry.day);
      const isSettled = this.#state.expiries.settled(index) === 1;
      // One that was closed out has not come.
      if (!isSettled && this.#state.globals.timeSec() < expirySec(expiry.day)) continue;
      const found = [...this.#sweeps(expiry), ...this.#settlements(expiry)];
      operations.push(...found);
      if (found.length === 0 && isSettled) this.#open.delete(key);
    }
    return operations;
  }

  #readInstruments(): void {
    const { globals, instruments } = this.#state;
    while (this.#instruments < globals.instrumentCount()) {
      this.#instruments += 1;
      const key = expiryOfCode(instruments.code(this.#instruments));
      const expiry = this.#open.get(key);
      if (expiry !== undefined) expiry.instruments.push(this.#instruments);
      else {
        this.#open.set(key, {
          underlying: underlyingOfExpiry(key),
          day: dayOfExpiry(key),
          instruments: [this.#instruments],
        });
      }
    }
  }

  #sweeps({ instruments }: Expiry): Uint8Array[] {
    const table = this.#state.instruments;
    return instruments
      .filter((instrument) => table.bestBid(instrument) !== 0 || table.bestAsk(instrument) !== 0)
      .slice(0, SWEEPS_MAX)
      .map((instrument) => encodeSweepExpired({ instrument }));
  }

  /** Winners once nobody owes any more: until then they could not be paid. COST: looks at every account. */
  #settlements({ underlying, day }: Expiry): Uint8Array[] {
    const { globals, expiries } = this.#state;
    if (expiries.settled(expiryIndex(underlying, day)) === 0) return [];
    const losers: Uint8Array[] = [];
    const winners: Uint8Array[] = [];
    for (let account = 1; account <= globals.accountCount(); account++) {
      const terms = { account, underlying, day };
      const { from, to } = positionsOf(this.#state, terms);
      if (from === to) continue;
      const value = settledValue(this.#state, { account, from, to });
      (value > 0n ? winners : losers).push(encodeSettleAccount(terms));
    }
    return (losers.length > 0 ? losers : winners).slice(0, SETTLEMENTS_MAX);
  }
}
