// A real PostgreSQL that belongs to one data folder, for who has none of their own.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';

import { DatabaseStartError } from './DatabaseStartError.ts';
import { type Place, placePostgres } from './placePostgres.ts';
import { clusterData, launchOptions, startServer } from './postgresServer.ts';

export interface Database {
  /** A connection string; the user is a superuser where the database is ours. */
  url: string;
  /** Ends the server after its last write. Does nothing to a database that is not ours. */
  stop: () => Promise<void>;
}

export interface OpenDatabaseOptions {
  /** The cluster lies below it, made on the first start. One process at a time may hold it. */
  dataDir: string;
  log: (message: string) => void;
  /** A PostgreSQL of the user's own, and nothing is started. Default: DATABASE_URL of the environment. */
  databaseUrl?: string | undefined;
}

const NAME = 'tenor';
const RESTART_DELAY_MS = 500;

/**
 * Opens the database of a data folder: a server on a free port of 127.0.0.1 that ends with the process that
 * opened it, `kill -9` included, and that comes back on the same port when it dies by itself.
 * @throws {DatabaseStartError} with the end of the server's log.
 */
export async function openDatabase({
  dataDir,
  log,
  databaseUrl = process.env.DATABASE_URL,
}: OpenDatabaseOptions): Promise<Database> {
  if (databaseUrl) return { url: databaseUrl, stop: async () => {} };

  const place = await placePostgres(dataDir);
  if (place.isOutside)
    log(`PostgreSQL cannot reach ${dataDir}; its data is in ${place.clusterDir}`);
  const password = await initialise(place, log);
  const port = await findFreePort();
  const server = await superviseServer({ place, port, log });

  const urlOf = (database: string) =>
    `postgresql://${NAME}:${password}@127.0.0.1:${port}/${database}`;
  await createDatabase(urlOf('postgres'));
  return { url: urlOf(NAME), stop: server.stop };
}

interface Supervised {
  place: Place;
  port: number;
  log: (message: string) => void;
}

/** Starts the server, and again whenever it ends without being asked to. */
async function superviseServer({ place, port, log }: Supervised): Promise<Pick<Database, 'stop'>> {
  let isStopping = false;
  let server = await startServer(place, port);

  const startAgain = async (): Promise<void> => {
    while (!isStopping) {
      await sleep(RESTART_DELAY_MS);
      try {
        server = await startServer(place, port);
        if (isStopping) await server.stop();
        return;
      } catch (error) {
        log(String(error));
      }
    }
  };
  const supervision = (async () => {
    while (!isStopping) {
      const reason = await server.ended;
      if (isStopping) return;
      log(`PostgreSQL ${reason}; starting it again`);
      await startAgain();
    }
  })();

  return {
    stop: async () => {
      isStopping = true;
      await server.stop();
      await supervision;
    },
  };
}

/** Makes the cluster where there is none, and gives its password. */
async function initialise(place: Place, log: (message: string) => void): Promise<string> {
  const passwordFile = join(place.clusterDir, 'password');
  if (existsSync(clusterData(place))) return readFile(passwordFile, 'utf8');
  log('Making a PostgreSQL cluster');
  const password = randomBytes(18).toString('base64url');
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (place.account) await chown(passwordFile, place.account.uid, place.account.gid);
  // Made under another name, so that one cut short is not taken for a whole one.
  const unfinished = join(place.clusterDir, 'data.unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await runInitdb(place, [
    `--pgdata=${unfinished}`,
    `--username=${NAME}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ]);
  await rename(unfinished, clusterData(place));
  return password;
}

async function runInitdb(place: Place, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(place.binDir, 'initdb'), args, launchOptions(place));
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const fail = (reason: string) =>
      reject(new DatabaseStartError(`PostgreSQL made no cluster: ${reason}`));
    child.once('error', (error) => fail(error.message));
    child.once('close', (code) => (code === 0 ? resolve() : fail(output.trim())));
  });
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
  } finally {
    await client.end();
  }
}

async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
