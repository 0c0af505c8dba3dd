/** The simulated market on a devnet: publishers watch it and print, and its clock is L1's. */
import { decodeTerms, expirySec, instrumentName } from '../../protocol/instrument.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import { type SimulatedSnapshot, toChains } from '../../publisher/feed/simulated.ts';
import type { Expiry } from '../../publisher/node/peer.ts';
import type { SimulatedMarket } from '../market/simulator.ts';
import type { Devnet } from './devnet.ts';
import { until } from './until.ts';
import type { Quote } from './traders.ts';

/** Seconds of L1. Prints may be 120 s apart and surfaces 900 s. */
const INDEX_EVERY_SEC = 5;
const SURFACES_EVERY_SEC = 120;
const HOP_SEC = 60;
const WAIT_MS = 500;

export interface StageOptions {
  readonly devnet: Devnet;
  readonly market: SimulatedMarket;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** What else has to be over before L1's clock may jump. */
  readonly isQuiet: () => boolean;
}

export class Stage {
  snapshot: SimulatedSnapshot = { timeSec: 0, indexCents: [], quotes: [] };
  readonly #options: StageOptions;
  readonly #listed = new Set<string>();
  readonly #days = new Set<number>();
  /** When the surface of an expiry was printed last, by `underlying:day`. */
  readonly #surfaceSec = new Map<string, number>();
  #instruments = 0;
  #indexSec = -Infinity;

  constructor(options: StageOptions) {
    this.#options = options;
  }

  /** Days with listed options. */
  get days(): readonly number[] {
    return [...this.#days].sort((a, b) => a - b);
  }

  /** Shows the market as it is now to the publishers, who print what is due. */
  async look(): Promise<void> {
    const { devnet, market } = this.#options;
    const timeSec = await devnet.l1.timeSec();
    this.snapshot = market.at(timeSec);
    devnet.oracle.setTime(timeSec);
    for (const chain of toChains(this.snapshot)) devnet.oracle.see(chain);
    if (timeSec - this.#indexSec >= INDEX_EVERY_SEC) {
      this.#indexSec = timeSec;
      await this.#printIndex();
    }
    this.#readListed();
    await this.#printSurfaces(timeSec);
  }

  /** Quotes of listed options of the nearest expiries that live long enough to be traded. */
  quotes(expiries: number): readonly Quote[] {
    const { timeSec, quotes } = this.snapshot;
    const near = this.days.filter((day) => expirySec(day) > timeSec + 60).slice(0, expiries);
    return quotes.filter(
      ({ instrument, bidCents, askCents }) =>
        this.#listed.has(instrument) &&
        bidCents !== null &&
        askCents !== null &&
        near.some((day) => instrument.includes(`-${dateOf(day)}-`)),
    );
  }

  /** Moves L1's clock on, once nothing is at stake meanwhile. The market goes on while it waits. */
  async jump(timeSec: number): Promise<void> {
    const { devnet, signal, isQuiet } = this.#options;
    await until(
      'disputes to end',
      async () => {
        if (isQuiet() || signal.aborted) return true;
        await this.look();
        return undefined;
      },
      { everyMs: WAIT_MS, timeoutMs: 120_000 },
    );
    await devnet.quiet(signal);
    if (signal.aborted) return;
    await devnet.l1.moveTo(timeSec);
    await this.look();
  }

  /** Moves L1's clock on by less than prints may be apart at a time. */
  async pass(seconds: number): Promise<void> {
    const { devnet, signal } = this.#options;
    const end = (await devnet.l1.timeSec()) + seconds;
    for (let now = end - seconds; now < end && !signal.aborted; ) {
      now = Math.min(now + HOP_SEC, end);
      await this.jump(now);
    }
  }

  async #printIndex(): Promise<void> {
    const { devnet, say } = this.#options;
    for (const [underlying, { symbol }] of UNDERLYINGS.entries()) {
      await devnet.reference.follow(underlying, this.snapshot.indexCents[underlying]);
      const refusal = await devnet.oracle.printIndex(underlying);
      if (refusal !== null) say(`No index print of ${symbol}: ${refusal}.`);
    }
  }

  async #printSurfaces(timeSec: number): Promise<void> {
    for (const day of this.#days) {
      if (expirySec(day) <= timeSec) continue;
      for (const underlying of UNDERLYINGS.keys()) {
        const last = this.#surfaceSec.get(`${underlying}:${day}`) ?? -Infinity;
        if (timeSec - last >= SURFACES_EVERY_SEC)
          await this.#printSurface({ underlying, day }, timeSec);
      }
    }
  }

  async #printSurface(expiry: Expiry, timeSec: number): Promise<void> {
    const { devnet, say } = this.#options;
    const name = `${UNDERLYINGS[expiry.underlying].symbol} ${dateOf(expiry.day)}`;
    this.#surfaceSec.set(`${expiry.underlying}:${expiry.day}`, timeSec);
    const refusal = await devnet.oracle.printSurface(expiry);
    if (refusal !== null) say(`No surface of ${name}: ${refusal}.`);
  }

  #readListed(): void {
    const { globals, instruments } = this.#options.devnet.state;
    while (this.#instruments < globals.instrumentCount()) {
      this.#instruments += 1;
      const terms = decodeTerms(instruments.code(this.#instruments));
      this.#listed.add(instrumentName(terms));
      this.#days.add(terms.day);
    }
  }
}

/** `26JUN26` */
function dateOf(day: number): string {
  return instrumentName({ underlying: 0, day, strikeCents: 100, put: false }).split('-')[1];
}
