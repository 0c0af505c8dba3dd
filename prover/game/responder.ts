/** Sends moves: one account, its nonces and its fees. A move that somebody else has made is not an error. */
import {
  type Abi,
  BaseError,
  decodeErrorResult,
  encodeFunctionData,
  type Hex,
  type TransactionReceipt,
} from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';

import { messageOf, ProverError } from '../errors.ts';
import { rollupAbi } from '../l1/abi.ts';
import type { Deployment, Head, L1 } from '../l1/client.ts';
import type { ContestMove } from './game.ts';
import { moveKey } from './game.ts';
import type { Call } from './trace.ts';

export interface SentMove {
  readonly move: ContestMove;
  readonly hash: Hex;
  readonly receipt: TransactionReceipt;
}

export interface ResponderEvents {
  mined(sent: SentMove): void;
  /** Refused before it was sent: mostly because another has made the move. */
  refused(move: ContestMove, reason: string): void;
  /** More wei are needed than the account holds. */
  poor(move: ContestMove, missing: bigint): void;
}

interface Flight {
  readonly move: ContestMove;
  readonly nonce: number;
  readonly to: Hex;
  readonly data: Hex;
  readonly value: bigint;
  readonly gas: bigint;
  /** All that were sent with this nonce; any of them may be mined. */
  readonly hashes: Hex[];
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
  sentAtMs: number;
}

/** Calls are named at run time, so their types are not those of the literal. */
const ABI: Abi = rollupAbi;

/** L1 caps a transaction at 2^24 gas (EIP-7825). */
const MAX_GAS = 2n ** 24n;
/** Waiting in the pool for so long, a move is sent again with higher fees. */
const PATIENCE_MS = 30_000;
/** A mined move that is still decided on after so long is tried again; so is one that L1 refused or we cannot pay. */
const MINED_REST_MS = 15_000;
const REFUSED_REST_MS = 2_000;

export class Responder {
  readonly account: PrivateKeyAccount;
  readonly #l1: L1;
  readonly #deployment: Deployment;
  readonly #events: ResponderEvents;
  readonly #flights = new Map<string, Flight>();
  readonly #restUntilMs = new Map<string, number>();
  #nonce = 0;

  constructor(options: { l1: L1; deployment: Deployment; key: Hex; events: ResponderEvents }) {
    this.account = privateKeyToAccount(options.key);
    this.#l1 = options.l1;
    this.#deployment = options.deployment;
    this.#events = options.events;
  }

  get inFlight(): number {
    return this.#flights.size;
  }

  /** Whether a move should be sent: not under way, and not tried a moment ago. */
  isFree(move: ContestMove): boolean {
    const key = moveKey(move);
    return !this.#flights.has(key) && (this.#restUntilMs.get(key) ?? 0) <= Date.now();
  }

  /** After a reorganisation everything may have to be sent again, by the nonces that L1 has then. */
  reset(): void {
    this.#flights.clear();
    this.#restUntilMs.clear();
  }

  /** @returns whether it was sent */
  async send(move: ContestMove, { call, head }: { call: Call; head: Head }): Promise<boolean> {
    const doing = `sending ${move.type} for batch ${move.number}`;
    const value = await this.#bond(move, { call, head });
    const data = encodeFunctionData({
      abi: ABI,
      functionName: call.functionName,
      args: call.args,
    });
    // Nodes refuse to estimate what the sender cannot pay, without a reason that could be told from a fault.
    const balance = await this.balance();
    if (balance < value) return this.#poor(move, value - balance);
    const gas = await this.#estimate(move, { data, value });
    if (gas === undefined) return false;
    const fees = await this.#fees(doing);
    const needed = value + gas * fees.maxFeePerGas;
    if (balance < needed) return this.#poor(move, needed - balance);
    await this.#syncNonce(doing);
    const flight: Flight = {
      ...fees,
      move,
      nonce: this.#nonce,
      to: this.#deployment.rollup,
      data,
      value,
      gas,
      hashes: [],
      sentAtMs: Date.now(),
    };
    // A node that makes a block for each transaction says of one that lost a race that it reverts.
    const reason = await this.#broadcast(flight, doing).then(() => undefined, reasonOrThrow);
    if (reason !== undefined) {
      this.#rest(move, REFUSED_REST_MS);
      this.#events.refused(move, reason);
      return false;
    }
    this.#nonce += 1;
    this.#flights.set(moveKey(move), flight);
    return true;
  }

  /** Looks after what is under way: takes in what was mined, sends again what the pool keeps. */
  async tend(): Promise<number> {
    let mined = 0;
    for (const [key, flight] of this.#flights) {
      const receipt = await this.#receiptOf(flight);
      if (receipt !== undefined) {
        this.#flights.delete(key);
        this.#rest(flight.move, MINED_REST_MS);
        mined += 1;
        this.#events.mined({ move: flight.move, hash: receipt.transactionHash, receipt });
      } else if (Date.now() - flight.sentAtMs > PATIENCE_MS) {
        await this.#replace(key, flight);
      }
    }
    return mined;
  }

