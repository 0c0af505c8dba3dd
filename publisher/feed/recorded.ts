import { createReadStream, existsSync } from 'node:fs';
import { createGunzip } from 'node:zlib';

import { parse } from 'csv-parse';

import type { ChainSnapshot, OptionQuote } from '../fit/chain.ts';
import { median } from '../fit/robust.ts';
import { type ChainFeed, FeedError } from './feed.ts';

/** What the exchange itself published for one option. For comparison only: the fit never sees it. */
export interface RecordedMark {
  readonly expirySec: number;
  readonly strikeUsd: number;
  readonly put: boolean;
  /** Coin; null where nobody bids or offers. */
  readonly bid: number | null;
  readonly ask: number | null;
  readonly ivPct: number | null;
  /** Coin. */
  readonly price: number | null;
  /** The exchange's own forward. */
  readonly forwardUsd: number | null;
}

export interface RecordedChain {
  readonly snapshot: ChainSnapshot;
  readonly marks: readonly RecordedMark[];
}

/** Columns without which nothing can be fitted. */
const QUOTE_COLUMNS = [
  'timestamp_ms',
  'currency',
  'option_type',
  'strike',
  'expiry_ms',
  'bid',
  'ask',
  'index_price',
] as const;
/** Columns that are compared with, where the file has them. */
const MARK_COLUMNS = ['mark_iv_pct', 'mark_price', 'underlying_price'] as const;

type Row = Record<(typeof QUOTE_COLUMNS)[number], string> &
  Partial<Record<(typeof MARK_COLUMNS)[number], string>>;

export interface RecordedFile {
  readonly file: string;
  /** Only this underlying. */
  readonly currency?: string | undefined;
}

/** Recorded chains of inverse options: `quotes.csv` or `quotes.csv.gz`, one row per option and snapshot, rows in order of time. */
export function recordedFeed(source: RecordedFile): ChainFeed {
  return {
    description: `recorded chains of ${source.file}`,
    async *chains() {
      for await (const { snapshot } of readRecorded(source)) yield snapshot;
    },
  };
}

/**
 * Reads a recording as a stream: one snapshot is in memory at a time.
 * @throws FeedError on a file that is missing, not a CSV of these columns, not in order of time, or without a usable row
 */
export async function* readRecorded(source: RecordedFile): AsyncIterable<RecordedChain> {
  const { file, currency } = source;
  let chains = new Map<string, Row[]>();
  let timeMs: number | null = null;
  let line = 1;
  let seen = 0;
  for await (const row of readRows(file)) {
    line += 1;
    const rowMs = readNumber(row.timestamp_ms);
    if (rowMs === null) throw broken(file, line, `timestamp_ms is '${row.timestamp_ms}'`);
    if (timeMs !== null && rowMs < timeMs) throw broken(file, line, 'it goes back in time');
    if (rowMs !== timeMs) {
      yield* finish(timeMs, chains);
      timeMs = rowMs;
      chains = new Map();
    }
    if (currency !== undefined && row.currency !== currency) continue;
    seen += 1;
    const rows = chains.get(row.currency);
    if (rows === undefined) chains.set(row.currency, [row]);
    else rows.push(row);
  }
  yield* finish(timeMs, chains);
  if (seen === 0) {
    throw new FeedError(
      `${file}: no quotes${currency === undefined ? '' : ` of ${currency}`}`,
      'fatal',
    );
  }
}

function* finish(timeMs: number | null, chains: Map<string, Row[]>): Iterable<RecordedChain> {
  if (timeMs === null) return;
  for (const [underlying, rows] of chains) {
    const index = rows.map((row) => readNumber(row.index_price)).filter((each) => each !== null);
    const read = rows.map(readRow).filter((each) => each !== null);
    const quotes = read.map(({ quote }) => quote);
    const timeSec = timeMs / 1000;
    // Rows of one snapshot carry indices of slightly different instants.
    const indexUsd = median(index);
    yield {
      snapshot: { timeSec, underlying, indexUsd, quotedIn: 'coin', quotes },
      marks: read.map(({ mark }) => mark),
    };
  }
}

/** @returns null for a row whose terms cannot be read; such a row is left out */
function readRow(row: Row): { quote: OptionQuote; mark: RecordedMark } | null {
  const expiryMs = readNumber(row.expiry_ms);
  const strikeUsd = readNumber(row.strike);
  const isOption = row.option_type === 'call' || row.option_type === 'put';
  if (expiryMs === null || strikeUsd === null || !isOption) return null;
  const terms = { expirySec: expiryMs / 1000, strikeUsd, put: row.option_type === 'put' };
  const bid = readNumber(row.bid);
  const ask = readNumber(row.ask);
  const mark = {
    ...terms,
    bid: bid === 0 ? null : bid,
    ask: ask === 0 ? null : ask,
    ivPct: readNumber(row.mark_iv_pct),
    price: readNumber(row.mark_price),
    forwardUsd: readNumber(row.underlying_price),
  };
  return { quote: { ...terms, bid, ask }, mark };
}

function readNumber(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

async function* readRows(file: string): AsyncIterable<Row> {
  if (!existsSync(file)) throw new FeedError(`no such file: ${file}`, 'fatal');
  const raw = createReadStream(file);
  const text = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error: Error) => text.destroy(error));
  const rows = text.pipe(parse({ columns: checkHeader, skip_empty_lines: true, bom: true }));
  text.on('error', (error: Error) => rows.destroy(error));
  try {
    for await (const row of rows as AsyncIterable<Row>) yield row;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FeedError(`${file}: ${reason}`, 'fatal', { cause: error });
  }
}

function checkHeader(header: string[]): string[] {
  const missing = QUOTE_COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new Error(`no column ${missing.join(', ')}; the header is ${header.join(',')}`);
  }
  return header;
}

function broken(file: string, line: number, what: string): FeedError {
  return new FeedError(`${file}, row ${line}: ${what}`, 'fatal');
}
