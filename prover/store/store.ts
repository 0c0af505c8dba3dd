/** What a prover keeps on disk, in one SQLite file: L1's events, batches and their inputs, snapshots of state. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { Hex } from 'viem';

import { decodeHeader, decodeInboxItem, INBOX_ITEM_BYTES } from '../../protocol/generated/codec.ts';
import { concat } from '../../protocol/hash.ts';
import type { BatchInput } from '../../protocol/machine.ts';
import { messageOf, ProverError } from '../errors.ts';
import { toHex } from '../hex.ts';
import type { Flight, Ledger } from '../send/flights.ts';

export interface BlockId {
  readonly number: number;
  readonly hash: Hex;
}

/** An event of the contracts as it was logged. */
export interface StoredEvent {
  readonly block: number;
  readonly index: number;
  readonly name: string;
  /** Its arguments; integers are bigint. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly transaction: Hex;
}

export interface StoredBatch {
  readonly number: number;
  readonly hash: Hex;
  readonly header: Uint8Array;
  readonly data: Uint8Array;
  readonly items: readonly Uint8Array[];
  readonly block: number;
}

export interface BatchId {
  readonly number: number;
  readonly batchHash: Hex;
  readonly verifier: Hex;
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS block (number INTEGER PRIMARY KEY, hash TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS event (
    block INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, args TEXT NOT NULL,
    tx TEXT NOT NULL, PRIMARY KEY (block, position)
  );
  CREATE TABLE IF NOT EXISTS item (place INTEGER PRIMARY KEY, bytes BLOB NOT NULL, block INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS batch (
    number INTEGER PRIMARY KEY, hash TEXT NOT NULL, header BLOB NOT NULL, data BLOB NOT NULL,
    items BLOB NOT NULL, block INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS root (number INTEGER PRIMARY KEY, batchHash TEXT NOT NULL, root TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS flight (nonce INTEGER PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS snapshot (number INTEGER PRIMARY KEY, batchHash TEXT NOT NULL, state BLOB NOT NULL);
`;

export class Store implements Ledger {
  readonly path: string;
  readonly #db: DatabaseSync;

  constructor(path: string, { readOnly = false }: { readOnly?: boolean } = {}) {
    this.path = path;
    try {
      this.#db = new DatabaseSync(path, { readOnly });
      this.#db.exec('PRAGMA busy_timeout = 5000');
      if (!readOnly) this.#db.exec(SCHEMA);
    } catch (cause) {
      const message = `${messageOf(cause)}. It can be deleted: all of it comes from L1`;
      throw new ProverError('fatal', { doing: `opening ${path}`, message, exit: 'damaged', cause });
    }
  }

  close(): void {
    this.#db.close();
  }

  /** All of it or, after a crash, nothing. */
  transaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  meta(name: string): string | undefined {
    return (
      this.#get('SELECT value FROM meta WHERE name = ?', name) as { value: string } | undefined
    )?.value;
  }

  setMeta(name: string, value: string): void {
    this.#run('INSERT OR REPLACE INTO meta VALUES (?, ?)', name, value);
  }

  /** The last block whose events are all in the store. */
  cursor(): BlockId | undefined {
    return this.#get('SELECT number, hash FROM block ORDER BY number DESC LIMIT 1') as
      | BlockId
      | undefined;
  }

  /** Blocks that were heads, newest first. */
  blocks(): BlockId[] {
    return this.#all('SELECT number, hash FROM block ORDER BY number DESC') as BlockId[];
  }

  block(number: number): Hex | undefined {
    return (
      this.#get('SELECT number, hash FROM block WHERE number = ?', number) as BlockId | undefined
    )?.hash;
  }

  addBlock({ number, hash }: BlockId): void {
    this.#run('INSERT OR REPLACE INTO block VALUES (?, ?)', number, hash);
    this.#run('DELETE FROM block WHERE number < ?', number - BLOCKS_KEPT);
  }

