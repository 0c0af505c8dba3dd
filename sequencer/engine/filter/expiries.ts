import { FloatExpiry } from './expiry.ts';

const DAY_SPAN = 2 ** 16;
/** Above it all are dropped, for the sake of those that are past. */
const MOST = 256;

/** The expiries that accounts were seen to hold, by underlying × 2^16 + day. */
export class FloatExpiries {
  readonly #known = new Map<number, FloatExpiry>();

  of(key: number): FloatExpiry {
    return this.#known.get(key) ?? this.#add(key);
  }

  #add(key: number): FloatExpiry {
    if (this.#known.size === MOST) this.#known.clear();
    const expiry = new FloatExpiry({ underlying: Math.floor(key / DAY_SPAN), day: key % DAY_SPAN });
    this.#known.set(key, expiry);
    return expiry;
  }
}
