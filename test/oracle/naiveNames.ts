/** SPEC §5.9: what an instrument is called. */
import { keccak256 } from '../../protocol/hash.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import { expirySecOf, type Hex, type Instrument } from './naiveState.ts';

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');

/** SPEC §5.9: `BTC-26JUN26-60000-C`. */
export function nameOf({ underlying, day, strikeCents, put }: Instrument): string {
  const date = new Date(Number(expirySecOf(day)) * 1000);
  const year = String(date.getUTCFullYear()).slice(2);
  const cents = strikeCents % 100n;
  return [
    UNDERLYINGS[Number(underlying)].symbol,
    `${date.getUTCDate()}${MONTHS[date.getUTCMonth()]}${year}`,
    cents === 0n
      ? `${strikeCents / 100n}`
      : `${strikeCents / 100n}.${cents.toString().padStart(2, '0')}`,
    put ? 'P' : 'C',
  ].join('-');
}

export function nameHashOf(terms: Instrument): Hex {
  return Buffer.from(keccak256(Buffer.from(nameOf(terms)))).toString('hex');
}
