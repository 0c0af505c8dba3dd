import { describe, expect, test } from 'vitest';

import { deribitFeed, readChain } from './deribit.ts';
import type { ChainSnapshot } from '../fit/chain.ts';
import { FeedError } from './feed.ts';

/** In the shape that the exchange documents; the figures are made up. */
function summary(instrument: string, prices: { bid?: number | null; ask?: number | null }) {
  return {
    instrument_name: instrument,
    base_currency: 'BTC',
    quote_currency: 'BTC',
    bid_price: prices.bid ?? null,
    ask_price: prices.ask ?? null,
    mid_price: null,
    mark_price: 0.0123,
    mark_iv: 51.2,
    underlying_price: 61_234.5,
    underlying_index: 'BTC-26JUN26',
    open_interest: 12.5,
    volume: 3,
    volume_usd: 2200.5,
    interest_rate: 0,
    creation_timestamp: 1_780_909_200_500,
  };
}

const books = [
  summary('BTC-26JUN26-60000-C', { bid: 0.031, ask: 0.032 }),
  summary('BTC-26JUN26-60000-P', { ask: 0.02 }),
  summary('BTC_USDC-26JUN26-60000-P', { bid: 1, ask: 2 }),
];

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly text?: string;
}

/** Answers each method from a list, the last one for ever. */
function exchange(answers: { index?: (Answer | Error)[]; books?: (Answer | Error)[] } = {}) {
  const good = (result: unknown): Answer => ({ body: { jsonrpc: '2.0', result, testnet: false } });
  const queues = {
    index: answers.index ?? [good({ index_price: 61_200.25, estimated_delivery_price: 61_200.25 })],
    books: answers.books ?? [good(books)],
  };
  const urls: string[] = [];
  const pauses: number[] = [];
  const fetch = async (input: string | URL | Request): Promise<Response> => {
    urls.push(input as string);
    const queue = (input as string).includes('get_index_price') ? queues.index : queues.books;
    const answer = queue.length > 1 ? queue.shift()! : queue[0];
    if (answer instanceof Error) throw answer;
    const text = answer.text ?? JSON.stringify(answer.body);
    return await Promise.resolve(new Response(text, { status: answer.status ?? 200 }));
  };
  const sleep = async (ms: number): Promise<void> => {
    pauses.push(ms);
    await Promise.resolve();
  };
  return { options: { fetch, sleep, nowMs: () => 5000 }, urls, pauses };
}

describe('readChain', () => {
  test('parses index and book summaries', async () => {
    const { options, urls } = exchange();
    expect(await readChain('BTC', options)).toEqual({
      timeSec: 1_780_909_200.5,
      underlying: 'BTC',
      indexUsd: 61_200.25,
      quotedIn: 'coin',
      quotes: [
        { expirySec: 1_782_460_800, strikeUsd: 60_000, put: false, bid: 0.031, ask: 0.032 },
        { expirySec: 1_782_460_800, strikeUsd: 60_000, put: true, bid: null, ask: 0.02 },
      ],
    });
    expect(urls).toEqual([
      'https://www.deribit.com/api/v2/public/get_index_price?index_name=btc_usd',
      'https://www.deribit.com/api/v2/public/get_book_summary_by_currency?currency=BTC&kind=option',
    ]);
  });

  test('tries again with growing pauses, after network errors, 5xx and too many requests', async () => {
    const tooMany = {
      status: 400,
      body: { error: { code: 10_028, message: 'too_many_requests' } },
    };
    const gateway = { status: 502, text: '<html>Bad gateway</html>' };
    const good = { body: { result: { index_price: 1 } } };
    const { options, pauses } = exchange({
      index: [new TypeError('refused'), tooMany, gateway, good],
    });
    expect((await readChain('BTC', options)).indexUsd).toBe(1);
    expect(pauses).toEqual([250, 500, 1000]);
  });

  test('gives up after the retries, and says why', async () => {
    const { options } = exchange({ books: [{ status: 503, text: '' }] });
    const reading = readChain('BTC', { ...options, retries: 1 });
    await expect(reading).rejects.toMatchObject({ kind: 'retry', message: /status 503/ });
  });

  test('a silent exchange is a timeout', async () => {
    const fetch = async (_: unknown, init?: RequestInit): Promise<Response> =>
      new Promise((_resolve, reject) => {
        init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason as Error));
      });
    const { options } = exchange();
    const reading = readChain('BTC', { ...options, fetch, timeoutMs: 5, retries: 0 });
    await expect(reading).rejects.toThrow(/timeout/);
  });

  test.each([
    [
      'an error of the exchange',
      { index: [{ body: { error: { code: 11_050, message: 'bad_request' } } }] },
      /error 11050, bad_request/,
    ],
    ['no result', { index: [{ body: {} }] }, /without a result/],
    ['no index', { index: [{ body: { result: {} } }] }, /no index_price for BTC/],
    ['no list', { books: [{ body: { result: 'x' } }] }, /gave no list/],
    [
      'another currency',
      { books: [{ body: { result: [summary('SOL-26JUN26-60-C', { bid: 1 })] } }] },
      /no option of BTC/,
    ],
  ])('%s is fatal', async (_, answers, message) => {
    const reading = readChain('BTC', exchange(answers).options);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ kind: 'fatal' });
  });
});

describe('deribitFeed', () => {
  test('goes on after a reading that failed', async () => {
    const errors: FeedError[] = [];
    const { options } = exchange({
      books: [{ status: 503, text: '' }, { body: { result: books } }],
    });
    const onError = (error: FeedError): void => void errors.push(error);
    const feed = deribitFeed({ ...options, retries: 0, currencies: ['BTC'], onError });
    const chains: ChainSnapshot[] = [];
    for await (const chain of feed.chains()) {
      chains.push(chain);
      if (chains.length === 2) break;
    }
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(FeedError);
    expect(chains.map(({ underlying }) => underlying)).toEqual(['BTC', 'BTC']);
  });
});
