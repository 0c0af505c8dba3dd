import { Worker } from 'node:worker_threads';

import { concat } from '../../protocol/hash.ts';
import type { RecoveredMessage, RecoverMessage } from './signatureThread.ts';

type Signers = (Uint8Array | null)[];

interface Job {
  readonly operation: Uint8Array;
  readonly nameHash: Uint8Array | null;
  readonly result: PromiseWithResolvers<Signers>;
}

interface Thread {
  readonly worker: Worker;
  jobs: Job[];
}

/** A message long enough that its cost does not show, short enough to keep the wait low. */
const JOBS_PER_MESSAGE = 64;
const NO_HASH = new Uint8Array(32);
const ADDRESS_BYTES = 20;

/** Signers of operations, recovered in threads: one message at a time for each, with whatever has gathered. */
export class SignaturePool {
  readonly #threads: Thread[];
  #waiting: Job[] = [];
  #isScheduled = false;
  #failure: Error | null = null;

  /** @param domain EIP-712 domain separator */
  constructor({ domain, threads }: { domain: Uint8Array; threads: number }) {
    this.#threads = Array.from({ length: threads }, () => this.#startThread(domain));
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** @param nameHash of the instrument of an order, null where there is none */
  async recover(operation: Uint8Array, nameHash: Uint8Array | null): Promise<Signers> {
    if (this.#failure !== null) throw this.#failure;
    const job: Job = { operation, nameHash, result: Promise.withResolvers() };
    this.#waiting.push(job);
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      setImmediate(() => {
        this.#isScheduled = false;
        this.#dispatch();
      });
    }
    return job.result.promise;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #startThread(domain: Uint8Array): Thread {
    const worker = new Worker(new URL('signatureThread.ts', import.meta.url), {
      workerData: domain,
    });
    const thread: Thread = { worker, jobs: [] };
    worker.on('message', (message: RecoveredMessage) => {
      settle(thread.jobs, message);
      thread.jobs = [];
      this.#dispatch();
    });
    worker.on('error', (error: Error) => {
      this.#failure = error;
      for (const { result } of [...thread.jobs, ...this.#waiting.splice(0)]) result.reject(error);
    });
    return thread;
  }

  #dispatch(): void {
    for (const thread of this.#threads) {
      if (this.#waiting.length === 0) return;
      if (thread.jobs.length > 0) continue;
      // An even share while there is little, so that no thread idles.
      const share = Math.ceil(this.#waiting.length / this.#threads.length);
      thread.jobs = this.#waiting.splice(0, Math.min(share, JOBS_PER_MESSAGE));
      thread.worker.postMessage(toMessage(thread.jobs));
    }
  }
}

function toMessage(jobs: readonly Job[]): RecoverMessage {
  let end = 0;
  const ends = jobs.map(({ operation }) => (end += operation.length));
  return {
    operations: concat(...jobs.map(({ operation }) => operation)),
    ends: Uint32Array.from(ends),
    nameHashes: concat(...jobs.map(({ nameHash }) => nameHash ?? NO_HASH)),
  };
}

function settle(jobs: readonly Job[], { signers, counts }: RecoveredMessage): void {
  let at = 0;
  jobs.forEach(({ result }, i) => {
    const found: Signers = Array.from({ length: counts[i] }, () => {
      const signer = signers.subarray(at, at + ADDRESS_BYTES);
      at += ADDRESS_BYTES;
      return signer.every((byte) => byte === 0) ? null : signer;
    });
    result.resolve(found);
  });
}
