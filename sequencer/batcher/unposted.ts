/** Bytes of sealed batches that L1 does not hold yet. */
export class Unposted {
  readonly #sizes: Map<number, number>;

  /** @param sizes by batch number */
  constructor(sizes: ReadonlyMap<number, number>) {
    this.#sizes = new Map(sizes);
  }

  get bytes(): number {
    return this.#sizes.values().reduce((sum, size) => sum + size, 0);
  }

  sealed(number: number, sizeBytes: number): void {
    this.#sizes.set(number, sizeBytes);
  }

  /** L1 holds every batch up to a number. */
  posted(number: number): void {
    for (const each of this.#sizes.keys()) if (each <= number) this.#sizes.delete(each);
  }
}
