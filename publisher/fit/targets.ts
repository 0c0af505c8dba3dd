import { impliedTotalVol } from './black76.ts';
import type { OptionQuote, Slice } from './chain.ts';
import type { Target } from './refine.ts';
import { quantile } from './robust.ts';

/** A quote's bid and ask as total volatilities v = σ·√t; null on a side that nobody quotes or that no volatility explains. */
export interface ImpliedQuote {
  readonly strikeUsd: number;
  readonly put: boolean;
  /** ln(K / F). */
  readonly k: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Of the price between bid and ask, where both have one. */
  readonly mid: number | null;
}

/** How far a mid is from the truth, as a share of the spread. */
const MID_ERROR = 0.25;
/** No mid is believed more closely than this: 0.1 vol points. */
const LEAST_SCALE_VOL = 0.001;
/** A bound from one side bends the fit once it is crossed by so many volatilities. */
const BOUND_SCALE_VOL = 0.02;
/** Strikes further out than this many standard deviations lie where the rule holds w constant. */
const MAX_DEVIATIONS = 4;
const STRIKES_AT_THE_MONEY = 6;

export function impliedQuotes(slice: Slice, forwardUsd: number): ImpliedQuote[] {
  const unit = slice.quotedIn === 'coin' ? 1 : 1 / forwardUsd;
  return slice.quotes.map((quote) => impliedQuote(quote, { forwardUsd, unit }));
}

function impliedQuote(
  { strikeUsd, put, bid, ask }: OptionQuote,
  { forwardUsd, unit }: { readonly forwardUsd: number; readonly unit: number },
): ImpliedQuote {
  const k = Math.log(strikeUsd / forwardUsd);
  const vol = (price: number | null): number | null =>
    price === null ? null : impliedTotalVol({ k, put, price: price * unit });
  const [low, high] = [vol(bid), vol(ask)];
  const mid = low === null || high === null ? null : vol((bid! + ask!) / 2);
  return { strikeUsd, put, k, low, high, mid };
}

export function isTwoSided(
  quote: ImpliedQuote,
): quote is ImpliedQuote & { readonly low: number; readonly high: number; readonly mid: number } {
  return quote.low !== null && quote.high !== null && quote.mid !== null;
}

/** The mid of the volatilities near the money: a median, so that one wrong quote does not move it. Null without two-sided quotes. */
export function volAtTheMoney(quotes: readonly ImpliedQuote[]): number | null {
  const near = quotes
    .filter(isTwoSided)
    .sort((a, b) => Math.abs(a.k) - Math.abs(b.k))
    .slice(0, STRIKES_AT_THE_MONEY)
    .map(({ mid }) => mid);
  return near.length === 0 ? null : quantile(near, 0.5);
}

/**
 * What the fit aims at: mids of two-sided quotes, each to within a share of its spread in volatility, which is the spread in price over
 * vega; and bids or asks that stand alone, as bounds.
 */
export function readTargets(
  quotes: readonly ImpliedQuote[],
  at: { readonly tauYears: number; readonly atTheMoney: number },
): Target[] {
  const root = Math.sqrt(at.tauYears);
  return quotes
    .filter(({ k }) => Math.abs(k) <= MAX_DEVIATIONS * at.atTheMoney)
    .flatMap((quote) => readTarget(quote, root));
}

function readTarget(quote: ImpliedQuote, root: number): Target[] {
  const { k, low, high } = quote;
  if (isTwoSided(quote)) {
    const v = quote.mid;
    const error = Math.hypot(MID_ERROR * (quote.high - quote.low), LEAST_SCALE_VOL * root);
    return [{ k, v, scale: error * lessInWings(k, v), side: 'at' }];
  }
  const scale = BOUND_SCALE_VOL * root;
  if (high !== null) return [{ k, v: high, scale, side: 'below' }];
  if (low !== null) return [{ k, v: low, scale, side: 'above' }];
  return [];
}

/** Five parameters do not follow every wing: an error there counts less, by the root of vega over vega at the money. */
function lessInWings(k: number, v: number): number {
  const deviations = k / v;
  return Math.exp((deviations * deviations) / 4);
}
