/** Work that waits and retries: posting, claiming, settling, as BullMQ jobs on PostgreSQL or Redis. */
import { setTimeout as sleep } from 'node:timers/promises';

import {
  createPostgresBackend,
  createRedisBackend,
  type Job,
  type JobsOptions as JobOptions,
  UnrecoverableError,
  withBackend,
} from 'bullmq';
import { Redis } from 'ioredis';

import { OperationalError, shortMessage } from '../errors.ts';
import type { RollupSender } from './rollup.ts';

export type JobName = 'post' | 'claim' | 'settle';

export interface JobData {
  /** The batch; of `settle` the one that is settled last. */
  readonly number: number;
}

export interface JobsOptions {
  readonly databaseUrl: string;
  /** Of the jobs in PostgreSQL, and of their keys in Redis. */
  readonly schema: string;
  readonly redisUrl: string | undefined;
  readonly sender: Pick<RollupSender, 'postUpTo' | 'claimUpTo' | 'settle'>;
  readonly claims: boolean;
  readonly log: (line: string) => void;
  /** What the last job failed of, null once one succeeds. */
  readonly onHealth: (words: string | null) => void;
}

const QUEUE = 'l1';
const STOP_MS_MAX = 5_000;
/** Batches settled in one job; posting waits meanwhile. */
const SETTLEMENTS_MAX = 20;
const ATTEMPTS = 100_000;
const BACKOFF_MS_MIN = 200;
const BACKOFF_MS_MAX = 10_000;

/** What is used of BullMQ, whichever engine is behind it. */
interface Parts {
  readonly queue: {
    add(name: JobName, data: JobData, options: JobOptions): Promise<unknown>;
    on(event: 'error', listener: (error: Error) => void): unknown;
    waitUntilReady(): Promise<unknown>;
    close(): Promise<void>;
  };
  readonly worker: {
    on(event: 'error', listener: (error: Error) => void): unknown;
    close(): Promise<void>;
  };
  readonly close: () => Promise<void>;
}

export class Jobs {
  readonly #options: JobsOptions;
  readonly #parts: Parts;
  #isFailing = false;

  private constructor(options: JobsOptions) {
    this.#options = options;
    this.#parts = this.#open();
  }

  static async start(options: JobsOptions): Promise<Jobs> {
    const jobs = new Jobs(options);
    await jobs.#parts.queue.waitUntilReady();
    return jobs;
  }

  /** Does nothing where the job is there already, waiting or under way. */
  async add(name: JobName, number: number): Promise<void> {
    await this.#parts.queue.add(
      name,
      { number },
      {
        jobId: `${name}-${number}`,
        attempts: ATTEMPTS,
        backoff: { type: 'custom' },
        removeOnComplete: true,
        removeOnFail: true,
      },
    );
  }

  /** Waits a moment for the job under way; one that is cut short is taken up by the next process. */
  async stop(): Promise<void> {
    const { worker, queue, close } = this.#parts;
    await Promise.race([worker.close(), sleep(STOP_MS_MAX, undefined, { ref: false })]);
    await Promise.race([queue.close(), sleep(STOP_MS_MAX, undefined, { ref: false })]);
    await close();
  }

  #open(): Parts {
    const { redisUrl, databaseUrl, schema } = this.#options;
    if (redisUrl !== undefined) {
      const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
      connection.on('error', (error: Error) => this.#options.log(`Redis: ${error.message}`));
      const { Queue, Worker } = withBackend(createRedisBackend);
      const shared = { connection, prefix: schema };
      return this.#listen({
        queue: new Queue<JobData, void, JobName>(QUEUE, shared),
        worker: new Worker<JobData, void, JobName>(QUEUE, this.#process, {
          ...shared,
          ...WORKER_OPTIONS,
        }),
        close: async () => {
          connection.disconnect();
        },
      });
    }
    const { Queue, Worker } = withBackend(createPostgresBackend);
    const connection = { connectionString: databaseUrl, migrate: true, schema };
    return this.#listen({
      queue: new Queue<JobData, void, JobName>(QUEUE, { connection }),
      worker: new Worker<JobData, void, JobName>(QUEUE, this.#process, {
        connection,
        ...WORKER_OPTIONS,
      }),
      close: async () => {},
    });
  }

  #listen(parts: Parts): Parts {
    let last = '';
    const tell = (error: Error) => {
      const words = shortMessage(error);
      if (words !== last) this.#options.log(`jobs: ${words}`);
      last = words;
    };
    parts.queue.on('error', tell);
    parts.worker.on('error', tell);
    return parts;
  }

  readonly #process = async (job: Job<JobData, void, JobName>): Promise<void> => {
    try {
      await this.#run(job);
      if (this.#isFailing) this.#options.onHealth(null);
      this.#isFailing = false;
    } catch (error) {
      const words = shortMessage(error);
      if (!this.#isFailing) this.#options.log(`${job.name} ${job.data.number}: ${words}`);
      this.#isFailing = true;
      this.#options.onHealth(words);
      // A later batch, or the watcher, asks again.
      if (error instanceof OperationalError && error.kind === 'fatal') {
        throw new UnrecoverableError(words);
      }
      throw error;
    }
  };

  async #run({ name, data: { number } }: Job<JobData, void, JobName>): Promise<void> {
    const { sender, claims } = this.#options;
    switch (name) {
      case 'post':
        await sender.postUpTo(number);
        if (claims) await this.add('claim', number);
        return;
      case 'claim':
        await sender.claimUpTo(number);
        return;
      case 'settle':
        for (let i = 0; i < SETTLEMENTS_MAX; i++) if (!(await sender.settle())) return;
    }
  }
}

/** One job at a time: all of them send from one account. */
const WORKER_OPTIONS = {
  concurrency: 1,
  lockDuration: 10_000,
  // A job that a killed process was at is taken up again after so long.
  stalledInterval: 2_500,
  maxStalledCount: ATTEMPTS,
  settings: {
    backoffStrategy: (attempts: number) =>
      Math.min(BACKOFF_MS_MIN * 2 ** Math.min(attempts, 10), BACKOFF_MS_MAX),
  },
};
