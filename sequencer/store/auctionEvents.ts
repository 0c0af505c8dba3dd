/** Starts, bids and ends of auctions in the read model. */
import type pg from 'pg';

import type { AuctionEvent, Recorded } from '../engine/recorded.ts';

export interface AuctionRow extends AuctionEvent {
  readonly seq: number;
  readonly timeSec: number;
}

export function auctionTables(schema: string): string {
  return `
CREATE TABLE IF NOT EXISTS ${schema}.auctions (
  seq bigint NOT NULL, n smallint NOT NULL, account bigint NOT NULL, event text NOT NULL, bidder bigint NOT NULL,
  share_ppm int NOT NULL, price bigint NOT NULL, time_sec bigint NOT NULL, PRIMARY KEY (seq, n)
);
CREATE INDEX IF NOT EXISTS auctions_account ON ${schema}.auctions (account, seq);
`;
}

export async function insertAuctions(
  client: pg.PoolClient,
  schema: string,
  group: readonly Recorded[],
): Promise<void> {
  const events = group.flatMap(({ executed, auctions, timeSec }) =>
    auctions.map((event, n) => ({ ...event, seq: executed.seq, n, timeSec })),
  );
  if (events.length === 0) return;
  const column = <T>(of: (event: (typeof events)[number]) => T) => events.map(of);
  await client.query(
    `INSERT INTO ${schema}.auctions SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::text[],
     $5::bigint[], $6::int[], $7::bigint[], $8::bigint[])`,
    [
      column(({ seq }) => seq),
      column(({ n }) => n),
      column(({ account }) => account),
      column(({ event }) => event),
      column(({ bidder }) => bidder),
      column(({ sharePpm }) => sharePpm),
      column(({ price }) => price),
      column(({ timeSec }) => timeSec),
    ],
  );
}

/** Latest first. @param account null for all */
export async function selectAuctions(
  pool: pg.Pool,
  schema: string,
  { account, before, limit }: { account: number | null; before: number; limit: number },
): Promise<AuctionRow[]> {
  const { rows } = await pool.query<Record<string, string | number>>(
    `SELECT * FROM ${schema}.auctions WHERE ($1::bigint IS NULL OR account = $1) AND seq < $2
     ORDER BY seq DESC, n DESC LIMIT $3`,
    [account, before, limit],
  );
  return rows.map((row) => ({
    seq: Number(row.seq),
    account: Number(row.account),
    event: row.event as AuctionEvent['event'],
    bidder: Number(row.bidder),
    sharePpm: Number(row.share_ppm),
    price: Number(row.price),
    timeSec: Number(row.time_sec),
  }));
}
