/** One way to L1, and how far it can be relied on at the moment. */
import {
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  ExecutionRevertedError,
  type Hex,
  http,
  type PublicClient,
  type Transport,
} from 'viem';

import type { AlarmCode } from '../alarms.ts';
import { messageOf } from '../errors.ts';
import type { BlockId } from '../store/store.ts';

export interface Head extends BlockId {
  /** Seconds. */
  readonly timeSec: number;
  /** Wei. */
  readonly baseFeePerGas: bigint;
}

export interface Fault {
  readonly code: Extract<
    AlarmCode,
    'endpointLags' | 'endpointDown' | 'endpointDisagrees' | 'endpointWrongChain'
  >;
  readonly words: string;
  readonly sinceMs: number;
}

export interface EndpointOptions {
  readonly index: number;
  readonly l1: string | Transport;
  /** Whether there are others, so that this one need not be waited for. */
  readonly isOneOfSeveral: boolean;
  /** How long one that failed is left alone the first time. */
  readonly restMs: number;
  /** An answer about its head that takes longer counts as none. */
  readonly lookMs: number;
}

const REST_MS_MOST = 300_000;

export class Endpoint {
  /** Says nothing of its address: that may hold a key. */
  readonly name: string;
  readonly client: PublicClient;
  readonly #options: EndpointOptions;
  head: Head | undefined;
  chainId: number | undefined;
  fault: Fault | undefined;
  /** Whether it reads as of a block's hash (EIP-1898); unknown until it was asked to. */
  bindsByHash: boolean | undefined;
  #restMs: number;
  #restUntilMs = 0;
  #looking: Promise<void> | undefined;

  constructor(options: EndpointOptions) {
    const { index, l1, isOneOfSeveral, restMs } = options;
    this.#options = options;
    this.#restMs = restMs;
    this.name = `endpoint ${index + 1}`;
    const patience = isOneOfSeveral
      ? { retryCount: 1, timeout: 8_000 }
      : { retryCount: 2, timeout: 20_000 };
    const transport =
      typeof l1 === 'string' ? http(l1, { batch: { batchSize: 64 }, ...patience }) : l1;
    this.client = createPublicClient({ transport, cacheTime: 0 });
  }

  isResting(): boolean {
    return Date.now() < this.#restUntilMs;
  }

  /** Asks for the newest block and, once, for the chain. Never throws: `head` is undefined where it failed. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    try {
      const { isOneOfSeveral, lookMs } = this.#options;
      const asked = Promise.all([this.client.getBlock({ blockTag: 'latest' }), this.#chain()]);
      const [block] = await (isOneOfSeveral ? within(lookMs, asked) : asked);
      this.head = headOf(block);
    } catch (error) {
      this.chainId = undefined;
      this.blame('endpointDown', `does not say what its head is: ${messageOf(error)}`);
    }
  }

  async #chain(): Promise<void> {
    this.chainId ??= await this.client.getChainId();
  }

  /** Its block of a number, or nothing where it has none. */
  async blockAt(number: number): Promise<Head | undefined> {
    try {
      return headOf(await this.client.getBlock({ blockNumber: BigInt(number) }));
    } catch (error) {
      if (error instanceof BaseError && error.name === 'BlockNotFoundError') return undefined;
      throw error;
    }
  }

  /** Leaves it alone for a while, longer each time. */
  blame(code: Fault['code'], words: string): void {
    this.suspect(code, words);
    this.head = undefined;
    this.#restUntilMs = Date.now() + this.#restMs;
    this.#restMs = Math.min(this.#restMs * 2, REST_MS_MOST);
  }

  /** Says what is wrong with it; it is asked again next time. */
  suspect(code: Fault['code'], words: string): void {
    const sinceMs = this.fault?.code === code ? this.fault.sinceMs : Date.now();
    this.fault = { code, words: `${this.name} ${words}`, sinceMs };
  }

  /** What a person should know of it: what passes at once, as between two heads, is left unsaid. */
  get lastingFault(): Fault | undefined {
    if (this.fault === undefined) return undefined;
    const isOld = Date.now() - this.fault.sinceMs >= this.#options.restMs;
    return this.isResting() || isOld || this.fault.code === 'endpointLags' ? this.fault : undefined;
  }

  trust(): void {
    this.fault = undefined;
    if (Date.now() - this.#restUntilMs > REST_MS_MOST) this.#restMs = this.#options.restMs;
  }
}

/** Whether a failed call is L1's own answer and not the endpoint's failure. */
export function isRevert(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  const revert = error.walk(
    (cause) =>
      cause instanceof ContractFunctionRevertedError || cause instanceof ExecutionRevertedError,
  );
  return revert !== null;
}

function headOf({
  number,
  hash,
  timestamp,
  baseFeePerGas,
}: {
  number: bigint;
  hash: Hex;
  timestamp: bigint;
  baseFeePerGas: bigint | null;
}): Head {
  return {
    number: Number(number),
    hash,
    timeSec: Number(timestamp),
    baseFeePerGas: baseFeePerGas ?? 0n,
  };
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
