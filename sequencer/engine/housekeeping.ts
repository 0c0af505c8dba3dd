/** Work that anyone may do and nobody is paid for: sweeping expired books, settling accounts of settled expiries. */
import { setTimeout as sleep } from 'node:timers/promises';

import { encodeSettleAccount, encodeSweepExpired } from '../../protocol/generated/codec.ts';
import {
  encodeTerms,
  expiryOfCode,
  expirySec,
  dayOfExpiry,
  STRIKE_SPAN,
  underlyingOfExpiry,
} from '../../protocol/instrument.ts';
import { firstNotBelow } from '../../protocol/margin/positions.ts';
import { expiryIndex, type State } from '../../protocol/state.ts';

interface Expiry {
  readonly underlying: number;
  readonly day: number;
  readonly instruments: number[];
}

const OPERATIONS_MAX = 256;
const LOOK_MS = 1_000;

/** Hands in what is due, again and again until it is told to stop. */
export async function keepHouse(
  state: State,
  { signal, admit }: { signal: AbortSignal; admit: (operation: Uint8Array) => Promise<unknown> },
): Promise<void> {
  const housekeeping = new Housekeeping(state);
  while (!signal.aborted) {
    // A refusal is no loss: what is due then is due a second later.
    await Promise.allSettled(housekeeping.due().map(admit));
    await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}

export class Housekeeping {
  readonly #state: State;
  readonly #open = new Map<number, Expiry>();
  #instruments = 0;

  constructor(state: State) {
    this.#state = state;
  }

  /**
   * Operations that bring expired books and accounts forward. Winners wait for losers: who cannot be paid yet is
   * rejected without a trace and named again by the next call.
   */
  due(): Uint8Array[] {
    this.#readInstruments();
    const operations: Uint8Array[] = [];
    for (const [key, expiry] of this.#open) {
      if (this.#state.globals.timeSec() < expirySec(expiry.day)) continue;
      const found = [...this.#sweeps(expiry), ...this.#settlements(expiry)];
      operations.push(...found);
      const index = expiryIndex(expiry.underlying, expiry.day);
      if (found.length === 0 && this.#state.expiries.settled(index) === 1) this.#open.delete(key);
      if (operations.length >= OPERATIONS_MAX) break;
    }
    return operations.slice(0, OPERATIONS_MAX);
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
      .map((instrument) => encodeSweepExpired({ instrument }));
  }

  /** COST: looks at every account; expiries are few. */
  #settlements({ underlying, day }: Expiry): Uint8Array[] {
    const { globals, accounts, expiries } = this.#state;
    if (expiries.settled(expiryIndex(underlying, day)) === 0) return [];
    const code = encodeTerms({ underlying, day, strikeCents: 0, put: false });
    const operations: Uint8Array[] = [];
    for (let account = 1; account <= globals.accountCount(); account++) {
      const count = accounts.positionCount(account);
      const at = firstNotBelow(this.#state, { account, code, count });
      if (at === count || accounts.positionCode(account, at) >= code + STRIKE_SPAN) continue;
      operations.push(encodeSettleAccount({ account, underlying, day }));
    }
    return operations;
  }
}
