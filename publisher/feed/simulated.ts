import { expirySec, parseInstrumentName } from '../../protocol/instrument.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import type { ChainSnapshot, OptionQuote } from '../fit/chain.ts';
import type { ChainFeed } from './feed.ts';

/** What a devnet's market shows at one instant: USD cents, every underlying at once. */
export interface SimulatedSnapshot {
  readonly timeSec: number;
  /** By underlying id; 0 where it is not known. */
  readonly indexCents: readonly number[];
  readonly quotes: readonly {
    /** `BTC-26JUN26-60000-C` */
    readonly instrument: string;
    readonly bidCents: number | null;
    readonly askCents: number | null;
  }[];
}

export interface SimulatedMarketSource {
  readonly description: string;
  snapshots(): Iterable<SimulatedSnapshot> | AsyncIterable<SimulatedSnapshot>;
}

/** The devnet's market as a feed: a chain for each underlying of each snapshot. */
export function simulatedFeed(source: SimulatedMarketSource): ChainFeed {
  return {
    description: source.description,
    async *chains() {
      for await (const snapshot of source.snapshots()) yield* toChains(snapshot);
    },
  };
}

/** Quotes in USD, one chain for each underlying that has any. */
export function toChains({ timeSec, indexCents, quotes }: SimulatedSnapshot): ChainSnapshot[] {
  const byUnderlying = UNDERLYINGS.map((): OptionQuote[] => []);
  for (const { instrument, bidCents, askCents } of quotes) {
    const terms = parseInstrumentName(instrument);
    if (terms === null) continue;
    byUnderlying[terms.underlying].push({
      expirySec: expirySec(terms.day),
      strikeUsd: terms.strikeCents / 100,
      put: terms.put,
      bid: bidCents === null ? null : bidCents / 100,
      ask: askCents === null ? null : askCents / 100,
    });
  }
  return UNDERLYINGS.flatMap(({ symbol }, id) => {
    const own = byUnderlying[id];
    const indexUsd = (indexCents[id] ?? 0) / 100;
    if (own.length === 0) return [];
    return [{ timeSec, underlying: symbol, indexUsd, quotedIn: 'usd' as const, quotes: own }];
  });
}
