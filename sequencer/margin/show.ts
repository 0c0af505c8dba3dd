/** Names and figures as the margin views show them. */
import { instrumentName } from '../../protocol/instrument.ts';
import { isPriced } from '../../protocol/margin/feeds.ts';
import { isIndexFresh } from '../../protocol/market.ts';
import { expiryIndex, type State } from '../../protocol/state.ts';
import type { Greeks } from './greeks.ts';

export interface ExpiryTerms {
  readonly underlying: number;
  readonly day: number;
}

/** Why nothing is said about a price. */
export type UnpricedReason =
  | 'noIndex'
  | 'staleIndex'
  | 'noSurface'
  | 'staleSurface'
  | 'settled'
  | null;

export interface GreeksView {
  readonly delta: string;
  readonly gamma: string;
  readonly vega: string;
  readonly theta: string;
}

const FLOAT_DECIMALS = 9;

/** `BTC-26JUN26` */
export function expiryName({ underlying, day }: ExpiryTerms): string {
  const [symbol, date] = instrumentName({ underlying, day, strikeCents: 100, put: false }).split(
    '-',
  );
  return `${symbol}-${date}`;
}

/** What is missing for a mark of an expiry's options; null where nothing is. */
export function unpricedReason(state: State, terms: ExpiryTerms): UnpricedReason {
  if (!isIndexFresh(state, terms.underlying)) {
    return state.underlyings.indexCents(terms.underlying) === 0 ? 'noIndex' : 'staleIndex';
  }
  if (isPriced(state, terms)) return null;
  const printed = state.expiries.surfaceTimeSec(expiryIndex(terms.underlying, terms.day));
  return printed === 0 ? 'noSurface' : 'staleSurface';
}

/** Of a figure that is for show: nine decimals, without zeros at the end. */
export function formatFloat(value: number): string {
  const text = value.toFixed(FLOAT_DECIMALS).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}

export function showGreeks(greeks: Greeks): GreeksView {
  return {
    delta: formatFloat(greeks.delta),
    gamma: formatFloat(greeks.gamma),
    vega: formatFloat(greeks.vega),
    theta: formatFloat(greeks.theta),
  };
}
