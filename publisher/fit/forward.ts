import type { OptionQuote, Slice } from './chain.ts';
import { weightedMedian } from './robust.ts';

export interface Forward {
  readonly usd: number;
  /** Half the width of what the quotes leave open, USD. */
  readonly errorUsd: number;
  /** Strikes that told it. */
  readonly strikes: number;
}

interface Parity {
  readonly forwardUsd: number;
  readonly errorUsd: number;
}

/** Implied forwards further than this from the index are a wrong quote, not a basis. */
const MAX_BASIS = 0.5;
const REWEIGHTINGS = 8;

/**
 * Put-call parity: C − P = 1 − K/F in coin, C − P = F − K in USD. Each strike with both sides of both quotes gives a forward and a width;
 * a median weighted by width, then a mean in which strikes far from it by their own width lose weight.
 */
export function impliedForward(slice: Slice): Forward | null {
  const parities = readParities(slice);
  if (parities.length === 0) return null;
  const weight = ({ errorUsd }: Parity): number => 1 / (errorUsd * errorUsd);
  let usd = weightedMedian(
    parities.map((each) => ({ value: each.forwardUsd, weight: weight(each) })),
  );
  let total = 0;
  for (let i = 0; i < REWEIGHTINGS; i += 1) {
    total = 0;
    let sum = 0;
    for (const each of parities) {
      const distance = (each.forwardUsd - usd) / each.errorUsd;
      const share = weight(each) / (1 + distance * distance) ** 2;
      total += share;
      sum += share * each.forwardUsd;
    }
    usd = sum / total;
  }
  return { usd, errorUsd: 1 / Math.sqrt(total), strikes: parities.length };
}

function readParities(slice: Slice): Parity[] {
  const calls = new Map<number, OptionQuote>();
  for (const quote of slice.quotes) if (!quote.put) calls.set(quote.strikeUsd, quote);
  return slice.quotes.flatMap((put) => {
    const call = put.put ? calls.get(put.strikeUsd) : undefined;
    const parity = call === undefined ? null : readParity(slice, call, put);
    return parity === null ? [] : [parity];
  });
}

function readParity(slice: Slice, call: OptionQuote, put: OptionQuote): Parity | null {
  if (call.bid === null || call.ask === null || put.bid === null || put.ask === null) return null;
  const { strikeUsd } = call;
  const toForward = (difference: number): number =>
    slice.quotedIn === 'coin' ? strikeUsd / (1 - difference) : strikeUsd + difference;
  const low = toForward(call.bid - put.ask);
  const high = toForward(call.ask - put.bid);
  if (!(low > 0) || !(high > 0) || !Number.isFinite(high)) return null;
  const forwardUsd = toForward((call.bid + call.ask - put.bid - put.ask) / 2);
  const basis = Math.abs(forwardUsd / slice.indexUsd - 1);
  // Quotes without a width are taken to be good to a hundredth of a per mille.
  const errorUsd = Math.max(Math.abs(high - low) / 2, forwardUsd * 1e-5);
  return basis <= MAX_BASIS ? { forwardUsd, errorUsd } : null;
}
