/** Sealed batches with their hashes and roots, and snapshots of the state after some of them. */
import type pg from 'pg';

import { assert } from '../../protocol/assert.ts';
import { decodeHeader, encodeInboxItem } from '../../protocol/generated/codec.ts';
import { concat } from '../../protocol/hash.ts';
import type { UnpostedBatch } from '../batcher/unposted.ts';
import type { StoredBatch } from '../engine/engine.ts';
import { bytea } from './pool.ts';

export interface BatchRow {
  readonly number: number;
  readonly header: Uint8Array;
  readonly hash: Uint8Array;
  readonly root: Uint8Array;
  readonly data: Uint8Array;
  readonly inbox: Uint8Array;
  readonly firstSeq: number;
  readonly operations: number;
  readonly orders: number;
  readonly postTransaction: Uint8Array | null;
  readonly postGas: number | null;
  readonly claim: Uint8Array | null;
}

export interface KnownBatch {
  readonly hash: Uint8Array;
  readonly root: Uint8Array;
  readonly verifier: Uint8Array;
}

export interface Snapshot {
  readonly batch: number;
  readonly nextSeq: number;
  readonly inboxNext: number;
  readonly timeSec: number;
  readonly hash: Uint8Array;
  readonly root: Uint8Array;
  readonly tables: Uint8Array;
}

const SNAPSHOTS_KEPT = 3;

export class Batches {
  readonly #pool: pg.Pool;
  readonly #schema: string;

  constructor({ pool, schema }: { pool: pg.Pool; schema: string }) {
    this.#pool = pool;
    this.#schema = schema;
  }

