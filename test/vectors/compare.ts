/** Whether a result meets what a vector expects, in exact integers of 10^-36. */
import type { Got, Json, Rule } from './kind.ts';
import { isNumber, scaled } from './read.ts';

export interface Comparison {
  readonly isMet: boolean;
  /** Of the larger of the expected value and 1; the largest in a list. */
  readonly relativeError: number;
  /** The first place that differs. */
  readonly difference?: string;
}

const DECIMALS = 36;
const ONE = 10n ** BigInt(DECIMALS);
const WAD_TO_FINE = 10n ** 18n;
/** Expected figures are doubles: closer than this to a multiple of the cut, either side of it is right. */
const CUT_NOISE = ONE / 10n ** 12n;
/** A decimal of so many digits was cut or rounded at its last one. */
const ROUNDED_DIGITS = 15;

export function compare(
  got: Got | undefined,
  expected: Json,
  { rule, unit }: { rule: Rule; unit: 'decimal' | '10^-18' },
): Comparison {
  if (Array.isArray(expected)) return compareLists(got, expected as Json[], { rule, unit });
  if (typeof got === 'bigint' && isNumber(expected)) {
    return compareNumbers(got * WAD_TO_FINE, expected as string, { rule, unit });
  }
  if (got === undefined) return missed(`not computed, expected ${JSON.stringify(expected)}`);
  const shown = show(got);
  if (got === expected) return { isMet: true, relativeError: 0 };
  return missed(`got ${shown}, expected ${JSON.stringify(expected)}`);
}

function compareLists(
  got: Got | undefined,
  expected: readonly Json[],
  how: { rule: Rule; unit: 'decimal' | '10^-18' },
): Comparison {
  if (!Array.isArray(got)) return missed('a list is expected');
  const items = got as readonly Got[];
  if (items.length !== expected.length) {
    return missed(`got ${items.length} items, expected ${expected.length}`);
  }
  const each = expected.map((item, i) => compare(items[i], item, how));
  const relativeError = Math.max(0, ...each.map((item) => item.relativeError));
  const index = each.findIndex(({ isMet }) => !isMet);
  if (index === -1) return { isMet: true, relativeError };
  return { isMet: false, relativeError, difference: `[${index}] ${each[index].difference}` };
}

function compareNumbers(
  got: bigint,
  text: string,
  { rule, unit }: { rule: Rule; unit: 'decimal' | '10^-18' },
): Comparison {
  const expected = scaled(text, unit === 'decimal' ? DECIMALS : DECIMALS - 18);
  const error = size(got - expected);
  const isMet = meets(rule, { got, expected, error, text });
  if (typeof rule === 'object' && 'cut' in rule)
    return { isMet, relativeError: 0, ...difference() };
  return { isMet, relativeError: ratio(error, most(size(expected), ONE)), ...difference() };

  function difference(): { difference?: string } {
    return isMet ? {} : { difference: `got ${decimal(got)}, expected ${text}` };
  }
}

function meets(
  rule: Rule,
  { got, expected, error, text }: { got: bigint; expected: bigint; error: bigint; text: string },
): boolean {
  if (rule === 'remark') return true;
  if (rule === 'exact') return error <= roundingOf(text);
  if ('absolute' in rule) return error <= scaled(rule.absolute, DECIMALS);
  if ('relative' in rule) {
    return error * ONE <= scaled(rule.relative, DECIMALS) * most(size(expected), ONE);
  }
  const step = 10n ** BigInt(DECIMALS - rule.cut);
  return [0n, CUT_NOISE, -CUT_NOISE].some((noise) => (got + noise) / step === expected / step);
}

/** A unit of the last digit where a decimal does not end: 18 decimals, or as many digits as a double has. */
function roundingOf(text: string): bigint {
  const [digits, exponent = '0'] = text.trim().toLowerCase().split('e');
  const decimals = (digits.split('.')[1]?.length ?? 0) - Number(exponent);
  const significant = digits.replace(/[-+.]/g, '').replace(/^0+/, '').length;
  if (decimals < 18 && significant < ROUNDED_DIGITS) return 0n;
  return 10n ** BigInt(Math.max(0, DECIMALS - Math.min(decimals, 18)));
}

function missed(difference: string): Comparison {
  return { isMet: false, relativeError: 0, difference };
}

function show(got: Got): string {
  if (typeof got === 'bigint') return decimal(got * WAD_TO_FINE);
  return Array.isArray(got) ? `a list of ${got.length}` : String(got);
}

/** @param value in units of 10^-36 */
function decimal(value: bigint): string {
  const digits = String(size(value) / WAD_TO_FINE).padStart(19, '0');
  const fraction = digits.slice(-18).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -18)}${fraction === '' ? '' : `.${fraction}`}`;
}

function ratio(a: bigint, b: bigint): number {
  return Number((a * 10n ** 30n) / b) / 1e30;
}

function size(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
