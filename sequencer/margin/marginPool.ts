import { Worker } from 'node:worker_threads';

import { ProtocolRejection, Refusal } from '../rejections.ts';
import type { MarginAnswers, MarginJob, MarginResult } from './work.ts';

interface Waiting {
  readonly job: MarginJob;
  readonly result: PromiseWithResolvers<MarginResult>;
}

/** More than that wait for a second or longer. */
const WAITING_MAX = 64;

/** One thread that works margins out for whoever asks, so that asking keeps no order waiting. */
export class MarginPool {
  readonly #waiting: Waiting[] = [];
  #worker: Worker;
  #isStopped = false;

  constructor() {
    this.#worker = this.#start();
  }

  /**
   * @throws Refusal where too many wait or the figures are beyond the models
   * @throws ProtocolRejection where the exchange would not have such an account
   */
  async ask<T extends MarginJob['type']>(
    job: MarginJob & { readonly type: T },
  ): Promise<MarginAnswers[T]> {
    if (this.#isStopped) throw new Refusal('stopping');
    if (this.#waiting.length >= WAITING_MAX) throw new Refusal('queueFull');
    const result = Promise.withResolvers<MarginResult>();
    this.#waiting.push({ job, result });
    if (this.#waiting.length === 1) this.#worker.postMessage(job);
    const found = await result.promise;
    if ('code' in found) throw new ProtocolRejection(found.code);
    if ('words' in found) throw new Refusal('unpriceable', found.words);
    return found.answer as MarginAnswers[T];
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#worker.terminate();
    this.#fail(new Refusal('stopping'));
  }

  #start(): Worker {
    const worker = new Worker(new URL('marginThread.ts', import.meta.url));
    worker.on('message', (found: MarginResult) => {
      this.#waiting.shift()?.result.resolve(found);
      const [next] = this.#waiting;
      if (next !== undefined) worker.postMessage(next.job);
    });
    // A bug in what one job met: those that wait are refused, the next start afresh.
    worker.on('error', (error) => {
      this.#fail(error);
      if (!this.#isStopped) this.#worker = this.#start();
    });
    return worker;
  }

  #fail(error: unknown): void {
    for (const { result } of this.#waiting.splice(0)) result.reject(error);
  }
}
