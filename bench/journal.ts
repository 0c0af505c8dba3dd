/** Journal commits on the embedded PostgreSQL beside a bare fdatasync loop on the same disk, of the same bytes. */
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { Journal } from '../sequencer/journal/journal.ts';
import type { Run } from '../sequencer/journal/run.ts';
import { openDatabase } from '../sequencer/store/embeddedPostgres.ts';

/** Orders of one group commit. */
const GROUP = 64;
const ORDER_BYTES = 96;
const COMMITS = 500;

export interface JournalFigures {
  readonly commitsPerSec: number;
  readonly operationsPerSec: number;
  readonly fdatasyncPerSec: number;
  readonly ratio: number;
}

export async function benchJournal(dataDir: string): Promise<JournalFigures> {
  const database = await openDatabase({
    dataDir,
    log: () => {},
    databaseUrl: process.env['DATABASE_URL'],
  });
  try {
    const journal = await Journal.open({
      databaseUrl: database.url,
      schema: `bench_${Date.now()}`,
      chainId: 31_337,
      rollup: new Uint8Array(20).fill(1),
    });
    const startMs = performance.now();
    for (let i = 0; i < COMMITS; i++) await journal.append([runOf(i)]);
    const commitsPerSec = (COMMITS / (performance.now() - startMs)) * 1000;
    await journal.close();
    const fdatasyncPerSec = benchFdatasync(dataDir);
    return {
      commitsPerSec,
      operationsPerSec: commitsPerSec * GROUP,
      fdatasyncPerSec,
      ratio: commitsPerSec / fdatasyncPerSec,
    };
  } finally {
    await database.stop();
  }
}

function runOf(i: number): Run {
  return {
    batch: 1,
    firstSeq: 1 + i * GROUP,
    count: GROUP,
    data: new Uint8Array(GROUP * ORDER_BYTES).fill(i),
    outcomes: new Uint8Array(GROUP * 2),
    inbox: new Uint8Array(0),
    sealTimeSec: null,
  };
}

/** A preallocated file, written in place. */
function benchFdatasync(dataDir: string): number {
  const path = join(dataDir, 'bench.dat');
  const group = new Uint8Array(GROUP * ORDER_BYTES);
  const file = openSync(path, 'w');
  writeSync(file, new Uint8Array(COMMITS * group.length));
  fdatasyncSync(file);
  const startMs = performance.now();
  for (let i = 0; i < COMMITS; i++) {
    writeSync(file, group, 0, group.length, i * group.length);
    fdatasyncSync(file);
  }
  const perSec = (COMMITS / (performance.now() - startMs)) * 1000;
  closeSync(file);
  rmSync(path);
  return perSec;
}
