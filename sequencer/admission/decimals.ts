import { MAX_MONEY, WHOLE_PPM } from '../../protocol/params.ts';
import { Refusal } from '../rejections.ts';

export const UINT8_MAX = 2 ** 8 - 1;
export const UINT32_MAX = 2 ** 32 - 1;
export const UINT48_MAX = 2 ** 48 - 1;

const DECIMAL = /^(0|[1-9]\d{0,15})(?:\.(\d{1,18}))?$/;

export interface DecimalBounds {
  readonly field: string;
  /** Decimals of the unit; more digits than that are refused, zeros too. */
  readonly decimals: number;
  /** In units. */
  readonly max: number;
}

/** An exact integer of 10^-decimals from a plain decimal string. */
export function parseDecimal(text: string, { field, decimals, max }: DecimalBounds): number {
  const match = DECIMAL.exec(text);
  if (match === null) {
    throw new Refusal('malformedNumber', `${field} is ${JSON.stringify(text.slice(0, 40))}`);
  }
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > decimals) {
    throw new Refusal('excessPrecision', `${field} has ${fraction.length}, at most ${decimals}`);
  }
  const units = BigInt(whole + fraction.padEnd(decimals, '0'));
  if (units > BigInt(max)) {
    throw new Refusal('outOfRange', `${field} is ${text}, at most ${formatDecimal(max, decimals)}`);
  }
  return Number(units);
}

export function parseInteger(text: string, field: string, max: number): number {
  return parseDecimal(text, { field, decimals: 0, max });
}

/** Dollars with at most 2 decimals, in cents. */
export function parsePrice(text: string, field: string): number {
  return parseDecimal(text, { field, decimals: 2, max: UINT32_MAX });
}

/** Contracts with at most 4 decimals, in 10^-4. */
export function parseQuantity(text: string, field: string): number {
  return parseDecimal(text, { field, decimals: 4, max: UINT32_MAX });
}

/** USDC with at most 6 decimals, in 10^-6. */
export function parseAmount(text: string, field: string): number {
  return parseDecimal(text, { field, decimals: 6, max: MAX_MONEY });
}

/** USDC with at most 6 decimals and perhaps a minus, in 10^-6. */
export function parseSignedAmount(text: string, field: string): number {
  return parseSigned(text, (digits) => parseAmount(digits, field));
}

/** Contracts with at most 4 decimals and perhaps a minus, in 10^-4. */
export function parseSignedQuantity(text: string, field: string): number {
  return parseSigned(text, (digits) => parseQuantity(digits, field));
}

/** A part of the whole, 0 to 1, with at most 6 decimals, in 10^-6. */
export function parseShare(text: string, field: string): number {
  return parseDecimal(text, { field, decimals: 6, max: WHOLE_PPM });
}

/** A number that may have a minus. @param parse takes the digits */
export function parseSigned(text: string, parse: (digits: string) => number): number {
  return text.startsWith('-') ? -parse(text.slice(1)) : parse(text);
}

/** The shortest exact form: 12345 with 2 decimals is `123.45`, 12300 is `123`. */
export function formatDecimal(units: number | bigint, decimals: number): string {
  const negative = units < 0;
  const digits = String(negative ? -units : units).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative ? `-${text}` : text;
}

export const formatPrice = (cents: number): string => formatDecimal(cents, 2);
export const formatQuantity = (quantityE4: number): string => formatDecimal(quantityE4, 4);
export const formatAmount = (amount: number | bigint): string => formatDecimal(amount, 6);
export const formatShare = (sharePpm: number): string => formatDecimal(sharePpm, 6);
/** Of a figure of margin: every one of its 18 decimals. */
export const formatWad = (wad: bigint): string => formatDecimal(wad, 18);
