/** L1 through one endpoint, or through several of which a quorum must give the same answer. */
import type {
  ContractFunctionArgs,
  ContractFunctionName,
  ContractFunctionReturnType,
  Hex,
  Transport,
} from 'viem';

import { messageOf, ProverError } from '../errors.ts';
import type { BlockId } from '../store/store.ts';
import { rollupAbi } from './abi.ts';
import { Endpoint, type Head, isRevert } from './endpoint.ts';
import { type Answer, newestAgreed, tally } from './quorum.ts';

export type { Deployment } from './deployment.ts';
export type { Head } from './endpoint.ts';

type ViewName = ContractFunctionName<typeof rollupAbi, 'view' | 'pure'>;
type ViewArgs<N extends ViewName> = ContractFunctionArgs<typeof rollupAbi, 'view' | 'pure', N>;
type ViewResult<N extends ViewName> = ContractFunctionReturnType<
  typeof rollupAbi,
  'view' | 'pure',
  N
>;

export interface L1Options {
  readonly l1: string | Transport | readonly (string | Transport)[];
  readonly rollup: Hex;
  /** How many endpoints must agree. Default: more than half. */
  readonly quorum?: number | undefined;
  /** How long an endpoint that failed is left alone the first time. */
  readonly restMs?: number;
  /** How long an endpoint has to say what its head is, where there are others. */
  readonly lookMs?: number;
}

/** Blocks that an endpoint may be behind without a word. */
const LAG_BLOCKS = 3;

export class L1 {
  readonly endpoints: readonly Endpoint[];
  readonly quorum: number;
  readonly rollup: Hex;
  /** Known once the head was read. */
  chainId: number | undefined;
  /** Those that have the head, in the order in which they are asked. */
  #usable: readonly Endpoint[] = [];

  constructor({ l1, rollup, quorum, restMs = 5_000, lookMs = 5_000 }: L1Options) {
    const list = isList(l1) ? l1 : [l1];
    const isOneOfSeveral = list.length > 1;
    this.endpoints = list.map(
      (each, index) => new Endpoint({ index, l1: each, isOneOfSeveral, restMs, lookMs }),
    );
    this.quorum = quorum ?? Math.floor(list.length / 2) + 1;
    this.rollup = rollup;
  }

  /** Endpoints that answers are taken from at the moment. */
  get usable(): readonly Endpoint[] {
    return this.#usable;
  }

  /** The newest block that a quorum has. Endpoints that do not have it are left out until the next head. */
  async head(): Promise<Head> {
    const doing = 'reading the head of L1';
    const looking = await this.#look();
    this.#checkChains(looking);
    const able = looking.filter(({ head, chainId }) => {
      return head !== undefined && chainId === (this.chainId ?? chainId);
    });
    const agreed = await newestAgreed({
      tips: able.map((asked) => ({ asked, head: asked.head! })),
      quorum: this.quorum,
      keyOf,
      blockAt: (endpoint, number) => endpoint.blockAt(number).catch(() => undefined),
    });
    if (agreed === undefined) throw this.#noHead(doing, able);
    this.#usable = agreed.agreeing;
    this.#judge(able, agreed.value);
    return agreed.value;
  }

  /** Hash of a block, or nothing where L1 has no such block. */
  async blockHash(number: number): Promise<Hex | undefined> {
    return this.ask(`reading L1 block ${number}`, async (endpoint) => {
      return (await endpoint.blockAt(number))?.hash;
    });
  }

  /** Time that the next block has at least: a quiet L1 makes no block until somebody sends. */
  async nextTimeSec(head: Head): Promise<number> {
    const pending = await this.each(({ client }) => client.getBlock({ blockTag: 'pending' }));
    // An endpoint that tells of a late hour would have us give up what is still in time.
    const times = pending.map(({ timestamp }) => Number(timestamp));
    return Math.max(head.timeSec, Math.min(...(times.length > 0 ? times : [0])));
  }

