/** Which options are traded: near the money, in few expiries, the same ones for as long as they live. */
import type { FittedSurface } from '../../publisher/fit/surface.ts';
import { markUsd } from '../../publisher/fit/surface.ts';
import type { RecordedChain } from '../../publisher/feed/recorded.ts';
import {
  encodeTerms,
  expirySec,
  firstExpiryFrom,
  instrumentName,
  type InstrumentTerms,
} from '../../protocol/instrument.ts';
import {
  DAY_SEC,
  LISTING_STRIKE_FACTOR,
  MAX_LISTING_DAYS,
  UNDERLYINGS,
} from '../../protocol/params.ts';

/** A recorded option in USD, on the tick. */
export interface QuotedOption {
  readonly terms: InstrumentTerms;
  readonly instrument: string;
  readonly bidCents: number | null;
  readonly askCents: number | null;
  /** By the publisher's surface. */
  readonly markCents: number;
}

/** Expiries of one underlying that are traded at once. */
const EXPIRIES = 3;
/** Nothing is listed for so short a life. */
const LIFE_SEC_MIN = 2 * 3_600;
/** The third expiry is about so far away, the others are the next ones. */
const FAR_SEC = 10 * DAY_SEC;

/** Days to trade: those that are traded already, and new ones in the place of those that have come. */
export function chooseDays(
  chain: RecordedChain,
  { inUse, nowSec }: { inUse: readonly number[]; nowSec: number },
): number[] {
  const shown = daysOf(chain).filter((day) => isListable(day, nowSec));
  const chosen = inUse.filter((day) => expirySec(day) > nowSec);
  const free = shown.filter((day) => !chosen.includes(day));
  const isFarMissing = chosen.every((day) => expirySec(day) - nowSec < FAR_SEC / 2);
  if (isFarMissing && chosen.length < EXPIRIES && free.length > EXPIRIES) {
    const far = free.toSorted((a, b) => distance(a, nowSec) - distance(b, nowSec))[0];
    chosen.push(far);
  }
  for (const day of free) {
    if (chosen.length >= EXPIRIES) break;
    if (!chosen.includes(day)) chosen.push(day);
  }
  return chosen.toSorted((a, b) => a - b);
}

function distance(day: number, nowSec: number): number {
  return Math.abs(expirySec(day) - nowSec - FAR_SEC);
}

function isListable(day: number, nowSec: number): boolean {
  const lifeSec = expirySec(day) - nowSec;
  return lifeSec >= LIFE_SEC_MIN && lifeSec <= MAX_LISTING_DAYS * DAY_SEC;
}

function daysOf({ snapshot }: RecordedChain): number[] {
  const expiries = new Set(snapshot.quotes.map(({ expirySec }) => expirySec));
  return [...expiries]
    .map((sec) => ({ sec, day: firstExpiryFrom(sec) }))
    .filter(({ sec, day }) => expirySec(day) === sec)
    .map(({ day }) => day)
    .sort((a, b) => a - b);
}

/**
 * The options nearest to the forward, calls and puts of the same strikes, evenly over the expiries.
 * @param surfaces the publisher's own, whose forwards turn coin into USD
 */
export function chooseOptions(
  { snapshot }: RecordedChain,
  at: {
    surfaces: readonly FittedSurface[];
    days: readonly number[];
    count: number;
    indexCents: number;
  },
): QuotedOption[] {
  const { surfaces, days, count, indexCents } = at;
  const live = surfaces.filter(({ expirySec: sec }) => days.some((day) => expirySec(day) === sec));
  const strikes = Math.max(Math.floor(count / 2 / Math.max(live.length, 1)), 1);
  return live.flatMap((surface) => {
    const options = snapshot.quotes
      .filter((quote) => quote.expirySec === surface.expirySec)
      .flatMap((quote) => readQuote(quote, surface, indexCents));
    return nearest(options, surface.forwardUsd, strikes);
  });
}

function nearest(
  options: readonly QuotedOption[],
  forwardUsd: number,
  strikes: number,
): QuotedOption[] {
  const off = (cents: number): number => Math.abs(cents / 100 - forwardUsd);
  const all = [...new Set(options.map(({ terms }) => terms.strikeCents))];
  const kept = new Set(all.sort((a, b) => off(a) - off(b)).slice(0, strikes));
  return options.filter(({ terms }) => kept.has(terms.strikeCents));
}

function readQuote(
  quote: RecordedChain['snapshot']['quotes'][number],
  surface: FittedSurface,
  indexCents: number,
): QuotedOption[] {
  const underlying = UNDERLYINGS.findIndex(({ symbol }) => symbol === surface.underlying);
  const { tickCents, maxPriceCents, strikeStepCents } = UNDERLYINGS[underlying];
  const strikeCents = Math.round(quote.strikeUsd * 100);
  const isAllowed =
    strikeCents % strikeStepCents === 0 &&
    strikeCents <= Math.min(indexCents * LISTING_STRIKE_FACTOR, maxPriceCents) &&
    strikeCents * LISTING_STRIKE_FACTOR >= indexCents;
  if (!isAllowed) return [];
  const terms = { underlying, day: firstExpiryFrom(quote.expirySec), strikeCents, put: quote.put };
  const ticks = (coin: number | null): number =>
    coin === null ? 0 : (coin * surface.forwardUsd * 100) / tickCents;
  const onTick = (cents: number): number | null =>
    cents > 0 && cents <= maxPriceCents ? cents : null;
  const bidCents = onTick(Math.floor(ticks(quote.bid) + 1e-9) * tickCents);
  const askCents = onTick(Math.ceil(ticks(quote.ask) - 1e-9) * tickCents);
  const isCrossed = bidCents !== null && askCents !== null && bidCents >= askCents;
  if (isCrossed) return [];
  const markCents = markUsd(surface, quote) * 100;
  return [{ terms, instrument: instrumentName(terms), bidCents, askCents, markCents }];
}

export function codeOf({ terms }: QuotedOption): number {
  return encodeTerms(terms);
}
