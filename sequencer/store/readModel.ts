/** What happened, for queries: fed behind the journal, rebuilt from it at any time. */
import type pg from 'pg';

import { keccak256 } from '../../protocol/hash.ts';
import type { Recorded } from '../engine/recorded.ts';
import { type AuctionRow, auctionTables, insertAuctions, selectAuctions } from './auctionEvents.ts';
import { bytea, persist, transaction } from './pool.ts';

export interface OperationRow {
  readonly seq: number;
  readonly batch: number;
  readonly index: number;
  readonly kind: number;
  readonly account: number;
  readonly outcome: number;
  readonly timeSec: number;
  readonly hash: Uint8Array;
}

export interface TradeRow {
  readonly seq: number;
  readonly instrument: number;
  readonly priceCents: number;
  readonly quantityE4: number;
  readonly takerSide: number;
  readonly taker: number;
  readonly maker: number;
  readonly takerFee: number;
  readonly makerFee: number;
  readonly timeSec: number;
}

export interface OrderRow {
  readonly order: number;
  readonly generation: number;
  readonly account: number;
  readonly instrument: number;
  readonly side: number;
  readonly priceCents: number;
  readonly quantityE4: number;
  readonly remainingE4: number;
  /** `open`, or why it left the book. */
  readonly status: string;
  readonly seq: number;
}

interface OrderChange {
  order: number;
  generation: number;
  /** Set where the order came to rest in this group. */
  rested: { account: number; instrument: number; side: number; priceCents: number } | null;
  quantityE4: number;
  filledE4: number;
  status: string | null;
  seq: number;
}

interface ReadModelOptions {
  readonly pool: pg.Pool;
  readonly schema: string;
  readonly log: (line: string) => void;
}

const GROUP_MAX = 2_000;

export function readModelTables(schema: string): string {
  return `
CREATE TABLE IF NOT EXISTS ${schema}.operations (
  seq bigint PRIMARY KEY, batch bigint NOT NULL, index int NOT NULL, kind smallint NOT NULL,
  account bigint NOT NULL, outcome smallint NOT NULL, time_sec bigint NOT NULL, hash bytea NOT NULL
);
CREATE INDEX IF NOT EXISTS operations_account ON ${schema}.operations (account, seq);
CREATE INDEX IF NOT EXISTS operations_hash ON ${schema}.operations (hash);
CREATE TABLE IF NOT EXISTS ${schema}.trades (
  seq bigint NOT NULL, n smallint NOT NULL, instrument bigint NOT NULL, price_cents bigint NOT NULL,
  quantity_e4 bigint NOT NULL, taker_side smallint NOT NULL, taker bigint NOT NULL, maker bigint NOT NULL,
  taker_fee bigint NOT NULL, maker_fee bigint NOT NULL, time_sec bigint NOT NULL, PRIMARY KEY (seq, n)
);
CREATE INDEX IF NOT EXISTS trades_instrument ON ${schema}.trades (instrument, seq);
CREATE TABLE IF NOT EXISTS ${schema}.orders (
  order_id bigint NOT NULL, generation bigint NOT NULL, account bigint NOT NULL, instrument bigint NOT NULL,
  side smallint NOT NULL, price_cents bigint NOT NULL, quantity_e4 bigint NOT NULL, remaining_e4 bigint NOT NULL,
  status text NOT NULL, seq bigint NOT NULL, PRIMARY KEY (order_id, generation)
);
CREATE INDEX IF NOT EXISTS orders_account ON ${schema}.orders (account, seq);
${auctionTables(schema)}
CREATE TABLE IF NOT EXISTS ${schema}.read_model (one bool PRIMARY KEY DEFAULT true CHECK (one), seq bigint NOT NULL);
INSERT INTO ${schema}.read_model (seq) VALUES (0) ON CONFLICT DO NOTHING;
`;
}

export class ReadModel {
  readonly #options: ReadModelOptions;
  #waiting: Recorded[] = [];
  #writing: Promise<void> | null = null;
  #seq = 0;
  #isBroken = false;
  readonly #stop = new AbortController();

  private constructor(options: ReadModelOptions) {
    this.#options = options;
  }

  static async open(options: ReadModelOptions): Promise<ReadModel> {
    const model = new ReadModel(options);
    await options.pool.query(readModelTables(options.schema));
    const { rows } = await options.pool.query<{ seq: string }>(
      `SELECT seq FROM ${options.schema}.read_model`,
    );
    model.#seq = Number(rows[0]?.seq);
    return model;
  }

