/** The durable order of operations: PostgreSQL, one writer, one connection that holds the writer's lease. */
import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';

import { OperationalError, shortMessage } from '../errors.ts';
import type { Run } from './run.ts';
import { journalTables } from './schema.ts';

export interface JournalOptions {
  readonly databaseUrl: string;
  readonly schema: string;
  readonly chainId: number;
  readonly rollup: Uint8Array;
}

const RECONNECT_MS = 250;
const QUERY_MS_MAX = 10_000;
const CONNECT_MS_MAX = 5_000;
const PING_MS = 1_000;
/** A server takes a moment to notice that the process before us was killed. */
const LEASE_MS_MAX = 10_000;
const COLUMNS = 8;

/**
 * Appends runs, each whole or not at all, and in order. A lost connection is made again; whether the append under way
 * was committed is then read from the table, so no run is lost or written twice.
 */
export class Journal {
  readonly #options: JournalOptions;
  #client: pg.Client | null = null;
  #connecting: Promise<void> | null = null;
  #backendPid = 0;
  #lastId = 0;
  #stopping = false;
  #words: string | null = 'not connected yet';
  #ping: NodeJS.Timeout | undefined;

  private constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** @throws OperationalError `fatal` where another process holds the journal or it is of another rollup */
  static async open(options: JournalOptions): Promise<Journal> {
    const journal = new Journal(options);
    await journal.#connect().catch((error: unknown) => {
      if (error instanceof OperationalError) throw error;
      throw new OperationalError('fatal', 'opening the journal in PostgreSQL', error);
    });
    journal.#ping = setInterval(() => void journal.#check(), PING_MS);
    journal.#ping.unref();
    return journal;
  }

  /** Null while it can be written. */
  get trouble(): string | null {
    return this.#words;
  }

  /** Resolves once all runs are on disk, however long that takes; only a fatal fault or a stop rejects. */
  async append(runs: readonly Run[]): Promise<void> {
    const from = this.#lastId;
    const to = from + runs.length;
    for (;;) {
      try {
        if (this.#client === null) await this.#connect();
        if (this.#lastId === to) return;
        if (this.#lastId !== from) {
          throw new OperationalError(
            'fatal',
            `the journal ends at run ${this.#lastId}, expected ${from} or ${to}: someone else wrote to it`,
          );
        }
        await this.#insert(from, runs);
        this.#lastId = to;
        return;
      } catch (error) {
        if (error instanceof OperationalError && error.kind === 'fatal') throw error;
        this.#lose(error);
        if (this.#stopping) throw new OperationalError('retry', 'writing the journal', error);
        await sleep(RECONNECT_MS);
      }
    }
  }

  /** Every run after a batch, in order. */
  async *runsAfter(batch: number): AsyncGenerator<Run> {
    const { schema } = this.#options;
    for (let id = -1; ; ) {
      const { rows } = await this.#query<{
        id: string;
        batch: string;
        first_seq: string;
        count: number;
        data: Buffer;
        outcomes: Buffer;
        inbox: Buffer;
        seal_time_sec: string | null;
      }>(`SELECT * FROM ${schema}.journal WHERE batch > $1 AND id > $2 ORDER BY id LIMIT 500`, [
        batch,
        id,
      ]);
      for (const row of rows) {
        yield {
          batch: Number(row.batch),
          firstSeq: Number(row.first_seq),
          count: row.count,
          data: row.data,
          outcomes: row.outcomes,
          inbox: row.inbox,
          sealTimeSec: row.seal_time_sec === null ? null : Number(row.seal_time_sec),
        };
        id = Number(row.id);
      }
      if (rows.length === 0) return;
    }
  }

  async close(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#ping);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => {});
  }

  async #insert(from: number, runs: readonly Run[]): Promise<void> {
    const values = runs.map((_, row) => {
      const columns = Array.from({ length: COLUMNS }, (_, i) => `$${row * COLUMNS + i + 1}`);
      return `(${columns.join()})`;
    });
    const parameters = runs.flatMap((run, i) => [
      from + i + 1,
      run.batch,
      run.firstSeq,
      run.count,
      buffer(run.data),
      buffer(run.outcomes),
      buffer(run.inbox),
      run.sealTimeSec,
    ]);
    const text = `INSERT INTO ${this.#options.schema}.journal VALUES ${values.join()}`;
    // COST: planned once for the common sizes of a group.
    const name = runs.length <= 4 ? `append${runs.length}` : undefined;
    await this.#query(text, parameters, name);
  }

  async #query<R extends pg.QueryResultRow>(
    text: string,
    values: unknown[],
    name?: string,
  ): Promise<pg.QueryResult<R>> {
    if (this.#client === null) throw new OperationalError('retry', 'the journal is not connected');
    return this.#client.query<R>(name === undefined ? { text, values } : { name, text, values });
  }

  /** One attempt at a time, shared by who waits for it. */
  async #connect(): Promise<void> {
    this.#connecting ??= this.#makeConnection().finally(() => (this.#connecting = null));
    await this.#connecting;
  }

  async #makeConnection(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.databaseUrl,
      query_timeout: QUERY_MS_MAX,
      connectionTimeoutMillis: CONNECT_MS_MAX,
      keepAlive: true,
      application_name: 'tenor journal',
    });
    client.on('error', (error) => this.#lose(error, client));
    client.on('end', () => this.#lose(new Error('the connection ended'), client));
    try {
      await client.connect();
      await client.query('SET synchronous_commit = on');
      await this.#takeLease(client);
      await this.#prepare(client);
    } catch (error) {
      void client.end().catch(() => {});
      throw error;
    }
    this.#client = client;
    this.#words = null;
  }

  /** SAFETY: a session that holds the lease is the only one to write; its end ends its statements too. */
  async #takeLease(client: pg.Client): Promise<void> {
    const key = `tenor journal ${this.#options.schema}`;
    for (let waitedMs = 0; ; waitedMs += RECONNECT_MS) {
      const { rows } = await client.query<{ taken: boolean; pid: number }>(
        'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken, pg_backend_pid() AS pid',
        [key],
      );
      const [lease] = rows;
      if (lease !== undefined && lease.taken) {
        this.#backendPid = lease.pid;
        return;
      }
      if (this.#backendPid !== 0) {
        await client.query('SELECT pg_terminate_backend($1)', [this.#backendPid]);
      }
      if (waitedMs >= LEASE_MS_MAX) {
        throw new OperationalError('fatal', 'another sequencer holds the journal of this database');
      }
      await sleep(RECONNECT_MS);
    }
  }

  async #prepare(client: pg.Client): Promise<void> {
    const { schema, chainId, rollup } = this.#options;
    await client.query(journalTables(schema));
    await client.query(
      `INSERT INTO ${schema}.deployment SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM ${schema}.deployment)`,
      [chainId, buffer(rollup)],
    );
    const { rows } = await client.query<{ chain_id: string; rollup: Buffer }>(
      `SELECT * FROM ${schema}.deployment`,
    );
    const [found] = rows;
    if (Number(found?.chain_id) !== chainId || !buffer(rollup).equals(found.rollup)) {
      throw new OperationalError(
        'fatal',
        `schema ${schema} of the database belongs to rollup 0x${found?.rollup.toString('hex')} on chain ${found?.chain_id}; use another schema or database`,
      );
    }
    const tail = await client.query<{ id: string }>(
      `SELECT coalesce(max(id), 0) AS id FROM ${schema}.journal`,
    );
    this.#lastId = Number(tail.rows[0]?.id);
  }

  async #check(): Promise<void> {
    try {
      if (this.#client === null) await this.#connect();
      else await this.#query('SELECT 1', []);
    } catch (error) {
      this.#lose(error);
    }
  }

  #lose(error: unknown, client = this.#client): void {
    if (client !== this.#client || this.#stopping) return;
    this.#client = null;
    void client?.end().catch(() => {});
    this.#words = shortMessage(error);
  }
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
