import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import type { SealedInput } from './executor.ts';
import type { ReplicaStart, SealedBatch, SealOptions } from './replica.ts';
import type { SealMessage } from './replicaThread.ts';

/** Hashes of sealed batches and the roots after them, in order, computed in a thread of their own. */
export class Roots {
  readonly #worker: Worker;
  readonly #waiting: PromiseWithResolvers<SealedBatch>[] = [];
  #failure: Error | null = null;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (batch: SealedBatch) => this.#waiting.shift()?.resolve(batch));
    worker.on('error', (error: Error) => {
      this.#failure = error;
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  /** Starts from a state; gives its root too. */
  static async start(start: ReplicaStart): Promise<{ roots: Roots; root: Uint8Array }> {
    const worker = new Worker(new URL('replicaThread.ts', import.meta.url), { workerData: start });
    const [root] = (await once(worker, 'message')) as [Uint8Array];
    return { roots: new Roots(worker), root };
  }

  /** How many batches wait for their root. */
  get backlog(): number {
    return this.#waiting.length;
  }

  /** @throws what the replica's thread died of: a bug, money not conserved */
  async seal(sealed: SealedInput, options: SealOptions): Promise<SealedBatch> {
    if (this.#failure !== null) throw this.#failure;
    const message: SealMessage = { sealed, ...options };
    const waiting = Promise.withResolvers<SealedBatch>();
    this.#waiting.push(waiting);
    this.#worker.postMessage(
      message,
      options.changed.flatMap(({ ids, records }) => [ids.buffer, records.buffer] as ArrayBuffer[]),
    );
    return waiting.promise;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
