import { normalizedPrice } from '../../publisher/fit/black76.ts';
import type { SimulatedSnapshot } from '../../publisher/feed/simulated.ts';
import { expirySec, instrumentName } from '../../protocol/instrument.ts';
import { DAY_SEC, UNDERLYINGS } from '../../protocol/params.ts';
import { listedDays, type ListingRule, strikesAround } from '../../sequencer/engine/listing.ts';
import { Random } from './random.ts';

const YEAR_SEC = 365 * DAY_SEC;

interface Asset {
  readonly startCents: number;
  /** Yearly volatility at the money. */
  readonly volatility: number;
  /** Slope and curvature of the smile in standardised log-moneyness. */
  readonly skew: number;
  readonly curvature: number;
  readonly jumpsPerDay: number;
}

const ASSETS: readonly Asset[] = [
  { startCents: 6_200_000, volatility: 0.5, skew: -0.03, curvature: 0.02, jumpsPerDay: 2 },
  { startCents: 180_000, volatility: 0.65, skew: -0.04, curvature: 0.025, jumpsPerDay: 3 },
];

export interface SimulatorOptions {
  readonly seed: number;
  readonly startSec: number;
  /** Seconds between two moves. */
  readonly stepSec: number;
  /** Which options are quoted: those that the exchange lists by the same rule, and those that it listed before. */
  readonly listing: ListingRule;
}

/** The devnet's: the next two days and a Friday, nine strikes each. */
export const DEVNET_MARKET = {
  stepSec: 5,
  listing: {
    dailies: 2,
    weeklies: 1,
    monthlies: 0,
    quarterlies: 0,
    strikesPerSide: 4,
    widthPercent: 100,
  },
} as const satisfies Omit<SimulatorOptions, 'seed' | 'startSec'>;

/** Geometric Brownian motion with jumps; options priced on a smile with a spread around the model price. The same seed makes the same market. */
export class SimulatedMarket {
  readonly description: string;
  readonly startSec: number;
  readonly #options: SimulatorOptions;
  readonly #random: Random;
  readonly #indexCents = ASSETS.map(({ startCents }) => startCents);
  /** By `underlying:day`. */
  readonly #strikes = new Map<string, Set<number>>();
  #timeSec: number;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
    this.startSec = options.startSec;
    this.#timeSec = options.startSec;
    this.description = `simulated BTC and ETH options, seed ${options.seed}`;
  }

  /** Goes on for ever, a step at a time. */
  *snapshots(): Iterable<SimulatedSnapshot> {
    for (let timeSec = this.#timeSec; ; timeSec += this.#options.stepSec) {
      yield this.at(timeSec);
    }
  }

  /** The market at a time that is not before the last one asked for. */
  at(timeSec: number): SimulatedSnapshot {
    const { stepSec } = this.#options;
    for (; this.#timeSec + stepSec <= timeSec; this.#timeSec += stepSec) {
      this.#indexCents.forEach((_, underlying) => this.#move(underlying));
    }
    return { timeSec, indexCents: [...this.#indexCents], quotes: this.#quotes(timeSec) };
  }

  /** A sudden move of an index. @param factor 0.95 is a fall by a twentieth */
  shock(underlying: number, factor: number): void {
    this.#indexCents[underlying] = Math.round(this.#indexCents[underlying] * factor);
  }

  #move(underlying: number): void {
    const { volatility, jumpsPerDay } = ASSETS[underlying];
    const years = this.#options.stepSec / YEAR_SEC;
    const jumps = this.#random.next() < (jumpsPerDay * this.#options.stepSec) / DAY_SEC;
    const shock =
      volatility * Math.sqrt(years) * this.#random.normal() +
      (jumps ? 0.01 * this.#random.normal() : 0);
    this.shock(underlying, Math.exp(shock));
  }

  #quotes(timeSec: number): SimulatedSnapshot['quotes'] {
    this.#list(timeSec);
    return [...this.#strikes].flatMap(([key, strikes]) => {
      const [underlying, day] = key.split(':').map(Number);
      if (expirySec(day) <= timeSec) return [];
      return [...strikes].flatMap((strikeCents) =>
        [false, true].map((put) => this.#quote({ underlying, day, strikeCents, put, timeSec })),
      );
    });
  }

  #list(timeSec: number): void {
    const { listing } = this.#options;
    for (const day of listedDays(timeSec, listing)) {
      const lifeSec = expirySec(day) - timeSec;
      this.#indexCents.forEach((indexCents, underlying) => {
        const key = `${underlying}:${day}`;
        const strikes = this.#strikes.get(key) ?? new Set();
        for (const each of strikesAround({ underlying, indexCents, lifeSec }, listing)) {
          strikes.add(each);
        }
        this.#strikes.set(key, strikes);
      });
    }
  }

  #quote(terms: {
    underlying: number;
    day: number;
    strikeCents: number;
    put: boolean;
    timeSec: number;
  }): SimulatedSnapshot['quotes'][number] {
    const { underlying, day, strikeCents, put, timeSec } = terms;
    const { volatility, skew, curvature } = ASSETS[underlying];
    const forward = this.#indexCents[underlying];
    const deviation = Math.sqrt(Math.max(expirySec(day) - timeSec, 60) / YEAR_SEC);
    const k = Math.log(strikeCents / forward);
    const x = Math.max(-4, Math.min(4, k / (volatility * deviation)));
    const v = volatility * (1 + skew * x + curvature * x * x) * deviation;
    const fair = forward * normalizedPrice({ k, v, put });
    const { tickCents } = UNDERLYINGS[underlying];
    const half = Math.max(tickCents, fair * 0.015);
    const bid = Math.floor((fair - half) / tickCents) * tickCents;
    return {
      instrument: instrumentName({ underlying, day, strikeCents, put }),
      bidCents: bid > 0 ? bid : null,
      askCents: Math.ceil((fair + half) / tickCents) * tickCents,
    };
  }
}
