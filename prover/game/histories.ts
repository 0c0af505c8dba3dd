/** The histories of disputed batches: computed by the bytecode in a process of its own, kept in files. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Hex } from 'viem';

import { ProverError } from '../errors.ts';
import { toHex } from '../hex.ts';
import { storePath } from '../store/store.ts';
import type { Code } from './bytecode.ts';
import type { Reply, Request, StepEvidence } from './historyProcess.ts';
import { HistoryTree } from './historyTree.ts';

export interface History {
  readonly tree: HistoryTree;
  /** State root after the batch, as the bytecode has it. */
  readonly root: Hex;
}

export interface HistoryOptions {
  readonly dataDir: string;
  readonly depth: number;
  readonly verifier: Hex;
  readonly chainId: number;
  /** Code of the verifier and of what it calls, as L1 has it. */
  readonly codes: () => Promise<readonly Code[]>;
  readonly onDone: (result: { number: number; steps: number; ms: number }) => void;
  /** A batch whose history cannot be had: a bug, said loudly; nothing is staked on it. */
  readonly onFailed: (result: { number: number; message: string }) => void;
}

/** A process that failed, for want of memory say, is tried again. */
const RETRY_MS = 5_000;

export class Histories {
  readonly #options: HistoryOptions;
  /** By batch hash. */
  readonly #known = new Map<Hex, History>();
  readonly #failed = new Set<Hex>();
  readonly #steps = new Map<string, Promise<StepEvidence>>();
  readonly #children = new Set<ChildProcess>();
  #running: Hex | undefined;
  /** Steps are recorded one after the other. */
  #recording: Promise<unknown> = Promise.resolve();
  #pausedUntilMs = 0;
  #stopped = false;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  get(number: number, batchHash: Hex): History | undefined {
    const known = this.#known.get(batchHash);
    if (known !== undefined) return known;
    const path = this.#path(number, batchHash);
    if (!existsSync(path)) return undefined;
    const bytes = new Uint8Array(readFileSync(path));
    const history = {
      root: toHex(bytes.subarray(0, 32)),
      tree: new HistoryTree(bytes.slice(32), this.#options.depth),
    };
    this.#known.set(batchHash, history);
    return history;
  }

  /** Starts to compute a history, unless one is under way. */
  want(number: number, batchHash: Hex): void {
    if (this.#stopped || this.#running !== undefined || this.#failed.has(batchHash)) return;
    if (Date.now() < this.#pausedUntilMs) return;
    if (this.get(number, batchHash) !== undefined) return;
    this.#running = batchHash;
    void this.#compute(number, batchHash).finally(() => {
      this.#running = undefined;
    });
  }

  isRunning(): boolean {
    return this.#running !== undefined;
  }

  hasFailed(batchHash: Hex): boolean {
    return this.#failed.has(batchHash);
  }

  /** What L1 needs to execute a step. Recorded once. */
  step({
    number,
    batchHash,
    index,
  }: {
    number: number;
    batchHash: Hex;
    index: number;
  }): Promise<StepEvidence> {
    const key = `${batchHash}:${index}`;
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const recorded = this.#recording.then(() => this.#record(number, index));
    this.#recording = recorded.catch(() => {});
    this.#steps.set(key, recorded);
    recorded.catch(() => this.#steps.delete(key));
    return recorded;
  }

  /** Drops the histories of batches that are settled and over. */
  forget(isNeeded: (number: number, batchHash: Hex) => boolean): void {
    const folder = join(this.#options.dataDir, 'histories');
    for (const name of readdirSync(folder)) {
      const match = /^(\d+)-(0x[0-9a-f]{64})/.exec(name);
      if (match === null || isNeeded(Number(match[1]), match[2] as Hex)) continue;
      rmSync(join(folder, name), { force: true });
      this.#known.delete(match[2] as Hex);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const children = [...this.#children];
    const ended = children.map((child) => new Promise((resolve) => child.once('close', resolve)));
    for (const child of children) child.kill();
    await Promise.all(ended);
  }

  async #compute(number: number, batchHash: Hex): Promise<void> {
    const { codes, verifier, chainId, dataDir, onDone, onFailed } = this.#options;
    const startMs = performance.now();
    try {
      const out = this.#path(number, batchHash);
      const reply = await this.#ask({
        type: 'history',
        storePath: storePath(dataDir),
        number,
        codes: await codes(),
        verifier,
        chainId,
        out,
      });
      if (reply.type === 'history') {
        onDone({ number, steps: reply.steps, ms: performance.now() - startMs });
      } else if (reply.type === 'diverged') {
        this.#failed.add(batchHash);
        onFailed({ number, message: reply.message });
      } else if (reply.type === 'failed') {
        throw new Error(reply.message);
      }
    } catch (error) {
      if (this.#stopped) return;
      this.#pausedUntilMs = Date.now() + RETRY_MS;
      onFailed({ number, message: error instanceof Error ? error.message : String(error) });
    }
  }

  async #record(number: number, index: number): Promise<StepEvidence> {
    const path = storePath(this.#options.dataDir);
    const reply = await this.#ask({ type: 'step', storePath: path, number, index });
    if (reply.type === 'step') return reply.step;
    const message = 'message' in reply ? reply.message : 'the recorder gave another answer';
    throw new ProverError('retry', {
      doing: `recording step ${index} of batch ${number}`,
      message,
    });
  }

  #ask(request: Request): Promise<Reply> {
    const url = new URL('./historyProcess.ts', import.meta.url);
    const child = fork(url, {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#children.add(child);
    return new Promise<Reply>((resolve, reject) => {
      child.once('message', (reply) => resolve(reply as Reply));
      child.once('error', reject);
      child.once('close', (code, signal) => {
        this.#children.delete(child);
        reject(new Error(`the process ended early (${signal ?? code})`));
      });
      child.send(request);
    });
  }

  #path(number: number, batchHash: Hex): string {
    return join(this.#options.dataDir, 'histories', `${number}-${batchHash}`);
  }
}
