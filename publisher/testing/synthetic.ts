import { normalizedPrice } from '../fit/black76.ts';
import { type ChainSnapshot, type OptionQuote, YEAR_SEC } from '../fit/chain.ts';
import { type Svi, totalVariance } from '../fit/svi.ts';

/** 2026-06-08 09:00 UTC. */
export const NOW_SEC = 1_780_909_200;

export interface SyntheticExpiry {
  readonly svi: Svi;
  readonly forwardUsd: number;
  readonly days: number;
  readonly strikesUsd: readonly number[];
  /** Half the spread in coin. */
  readonly halfSpread: number;
  readonly noise?: () => number;
}

export function expiryAfter(days: number): number {
  return NOW_SEC + days * 86_400;
}

/** A slice as a market would quote it if volatilities were exactly those of the SVI. */
export function quoteExpiry(expiry: SyntheticExpiry): OptionQuote[] {
  const { svi, forwardUsd, halfSpread, noise = () => 0 } = expiry;
  return expiry.strikesUsd.flatMap((strikeUsd) =>
    [false, true].map((put) => {
      const k = Math.log(strikeUsd / forwardUsd);
      const fair = normalizedPrice({ k, v: Math.sqrt(totalVariance(svi, k)), put });
      const mid = fair + noise() * halfSpread;
      const bid = mid - halfSpread;
      const terms = { expirySec: expiryAfter(expiry.days), strikeUsd, put };
      return { ...terms, bid: bid > 0 ? bid : null, ask: mid + halfSpread };
    }),
  );
}

export function snapshotOf(
  quotes: readonly OptionQuote[],
  changes: Partial<ChainSnapshot> = {},
): ChainSnapshot {
  const indexUsd = 63_000;
  return { timeSec: NOW_SEC, underlying: 'BTC', indexUsd, quotedIn: 'coin', quotes, ...changes };
}

/** SVI of about 50 % at the money, with a skew, for this many days. */
export function typicalSvi(days: number): Svi {
  const variance = (0.5 * 0.5 * days * 86_400) / YEAR_SEC;
  const deviation = Math.sqrt(variance);
  const b = deviation * 0.25;
  const [rho, m, sigma] = [-0.2, 0.1 * deviation, 0.8 * deviation];
  return { a: variance - b * sigma * 1.05, b, rho, m, sigma };
}

export function ladder(low: number, high: number, step: number): number[] {
  return Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step);
}

/** Seeded numbers in [0, 1) (an xorshift): the same test every time. */
export function seeded(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
