/** Where a running devnet can be found: a file in the data folder that other commands read with `--devnet`. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Hex } from 'viem';

export interface DevnetFile {
  /** Process that runs it; the file of one that was killed stays behind. */
  readonly pid: number;
  readonly l1: string;
  readonly rollup: Hex;
  readonly bridge: Hex;
  readonly sequencer: string;
  readonly provers: readonly string[];
  /** Whether its own provers only watch. */
  readonly undefended: boolean;
  /** An account with ether for a prover of somebody else. The key is worthless elsewhere. */
  readonly watchtower: { readonly key: Hex; readonly address: Hex; readonly dataDir: string };
}

/** Where the watchtower of somebody else serves its status. */
export const DEVNET_PROVER_PORT = '9300';

/** `TENOR_DATA`, or `.tenor` in the checkout. */
export function defaultDataDir(): string {
  return process.env['TENOR_DATA'] ?? '.tenor';
}

export function writeDevnetFile(dataDir: string, file: DevnetFile): void {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(pathIn(dataDir), `${JSON.stringify(file, null, 2)}\n`);
}

/** Leaves the file of a devnet that was started since. */
export function removeDevnetFile(dataDir: string): void {
  if (read(dataDir)?.pid === process.pid) rmSync(pathIn(dataDir), { force: true });
}

/** The devnet that runs with its data there, if one does. */
export function devnetIn(dataDir: string): DevnetFile | undefined {
  const file = read(dataDir);
  return file !== undefined && isRunning(file.pid) ? file : undefined;
}

/** @throws Error that says how to get a devnet */
export function runningDevnet(dataDir = defaultDataDir()): DevnetFile {
  const file = read(dataDir);
  if (file === undefined) {
    throw new Error(
      `No devnet is running with its data in ${resolve(dataDir)}. Start one in another terminal: ` +
        'npm start -- --undefended. One that uses another folder is found with TENOR_DATA.',
    );
  }
  if (!isRunning(file.pid)) {
    throw new Error(
      `The devnet of ${pathIn(dataDir)} has ended without taking its file away (process ${file.pid}). ` +
        'Start another: npm start -- --undefended',
    );
  }
  return file;
}

function read(dataDir: string): DevnetFile | undefined {
  try {
    return JSON.parse(readFileSync(pathIn(dataDir), 'utf8')) as DevnetFile;
  } catch {
    return undefined;
  }
}

function pathIn(dataDir: string): string {
  return resolve(join(dataDir, 'devnet.json'));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, under another account.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
