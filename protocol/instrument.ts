import { DAY_SEC, DAY_ZERO_SEC, EXPIRY_OF_DAY_SEC, UNDERLYINGS } from './params.ts';
import { expiryIndex } from './state.ts';

/** What an instrument is; positions carry it as a code, so margin reads no instrument record. */
export interface InstrumentTerms {
  readonly underlying: number;
  /** Days since 2020-01-01. */
  readonly day: number;
  readonly strikeCents: number;
  readonly put: boolean;
}

/** Codes of one underlying and expiry. */
export const STRIKE_SPAN = 2 ** 33;
const DAY_SPAN = 2 ** 16;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** 53 bits: underlying (4), day (16), strike (32), put (1). Codes sort by underlying, expiry, strike, type. */
export function encodeTerms({ underlying, day, strikeCents, put }: InstrumentTerms): number {
  return (underlying * DAY_SPAN + day) * STRIKE_SPAN + strikeCents * 2 + (put ? 1 : 0);
}

export function decodeTerms(code: number): InstrumentTerms {
  const expiry = expiryOfCode(code);
  const rest = code - expiry * STRIKE_SPAN;
  return {
    underlying: Math.floor(expiry / DAY_SPAN),
    day: expiry % DAY_SPAN,
    strikeCents: Math.floor(rest / 2),
    put: rest % 2 === 1,
  };
}

/** The part of a code that instruments of one underlying and expiry share. */
export function expiryOfCode(code: number): number {
  return Math.floor(code / STRIKE_SPAN);
}

/** The least code of an underlying and expiry. */
export function firstCode(expiry: number): number {
  return expiry * STRIKE_SPAN;
}

export function strikeOfCode(code: number): number {
  return Math.floor((code % STRIKE_SPAN) / 2);
}

export function isPut(code: number): boolean {
  return code % 2 === 1;
}

export function underlyingOfExpiry(expiry: number): number {
  return Math.floor(expiry / DAY_SPAN);
}

export function underlyingOfCode(code: number): number {
  return underlyingOfExpiry(expiryOfCode(code));
}

export function dayOfExpiry(expiry: number): number {
  return expiry % DAY_SPAN;
}

/** Index of the expiry record of an instrument. */
export function expiryIndexOfCode(code: number): number {
  const expiry = expiryOfCode(code);
  return expiryIndex(underlyingOfExpiry(expiry), dayOfExpiry(expiry));
}

/** Unix seconds at which options of a day expire. */
export function expirySec(day: number): number {
  return DAY_ZERO_SEC + day * DAY_SEC + EXPIRY_OF_DAY_SEC;
}

/** The day of the first expiry at or after a time. */
export function firstExpiryFrom(timeSec: number): number {
  return Math.ceil((timeSec - DAY_ZERO_SEC - EXPIRY_OF_DAY_SEC) / DAY_SEC);
}

/** `BTC-26JUN26-60000-C`; strikes that are not whole dollars show their cents: `ETH-3JAN27-2512.50-P`. */
export function instrumentName(terms: InstrumentTerms): string {
  const date = new Date((DAY_ZERO_SEC + terms.day * DAY_SEC) * 1000);
  const year = String(date.getUTCFullYear() % 100).padStart(2, '0');
  const expiry = `${date.getUTCDate()}${MONTHS[date.getUTCMonth()]}${year}`;
  const dollars = Math.floor(terms.strikeCents / 100);
  const cents = terms.strikeCents % 100;
  const strike = cents === 0 ? `${dollars}` : `${dollars}.${String(cents).padStart(2, '0')}`;
  return `${UNDERLYINGS[terms.underlying].symbol}-${expiry}-${strike}-${terms.put ? 'P' : 'C'}`;
}

/** @returns null where the name is not of the form that `instrumentName` writes. */
export function parseInstrumentName(name: string): InstrumentTerms | null {
  const match = /^([A-Z]+)-(\d{1,2})([A-Z]{3})(\d\d)-(\d{1,9})(?:\.(\d\d))?-([CP])$/.exec(name);
  if (match === null) return null;
  const [, symbol, dayOfMonth, month, year, dollars, cents, type] = match;
  const underlying = UNDERLYINGS.findIndex((u) => u.symbol === symbol);
  const monthIndex = MONTHS.indexOf(month);
  if (underlying < 0 || monthIndex < 0) return null;
  const sec = Date.UTC(2000 + Number(year), monthIndex, Number(dayOfMonth)) / 1000;
  const day = (sec - DAY_ZERO_SEC) / DAY_SEC;
  if (day < 0 || day >= DAY_SPAN) return null;
  const terms = {
    underlying,
    day,
    strikeCents: Number(dollars) * 100 + Number(cents ?? 0),
    put: type === 'P',
  };
  return instrumentName(terms) === name ? terms : null;
}
