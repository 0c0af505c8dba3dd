/** Traders who sell as many options as their margin holds, so that they are liquidated when the index moves. */
import { parseInstrumentName } from '../../protocol/instrument.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import type { Quote, Role, Traders } from './traders.ts';
import { usd } from './traders.ts';

export interface Seller extends Role {
  readonly underlying: number;
  readonly sells: 'calls' | 'puts' | 'both';
}

/** About the initial margin of an option at the money, in shares of the index. */
const SHARE = 0.15;
const TRIES = 5;
/** An account with less is left alone, in USD. */
const LEAST_USD = 500;

/** One seller's turn: the dearest option of its kind, half as many until the exchange takes the order. */
export async function sellAll(
  { trader, underlying, sells }: Seller,
  at: { quotes: readonly Quote[]; indexCents: number; traders: Traders },
): Promise<void> {
  const [quote] = at.quotes
    .filter(({ instrument, bidCents }) => bidCents !== null && fits(instrument, underlying, sells))
    .toSorted((a, b) => b.bidCents! - a.bidCents!);
  if (quote === undefined) return;
  const { initialMargin } = await trader.client.margin();
  const freeUsd = Number(initialMargin ?? 0);
  if (freeUsd < LEAST_USD) return;
  const lot = UNDERLYINGS[underlying].lotE4;
  let lots = Math.floor((freeUsd / ((at.indexCents / 100) * SHARE)) * (10_000 / lot));
  for (let i = 0; i < TRIES && lots > 0; i++) {
    const filled = await at.traders.place(trader, {
      instrument: quote.instrument,
      side: 'sell',
      price: usd(quote.bidCents!),
      quantity: ((lots * lot) / 10_000).toFixed(4),
      timeInForce: 'IOC',
    });
    if (filled === 0) return;
    if (filled === null) lots = Math.floor(lots / 2);
  }
}

function fits(instrument: string, underlying: number, sells: Seller['sells']): boolean {
  const terms = parseInstrumentName(instrument)!;
  const kind = terms.put ? 'puts' : 'calls';
  return terms.underlying === underlying && (sells === 'both' || sells === kind);
}
