/** Sends batches and claims to the rollup; every call looks at L1 first, so that calling again does no harm. */
import { setTimeout as sleep } from 'node:timers/promises';

import {
  BaseError,
  bytesToHex,
  ContractFunctionRevertedError,
  encodeFunctionData,
  type Hash,
  hexToBytes,
  parseEventLogs,
  TransactionNotFoundError,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { decodeHeader } from '../../protocol/generated/codec.ts';
import { equalBytes } from '../../protocol/hash.ts';
import { OperationalError } from '../errors.ts';
import type { L1 } from '../l1/contracts.ts';
import type { Hex, SequencerEvents } from '../options.ts';
import type { Batches, BatchRow } from '../store/batches.ts';

export interface BatcherParts {
  readonly l1: L1;
  readonly batches: Pick<Batches, 'get' | 'from' | 'setPosted' | 'setClaim'>;
  readonly on: SequencerEvents;
}

interface Call {
  readonly data: Hex;
  readonly gas: bigint;
  readonly value?: bigint;
}

/** Transactions sent one after another without waiting: L1 takes about twelve full batches a block. */
const PIPELINE = 8;
const RECEIPT_MS_MAX = 60_000;
const RECEIPT_POLL_MS = 100;
/** A transaction that L1 does not know for so long is gone. */
const LOST_MS = 3_000;
/** A transaction that is pending for so long is replaced. */
const STUCK_MS = 90_000;
const CLAIM_GAS = 700_000n;
const SETTLE_GAS = 500_000n;

export class RollupSender {
  readonly #parts: BatcherParts;
  #stuckSinceMs: number | null = null;
  #claimedTo = 0;

  constructor(parts: BatcherParts) {
    this.#parts = parts;
  }

  /** Last batch that was found claimed; L1 may have taken the claim back since. */
  get claimedTo(): number {
    return this.#claimedTo;
  }

  /** Posts every stored batch up to a number that L1 does not hold. */
  async postUpTo(number: number): Promise<void> {
    const { batches } = this.#parts;
    for (;;) {
      const tip = Number(await this.#read('tipNumber', []));
      await this.#checkPosted(tip);
      if (tip >= number) return;
      const pending = await batches.from(tip + 1, PIPELINE);
      if (pending[0]?.number !== tip + 1) {
        throw new OperationalError('reset', `batch ${tip + 1} is not stored yet`);
      }
      const receipts = await this.#sendAll(`posting batch ${tip + 1}`, pending.map(postCall));
      for (const [i, receipt] of receipts.entries()) {
        await this.#notePosted(pending[i], receipt);
      }
    }
  }

  /** Claims our root of every posted batch up to a number that nobody has claimed it for. */
  async claimUpTo(number: number): Promise<void> {
    const { batches } = this.#parts;
    const posted = Number(await this.#read('tipNumber', []));
    const last = Math.min(number, posted);
    let { claim: parent, number: at } = await this.#lastClaim(last);
    while (at < last) {
      const rows = (await batches.from(at + 1, PIPELINE)).filter((row) => row.number <= last);
      const claims: { row: BatchRow; id: Hex }[] = [];
      const calls: Call[] = [];
      const base = parent;
      for (const row of rows) {
        const id = await this.#claimId(parent, row);
        if (await this.#exists(id)) {
          // Where somebody else has claimed the same, we build on it.
          if (calls.length > 0) break;
          await batches.setClaim(row.number, { claim: hexToBytes(id), transaction: null });
          at = row.number;
          parent = id;
          continue;
        }
        claims.push({ row, id });
        calls.push(claimCall(parent, row, calls.length > 0 ? 0n : await this.#bondOn(parent)));
        parent = id;
      }
      if (calls.length === 0) {
        if (base === parent) {
          throw new OperationalError('reset', `batch ${at + 1} is not stored yet`);
        }
        continue;
      }
      const receipts = await this.#sendAll(`claiming batch ${claims[0].row.number}`, calls);
      for (const [i, receipt] of receipts.entries()) {
        const { row } = claims[i];
        await this.#noteClaimed(row, receipt);
        at = row.number;
      }
      parent = claims.at(-1)!.id;
    }
    this.#claimedTo = at;
  }

  /** Settles the contest over the settled tip if its time is over. @returns whether it did */
  async settle(): Promise<boolean> {
    const parent = (await this.#read('settledTip', [])) as Hex;
    const args = [parent] as const;
    const { l1 } = this.#parts;
    try {
      await l1.public.simulateContract({
        address: l1.addresses.rollup,
        abi: rollupAbi,
        functionName: 'settle',
        args,
        account: l1.wallet.account,
      });
    } catch (error) {
      if (revertName(error) !== null) return false;
      throw error;
    }
    const data = encodeFunctionData({ abi: rollupAbi, functionName: 'settle', args });
    const [receipt] = await this.#sendAll('settling', [{ data, gas: SETTLE_GAS }]);
    for (const { args: settled } of parseEventLogs({
      abi: rollupAbi,
      eventName: 'Settled',
      logs: receipt.logs,
    })) {
      this.#parts.on.settled?.({ number: Number(settled.number), root: settled.root });
    }
    return true;
  }

  /** INVARIANT: L1 holds our batches and no others. */
  async #checkPosted(tip: number): Promise<void> {
    if (tip === 0) return;
    const ours = await this.#parts.batches.get(tip);
    const theirs = (await this.#read('batchOf', [BigInt(tip)])) as { hash: Hex };
    if (ours === null || bytesToHex(ours.hash) !== theirs.hash) {
      throw new OperationalError('fatal', `L1 holds another batch ${tip} than ours`);
    }
    if (ours.postTransaction === null) await this.#findPost(ours);
  }

  /** A batch of ours whose transaction we did not see through: a restart came between. */
  async #findPost(row: BatchRow): Promise<void> {
    const { l1, batches } = this.#parts;
    const logs = await l1.public.getContractEvents({
      address: l1.addresses.rollup,
      abi: rollupAbi,
      eventName: 'BatchPosted',
      args: { number: BigInt(row.number) },
      fromBlock: 0n,
    });
    const [found] = logs;
    if (found?.transactionHash === undefined || found.transactionHash === null) return;
    const receipt = await l1.public.getTransactionReceipt({ hash: found.transactionHash });
    await batches.setPosted(row.number, {
      transaction: hexToBytes(found.transactionHash),
      gas: receipt.gasUsed,
    });
  }

  /** The last batch up to a number for which our claim stands, from the settled tip on. */
  async #lastClaim(last: number): Promise<{ number: number; claim: Hex }> {
    const { batches } = this.#parts;
    const settled = Number(await this.#read('settledBatch', []));
    await this.#checkSettled(settled);
    for (let number = last; number > settled; number--) {
      const row = await batches.get(number);
      if (row?.claim === null || row === null) continue;
      const claim = bytesToHex(row.claim);
      if ((await this.#exists(claim)) && (await this.#read('isVoid', [claim])) === false) {
        return { number, claim };
      }
    }
    return { number: settled, claim: (await this.#read('settledTip', [])) as Hex };
  }

  /** INVARIANT: L1 has settled our roots and no others. */
  async #checkSettled(settled: number): Promise<void> {
    if (settled === 0) return;
    const row = await this.#parts.batches.get(settled);
    const root = (await this.#read('settledRoot', [])) as Hex;
    if (row === null || !equalBytes(row.root, hexToBytes(root))) {
      throw new OperationalError('fatal', `L1 settled another root of batch ${settled} than ours`);
    }
  }

  async #claimId(parent: Hex, row: BatchRow): Promise<Hex> {
    const { epoch } = (await this.#read('contest', [parent])) as { epoch: number };
    const args = [parent, epoch, bytesToHex(row.hash), bytesToHex(row.root)];
    return (await this.#read('claimId', args)) as Hex;
  }

  async #exists(id: Hex): Promise<boolean> {
    const { number } = (await this.#read('claimOf', [id])) as { number: bigint };
    return number !== 0n;
  }

  /** Nothing where we go on with our path, else the bond of a new one. */
  async #bondOn(parent: Hex): Promise<bigint> {
    const { address } = this.#parts.l1.wallet.account;
    return (await this.#read('bondToClaim', [parent, address])) as bigint;
  }

  async #notePosted(row: BatchRow, receipt: TransactionReceipt): Promise<void> {
    const { transactionHash: transaction, gasUsed } = receipt;
    await this.#parts.batches.setPosted(row.number, {
      transaction: hexToBytes(transaction),
      gas: gasUsed,
    });
    const { number, operations, orders, data } = row;
    this.#parts.on.posted?.({
      number,
      operations,
      orders,
      bytes: data.length,
      transaction,
      gasUsed,
    });
  }

  async #noteClaimed(row: BatchRow, receipt: TransactionReceipt): Promise<void> {
    const [event] = parseEventLogs({ abi: rollupAbi, eventName: 'Claimed', logs: receipt.logs });
    const { transactionHash: transaction, gasUsed } = receipt;
    await this.#parts.batches.setClaim(row.number, {
      claim: hexToBytes(event.args.claim),
      transaction: hexToBytes(transaction),
    });
    this.#parts.on.claimed?.({
      number: row.number,
      root: bytesToHex(row.root),
      transaction,
      gasUsed,
    });
  }

  /** Sends calls in the order given, each on the next nonce, then waits for all. */
  async #sendAll(doing: string, calls: readonly Call[]): Promise<TransactionReceipt[]> {
    const { l1 } = this.#parts;
    const { address } = l1.wallet.account;
    try {
      const [mined, pending, fees] = await Promise.all([
        l1.public.getTransactionCount({ address, blockTag: 'latest' }),
        l1.public.getTransactionCount({ address, blockTag: 'pending' }),
        l1.public.estimateFeesPerGas(),
      ]);
      const isStuck = this.#isStuck(pending > mined);
      const hashes: Hash[] = [];
      for (const [i, call] of calls.entries()) {
        const bump = isStuck ? 2n : 1n;
        hashes.push(
          await l1.wallet.sendTransaction({
            to: l1.addresses.rollup,
            ...call,
            nonce: mined + i,
            maxFeePerGas: fees.maxFeePerGas * bump,
            maxPriorityFeePerGas: fees.maxPriorityFeePerGas * bump,
          }),
        );
      }
      return await this.#receipts(hashes);
    } catch (error) {
      if (error instanceof OperationalError) throw error;
      throw classify(doing, error);
    }
  }

  /** @throws OperationalError `retry` while an earlier transaction may still be mined */
  #isStuck(hasPending: boolean): boolean {
    if (!hasPending) {
      this.#stuckSinceMs = null;
      return false;
    }
    this.#stuckSinceMs ??= performance.now();
    if (performance.now() - this.#stuckSinceMs > STUCK_MS) return true;
    throw new OperationalError('retry', 'an earlier transaction is still pending');
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
    const { l1 } = this.#parts;
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
      if (nowMs - startMs > RECEIPT_MS_MAX) {
        throw new OperationalError('retry', `transaction ${hash} is not mined yet`);
      }
      await sleep(RECEIPT_POLL_MS);
    }
  }

  async #read(functionName: string, args: readonly unknown[]): Promise<unknown> {
    const { l1 } = this.#parts;
    try {
      return await l1.public.readContract({
        address: l1.addresses.rollup,
        abi: rollupAbi,
        functionName: functionName as 'tipNumber',
        args: args as [],
      });
    } catch (error) {
      throw new OperationalError('retry', `reading ${functionName} of the rollup`, error);
    }
  }
}

