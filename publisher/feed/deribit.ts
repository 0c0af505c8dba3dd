import { expirySec, parseInstrumentName } from '../../protocol/instrument.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import type { ChainSnapshot, OptionQuote } from '../fit/chain.ts';
import { type HttpOptions, callDeribit, pause, readField } from './deribitHttp.ts';
import { type ChainFeed, FeedError } from './feed.ts';

export interface DeribitOptions extends HttpOptions {
  /** `BTC`; all underlyings by default. */
  readonly currencies?: readonly string[];
  readonly pollMs?: number;
  readonly nowMs?: () => number;
  /** Told of a reading that failed; the feed goes on. */
  readonly onError?: (error: FeedError) => void;
}

const POLL_MS = 10_000;

/** Polls book summaries and index prices for as long as it is read. */
export function deribitFeed(options: DeribitOptions = {}): ChainFeed {
  const { currencies = UNDERLYINGS.map(({ symbol }) => symbol), pollMs = POLL_MS } = options;
  const { sleep = pause } = options;
  return {
    description: `${currencies.join(' and ')} options of Deribit`,
    isLive: true,
    async *chains() {
      for (;;) {
        for (const currency of currencies) {
          const chain = await readOrTell(currency, options);
          if (chain !== null) yield chain;
        }
        await sleep(pollMs);
      }
    },
  };
}

async function readOrTell(
  currency: string,
  options: DeribitOptions,
): Promise<ChainSnapshot | null> {
  try {
    return await readChain(currency, options);
  } catch (error) {
    if (!(error instanceof FeedError) || error.kind === 'fatal') throw error;
    options.onError?.(error);
    return null;
  }
}

/** One chain, as of now. @throws FeedError: `retry` when the network or the exchange failed, `fatal` on an answer of another shape */
export async function readChain(
  currency: string,
  options: DeribitOptions = {},
): Promise<ChainSnapshot> {
  const index = `get_index_price?index_name=${currency.toLowerCase()}_usd`;
  const books = `get_book_summary_by_currency?currency=${currency}&kind=option`;
  const [indexResult, bookResult] = await Promise.all([
    callDeribit(index, options),
    callDeribit(books, options),
  ]);
  return parseChain({ currency, indexResult, bookResult, nowMs: (options.nowMs ?? Date.now)() });
}

/** Prices in these summaries are in coin. Options of other settlement currencies or unknown names are left out. */
export function parseChain(answer: {
  readonly currency: string;
  readonly indexResult: unknown;
  readonly bookResult: unknown;
  readonly nowMs: number;
}): ChainSnapshot {
  const { currency, indexResult, bookResult, nowMs } = answer;
  const indexUsd = readField(indexResult, 'index_price');
  if (typeof indexUsd !== 'number' || !(indexUsd > 0)) {
    throw new FeedError(`Deribit: get_index_price has no index_price for ${currency}`, 'fatal');
  }
  if (!Array.isArray(bookResult)) {
    throw new FeedError(
      `Deribit: get_book_summary_by_currency gave no list for ${currency}`,
      'fatal',
    );
  }
  const quotes = bookResult.flatMap((summary: unknown) => parseSummary(currency, summary));
  if (quotes.length === 0 && bookResult.length > 0) {
    throw new FeedError(`Deribit: no option of ${currency} among ${bookResult.length}`, 'fatal');
  }
  const made = bookResult.map((summary) => readField(summary, 'creation_timestamp'));
  const madeMs = made.filter((each) => typeof each === 'number').sort((a, b) => b - a)[0];
  return {
    timeSec: (madeMs ?? nowMs) / 1000,
    underlying: currency,
    indexUsd,
    quotedIn: 'coin',
    quotes,
  };
}

function parseSummary(currency: string, summary: unknown): OptionQuote[] {
  const name = readField(summary, 'instrument_name');
  const terms = typeof name === 'string' ? parseInstrumentName(name) : null;
  if (terms === null || UNDERLYINGS[terms.underlying].symbol !== currency) return [];
  const price = (field: string): number | null => {
    const value = readField(summary, field);
    return typeof value === 'number' && value > 0 ? value : null;
  };
  return [
    {
      expirySec: expirySec(terms.day),
      strikeUsd: terms.strikeCents / 100,
      put: terms.put,
      bid: price('bid_price'),
      ask: price('ask_price'),
    },
  ];
}
