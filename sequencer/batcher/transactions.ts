/** Transactions of one account, one after another, until L1 has mined them. */
import { setTimeout as sleep } from 'node:timers/promises';

import {
  BaseError,
  ContractFunctionRevertedError,
  formatGwei,
  type Hash,
  parseGwei,
  TransactionNotFoundError,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from 'viem';

import { OperationalError } from '../errors.ts';
import type { L1 } from '../l1/contracts.ts';
import type { Hex, Settings } from '../options.ts';
import { type Fees, feesToOffer } from './fees.ts';

/** Of the rollup. */
export interface Call {
  readonly data: Hex;
  readonly gas: bigint;
  readonly value?: bigint;
}

export interface TransactionsParts {
  readonly l1: L1;
  readonly settings: Pick<Settings, 'maxFeeGwei' | 'l1StuckMs'>;
}

const RECEIPT_POLL_MS = 100;
/** A transaction that L1 does not know for so long is gone. */
const LOST_MS = 3_000;

export class Transactions {
  readonly #parts: TransactionsParts;
  #pendingSinceMs: number | null = null;
  /** What was offered last. */
  #offered: Fees | null = null;

  constructor(parts: TransactionsParts) {
    this.#parts = parts;
  }

  /**
   * Sends calls in the order given, each on the next nonce, then waits for all. Transactions that have been pending for
   * too long are replaced.
   * @throws OperationalError
   */
  async send(doing: string, calls: readonly Call[]): Promise<TransactionReceipt[]> {
    try {
      const nonce = await this.#nonce();
      const fees = await this.#fees();
      this.#offered = fees;
      const hashes: Hash[] = [];
      const { l1 } = this.#parts;
      for (const [i, call] of calls.entries()) {
        const transaction = { to: l1.addresses.rollup, ...call, ...fees, nonce: nonce + i };
        hashes.push(await l1.wallet.sendTransaction(transaction));
        this.#pendingSinceMs ??= performance.now();
      }
      return await this.#receipts(hashes);
    } catch (error) {
      if (error instanceof OperationalError) throw error;
      throw classify(doing, error);
    }
  }

  /** @throws OperationalError `retry` while an earlier transaction may still be mined */
  async #nonce(): Promise<number> {
    const { l1, settings } = this.#parts;
    const { address } = l1.wallet.account;
    const [mined, pending] = await Promise.all([
      l1.public.getTransactionCount({ address, blockTag: 'latest' }),
      l1.public.getTransactionCount({ address, blockTag: 'pending' }),
    ]);
    if (pending === mined) {
      this.#pendingSinceMs = null;
      this.#offered = null;
      return mined;
    }
    this.#pendingSinceMs ??= performance.now();
    if (performance.now() - this.#pendingSinceMs >= settings.l1StuckMs) return mined;
    throw new OperationalError('retry', 'an earlier transaction is still pending');
  }

  async #fees(): Promise<Fees> {
    const { l1, settings } = this.#parts;
    const [{ baseFeePerGas }, tip] = await Promise.all([
      l1.public.getBlock({ blockTag: 'latest' }),
      l1.public.estimateMaxPriorityFeePerGas(),
    ]);
    const baseFee = baseFeePerGas ?? 0n;
    const ceiling = parseGwei(String(settings.maxFeeGwei));
    const fees = feesToOffer({ baseFee, tip, ceiling }, this.#offered);
    if (fees !== null) return fees;
    const words = `L1 asks ${formatGwei(baseFee)} gwei for gas, the ceiling is ${settings.maxFeeGwei}`;
    throw new OperationalError('retry', words);
  }

  async #receipts(hashes: readonly Hash[]): Promise<TransactionReceipt[]> {
    const receipts: TransactionReceipt[] = [];
    for (const hash of hashes) {
      const receipt = await this.#receipt(hash);
      if (receipt.status === 'reverted') {
        throw new OperationalError('reset', `transaction ${hash} reverted`);
      }
      receipts.push(receipt);
    }
    return receipts;
  }

  /** viem's own wait does not notice that a reorganisation has dropped the transaction. */
  async #receipt(hash: Hash): Promise<TransactionReceipt> {
    const { l1, settings } = this.#parts;
    const startMs = performance.now();
    let knownAtMs = startMs;
    for (;;) {
      const receipt = await l1.public
        .getTransactionReceipt({ hash })
        .catch(unless(TransactionReceiptNotFoundError));
      if (receipt !== null) return receipt;
      const transaction = await l1.public
        .getTransaction({ hash })
        .catch(unless(TransactionNotFoundError));
      const nowMs = performance.now();
      if (transaction !== null) knownAtMs = nowMs;
      if (nowMs - knownAtMs > LOST_MS) {
        throw new OperationalError('reset', `L1 has lost transaction ${hash}`);
      }
      if (nowMs - startMs > settings.l1StuckMs) {
        throw new OperationalError('retry', `transaction ${hash} is not mined yet`);
      }
      await sleep(RECEIPT_POLL_MS);
    }
  }
}

/** Null where a look-up failed because there is nothing. */
function unless(kind: new (...args: never[]) => Error): (error: unknown) => null {
  return (error) => {
    if (error instanceof kind) return null;
    throw error;
  };
}

/** The contract's own error, if that is what it was. */
export function revertName(error: unknown): string | null {
  if (!(error instanceof BaseError)) return null;
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (reverted instanceof ContractFunctionRevertedError) {
    return reverted.data?.errorName ?? reverted.reason ?? 'reverted';
  }
  return null;
}

const FATAL = /insufficient funds|NotPoster|invalid private key/i;
const RESET = /revert|nonce too low|already known|WrongParent|WrongInboxHash|ClaimExists/i;

export function classify(doing: string, error: unknown): OperationalError {
  const text = error instanceof Error ? error.message : String(error);
  if (FATAL.test(text)) return new OperationalError('fatal', doing, error);
  if (RESET.test(text)) return new OperationalError('reset', doing, error);
  return new OperationalError('retry', doing, error);
}