  /** Last operation it holds. */
  get seq(): number {
    return this.#seq;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Forgets everything, to be fed from the first operation on. */
  async clear(): Promise<void> {
    const { pool, schema } = this.#options;
    await pool.query(
      `TRUNCATE ${schema}.operations, ${schema}.trades, ${schema}.orders, ${schema}.auctions; UPDATE ${schema}.read_model SET seq = 0`,
    );
    this.#seq = 0;
  }

  /** Takes operations in order; those it has already are passed over. */
  feed(operations: readonly Recorded[]): void {
    if (this.#isBroken) return;
    for (const each of operations) {
      if (each.executed.seq > this.#seq) this.#waiting.push(each);
    }
    this.#writing ??= this.#write().finally(() => (this.#writing = null));
  }

  /** Resolves once everything fed is stored. */
  async settled(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }

  stop(): void {
    this.#stop.abort();
  }

  async operation(key: { seq: number } | { hash: Uint8Array }): Promise<OperationRow | null> {
    const where = 'seq' in key ? 'seq = $1' : 'hash = $1';
    const value = 'seq' in key ? key.seq : bytea(key.hash);
    const [row] = await this.#operations(`WHERE ${where} ORDER BY seq DESC LIMIT 1`, [value]);
    return row ?? null;
  }

  async operationsOf(account: number, before: number, limit: number): Promise<OperationRow[]> {
    return this.#operations('WHERE account = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3', [
      account,
      before,
      limit,
    ]);
  }

  /** Latest first. @param instrument null for all */
  async trades(instrument: number | null, before: number, limit: number): Promise<TradeRow[]> {
    const { pool, schema } = this.#options;
    const { rows } = await pool.query<Record<string, string | number>>(
      `SELECT * FROM ${schema}.trades WHERE ($1::bigint IS NULL OR instrument = $1) AND seq < $2
       ORDER BY seq DESC, n DESC LIMIT $3`,
      [instrument, before, limit],
    );
    return rows.map((row) => ({
      seq: Number(row.seq),
      instrument: Number(row.instrument),
      priceCents: Number(row.price_cents),
      quantityE4: Number(row.quantity_e4),
      takerSide: Number(row.taker_side),
      taker: Number(row.taker),
      maker: Number(row.maker),
      takerFee: Number(row.taker_fee),
      makerFee: Number(row.maker_fee),
      timeSec: Number(row.time_sec),
    }));
  }

  /** Latest first. */
  async ordersOf(account: number, before: number, limit: number): Promise<OrderRow[]> {
    const { pool, schema } = this.#options;
    const { rows } = await pool.query<Record<string, string | number>>(
      `SELECT * FROM ${schema}.orders WHERE account = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3`,
      [account, before, limit],
    );
    return rows.map((row) => ({
      order: Number(row.order_id),
      generation: Number(row.generation),
      account: Number(row.account),
      instrument: Number(row.instrument),
      side: Number(row.side),
      priceCents: Number(row.price_cents),
      quantityE4: Number(row.quantity_e4),
      remainingE4: Number(row.remaining_e4),
      status: String(row.status),
      seq: Number(row.seq),
    }));
  }

  /** Latest first. @param of account null for all */
  async auctionEvents(of: {
    account: number | null;
    before: number;
    limit: number;
  }): Promise<AuctionRow[]> {
    return selectAuctions(this.#options.pool, this.#options.schema, of);
  }

  async #operations(where: string, values: unknown[]): Promise<OperationRow[]> {
    const { pool, schema } = this.#options;
    const { rows } = await pool.query<Record<string, string | number> & { hash: Buffer }>(
      `SELECT * FROM ${schema}.operations ${where}`,
      values,
    );
    return rows.map((row) => ({
      seq: Number(row.seq),
      batch: Number(row.batch),
      index: Number(row.index),
      kind: Number(row.kind),
      account: Number(row.account),
      outcome: Number(row.outcome),
      timeSec: Number(row.time_sec),
      hash: row.hash,
    }));
  }

  async #write(): Promise<void> {
    // One turn later, so that a group gathers.
    await Promise.resolve();
    while (this.#waiting.length > 0 && !this.#stop.signal.aborted) {
      const group = this.#waiting.splice(0, GROUP_MAX);
      try {
        await persist(() => this.#writeGroup(group), {
          signal: this.#stop.signal,
          log: this.#options.log,
        });
        this.#seq = group.at(-1)!.executed.seq;
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        // What it lacks is fed again after a restart.
        this.#isBroken = true;
        this.#waiting = [];
        this.#options.log(`the read model stopped: ${String(error)}`);
        return;
      }
    }
  }

  async #writeGroup(group: readonly Recorded[]): Promise<void> {
    const { pool, schema } = this.#options;
    const last = group.at(-1)!.executed.seq;
    await transaction(pool, async (client) => {
      const { rowCount } = await client.query(
        `UPDATE ${schema}.read_model SET seq = $1 WHERE seq = $2`,
        [last, group[0].executed.seq - 1],
      );
      // Committed before the connection broke.
      if (rowCount === 0) return;
      await insertOperations(client, schema, group);
      await insertTrades(client, schema, group);
      await applyOrders(client, schema, group);
      await insertAuctions(client, schema, group);
    });
  }
}

