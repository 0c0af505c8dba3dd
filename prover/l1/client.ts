/** L1 through one endpoint: the deployment's constants, and reads bound to a block. */
import {
  BaseError,
  type ContractFunctionArgs,
  type ContractFunctionName,
  ContractFunctionRevertedError,
  type ContractFunctionReturnType,
  createPublicClient,
  type Hex,
  http,
  type PublicClient,
  type Transport,
} from 'viem';

import { messageOf, ProverError } from '../errors.ts';
import type { BlockId } from '../store/store.ts';
import { rollupAbi } from './abi.ts';

export interface Head extends BlockId {
  /** Seconds. */
  readonly timeSec: number;
}

type ViewName = ContractFunctionName<typeof rollupAbi, 'view' | 'pure'>;
type ViewArgs<N extends ViewName> = ContractFunctionArgs<typeof rollupAbi, 'view' | 'pure', N>;
type ViewResult<N extends ViewName> = ContractFunctionReturnType<
  typeof rollupAbi,
  'view' | 'pure',
  N
>;

/** What the deployment fixed for ever. Times in seconds, amounts in wei. */
export interface Deployment {
  readonly chainId: number;
  readonly rollup: Hex;
  readonly inbox: Hex;
  readonly bridge: Hex;
  readonly verifier: Hex;
  readonly genesisHash: Hex;
  readonly genesisClaim: Hex;
  readonly genesisRoot: Hex;
  readonly periodSec: number;
  readonly budgetSec: number;
  readonly graceSec: number;
  readonly payoutDelaySec: number;
  readonly rounds: number;
  readonly arityLog2: number;
  readonly bond: bigint;
}

export class L1 {
  readonly client: PublicClient;
  readonly transport: Transport;
  readonly rollup: Hex;

  constructor({ l1, rollup }: { l1: string | Transport; rollup: Hex }) {
    this.transport =
      typeof l1 === 'string'
        ? http(l1, { batch: { batchSize: 64 }, retryCount: 2, timeout: 20_000 })
        : l1;
    this.client = createPublicClient({ transport: this.transport, cacheTime: 0 });
    this.rollup = rollup;
  }

  async head(): Promise<Head> {
    return this.attempt('reading the head of L1', async () => {
      const { number, hash, timestamp } = await this.client.getBlock({ blockTag: 'latest' });
      return { number: Number(number), hash, timeSec: Number(timestamp) };
    });
  }

  /** Hash of a block, or nothing where the endpoint has no such block. */
  async blockHash(number: number): Promise<Hex | undefined> {
    return this.attempt(`reading L1 block ${number}`, async () => {
      try {
        return (await this.client.getBlock({ blockNumber: BigInt(number) })).hash;
      } catch (error) {
        if (error instanceof BaseError && error.name === 'BlockNotFoundError') return undefined;
        throw error;
      }
    });
  }

  /** Time that the next block has at least: a quiet L1 makes no block until somebody sends. */
  async nextTimeSec(head: Head): Promise<number> {
    try {
      const { timestamp } = await this.client.getBlock({ blockTag: 'pending' });
      return Math.max(head.timeSec, Number(timestamp));
    } catch {
      return head.timeSec;
    }
  }

  /** A view of the rollup as of a block. */
  async read<N extends ViewName>(
    at: BlockId,
    functionName: N,
    args?: ViewArgs<N>,
  ): Promise<ViewResult<N>> {
    return this.attempt(`reading ${functionName} at L1 block ${at.number}`, () =>
      this.client.readContract({
        address: this.rollup,
        abi: rollupAbi,
        functionName,
        args,
        blockNumber: BigInt(at.number),
      } as never),
    ) as Promise<ViewResult<N>>;
  }

  /** Runs a read, and says of its failure whether it may pass. */
  async attempt<T>(doing: string, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof ProverError) throw error;
      throw new ProverError('retry', { doing, message: messageOf(error), cause: error });
    }
  }

  /**
   * Refuses what was read if the endpoint no longer has the block it was bound to: behind a load balancer one
   * question may be answered from another head than the next.
   */
  async confirm(at: BlockId): Promise<void> {
    if ((await this.blockHash(at.number)) === at.hash) return;
    throw new ProverError('reset', {
      doing: `reading L1 block ${at.number}`,
      message: 'the endpoint answers from another chain now',
    });
  }

  async deployment(): Promise<Deployment> {
    const at = await this.head();
    const code = await this.attempt('reading the code of the rollup', () =>
      this.client.getCode({ address: this.rollup }),
    );
    if (code === undefined || code === '0x') {
      throw new ProverError('fatal', {
        doing: 'reading the rollup',
        message: `there is no contract at ${this.rollup}`,
      });
    }
    const read = <N extends ViewName>(name: N) => this.read(at, name);
    const chainId = await this.attempt('reading the chain id', () => this.client.getChainId());
    const [inbox, bridge, verifier, genesisHash, genesisClaim] = await Promise.all([
      read('INBOX'),
      read('BRIDGE'),
      read('verifier'),
      read('GENESIS_HASH'),
      read('GENESIS_CLAIM'),
    ]);
    const [period, budget, grace, payoutDelay, rounds, arityLog2, bond, genesis] =
      await Promise.all([
        read('CHALLENGE_PERIOD'),
        read('CENSORSHIP_BUDGET'),
        read('GRACE'),
        read('PAYOUT_DELAY'),
        read('ROUNDS'),
        read('ARITY_LOG2'),
        read('BOND'),
        this.read(at, 'claimOf', [genesisClaim]),
      ]);
    return {
      chainId,
      rollup: this.rollup,
      inbox,
      bridge,
      verifier,
      genesisHash,
      genesisClaim,
      genesisRoot: genesis.root,
      periodSec: Number(period),
      budgetSec: Number(budget),
      graceSec: Number(grace),
      payoutDelaySec: Number(payoutDelay),
      rounds,
      arityLog2,
      bond,
    };
  }
}

/** Name of the contract's error where a call was reverted, otherwise nothing. */
export function revertName(error: unknown): string | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (!(revert instanceof ContractFunctionRevertedError)) return undefined;
  return revert.data?.errorName ?? revert.reason ?? 'unknown';
}
