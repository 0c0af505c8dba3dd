/** Times of L1 blocks for people to read: asked for once, in the background; decisions never hang on them. */
const KEPT = 512;

export class BlockTimes {
  readonly #read: (block: number) => Promise<number | undefined>;
  readonly #times = new Map<number, number>();
  readonly #asked = new Set<number>();

  constructor(read: (block: number) => Promise<number | undefined>) {
    this.#read = read;
  }

  /** In seconds; nothing until it is known. */
  get(block: number): number | undefined {
    const known = this.#times.get(block);
    if (known === undefined && !this.#asked.has(block)) void this.#ask(block);
    return known;
  }

  /** After a reorganisation. */
  clear(): void {
    this.#times.clear();
  }

  async #ask(block: number): Promise<void> {
    this.#asked.add(block);
    const time = await this.#read(block).catch(() => undefined);
    this.#asked.delete(block);
    if (time === undefined) return;
    this.#times.set(block, time);
    const [oldest] = this.#times.keys();
    if (this.#times.size > KEPT && oldest !== undefined) this.#times.delete(oldest);
  }
}
