/** The prover as its users run it, a process of its own, made to be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Hex } from 'viem';

const PROGRAM = join(import.meta.dirname, '../../scripts/tenor.ts');

export interface VictimOptions {
  readonly l1: string;
  readonly rollup: Hex;
  readonly dataDir: string;
  readonly key: Hex;
}

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly alarm?: boolean;
  readonly code?: string;
}

export class Victim {
  readonly #options: VictimOptions;
  #child: ChildProcess | undefined;
  /** Every line of every life. */
  readonly log: LogLine[] = [];
  #linesOfLife = 0;
  /** Lives that ended by themselves: none should. */
  readonly ends: string[] = [];
  #ready: Promise<void> = Promise.resolve();

  constructor(options: VictimOptions) {
    this.#options = options;
  }

  start(): void {
    const { l1, rollup, dataDir, key } = this.#options;
    const args = [PROGRAM, 'prover', '--log', 'json', '--l1', l1, '--rollup', rollup];
    const child = spawn(process.execPath, [...args, '--data', dataDir], {
      env: { ...process.env, TENOR_PROVER_KEY: key },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#linesOfLife = 0;
    child.once('close', (code, signal) => {
      if (signal !== 'SIGKILL') this.ends.push(`ended with ${code ?? signal}: ${this.#tail()}`);
    });
    this.#ready = new Promise((resolve) => {
      let rest = '';
      child.stdout.on('data', (chunk: Buffer) => {
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop()!;
        for (const line of lines) {
          const entry = JSON.parse(line) as LogLine;
          this.log.push(entry);
          this.#linesOfLife += 1;
          if (entry.message.startsWith('Prover ready')) resolve();
        }
      });
      child.stderr.on('data', (chunk: Buffer) => {
        this.log.push({ level: 'stderr', message: chunk.toString() });
      });
      child.once('close', () => resolve());
    });
  }

  /** Settles once it serves, or has ended. */
  async ready(): Promise<void> {
    await this.#ready;
  }

  /** Settles once the present life has said so much. */
  async lines(count: number): Promise<void> {
    const child = this.#child;
    while (child === this.#child && child?.exitCode === null && this.#linesOfLife < count) {
      await sleep(20);
    }
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await closed;
  }

  #tail(): string {
    return this.log
      .slice(-3)
      .map(({ message }) => message)
      .join(' | ');
  }
}