  addEvent({ block, index, name, args, transaction }: StoredEvent): void {
    const text = JSON.stringify(args, tagBigint);
    this.#run(
      'INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?, ?)',
      block,
      index,
      name,
      text,
      transaction,
    );
  }

  events(): StoredEvent[] {
    type Row = { block: number; position: number; name: string; args: string; tx: Hex };
    return (this.#all('SELECT * FROM event ORDER BY block, position') as Row[]).map((row) => ({
      block: row.block,
      index: row.position,
      name: row.name,
      args: JSON.parse(row.args, untagBigint) as Record<string, unknown>,
      transaction: row.tx,
    }));
  }

  addItem(place: number, { bytes, block }: { bytes: Uint8Array; block: number }): void {
    this.#run('INSERT OR REPLACE INTO item VALUES (?, ?, ?)', place, bytes, block);
  }

  items(from: number, to: number): Uint8Array[] {
    const sql = 'SELECT bytes FROM item WHERE place >= ? AND place < ? ORDER BY place';
    return (this.#all(sql, from, to) as { bytes: Uint8Array }[]).map(({ bytes }) => bytes);
  }

  addBatch({ number, hash, header, data, items, block }: StoredBatch): void {
    const sql = 'INSERT OR REPLACE INTO batch VALUES (?, ?, ?, ?, ?, ?)';
    this.#run(sql, number, hash, header, data, concat(...items), block);
  }

  lastBatch(): number {
    const sql = 'SELECT coalesce(max(number), 0) AS number FROM batch';
    return (this.#get(sql) as { number: number }).number;
  }

  batch(number: number): StoredBatch | undefined {
    type Row = Omit<StoredBatch, 'items'> & { items: Uint8Array };
    const row = this.#get('SELECT * FROM batch WHERE number = ?', number) as Row | undefined;
    if (row === undefined) return undefined;
    const count = row.items.length / INBOX_ITEM_BYTES;
    const items = Array.from({ length: count }, (_, i) =>
      row.items.slice(i * INBOX_ITEM_BYTES, (i + 1) * INBOX_ITEM_BYTES),
    );
    return { ...row, items };
  }

  batchHash(number: number): Hex | undefined {
    return (
      this.#get('SELECT hash FROM batch WHERE number = ?', number) as { hash: Hex } | undefined
    )?.hash;
  }

  /** What names a batch, and who judges its steps: the verifier of its header. */
  batchId(number: number): BatchId | undefined {
    const sql = 'SELECT hash, header FROM batch WHERE number = ?';
    const row = this.#get(sql, number) as { hash: Hex; header: Uint8Array } | undefined;
    if (row === undefined) return undefined;
    const verifier = toHex(decodeHeader(row.header).verifier);
    return { number, batchHash: row.hash, verifier };
  }

  setRoot(number: number, { batchHash, root }: { batchHash: Hex; root: Uint8Array }): void {
    this.#run('INSERT OR REPLACE INTO root VALUES (?, ?, ?)', number, batchHash, toHex(root));
  }

  /** The root after a batch, if the batch is still the one it was derived from. */
  root(number: number): Hex | undefined {
    const sql =
      'SELECT root FROM root JOIN batch USING (number) WHERE number = ? AND batchHash = batch.hash';
    return number === 0
      ? (this.meta('genesisRoot') as Hex | undefined)
      : (this.#get(sql, number) as { root: Hex } | undefined)?.root;
  }

  addSnapshot(number: number, { batchHash, state }: { batchHash: Hex; state: Uint8Array }): void {
    this.#run('INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?)', number, batchHash, state);
  }

  /** The newest snapshot of a state after batch `number` or an earlier one, of the batches that are posted now. */
  snapshot(number: number): { number: number; state: Uint8Array } | undefined {
    const sql = `SELECT snapshot.number, state FROM snapshot LEFT JOIN batch USING (number)
      WHERE snapshot.number <= ? AND (snapshot.number = 0 OR batchHash = batch.hash)
      ORDER BY snapshot.number DESC LIMIT 1`;
    return this.#get(sql, number) as { number: number; state: Uint8Array } | undefined;
  }

  /** Keeps the snapshot that batch `number` needs, all later ones, and genesis. */
  pruneSnapshots(number: number): void {
    const needed = this.snapshot(number)?.number ?? 0;
    this.#run('DELETE FROM snapshot WHERE number < ? AND number > 0', needed);
  }

  flights(): Flight[] {
    const rows = this.#all('SELECT body FROM flight ORDER BY nonce') as { body: string }[];
    return rows.map(({ body }) => JSON.parse(body, untagBigint) as Flight);
  }

  saveFlight(flight: Flight): void {
    const body = JSON.stringify(flight, tagBigint);
    this.#run('INSERT OR REPLACE INTO flight VALUES (?, ?)', flight.nonce, body);
  }

  dropFlight(nonce: number): void {
    this.#run('DELETE FROM flight WHERE nonce = ?', nonce);
  }

  /** Forgets what L1 said after a block. */
  rewind(block: number): void {
    this.transaction(() => {
      for (const table of ['event', 'item', 'batch']) {
        this.#run(`DELETE FROM ${table} WHERE block > ?`, block);
      }
      this.#run('DELETE FROM block WHERE number > ?', block);
    });
  }

  #get(sql: string, ...values: SqlValue[]): unknown {
    return this.#db.prepare(sql).get(...values);
  }

  #all(sql: string, ...values: SqlValue[]): unknown[] {
    return this.#db.prepare(sql).all(...values);
  }

  #run(sql: string, ...values: SqlValue[]): void {
    this.#db.prepare(sql).run(...values);
  }
}

type SqlValue = string | number | Uint8Array;

/** Reorganisations deeper than this many blocks are read from the beginning. */
const BLOCKS_KEPT = 4096;

export function storePath(dataDir: string): string {
  return join(dataDir, 'prover.sqlite');
}

export function openStore(dataDir: string): Store {
  mkdirSync(join(dataDir, 'histories'), { recursive: true });
  return new Store(storePath(dataDir));
}

export function inputOf({ header, data, items }: StoredBatch): BatchInput {
  return { header: decodeHeader(header), data, inbox: items.map((item) => decodeInboxItem(item)) };
}

function tagBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? { bigint: value.toString() } : value;
}

function untagBigint(_key: string, value: unknown): unknown {
  const isTagged = typeof value === 'object' && value !== null && 'bigint' in value;
  return isTagged ? BigInt((value as { bigint: string }).bigint) : value;
}