  async balance(): Promise<bigint> {
    return this.#l1.attempt('reading the balance', () =>
      this.#l1.client.getBalance({ address: this.account.address }),
    );
  }

  #poor(move: ContestMove, missing: bigint): false {
    this.#rest(move, REFUSED_REST_MS);
    this.#events.poor(move, missing);
    return false;
  }

  async #bond(move: ContestMove, { call, head }: { call: Call; head: Head }): Promise<bigint> {
    const { address } = this.account;
    if (move.type === 'enter') {
      return this.#l1.read(head, 'bondToEnter', [move.parent, move.root, address]);
    }
    if (move.type === 'claim') return this.#l1.read(head, 'bondToClaim', [move.parent, address]);
    return call.bond === undefined ? 0n : this.#deployment.bond;
  }

  /** Nothing where L1 would refuse the move. */
  async #estimate(
    move: ContestMove,
    { data, value }: { data: Hex; value: bigint },
  ): Promise<bigint | undefined> {
    const request = { account: this.account.address, to: this.#deployment.rollup, data, value };
    try {
      const gas = await this.#l1.client.estimateGas({
        ...request,
        gas: MAX_GAS,
        blockTag: 'pending',
      } as never);
      const roomy = gas + gas / 5n + 20_000n;
      return roomy < MAX_GAS ? roomy : MAX_GAS;
    } catch (error) {
      const reason = revertReason(error);
      if (reason === undefined) {
        const doing = `estimating ${move.type} for batch ${move.number}`;
        throw new ProverError('retry', { doing, message: messageOf(error), cause: error });
      }
      this.#rest(move, REFUSED_REST_MS);
      this.#events.refused(move, reason);
      return undefined;
    }
  }

  async #fees(doing: string): Promise<{ maxFeePerGas: bigint; maxPriorityFeePerGas: bigint }> {
    return this.#l1.attempt(doing, async () => {
      const block = await this.#l1.client.getBlock({ blockTag: 'latest' });
      const tip = await this.#l1.client.estimateMaxPriorityFeePerGas().catch(() => 10n ** 9n);
      const base = block.baseFeePerGas ?? 0n;
      return { maxFeePerGas: base * 2n + tip, maxPriorityFeePerGas: tip };
    });
  }

  async #syncNonce(doing: string): Promise<void> {
    const { address } = this.account;
    const pending = await this.#l1.attempt(doing, () =>
      this.#l1.client.getTransactionCount({ address, blockTag: 'pending' }),
    );
    this.#nonce = this.#flights.size === 0 ? pending : Math.max(pending, this.#nonce);
  }

  async #broadcast(flight: Flight, doing: string): Promise<void> {
    const { nonce, to, data, value, gas, maxFeePerGas, maxPriorityFeePerGas } = flight;
    const serializedTransaction = await this.account.signTransaction({
      type: 'eip1559',
      chainId: this.#deployment.chainId,
      nonce,
      to,
      data,
      value,
      gas,
      maxFeePerGas,
      maxPriorityFeePerGas,
    });
    const hash = await this.#l1.attempt(doing, () =>
      this.#l1.client.sendRawTransaction({ serializedTransaction }),
    );
    flight.hashes.push(hash);
    flight.sentAtMs = Date.now();
  }

  async #replace(key: string, flight: Flight): Promise<void> {
    const { address } = this.account;
    const doing = `sending ${flight.move.type} for batch ${flight.move.number} again`;
    const mined = await this.#l1.attempt(doing, () =>
      this.#l1.client.getTransactionCount({ address, blockTag: 'latest' }),
    );
    if (mined > flight.nonce) {
      // Another transaction took the nonce, or a reorganisation hides the receipt: decide afresh.
      this.#flights.delete(key);
      return;
    }
    // COST: pools want at least a tenth more.
    flight.maxFeePerGas += flight.maxFeePerGas / 4n + 1n;
    flight.maxPriorityFeePerGas += flight.maxPriorityFeePerGas / 4n + 1n;
    try {
      await this.#broadcast(flight, doing);
    } catch (error) {
      this.#flights.delete(key);
      throw error;
    }
  }

  async #receiptOf({ hashes }: Flight): Promise<TransactionReceipt | undefined> {
    for (const hash of hashes) {
      try {
        return await this.#l1.client.getTransactionReceipt({ hash });
      } catch (error) {
        if (!(error instanceof BaseError) || error.name !== 'TransactionReceiptNotFoundError') {
          throw new ProverError('retry', { doing: 'reading a receipt', message: messageOf(error) });
        }
      }
    }
    return undefined;
  }

  #rest(move: ContestMove, ms: number): void {
    this.#restUntilMs.set(moveKey(move), Date.now() + ms);
  }
}

/** The contract's error, or the node's words, where a call was reverted; nothing where the call did not get that far. */
function revertReason(error: unknown): string | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const withData = error.walk((cause) => typeof dataOf(cause) === 'string');
  const data = dataOf(withData);
  if (data !== undefined && data.length >= 10) {
    try {
      const { errorName, args } = decodeErrorResult({ abi: rollupAbi, data });
      return `${errorName}(${(args ?? []).map(String).join(', ')})`;
    } catch {
      return `revert ${data.slice(0, 10)}`;
    }
  }
  const reverted = error.walk((cause) => (cause as Error).name === 'ExecutionRevertedError');
  return reverted === null ? undefined : messageOf(reverted);
}

function reasonOrThrow(error: unknown): string {
  const reason = revertReason(error instanceof ProverError ? error.cause : error);
  if (reason === undefined) throw error;
  return reason;
}

function dataOf(error: unknown): Hex | undefined {
  if (typeof error !== 'object' || error === null || !('data' in error)) return undefined;
  const { data } = error;
  if (typeof data === 'string' && data.startsWith('0x')) return data as Hex;
  return dataOf(data);
}
