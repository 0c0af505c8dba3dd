// One run of the PostgreSQL server process: start, watch, stop.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { DatabaseStartError } from './DatabaseStartError.ts';
import type { Place } from './placePostgres.ts';

export interface PostgresServer {
  /** Settles when the process has ended, with the words for how. */
  ended: Promise<string>;
  /** Ends the server after its last write. */
  stop: () => Promise<void>;
}

const START_MS_MAX = 60_000;
const LEFTOVER_MS_MAX = 15_000;
const STOP_MS_MAX = 30_000;
const POLL_MS = 20;

/** What a process of PostgreSQL gets: its account, and none of the PG variables around us. */
export function launchOptions({ account }: Place) {
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  return { ...account, env, cwd: '/' };
}

export function clusterData({ clusterDir }: Place): string {
  return join(clusterDir, 'data');
}

export async function startServer(place: Place, port: number): Promise<PostgresServer> {
  await clearPidFile(place);
  const dataDir = clusterData(place);
  const logFile = join(place.clusterDir, 'server.log');
  const output = await open(logFile, 'w', 0o600);
  const child = spawn(
    join(place.binDir, 'postgres'),
    ['-D', dataDir, '-p', String(port), '-h', '127.0.0.1', '-k', ''],
    // In a session of its own, so that Ctrl-C in a terminal ends those who write before it ends the database.
    { ...launchOptions(place), stdio: ['ignore', output.fd, output.fd], detached: true },
  );
  const guard = startGuard(child.pid);
  let reason: string | undefined;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`ended with ${signal ?? code}`));
  }).then((words) => {
    guard?.kill('SIGKILL');
    return (reason = words);
  });
  await output.close();

  const startMs = performance.now();
  while (!isReady(dataDir, child.pid)) {
    if (performance.now() - startMs > START_MS_MAX) {
      child.kill('SIGKILL');
      reason = 'not ready in time';
    }
    if (reason !== undefined) {
      const lines = (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-5).join('\n');
      throw new DatabaseStartError(`PostgreSQL did not start: ${reason}\n${lines}`);
    }
    await sleep(POLL_MS);
  }
  child.unref();
  return { ended, stop: async () => stopServer(child, ended) };
}

async function stopServer(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.ref();
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
  await ended;
  clearTimeout(timer);
}

/** A shell that waits for our end of its pipe to close, which happens however we end, and then ends the server. */
function startGuard(pid: number | undefined): ChildProcess | undefined {
  if (pid === undefined) return undefined;
  const guard = spawn('sh', ['-c', 'cat >/dev/null; kill -INT "$1"', 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  guard.unref();
  return guard;
}

/** The server writes the state of its start into the eighth line of its pid file. */
function isReady(dataDir: string, pid: number | undefined): boolean {
  const lines = readPidFile(dataDir);
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

/**
 * Waits for the server of a process that was killed to end, and removes a pid file whose server has gone.
 * PostgreSQL itself takes any process that has come to bear the number for its own.
 */
async function clearPidFile(place: Place): Promise<void> {
  const dataDir = clusterData(place);
  const startMs = performance.now();
  for (;;) {
    const pid = Number(readPidFile(dataDir)[0]);
    if (Number.isNaN(pid) || !isServerOf(pid, dataDir)) break;
    if (performance.now() - startMs > LEFTOVER_MS_MAX) {
      throw new DatabaseStartError(
        `Another process holds ${place.clusterDir} (PostgreSQL is process ${pid}); stop it, or use another data folder`,
      );
    }
    await sleep(POLL_MS);
  }
  await rm(join(dataDir, 'postmaster.pid'), { force: true });
}

function isServerOf(pid: number, dataDir: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (!existsSync('/proc/self/cwd')) return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir);
  } catch {
    return false;
  }
}

function readPidFile(dataDir: string): string[] {
  try {
    return readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}
