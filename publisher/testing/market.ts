import type { ChainSnapshot } from '../fit/chain.ts';
import { ladder, NOW_SEC, quoteExpiry, snapshotOf, typicalSvi } from './synthetic.ts';

/** BTC options of two expiries, as a market at 63,000 USD quotes them, or one that is off by some share. */
export function marketAt(
  timeSec = NOW_SEC,
  { indexUsd = 63_000, volFactor = 1 }: { indexUsd?: number; volFactor?: number } = {},
): ChainSnapshot {
  const forwardUsd = indexUsd * 1.0005;
  const quotes = [3, 10].flatMap((days) => {
    const { a, b, ...shape } = typicalSvi(days);
    const svi = { ...shape, a: a * volFactor ** 2, b: b * volFactor ** 2 };
    const strikesUsd = ladder(54_000, 72_000, 1_000);
    return quoteExpiry({ svi, forwardUsd, days, strikesUsd, halfSpread: 0.0002 });
  });
  const kept = quotes.filter(({ expirySec }) => expirySec > timeSec);
  return snapshotOf(onTheHour(kept), { timeSec, indexUsd });
}

/** Synthetic expiries lie whole days after 09:00; the exchange's are at 08:00. */
function onTheHour(quotes: ChainSnapshot['quotes']): ChainSnapshot['quotes'] {
  return quotes.map((quote) => ({ ...quote, expirySec: quote.expirySec - 3_600 }));
}
