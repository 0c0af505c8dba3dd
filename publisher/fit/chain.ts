/** What a market shows of one underlying at one instant. The fit sees nothing else: no marks, no greeks, no underlying price. */
export interface ChainSnapshot {
  readonly timeSec: number;
  /** `BTC` */
  readonly underlying: string;
  readonly indexUsd: number;
  /** Inverse options are quoted in coin per contract of one coin, USD = coin × forward; linear ones in USD. */
  readonly quotedIn: 'coin' | 'usd';
  readonly quotes: readonly OptionQuote[];
}

export interface OptionQuote {
  /** 08:00 UTC of the day it settles. */
  readonly expirySec: number;
  readonly strikeUsd: number;
  readonly put: boolean;
  /** Null where nobody bids or offers. */
  readonly bid: number | null;
  readonly ask: number | null;
}

/** The quotes of one expiry. */
export interface Slice {
  readonly expirySec: number;
  readonly tauYears: number;
  readonly indexUsd: number;
  readonly quotedIn: 'coin' | 'usd';
  readonly quotes: readonly OptionQuote[];
}

export const YEAR_SEC = 31_536_000;

/** By expiry, the nearest first. Quotes that make no sense (a strike that is not positive, a bid above its ask) are left out. */
export function sliceChain(snapshot: ChainSnapshot): Slice[] {
  const byExpiry = new Map<number, OptionQuote[]>();
  for (const quote of snapshot.quotes) {
    const sane = sanitize(quote);
    if (sane === null) continue;
    const quotes = byExpiry.get(sane.expirySec);
    if (quotes === undefined) byExpiry.set(sane.expirySec, [sane]);
    else quotes.push(sane);
  }
  const { timeSec, indexUsd, quotedIn } = snapshot;
  return [...byExpiry]
    .sort(([a], [b]) => a - b)
    .map(([expirySec, quotes]) => ({
      expirySec,
      tauYears: (expirySec - timeSec) / YEAR_SEC,
      indexUsd,
      quotedIn,
      quotes: quotes.sort((a, b) => a.strikeUsd - b.strikeUsd || Number(a.put) - Number(b.put)),
    }));
}

function sanitize(quote: OptionQuote): OptionQuote | null {
  const { strikeUsd, expirySec } = quote;
  if (!Number.isFinite(expirySec) || !Number.isFinite(strikeUsd) || strikeUsd <= 0) return null;
  const bid = positive(quote.bid);
  const ask = positive(quote.ask);
  if (bid === null && ask === null) return null;
  if (bid !== null && ask !== null && bid > ask) return null;
  return { ...quote, bid, ask };
}

/** A price of zero is nobody's. */
function positive(price: number | null): number | null {
  return price !== null && Number.isFinite(price) && price > 0 ? price : null;
}