  /** Writes a batch; does nothing if it is there. */
  async add({ input, header, hash, root, orders, number }: StoredBatch): Promise<void> {
    await this.#pool.query(
      `INSERT INTO ${this.#schema}.batches (number, header, hash, root, data, inbox, first_seq, operations, orders)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (number) DO NOTHING`,
      [
        number,
        bytea(header),
        bytea(hash),
        bytea(root),
        bytea(input.data),
        bytea(concat(...input.inbox.map(encodeInboxItem))),
        input.firstSeq,
        input.operations,
        orders,
      ],
    );
  }

  async get(number: number): Promise<BatchRow | null> {
    const [row] = await this.#select('WHERE number = $1', [number]);
    return row ?? null;
  }

  /** Ascending, from a number on. */
  async from(number: number, limit: number): Promise<BatchRow[]> {
    return this.#select('WHERE number >= $1 ORDER BY number LIMIT $2', [number, limit]);
  }

  /** Descending, below a number. */
  async before(number: number, limit: number): Promise<BatchRow[]> {
    return this.#select('WHERE number < $1 ORDER BY number DESC LIMIT $2', [number, limit]);
  }

  /** Numbers, hashes, roots and verifiers of all that are known after a batch. */
  async knownAfter(batch: number): Promise<Map<number, KnownBatch>> {
    const { rows } = await this.#pool.query<{
      number: string;
      header: Buffer;
      hash: Buffer;
      root: Buffer;
    }>(`SELECT number, header, hash, root FROM ${this.#schema}.batches WHERE number > $1`, [batch]);
    return new Map(
      rows.map(({ number, header, hash, root }) => {
        const { verifier } = decodeHeader(new Uint8Array(header));
        return [Number(number), { hash, root, verifier }];
      }),
    );
  }

  /** Puts another header in the place of a batch's that L1 does not hold. */
  async rehash(number: number, { header, hash }: Pick<BatchRow, 'header' | 'hash'>): Promise<void> {
    const { rowCount } = await this.#pool.query(
      `WITH kept AS (UPDATE ${this.#schema}.snapshots SET hash = $3 WHERE batch = $1)
       UPDATE ${this.#schema}.batches SET header = $2, hash = $3 WHERE number = $1`,
      [number, bytea(header), bytea(hash)],
    );
    assert(rowCount === 1, 'a batch that is hashed anew is stored');
  }

  /** Size and time of every batch after one. */
  async unpostedAfter(batch: number): Promise<Map<number, UnpostedBatch>> {
    const { rows } = await this.#pool.query<{ number: string; size: number; header: Buffer }>(
      `SELECT number, length(data) AS size, header FROM ${this.#schema}.batches WHERE number > $1`,
      [batch],
    );
    return new Map(
      rows.map(({ number, size, header }) => [
        Number(number),
        { sizeBytes: size, timeSec: decodeHeader(new Uint8Array(header)).timeSec },
      ]),
    );
  }

  async setPosted(
    number: number,
    { transaction, gas }: { transaction: Uint8Array; gas: bigint },
  ): Promise<void> {
    await this.#pool.query(
      `UPDATE ${this.#schema}.batches SET post_transaction = $2, post_gas = $3 WHERE number = $1`,
      [number, bytea(transaction), gas.toString()],
    );
  }

  async setClaim(
    number: number,
    { claim, transaction }: { claim: Uint8Array; transaction: Uint8Array | null },
  ): Promise<void> {
    await this.#pool.query(
      `UPDATE ${this.#schema}.batches SET claim = $2, claim_transaction = coalesce($3, claim_transaction) WHERE number = $1`,
      [number, bytea(claim), transaction === null ? null : bytea(transaction)],
    );
  }

  async addSnapshot(snapshot: Snapshot): Promise<void> {
    const { batch, nextSeq, inboxNext, timeSec, hash, root, tables } = snapshot;
    await this.#pool.query(
      `INSERT INTO ${this.#schema}.snapshots VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (batch) DO NOTHING`,
      [batch, nextSeq, inboxNext, timeSec, bytea(hash), bytea(root), bytea(tables)],
    );
    await this.#pool.query(
      `DELETE FROM ${this.#schema}.snapshots WHERE batch NOT IN
       (SELECT batch FROM ${this.#schema}.snapshots ORDER BY batch DESC LIMIT ${SNAPSHOTS_KEPT})`,
    );
  }

  /** @param seqMax the snapshot must not be past this operation */
  async latestSnapshot(seqMax: number): Promise<Snapshot | null> {
    const { rows } = await this.#pool.query<{
      batch: string;
      next_seq: string;
      inbox_next: string;
      time_sec: string;
      hash: Buffer;
      root: Buffer;
      tables: Buffer;
    }>(
      `SELECT * FROM ${this.#schema}.snapshots WHERE next_seq <= $1::bigint + 1 ORDER BY batch DESC LIMIT 1`,
      [seqMax],
    );
    const [row] = rows;
    if (row === undefined) return null;
    return {
      batch: Number(row.batch),
      nextSeq: Number(row.next_seq),
      inboxNext: Number(row.inbox_next),
      timeSec: Number(row.time_sec),
      hash: row.hash,
      root: row.root,
      tables: row.tables,
    };
  }

  async #select(where: string, values: unknown[]): Promise<BatchRow[]> {
    const { rows } = await this.#pool.query<{
      number: string;
      header: Buffer;
      hash: Buffer;
      root: Buffer;
      data: Buffer;
      inbox: Buffer;
      first_seq: string;
      operations: number;
      orders: number;
      post_transaction: Buffer | null;
      post_gas: string | null;
      claim: Buffer | null;
    }>(`SELECT * FROM ${this.#schema}.batches ${where}`, values);
    return rows.map((row) => ({
      number: Number(row.number),
      header: row.header,
      hash: row.hash,
      root: row.root,
      data: row.data,
      inbox: row.inbox,
      firstSeq: Number(row.first_seq),
      operations: row.operations,
      orders: row.orders,
      postTransaction: row.post_transaction,
      postGas: row.post_gas === null ? null : Number(row.post_gas),
      claim: row.claim,
    }));
  }
}
