import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import type { Market, Quote, Snapshot } from './market.ts';
import { expirySec, parseInstrumentName } from '../../protocol/instrument.ts';
import { DAY_SEC, UNDERLYINGS } from '../../protocol/params.ts';

/** Recorded Deribit chains: `quotes.csv[.gz]` and `deliveries.csv` in Deribit's columns. */
export interface ReplayFiles {
  readonly quotes: string;
  /** By default `deliveries.csv` beside the quotes. */
  readonly deliveries?: string | undefined;
}

export class ReplayFileError extends Error {
  override readonly name = 'ReplayFileError';
}

/** Only what a market shows is read: bid, ask, underlying and index price. Coin prices become USD cents on the tick. */
export async function loadReplay(files: ReplayFiles): Promise<Market> {
  const deliveries = files.deliveries ?? join(dirname(files.quotes), 'deliveries.csv');
  for (const file of [files.quotes, deliveries]) {
    if (!existsSync(file)) throw new ReplayFileError(`no such file: ${file}`);
  }
  const settlements = readDeliveries(deliveries);
  const snapshots = await readSnapshots(files.quotes);
  if (snapshots.length === 0) throw new ReplayFileError(`no quotes in ${files.quotes}`);
  let current = snapshots[0];
  const first = new Date(snapshots[0].timeSec * 1000).toISOString();
  const last = new Date(snapshots.at(-1)!.timeSec * 1000).toISOString();
  return {
    description: `recorded chains, ${snapshots.length} snapshots from ${first} to ${last}`,
    startSec: snapshots[0].timeSec,
    *snapshots() {
      for (const snapshot of snapshots) {
        current = snapshot;
        yield snapshot;
      }
    },
    indexCents: (underlying) => current.indexCents[underlying],
    settlementCents: (underlying, day) => settlements.get(`${underlying}:${day}`) ?? null,
  };
}

const QUOTE_COLUMNS = [
  'timestamp_ms',
  'currency',
  'instrument_name',
  'expiry_ms',
  'bid',
  'ask',
  'underlying_price',
  'index_price',
] as const;
type QuoteRow = Record<(typeof QUOTE_COLUMNS)[number], string>;

async function readSnapshots(file: string): Promise<Snapshot[]> {
  const raw = createReadStream(file);
  const text = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  const rows = text.pipe(parse({ columns: true, skip_empty_lines: true }));
  const byTime = new Map<number, { indexCents: number[]; quotes: Quote[] }>();
  for await (const row of rows as AsyncIterable<QuoteRow>) {
    for (const column of QUOTE_COLUMNS) {
      if (row[column] === undefined) throw new ReplayFileError(`${file}: no column ${column}`);
    }
    const timeSec = Math.floor(Number(row.timestamp_ms) / 1000);
    const underlying = UNDERLYINGS.findIndex(({ symbol }) => symbol === row.currency);
    if (underlying < 0) continue;
    let snapshot = byTime.get(timeSec);
    if (snapshot === undefined) {
      snapshot = { indexCents: UNDERLYINGS.map(() => 0), quotes: [] };
      byTime.set(timeSec, snapshot);
    }
    snapshot.indexCents[underlying] = Math.round(Number(row.index_price) * 100);
    const quote = readQuote(row, underlying, timeSec);
    if (quote !== null) snapshot.quotes.push(quote);
  }
  return carryIndex(
    [...byTime].map(([timeSec, snapshot]) => ({ timeSec, ...snapshot })).sort(byTimeSec),
  );
}

function readQuote(row: QuoteRow, underlying: number, timeSec: number): Quote | null {
  const terms = parseInstrumentName(row.instrument_name);
  if (terms === null || expirySec(terms.day) <= timeSec) return null;
  const { tickCents, maxPriceCents } = UNDERLYINGS[underlying];
  const ticks = (coin: string): number =>
    (Number(coin) * Number(row.underlying_price) * 100) / tickCents;
  const bidCents = row.bid === '' ? 0 : Math.floor(ticks(row.bid)) * tickCents;
  const askCents = row.ask === '' ? 0 : Math.ceil(ticks(row.ask)) * tickCents;
  return {
    instrument: row.instrument_name,
    bidCents: bidCents > 0 && bidCents <= maxPriceCents ? bidCents : null,
    askCents: askCents > 0 && askCents <= maxPriceCents ? askCents : null,
  };
}

/** A snapshot that shows only one currency keeps the other's last index. */
function carryIndex(snapshots: Snapshot[]): Snapshot[] {
  let last: readonly number[] = UNDERLYINGS.map(() => 0);
  return snapshots.map((snapshot) => {
    last = snapshot.indexCents.map((cents, i) => (cents === 0 ? last[i] : cents));
    return { ...snapshot, indexCents: last };
  });
}

function byTimeSec(a: Snapshot, b: Snapshot): number {
  return a.timeSec - b.timeSec;
}

interface DeliveryRow {
  readonly currency: string;
  readonly expiry_ms: string;
  readonly delivery_price_usd: string;
}

function readDeliveries(file: string): Map<string, number> {
  const rows = parseSync(readFileSync(file), {
    columns: true,
    skip_empty_lines: true,
  }) as DeliveryRow[];
  return new Map(
    rows.flatMap(({ currency, expiry_ms, delivery_price_usd }) => {
      const underlying = UNDERLYINGS.findIndex(({ symbol }) => symbol === currency);
      const day = (Number(expiry_ms) / 1000 - expirySec(0)) / DAY_SEC;
      const price = Math.round(Number(delivery_price_usd) * 100);
      return underlying < 0 ? [] : [[`${underlying}:${day}`, price] as const];
    }),
  );
}