async function insertOperations(
  client: pg.PoolClient,
  schema: string,
  group: readonly Recorded[],
): Promise<void> {
  await client.query(
    `INSERT INTO ${schema}.operations SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::int[], $4::smallint[],
     $5::bigint[], $6::smallint[], $7::bigint[], $8::bytea[])`,
    [
      group.map(({ executed }) => executed.seq),
      group.map(({ executed }) => executed.batch),
      group.map(({ executed }) => executed.index),
      group.map(({ operation }) => operation[0]),
      group.map(({ account }) => account),
      group.map(({ executed }) => executed.outcome),
      group.map(({ timeSec }) => timeSec),
      group.map(({ operation }) => bytea(keccak256(operation))),
    ],
  );
}

async function insertTrades(
  client: pg.PoolClient,
  schema: string,
  group: readonly Recorded[],
): Promise<void> {
  const trades = group.flatMap(({ executed, timeSec }) =>
    executed.effects.fills.map((fill, n) => ({ ...fill, seq: executed.seq, n, timeSec })),
  );
  if (trades.length === 0) return;
  const column = (of: (trade: (typeof trades)[number]) => number) => trades.map(of);
  await client.query(
    `INSERT INTO ${schema}.trades SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[],
     $5::bigint[], $6::smallint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[])`,
    [
      column(({ seq }) => seq),
      column(({ n }) => n),
      column(({ instrument }) => instrument),
      column(({ priceCents }) => priceCents),
      column(({ quantityE4 }) => quantityE4),
      column(({ takerSide }) => takerSide),
      column(({ taker }) => taker),
      column(({ maker }) => maker),
      column(({ takerFee }) => takerFee),
      column(({ makerFee }) => makerFee),
      column(({ timeSec }) => timeSec),
    ],
  );
}

/** Orders that came, filled or went in a group, each once, in the order in which they first show. */
export function orderChanges(group: readonly Recorded[]): OrderChange[] {
  const changes = new Map<string, OrderChange>();
  const changeOf = (order: number, generation: number): OrderChange => {
    const key = `${order}/${generation}`;
    const found = changes.get(key);
    if (found !== undefined) return found;
    const fresh: OrderChange = {
      order,
      generation,
      rested: null,
      quantityE4: 0,
      filledE4: 0,
      status: null,
      seq: 0,
    };
    changes.set(key, fresh);
    return fresh;
  };
  for (const { executed } of group) {
    const { fills, rested, removed } = executed.effects;
    for (const { makerOrder, makerGeneration, quantityE4 } of fills) {
      changeOf(makerOrder, makerGeneration).filledE4 += quantityE4;
    }
    for (const { order, generation, why } of removed) changeOf(order, generation).status = why;
    for (const { order, generation, quantityE4, ...terms } of rested) {
      const change = changeOf(order, generation);
      change.rested = terms;
      change.quantityE4 = quantityE4;
      change.seq = executed.seq;
    }
  }
  return [...changes.values()];
}

async function applyOrders(
  client: pg.PoolClient,
  schema: string,
  group: readonly Recorded[],
): Promise<void> {
  const changes = orderChanges(group);
  const fresh = changes.filter(({ rested }) => rested !== null);
  const old = changes.filter(({ rested }) => rested === null);
  if (fresh.length > 0) {
    await client.query(
      `INSERT INTO ${schema}.orders SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[],
       $5::smallint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[], $10::bigint[])`,
      [
        fresh.map(({ order }) => order),
        fresh.map(({ generation }) => generation),
        fresh.map(({ rested }) => rested!.account),
        fresh.map(({ rested }) => rested!.instrument),
        fresh.map(({ rested }) => rested!.side),
        fresh.map(({ rested }) => rested!.priceCents),
        fresh.map(({ quantityE4 }) => quantityE4),
        fresh.map(({ quantityE4, filledE4 }) => quantityE4 - filledE4),
        fresh.map(({ status }) => status ?? 'open'),
        fresh.map(({ seq }) => seq),
      ],
    );
  }
  if (old.length > 0) {
    await client.query(
      `UPDATE ${schema}.orders SET remaining_e4 = remaining_e4 - filled, status = coalesce(change.status, orders.status)
       FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[]) AS change (id, gen, filled, status)
       WHERE order_id = id AND generation = gen`,
      [
        old.map(({ order }) => order),
        old.map(({ generation }) => generation),
        old.map(({ filledE4 }) => filledE4),
        old.map(({ status }) => status),
      ],
    );
  }
}