function postCall({ header, data }: BatchRow): Call {
  const { parentHash, inboxTo, inboxHash, timeSec } = decodeHeader(header);
  return {
    data: encodeFunctionData({
      abi: rollupAbi,
      functionName: 'postBatch',
      args: [
        bytesToHex(parentHash),
        bytesToHex(data),
        BigInt(inboxTo),
        bytesToHex(inboxHash),
        BigInt(timeSec),
      ],
    }),
    gas: postGas(data, inboxTo - decodeHeader(header).inboxFrom),
  };
}

/**
 * Gas to offer. It cannot be estimated for a batch whose parent is not mined: EIP-7623's floor of 10 a token (a zero
 * byte is one token, another four), or 4 a token and what hashing costs, whichever is more; half of it on top.
 */
function postGas(data: Uint8Array, inboxItems: number): bigint {
  let tokens = 0;
  for (const byte of data) tokens += byte === 0 ? 1 : 4;
  const floor = 10 * tokens;
  const execution = 4 * tokens + 400_000 + 20 * data.length + 8_000 * inboxItems;
  return BigInt(Math.ceil(21_000 + Math.max(floor, execution) * 1.5 + 200_000));
}

function claimCall(parent: Hex, row: BatchRow, value: bigint): Call {
  const args = [parent, bytesToHex(row.hash), bytesToHex(row.root)] as const;
  return {
    data: encodeFunctionData({ abi: rollupAbi, functionName: 'claim', args }),
    gas: CLAIM_GAS,
    value,
  };
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
