import { expirySec } from '../../../protocol/instrument.ts';
import { DAY_SEC } from '../../../protocol/params.ts';
import type { State } from '../../../protocol/state.ts';
import { FloatExpiry } from './expiry.ts';

const DAY_SPAN = 2 ** 16;
/** Above it those that are long past are dropped. */
const FEW = 64;

/** The expiries that accounts were seen to hold, by underlying × 2^16 + day. */
export class FloatExpiries {
  readonly #known = new Map<number, FloatExpiry>();

  of(state: State, key: number): FloatExpiry {
    return this.#known.get(key) ?? this.#add(state, key);
  }

  #add(state: State, key: number): FloatExpiry {
    if (this.#known.size > FEW) this.#dropPast(state.globals.timeSec());
    const expiry = new FloatExpiry({ underlying: Math.floor(key / DAY_SPAN), day: key % DAY_SPAN });
    this.#known.set(key, expiry);
    return expiry;
  }

  #dropPast(timeSec: number): void {
    for (const [key, { day }] of this.#known) {
      if (expirySec(day) + DAY_SEC < timeSec) this.#known.delete(key);
    }
  }
}
