/** One prover a data folder. The lock is the system's: it goes with the process, however that ends. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { ProverError } from '../errors.ts';

export interface Lock {
  release(): void;
}

/** @throws ProverError of kind `fatal` where another process has it */
export function lockFolder(dataDir: string): Lock {
  mkdirSync(dataDir, { recursive: true });
  // SQLite locks its files by what the system offers for it, and an empty database is enough.
  const db = new DatabaseSync(join(dataDir, 'lock.sqlite'));
  try {
    db.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    db.close();
    throw new ProverError('fatal', {
      doing: `opening ${dataDir}`,
      message: 'another prover is at work there; give each its own folder and key',
      exit: 'inUse',
      cause,
    });
  }
  return { release: () => db.close() };
}