  /** A view of the rollup as of a block. */
  async read<N extends ViewName>(
    at: BlockId,
    functionName: N,
    args?: ViewArgs<N>,
  ): Promise<ViewResult<N>> {
    const doing = `reading ${functionName} at L1 block ${at.number}`;
    const request = { address: this.rollup, abi: rollupAbi, functionName, args };
    const view = this.bound(at, ({ client }, block) =>
      client.readContract({ ...request, ...block } as never),
    );
    return this.ask(doing, view) as Promise<ViewResult<N>>;
  }

  /** A read as of a block: of its hash where the endpoint can, so that no other block can answer. */
  bound<T>(
    at: BlockId,
    read: (endpoint: Endpoint, block: object) => Promise<T>,
  ): (endpoint: Endpoint) => Promise<T> {
    const byNumber = { blockNumber: BigInt(at.number) };
    return async (endpoint) => {
      if (endpoint.bindsByHash === false) return read(endpoint, byNumber);
      try {
        const result = await read(endpoint, { blockHash: at.hash });
        endpoint.bindsByHash = true;
        return result;
      } catch (error) {
        if (endpoint.bindsByHash === true || isRevert(error)) throw error;
        const result = await read(endpoint, byNumber);
        endpoint.bindsByHash = false;
        return result;
      }
    };
  }

  /**
   * The answer that a quorum gives. As many are asked as it takes, the others only where these differ or fail.
   * Answers are compared as JSON. Who is outvoted is left out for a while.
   */
  async ask<T>(doing: string, read: (endpoint: Endpoint) => Promise<T>): Promise<T> {
    const answers: Answer<Endpoint, () => T>[] = [];
    const faults: unknown[] = [];
    const waiting = [...this.#usable];
    for (;;) {
      const verdict = tally(answers, this.quorum);
      if (verdict !== undefined) {
        for (const endpoint of verdict.others) blameOutvoted(endpoint, doing);
        return verdict.value();
      }
      const asked = waiting.splice(0, Math.max(1, this.quorum - answers.length));
      if (asked.length === 0) throw this.#noAnswer(doing, { answers, faults });
      await Promise.all(
        asked.map(async (endpoint) => {
          const outcome = await answerOf(endpoint, read);
          if ('answer' in outcome) return answers.push(outcome.answer);
          this.#failed(endpoint, { doing, error: outcome.error });
          return faults.push(outcome.error);
        }),
      );
    }
  }

  /** The first answer that is not refused: for what proves itself, such as data with a known hash. */
  async first<T>(doing: string, read: (endpoint: Endpoint) => Promise<T>): Promise<T> {
    let fault: unknown;
    for (const endpoint of this.#usable) {
      try {
        return await read(endpoint);
      } catch (error) {
        fault ??= error;
      }
    }
    throw asRetry(doing, fault ?? new Error('no endpoint can be asked'));
  }

  /** What all answer that do answer. */
  async each<T>(read: (endpoint: Endpoint) => Promise<T>): Promise<T[]> {
    const outcomes = await Promise.allSettled(this.#usable.map(read));
    return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  }

  /**
   * Refuses what was read if L1 no longer has the block it was bound to: behind a load balancer one
   * question may be answered from another head than the next.
   */
  async confirm(at: BlockId): Promise<void> {
    if ((await this.blockHash(at.number)) === at.hash) return;
    throw new ProverError('reset', {
      doing: `reading L1 block ${at.number}`,
      message: 'the endpoint answers from another chain now',
    });
  }

  /** Looks at all that may be asked. One that failed is looked at beside the loop, unless the others are too few. */
  async #look(): Promise<readonly Endpoint[]> {
    const { endpoints, quorum } = this;
    const isWell = ({ head, fault }: Endpoint): boolean => head !== undefined || !fault;
    const well = endpoints.filter((endpoint) => !endpoint.isResting() && isWell(endpoint));
    const isEnough = well.length >= quorum;
    for (const endpoint of endpoints) {
      if (isEnough && !endpoint.isResting() && !isWell(endpoint)) void endpoint.look();
    }
    await Promise.all((isEnough ? well : endpoints).map((endpoint) => endpoint.look()));
    return isEnough ? well : endpoints;
  }

  #checkChains(endpoints: readonly Endpoint[]): void {
    const known = endpoints.flatMap((endpoint) => {
      const { chainId } = endpoint;
      return chainId === undefined
        ? []
        : [{ asked: endpoint, key: String(chainId), value: chainId }];
    });
    this.chainId ??= tally(known, this.quorum)?.value;
    for (const { asked, value } of known) {
      if (this.chainId === undefined || value === this.chainId) continue;
      asked.chainId = undefined;
      asked.blame('endpointWrongChain', `is of chain ${value} and not of ${this.chainId}`);
    }
  }

