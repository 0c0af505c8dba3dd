/** The histories of disputed batches: computed by the bytecode in a process of its own, kept in files. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Hex } from 'viem';

import { ProverError } from '../errors.ts';
import { toHex } from '../hex.ts';
import { type BatchId, storePath } from '../store/store.ts';
import type { Code } from './evm.ts';
import type { ProgressNote, Reply, Request, StepEvidence } from './historyProcess.ts';
import { HistoryTree } from './historyTree.ts';

export interface History {
  readonly tree: HistoryTree;
  /** State root after the batch, as the bytecode has it. */
  readonly root: Hex;
}

/** How far the history is that is being computed. */
export interface HistoryProgress {
  readonly number: number;
  readonly steps: number;
  /** Of the batch's data, 0 to 1. */
  readonly share: number;
  /** Since the process was started, and what is left at this pace; unknown at the start. */
  readonly ms: number;
  readonly leftMs: number | undefined;
}

export interface HistoryOptions {
  readonly dataDir: string;
  readonly depth: number;
  readonly chainId: number;
  /** Code of a verifier and of what it calls, as L1 has it. */
  readonly codes: (verifier: Hex) => Promise<readonly Code[]>;
  readonly onProgress?: (progress: HistoryProgress) => void;
  /** `loadMs` of the time went by before the first step: the state, the process, its EVMs. */
  readonly onDone: (result: { number: number; steps: number; ms: number; loadMs: number }) => void;
  /** A batch whose history cannot be had: a bug, said loudly; nothing is staked on it. */
  readonly onFailed: (result: { number: number; message: string }) => void;
}

/** Which batch; L1 can replace the batch of a number by another. */
type Named = Pick<BatchId, 'number' | 'batchHash'>;

export interface StepId extends Named {
  readonly index: number;
}

/** A step that is being recorded, was, or could not be. */
interface Recording {
  readonly done: Promise<void>;
  evidence?: StepEvidence;
  error?: ProverError;
}

/** A process that failed, for want of memory say, is tried again. */
const RETRY_MS = 5_000;

export class Histories {
  readonly #options: HistoryOptions;
  /** By batch hash. */
  readonly #known = new Map<Hex, History>();
  readonly #failed = new Set<Hex>();
  readonly #steps = new Map<string, Recording>();
  readonly #children = new Set<ChildProcess>();
  #running: Hex | undefined;
  #progress: HistoryProgress | undefined;
  /** Steps are recorded one after the other. */
  #recording: Promise<unknown> = Promise.resolve();
  #pausedUntilMs = 0;
  #stopped = false;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  get({ number, batchHash }: Named): History | undefined {
    const known = this.#known.get(batchHash);
    if (known !== undefined) return known;
    const path = this.#path({ number, batchHash });
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
  want(batch: BatchId): void {
    const { batchHash } = batch;
    if (this.#stopped || this.#running !== undefined || this.#failed.has(batchHash)) return;
    if (Date.now() < this.#pausedUntilMs) return;
    if (this.get(batch) !== undefined) return;
    this.#running = batchHash;
    void this.#compute(batch).finally(() => {
      this.#running = undefined;
      this.#progress = undefined;
    });
  }

  /** Of the history under way, once its first step is being looked at. */
  progress(): HistoryProgress | undefined {
    return this.#progress;
  }

  isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Whether a history or a step is being computed. */
  isBusy(): boolean {
    return this.#running !== undefined || this.#children.size > 0;
  }

  hasFailed(batchHash: Hex): boolean {
    return this.#failed.has(batchHash);
  }

  /**
   * What L1 needs to execute a step; undefined while it is being recorded, which the first call starts.
   * @throws ProverError of kind `retry`, once, where the recording failed; the next call starts another
   */
  step(step: StepId): StepEvidence | undefined {
    const { evidence, error } = this.#recordingOf(step);
    if (error !== undefined) {
      this.#steps.delete(stepKey(step));
      throw error;
    }
    return evidence;
  }

  /** The same, once it is there. */
  async recorded(step: StepId): Promise<StepEvidence> {
    const recording = this.#recordingOf(step);
    await recording.done;
    if (recording.evidence !== undefined) return recording.evidence;
    this.#steps.delete(stepKey(step));
    throw recording.error!;
  }

  /** Each step is recorded once, one after the other. */
  #recordingOf(step: StepId): Recording {
    const known = this.#steps.get(stepKey(step));
    if (known !== undefined) return known;
    const recording: Recording = {
      done: this.#recording.then(() => this.#record(step, recording)),
    };
    this.#recording = recording.done;
    this.#steps.set(stepKey(step), recording);
    return recording;
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

  async #compute({ number, batchHash, verifier }: BatchId): Promise<void> {
    const { codes, chainId, dataDir, onDone, onFailed } = this.#options;
    const startMs = performance.now();
    try {
      const out = this.#path({ number, batchHash });
      const request: Request = {
        type: 'history',
        storePath: storePath(dataDir),
        number,
        batchHash,
        codes: await codes(verifier),
        verifier,
        chainId,
        out,
      };
      const reply = await this.#ask(request, (note) => this.#note(note, { number, startMs }));
      if (reply.type === 'history') {
        const { steps, loadMs } = reply;
        onDone({ number, steps, ms: performance.now() - startMs, loadMs });
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

  async #record({ number, batchHash, index }: StepId, recording: Recording): Promise<void> {
    const path = storePath(this.#options.dataDir);
    const history = this.#path({ number, batchHash });
    try {
      const request = { storePath: path, number, batchHash, index, history };
      const reply = await this.#ask({ type: 'step', ...request });
      if (reply.type === 'step') recording.evidence = reply.step;
      else throw new Error('message' in reply ? reply.message : 'the recorder answered otherwise');
    } catch (cause) {
      const doing = `recording step ${index} of batch ${number}`;
      const message = cause instanceof Error ? cause.message : String(cause);
      recording.error = new ProverError('retry', { doing, message, cause });
    }
  }

  #note(
    { steps, share }: ProgressNote,
    { number, startMs }: { number: number; startMs: number },
  ): void {
    const ms = performance.now() - startMs;
    const leftMs = share === 0 ? undefined : (ms * (1 - share)) / share;
    this.#progress = { number, steps, share, ms, leftMs };
    this.#options.onProgress?.(this.#progress);
  }

  #ask(request: Request, onProgress?: (note: ProgressNote) => void): Promise<Reply> {
    const url = new URL('./historyProcess.ts', import.meta.url);
    const child = fork(url, {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#children.add(child);
    return new Promise<Reply>((resolve, reject) => {
      child.on('message', (message: Reply | ProgressNote) => {
        if (message.type === 'progress') onProgress?.(message);
        else resolve(message);
      });
      child.once('error', reject);
      child.once('close', (code, signal) => {
        this.#children.delete(child);
        reject(new Error(`the process ended early (${signal ?? code})`));
      });
      child.send(request);
    });
  }

  #path({ number, batchHash }: Named): string {
    return join(this.#options.dataDir, 'histories', `${number}-${batchHash}`);
  }
}

function stepKey({ batchHash, index }: StepId): string {
  return `${batchHash}:${index}`;
}
