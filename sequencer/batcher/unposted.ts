export interface UnpostedBatch {
  readonly sizeBytes: number;
  /** Of its header. */
  readonly timeSec: number;
}

/** Sealed batches that L1 does not hold yet. */
export class Unposted {
  readonly #batches: Map<number, UnpostedBatch>;

  /** @param batches by number */
  constructor(batches: ReadonlyMap<number, UnpostedBatch>) {
    this.#batches = new Map(batches);
  }

  get bytes(): number {
    return this.#batches.values().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  /** How long the oldest has been waiting, by L1's clock. */
  ageSec(nowSec: number): number {
    const oldest = this.#batches
      .values()
      .reduce((least, each) => Math.min(least, each.timeSec), nowSec);
    return nowSec - oldest;
  }

  sealed(number: number, batch: UnpostedBatch): void {
    this.#batches.set(number, batch);
  }

  /** L1 holds every batch up to a number. */
  posted(number: number): void {
    for (const each of this.#batches.keys()) if (each <= number) this.#batches.delete(each);
  }
}
