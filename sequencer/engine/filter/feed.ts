/** The prints behind an expiry's prices, to tell whether what was worked out from them still stands. */
import { expiryIndex, type State } from '../../../protocol/state.ts';

const FIELDS = 17;

/** SAFETY: compared by value, as the state may be restored or another one. */
export class Feed {
  readonly #underlying: number;
  readonly #expiry: number;
  readonly #seen = new Float64Array(FIELDS).fill(NaN);

  constructor({ underlying, day }: { underlying: number; day: number }) {
    this.#underlying = underlying;
    this.#expiry = expiryIndex(underlying, day);
  }

  /** Whether a field is other than the last time. COST: 17 reads of records. */
  hasChanged({ underlyings, expiries }: State): boolean {
    const [underlying, expiry] = [this.#underlying, this.#expiry];
    // COST: not one && after another, so that a change leaves no field behind.
    let changed = this.#put(0, underlyings.indexCents(underlying));
    changed = this.#put(1, underlyings.indexTimeSec(underlying)) || changed;
    changed = this.#put(2, underlyings.confidenceE4(underlying)) || changed;
    changed = this.#put(3, expiries.windowSum(expiry)) || changed;
    changed = this.#put(4, expiries.windowCoveredSec(expiry)) || changed;
    changed = this.#put(5, expiries.surfaceTimeSec(expiry)) || changed;
    changed = this.#put(6, expiries.basisCents(expiry)) || changed;
    changed = this.#put(7, expiries.rateE9(expiry)) || changed;
    changed = this.#put(8, expiries.forwardConfidenceE4(expiry)) || changed;
    changed = this.#put(9, expiries.rateConfidenceE4(expiry)) || changed;
    changed = this.#put(10, expiries.volConfidenceE4(expiry)) || changed;
    changed = this.#put(11, expiries.forwardCents(expiry)) || changed;
    changed = this.#put(12, expiries.aE12(expiry)) || changed;
    changed = this.#put(13, expiries.bE12(expiry)) || changed;
    changed = this.#put(14, expiries.rhoE12(expiry)) || changed;
    changed = this.#put(15, expiries.mE12(expiry)) || changed;
    return this.#put(16, expiries.sigmaE12(expiry)) || changed;
  }

  #put(field: number, value: number): boolean {
    if (this.#seen[field] === value) return false;
    this.#seen[field] = value;
    return true;
  }
}