  /** Says what is wrong with those that do not have the head. */
  #judge(able: readonly Endpoint[], agreed: Head): void {
    for (const endpoint of able) {
      const behind = agreed.number - endpoint.head!.number;
      if (this.#usable.includes(endpoint)) endpoint.trust();
      else if (behind > LAG_BLOCKS) endpoint.suspect('endpointLags', `is ${behind} blocks behind`);
      else if (behind <= 0) {
        endpoint.suspect('endpointDisagrees', `has another block ${agreed.number} than the others`);
      }
    }
  }

  #failed(endpoint: Endpoint, { doing, error }: { doing: string; error: unknown }): void {
    if (this.endpoints.length === 1) return;
    endpoint.blame('endpointDown', `fails in ${doing}: ${messageOf(error)}`);
    this.#usable = this.#usable.filter((other) => other !== endpoint);
  }

  #noHead(doing: string, able: readonly Endpoint[]): ProverError {
    const [only] = this.endpoints;
    if (this.endpoints.length === 1)
      return asRetry(doing, new Error(only.fault?.words ?? 'no head'));
    const told = this.endpoints.map((endpoint) =>
      able.includes(endpoint)
        ? `${endpoint.name} has block ${endpoint.head?.number}`
        : (endpoint.fault?.words ?? `${endpoint.name} is left alone`),
    );
    return asRetry(doing, new Error(`no ${this.quorum} endpoints agree (${told.join('; ')})`));
  }

  #noAnswer(
    doing: string,
    {
      answers,
      faults,
    }: { answers: readonly Answer<Endpoint, unknown>[]; faults: readonly unknown[] },
  ): ProverError {
    const keys = new Set(answers.map(({ key }) => key));
    if (keys.size < 2) return asRetry(doing, faults[0] ?? new Error('too few endpoints answer'));
    const names = answers.map(({ asked }) => asked.name).join(' and ');
    for (const { asked } of answers) asked.blame('endpointDisagrees', `disagrees in ${doing}`);
    return asRetry(doing, new Error(`${names} disagree, and nothing is done until they do not`));
  }
}

async function answerOf<T>(
  endpoint: Endpoint,
  read: (endpoint: Endpoint) => Promise<T>,
): Promise<{ answer: Answer<Endpoint, () => T> } | { error: unknown }> {
  try {
    const value = await read(endpoint);
    return { answer: { asked: endpoint, key: jsonOf(value), value: () => value } };
  } catch (error) {
    if (!isRevert(error)) return { error };
    const rethrow = (): never => {
      throw error;
    };
    return { answer: { asked: endpoint, key: 'revert', value: rethrow } };
  }
}

function blameOutvoted(endpoint: Endpoint, doing: string): void {
  endpoint.blame('endpointDisagrees', `answers otherwise than the others in ${doing}`);
}

function asRetry(doing: string, cause: unknown): ProverError {
  if (cause instanceof ProverError) return cause;
  return new ProverError('retry', { doing, message: messageOf(cause), cause });
}

function jsonOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? `${part}n` : part,
  );
  return text ?? 'nothing';
}

function keyOf(head: Head): string {
  return jsonOf(head);
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
