/** Looks at L1's heads and asks for the jobs that would bring L1 up to date. */
import { rollupAbi } from '../../contracts/generated/abi.ts';
import { shortMessage } from '../errors.ts';
import type { L1 } from '../l1/contracts.ts';
import type { Heads } from '../l1/watcher.ts';
import type { Jobs } from './jobs.ts';
import type { RollupSender } from './rollup.ts';

const ASK_MS = 2_000;
/** A reorganisation of L1 may take claims back. */
const CHECK_CLAIMS_MS = 30_000;

export interface ChoresParts {
  readonly l1: L1;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly sender: Pick<RollupSender, 'claimedTo'>;
  readonly claims: boolean;
  readonly log: (line: string) => void;
}

export class Chores {
  readonly #parts: ChoresParts;
  #lastStored: number;
  #heads: Heads | null = null;
  #askedAtMs = -Infinity;
  #claimsCheckedAtMs = -Infinity;
  #asking: Promise<void> | null = null;
  #isStopped = false;

  /** @param lastStored the last batch that is sealed and stored */
  constructor(parts: ChoresParts, lastStored: number) {
    this.#parts = parts;
    this.#lastStored = lastStored;
  }

  stored(number: number): void {
    this.#lastStored = number;
    this.#ask();
  }

  seen(heads: Heads): void {
    this.#heads = heads;
    if (performance.now() - this.#askedAtMs > ASK_MS) this.#ask();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#asking;
  }

  #ask(): void {
    const heads = this.#heads;
    if (this.#isStopped || heads === null || this.#asking !== null) return;
    this.#askedAtMs = performance.now();
    this.#asking = this.#addJobs(heads)
      .catch((error: unknown) => {
        if (!this.#isStopped) this.#parts.log(`asking for jobs: ${shortMessage(error)}`);
      })
      .finally(() => (this.#asking = null));
  }

  async #addJobs(heads: Heads): Promise<void> {
    const { jobs, sender, claims } = this.#parts;
    if (heads.posted < this.#lastStored) await jobs.add('post', this.#lastStored);
    if (!claims || heads.posted === heads.settled) return;
    const isOld = performance.now() - this.#claimsCheckedAtMs > CHECK_CLAIMS_MS;
    if (isOld) this.#claimsCheckedAtMs = performance.now();
    if (isOld || sender.claimedTo < heads.posted) await jobs.add('claim', heads.posted);
    if (await this.#settlementIsDue(heads)) await jobs.add('settle', heads.settled + 1);
  }

  async #settlementIsDue({ settledClaim, timeSec }: Heads): Promise<boolean> {
    const { l1 } = this.#parts;
    const read = { address: l1.addresses.rollup, abi: rollupAbi } as const;
    const [{ firstClaimedAt }, period] = await Promise.all([
      l1.public.readContract({ ...read, functionName: 'contest', args: [settledClaim] }),
      l1.public.readContract({ ...read, functionName: 'CHALLENGE_PERIOD' }),
    ]);
    return firstClaimedAt !== 0n && BigInt(timeSec) > firstClaimedAt + period;
  }
}
