import { existsSync, readFileSync } from 'node:fs';

import { parse } from 'csv-parse/sync';

import type { Expiry } from '../../publisher/node/peer.ts';
import { expirySec, firstExpiryFrom } from '../../protocol/instrument.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';

/** A file that cannot be replayed, and why, for whoever gave it. */
export class ReplayFileError extends Error {
  override readonly name = 'ReplayFileError';
}

const COLUMNS = ['currency', 'expiry_ms', 'delivery_price_usd'] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** Delivery prices in cents by `underlying:day`. */
export type Deliveries = ReadonlyMap<string, number>;

export function expiryKey({ underlying, day }: Expiry): string {
  return `${underlying}:${day}`;
}

/**
 * `deliveries.csv`: a row for each currency and expiry. Currencies that the exchange does not have are left out.
 * @throws ReplayFileError
 */
export function readDeliveries(file: string): Deliveries {
  if (!existsSync(file)) throw new ReplayFileError(`no such file: ${file}`);
  const deliveries = new Map<string, number>();
  for (const [i, row] of readRows(file).entries()) {
    const underlying = UNDERLYINGS.findIndex(({ symbol }) => symbol === row.currency);
    if (underlying < 0) continue;
    const { day, cents } = readRow(row, `${file}, row ${i + 2}`);
    deliveries.set(expiryKey({ underlying, day }), cents);
  }
  if (deliveries.size === 0) throw new ReplayFileError(`${file}: no deliveries`);
  return deliveries;
}

function readRows(file: string): Row[] {
  try {
    return parse(readFileSync(file), {
      columns: (header: string[]) => {
        const missing = COLUMNS.filter((column) => !header.includes(column));
        if (missing.length > 0) throw new Error(`no column ${missing.join(', ')}`);
        return header;
      },
      skip_empty_lines: true,
      bom: true,
    });
  } catch (error) {
    throw new ReplayFileError(`${file}: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

function readRow(row: Row, at: string): { day: number; cents: number } {
  const sec = Number(row.expiry_ms) / 1000;
  const cents = Math.round(Number(row.delivery_price_usd) * 100);
  if (row.expiry_ms.trim() === '' || !Number.isSafeInteger(sec)) {
    throw new ReplayFileError(`${at}: expiry_ms is '${row.expiry_ms}'`);
  }
  if (!Number.isSafeInteger(cents) || cents <= 0) {
    throw new ReplayFileError(`${at}: delivery_price_usd is '${row.delivery_price_usd}'`);
  }
  const day = firstExpiryFrom(sec);
  if (expirySec(day) !== sec) throw new ReplayFileError(`${at}: no expiry at 08:00 UTC`);
  return { day, cents };
}
