/** Which options are listed without anybody asking: expiries by the calendar, strikes around the index. A choice, no rule. */
import { encodeListInstrument } from '../../protocol/generated/codec.ts';
import {
  decodeTerms,
  encodeTerms,
  expirySec,
  firstExpiryFrom,
  type InstrumentTerms,
} from '../../protocol/instrument.ts';
import { isIndexFresh } from '../../protocol/market.ts';
import {
  DAY_SEC,
  DAY_ZERO_SEC,
  LISTING_STRIKE_FACTOR,
  MAX_LISTING_DAYS,
  UNDERLYINGS,
} from '../../protocol/params.ts';
import { expiryIndex, type State } from '../../protocol/state.ts';
import type { Chore } from './housekeeping.ts';

export interface ListingRule {
  /** How many of each: every day, Fridays, last Fridays of a month, and of a quarter. */
  readonly dailies: number;
  readonly weeklies: number;
  readonly monthlies: number;
  readonly quarterlies: number;
  /** Strikes above the one nearest to the index, and as many below. */
  readonly strikesPerSide: number;
  /** How far they reach for an expiry in a year, in percent of the index; with the root of time before. */
  readonly widthPercent: number;
}

/** In one call, so that orders are not kept waiting. */
const LISTINGS_MAX = 64;
/** Nothing is listed for so short a life. */
const LIFE_SEC_MIN = 3_600;
/** What was asked for and did not come is asked for again so much later, by the exchange's clock. */
const ASK_AGAIN_SEC = 300;
const YEAR_SEC = 365 * DAY_SEC;
const ROUND_CENTS = [1, 2, 2.5, 5];

export class Listing implements Chore {
  readonly #state: State;
  readonly #rule: ListingRule;
  readonly #listed = new Set<number>();
  readonly #askedSec = new Map<number, number>();
  #instruments = 0;

  constructor(state: State, rule: ListingRule) {
    this.#state = state;
    this.#rule = rule;
  }

  /** Operations that list what the rule wants and nobody has listed; what is left is named by the next call. */
  due(): Uint8Array[] {
    this.#readInstruments();
    const now = this.#state.globals.timeSec();
    const missing = UNDERLYINGS.flatMap((_, underlying) => this.#wanted(underlying))
      .filter((code) => !this.#listed.has(code) && !this.#isAsked(code, now))
      .slice(0, LISTINGS_MAX);
    for (const code of missing) this.#askedSec.set(code, now);
    return missing.map((code) => {
      const { put, ...terms } = decodeTerms(code);
      return encodeListInstrument({ ...terms, put: put ? 1 : 0 });
    });
  }

  #isAsked(code: number, now: number): boolean {
    return now < (this.#askedSec.get(code) ?? -Infinity) + ASK_AGAIN_SEC;
  }

  /** Nothing without an index to list around. */
  #wanted(underlying: number): number[] {
    const { globals, underlyings, expiries } = this.#state;
    if (!isIndexFresh(this.#state, underlying)) return [];
    const now = globals.timeSec();
    const indexCents = underlyings.indexCents(underlying);
    // An expiry that was closed out is over before its time.
    const days = listedDays(now, this.#rule).filter(
      (day) => expiries.settled(expiryIndex(underlying, day)) === 0,
    );
    return days.flatMap((day) =>
      strikesAround({ underlying, indexCents, lifeSec: expirySec(day) - now }, this.#rule).flatMap(
        (strikeCents) =>
          [false, true].map((put) =>
            encodeTerms({ underlying, day, strikeCents, put } satisfies InstrumentTerms),
          ),
      ),
    );
  }

  #readInstruments(): void {
    const { globals, instruments } = this.#state;
    while (this.#instruments < globals.instrumentCount()) {
      this.#instruments += 1;
      const code = instruments.code(this.#instruments);
      this.#listed.add(code);
      this.#askedSec.delete(code);
    }
  }
}

/** Days of the expiries that the rule wants, ascending. */
export function listedDays(nowSec: number, rule: ListingRule): number[] {
  const first = firstExpiryFrom(nowSec + LIFE_SEC_MIN);
  const last = firstExpiryFrom(nowSec + MAX_LISTING_DAYS * DAY_SEC) - 1;
  const days = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const fridays = days.filter(isFriday);
  const monthEnds = fridays.filter((day) => monthOf(day) !== monthOf(day + 7));
  const quarterEnds = monthEnds.filter((day) => monthOf(day) % 3 === 2);
  const wanted = [
    ...days.slice(0, rule.dailies),
    ...fridays.slice(0, rule.weeklies),
    ...monthEnds.slice(0, rule.monthlies),
    ...quarterEnds.slice(0, rule.quarterlies),
  ];
  return [...new Set(wanted)].toSorted((a, b) => a - b);
}

/** Day 0, 2020-01-01, was a Wednesday. */
function isFriday(day: number): boolean {
  return day % 7 === 2;
}

/** 0 to 11. */
function monthOf(day: number): number {
  return new Date((DAY_ZERO_SEC + day * DAY_SEC) * 1000).getUTCMonth();
}

/** Multiples of a round step, the nearest to the index in the middle, ascending, in cents. */
export function strikesAround(
  { underlying, indexCents, lifeSec }: { underlying: number; indexCents: number; lifeSec: number },
  { strikesPerSide, widthPercent }: Pick<ListingRule, 'strikesPerSide' | 'widthPercent'>,
): number[] {
  const { strikeStepCents, maxPriceCents } = UNDERLYINGS[underlying];
  const reach = indexCents * (widthPercent / 100) * Math.sqrt(lifeSec / YEAR_SEC);
  const step = roundStep(reach / strikesPerSide, strikeStepCents);
  const middle = Math.round(indexCents / step) * step;
  return Array.from(
    { length: 2 * strikesPerSide + 1 },
    (_, i) => middle + (i - strikesPerSide) * step,
  ).filter(
    (strike) =>
      strike > 0 &&
      strike <= maxPriceCents &&
      strike * LISTING_STRIKE_FACTOR >= indexCents &&
      strike <= indexCents * LISTING_STRIKE_FACTOR,
  );
}

/** The least of 1, 2, 2.5, 5, 10, 20, … that is not below and that strikes of the underlying may have. */
function roundStep(least: number, strikeStepCents: number): number {
  for (let power = 1; ; power *= 10) {
    for (const digit of ROUND_CENTS) {
      const step = digit * power;
      if (step >= least && step % strikeStepCents === 0) return step;
    }
  }
}
