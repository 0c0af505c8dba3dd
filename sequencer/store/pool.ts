/** Connections for everything but the journal: what is written here can be written again. */
import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';

const RETRY_MS = 500;

export function openPool(databaseUrl: string, log: (line: string) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 6,
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
    application_name: 'tenor sequencer',
  });
  // SAFETY: without a listener an idle connection that breaks would end the process.
  pool.on('error', (error) => log(`a database connection was lost: ${error.message}`));
  return pool;
}

/** One transaction on one connection. */
export async function transaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  // SAFETY: a connection that breaks says so here too, and unheard that would end the process.
  const onError = (error: Error) => (failure ??= error);
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.off('error', onError);
    client.release(failure);
  }
}

/** PostgreSQL's own refusals: the same statement would fail again. */
function isOurFault(error: unknown): boolean {
  const { code } = error as { code?: string };
  return typeof code === 'string' && /^(22|23|42)/.test(code);
}

/** Tries until it succeeds; gives up on a fault of our own or a stop. */
export async function persist<T>(
  work: () => Promise<T>,
  { signal, log }: { signal: AbortSignal; log: (line: string) => void },
): Promise<T> {
  for (let told = false; ; ) {
    try {
      return await work();
    } catch (error) {
      if (isOurFault(error) || signal.aborted) throw error;
      if (!told) log(`writing to PostgreSQL failed, trying again: ${String(error)}`);
      told = true;
      await sleep(RETRY_MS);
    }
  }
}

/** Views and copies of bytes as node-postgres wants them. */
export function bytea(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
