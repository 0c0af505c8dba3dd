import { black76 } from './black76.ts';
import type { Market, Quote, Snapshot } from './market.ts';
import { Random } from './random.ts';
import { expirySec, instrumentName } from '../../protocol/instrument.ts';
import { DAY_SEC, UNDERLYINGS } from '../../protocol/params.ts';

const YEAR_SEC = 365 * DAY_SEC;

interface Asset {
  readonly startCents: number;
  /** Yearly volatility at the money. */
  readonly volatility: number;
  /** Slope and curvature of the smile in standardised log-moneyness. */
  readonly skew: number;
  readonly curvature: number;
  readonly jumpsPerDay: number;
  readonly strikeSpacingCents: number;
}

const ASSETS: readonly Asset[] = [
  {
    startCents: 6_200_000,
    volatility: 0.5,
    skew: -0.03,
    curvature: 0.02,
    jumpsPerDay: 2,
    strikeSpacingCents: 200_000,
  },
  {
    startCents: 180_000,
    volatility: 0.65,
    skew: -0.04,
    curvature: 0.025,
    jumpsPerDay: 3,
    strikeSpacingCents: 10_000,
  },
];

export interface SimulatorOptions {
  readonly seed: number;
  readonly startSec: number;
  /** Seconds between two snapshots. */
  readonly stepSec: number;
  readonly strikesPerSide: number;
  /** Days ahead, from the first 08:00 UTC at least an hour away. */
  readonly expiryDays: readonly number[];
}

/** Geometric Brownian motion with jumps; options priced on a smile with a spread around the model price. */
export class SimulatedMarket implements Market {
  readonly description: string;
  readonly startSec: number;
  readonly #options: SimulatorOptions;
  readonly #random: Random;
  readonly #indexCents = ASSETS.map(({ startCents }) => startCents);
  readonly #days: readonly number[];

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
    this.startSec = options.startSec;
    const firstDay = Math.ceil((options.startSec + 3600 - expirySec(0)) / DAY_SEC);
    this.#days = options.expiryDays.map((day) => firstDay + day);
    this.description = `simulated BTC and ETH options, seed ${options.seed}`;
  }

  *snapshots(): Iterable<Snapshot> {
    for (let timeSec = this.startSec; ; timeSec += this.#options.stepSec) {
      yield { timeSec, indexCents: [...this.#indexCents], quotes: this.#quotes(timeSec) };
      this.#indexCents.forEach((_, underlying) => this.#move(underlying));
    }
  }

  indexCents(underlying: number): number {
    return this.#indexCents[underlying];
  }

  settlementCents(underlying: number): number {
    return this.#indexCents[underlying];
  }

  #move(underlying: number): void {
    const { volatility, jumpsPerDay } = ASSETS[underlying];
    const years = this.#options.stepSec / YEAR_SEC;
    const jumps = this.#random.next() < (jumpsPerDay * this.#options.stepSec) / DAY_SEC;
    const shock =
      volatility * Math.sqrt(years) * this.#random.normal() +
      (jumps ? 0.01 * this.#random.normal() : 0);
    this.#indexCents[underlying] = Math.round(this.#indexCents[underlying] * Math.exp(shock));
  }

  #quotes(timeSec: number): Quote[] {
    const live = this.#days.filter((day) => expirySec(day) > timeSec + 60);
    return ASSETS.flatMap((asset, underlying) =>
      live.flatMap((day) =>
        this.#strikes(asset).flatMap((strikeCents) =>
          [false, true].map((put) => this.#quote({ underlying, day, strikeCents, put, timeSec })),
        ),
      ),
    );
  }

  /** Strikes stay where they were at the start, so that books keep their orders. */
  #strikes({ startCents, strikeSpacingCents }: Asset): number[] {
    const middle = Math.round(startCents / strikeSpacingCents);
    const { strikesPerSide } = this.#options;
    return Array.from(
      { length: 2 * strikesPerSide + 1 },
      (_, i) => (middle - strikesPerSide + i) * strikeSpacingCents,
    );
  }

  #quote(terms: {
    underlying: number;
    day: number;
    strikeCents: number;
    put: boolean;
    timeSec: number;
  }): Quote {
    const { underlying, day, strikeCents, put, timeSec } = terms;
    const asset = ASSETS[underlying];
    const forward = this.#indexCents[underlying];
    const years = Math.max(expirySec(day) - timeSec, 60) / YEAR_SEC;
    const moneyness = Math.log(strikeCents / forward) / (asset.volatility * Math.sqrt(years));
    const x = Math.max(-4, Math.min(4, moneyness));
    const volatility = asset.volatility * (1 + asset.skew * x + asset.curvature * x * x);
    const fair = black76({ forward, strike: strikeCents, years, volatility, put });
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
