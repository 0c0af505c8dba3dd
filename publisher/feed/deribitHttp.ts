import { FeedError } from './feed.ts';

/** Deribit's public REST API, v2: no account and no key. */
export interface HttpOptions {
  readonly url?: string;
  readonly timeoutMs?: number;
  /** Further attempts after one that failed, with pauses that double. */
  readonly retries?: number;
  readonly fetch?: typeof globalThis.fetch;
  readonly sleep?: (ms: number) => Promise<void>;
}

const URL_V2 = 'https://www.deribit.com/api/v2';
const TIMEOUT_MS = 5000;
const RETRIES = 3;
const FIRST_PAUSE_MS = 250;
const TOO_MANY_REQUESTS = 10_028;

export async function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The result of a public method. @throws FeedError: `retry` after the last attempt, `fatal` at once */
export async function callDeribit(path: string, options: HttpOptions): Promise<unknown> {
  const { url = URL_V2, retries = RETRIES, sleep = pause } = options;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await callOnce(`${url}/public/${path}`, options);
    } catch (error) {
      const isFinal = !(error instanceof FeedError) || error.kind === 'fatal';
      if (isFinal || attempt >= retries) throw error;
      await sleep(FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}

async function callOnce(url: string, options: HttpOptions): Promise<unknown> {
  const { status, body } = await request(url, options);
  const error = readField(body, 'error');
  const code = readField(error, 'code');
  const passes = status >= 500 || status === 429 || code === TOO_MANY_REQUESTS;
  const kind = passes ? 'retry' : 'fatal';
  if (error !== undefined) {
    const message = String(readField(error, 'message'));
    throw new FeedError(`${url}: error ${String(code)}, ${message}`, kind);
  }
  if (status !== 200) throw new FeedError(`${url}: status ${status}`, kind);
  const result = readField(body, 'result');
  if (result === undefined) throw new FeedError(`${url}: an answer without a result`, 'fatal');
  return result;
}

async function request(
  url: string,
  { fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS }: HttpOptions,
): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, body: parseJson(await response.text()) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FeedError(`${url}: ${reason}`, 'retry', { cause: error });
  }
}

/** A gateway's error page is no JSON: its status says enough. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function readField(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[field]
    : undefined;
}
