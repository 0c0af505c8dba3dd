import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type Database, openDatabase } from './embeddedPostgres.ts';
import { placePostgres } from './placePostgres.ts';

let dataDir: string;
let opened: Database[];
let logged: string[];

const open = async (databaseUrl = ''): Promise<Database> => {
  const log = (message: string) => void logged.push(message);
  const database = await openDatabase({ dataDir, log, databaseUrl });
  opened.push(database);
  return database;
};

const query = async ({ url }: { url: string }, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
};

const serverPid = async (database: { url: string }): Promise<number> => {
  const rows = await query(database, `SELECT pg_read_file('postmaster.pid') AS pid`);
  return Number.parseInt(String(rows[0]?.pid), 10);
};

const untilGone = async (pid: number): Promise<void> => {
  try {
    for (;;) {
      process.kill(pid, 0);
      await sleep(20);
    }
  } catch {
    return;
  }
};

const makeRow = `CREATE TABLE note (text text); INSERT INTO note VALUES ('kept')`;
const readRow = 'SELECT text FROM note';
const row = [{ text: 'kept' }];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tenor-database-'));
  opened = [];
  logged = [];
});

afterEach(async () => {
  for (const database of opened) await database.stop();
  const { clusterDir } = await placePostgres(dataDir);
  await rm(clusterDir, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
});

describe('openDatabase', () => {
  test('keeps a row over a restart, and leaves no server behind', async () => {
    const first = await open();
    await query(first, makeRow);
    const pid = await serverPid(first);
    await first.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(await query(await open(), readRow)).toEqual(row);
  });

  test('takes a pid file with the number of a living stranger for stale', async () => {
    const first = await open();
    await query(first, makeRow);
    await first.stop();
    const { clusterDir } = await placePostgres(dataDir);
    await writeFile(
      join(clusterDir, 'data/postmaster.pid'),
      `${process.pid}\n${clusterDir}/data\n`,
    );
    expect(await query(await open(), readRow)).toEqual(row);
  });

  test('comes back on the same port after its server was killed', async () => {
    const database = await open();
    await query(database, makeRow);
    const pid = await serverPid(database);
    process.kill(pid, 'SIGKILL');
    await untilGone(pid);
    await expect
      .poll(() => query(database, readRow).catch(() => []), { timeout: 20_000 })
      .toEqual(row);
    expect(logged.at(-1)).toMatch(/ended with SIGKILL; starting it again/);
  });

  test('ends with the process that opened it, and opens again, after kill -9', async () => {
    const opener = spawn(
      process.execPath,
      [join(import.meta.dirname, '../../test/fixtures/holdDatabase.ts'), dataDir],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const url = await firstLine(opener);
    await query({ url }, makeRow);
    const pid = await serverPid({ url });
    opener.kill('SIGKILL');
    await once(opener, 'exit');
    expect(await query(await open(), readRow)).toEqual(row);
    await untilGone(pid);
  });

  test('starts nothing where the user has a database', async () => {
    const database = await open('postgresql://example.invalid/own');
    expect(database.url).toBe('postgresql://example.invalid/own');
    await database.stop();
    expect(logged).toEqual([]);
  });
});

async function firstLine(child: ChildProcess): Promise<string> {
  let output = '';
  for await (const chunk of child.stdout ?? []) {
    output += String(chunk);
    if (output.includes('\n')) break;
  }
  return output.split('\n')[0] ?? '';
}
