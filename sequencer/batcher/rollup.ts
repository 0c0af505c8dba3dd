/** Sends batches and claims to the rollup; every call looks at L1 first, so that calling again does no harm. */
import {
  bytesToHex,
  encodeFunctionData,
  hexToBytes,
  isAddressEqual,
  parseEventLogs,
  type TransactionReceipt,
} from 'viem';

import { rollupAbi } from '../../contracts/generated/abi.ts';
import { decodeHeader } from '../../protocol/generated/codec.ts';
import { equalBytes } from '../../protocol/hash.ts';
import { OperationalError } from '../errors.ts';
import type { Hex, SequencerEvents } from '../options.ts';
import type { Batches, BatchRow } from '../store/batches.ts';
import {
  type Call,
  classify,
  revertName,
  Transactions,
  type TransactionsParts,
} from './transactions.ts';

export interface BatcherParts extends TransactionsParts {
  readonly batches: Pick<Batches, 'get' | 'from' | 'setPosted' | 'setClaim'>;
  readonly on: SequencerEvents;
}

/** Transactions sent one after another without waiting: L1 takes about twelve full batches a block. */
const PIPELINE = 8;
const CLAIM_GAS = 700_000n;
const SETTLE_GAS = 500_000n;
const RESUME_GAS = 100_000n;

export class RollupSender {
  readonly #parts: BatcherParts;
  readonly #transactions: Transactions;
  #claimedTo = 0;

  constructor(parts: BatcherParts) {
    this.#parts = parts;
    this.#transactions = new Transactions(parts);
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
      this.#checkVerifier(pending, (await this.#read('verifier', [])) as Hex);
      await this.#takePlace();
      const receipts = await this.#transactions.send(
        `posting batch ${tip + 1}`,
        pending.map(postCall),
      );
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
      const receipts = await this.#transactions.send(
        `claiming batch ${claims[0].row.number}`,
        calls,
      );
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
    const [receipt] = await this.#transactions.send('settling', [{ data, gas: SETTLE_GAS }]);
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
    const theirs = (await this.#read('batchOf', [BigInt(tip)])) as { hash: Hex; verifier: Hex };
    if (ours === null || bytesToHex(ours.hash) !== theirs.hash) {
      // The timelock was quicker than our transaction.
      if (ours !== null) this.#checkVerifier([ours], theirs.verifier);
      throw new OperationalError('fatal', `L1 holds another batch ${tip} than ours`);
    }
    if (ours.postTransaction === null) await this.#findPost(ours);
  }

  /**
   * INVARIANT: a batch is posted with the verifier of its header, or L1 would hold another header than ours.
   * @throws OperationalError `fatal`: a restart hashes the batches anew that L1 does not hold
   */
  #checkVerifier(rows: readonly BatchRow[], verifier: Hex): void {
    const named = hexToBytes(verifier);
    if (rows.every(({ header }) => equalBytes(decodeHeader(header).verifier, named))) return;
    const error = new OperationalError('fatal', 'the verifier changed: restart');
    this.#parts.on.failed?.(error);
    throw error;
  }

  /**
   * After a freeze the poster shuts the door first: nobody else's batch comes between ours.
   * @throws OperationalError `fatal` where this key may not post
   */
  async #takePlace(): Promise<void> {
    const { l1 } = this.#parts;
    const [poster, seenAt, period, { timestamp }] = await Promise.all([
      this.#read('poster', []) as Promise<Hex>,
      this.#read('posterSeenAt', []) as Promise<bigint>,
      this.#read('FREEZE_PERIOD', []) as Promise<bigint>,
      l1.public.getBlock({ blockTag: 'latest' }),
    ]);
    const isFrozen = timestamp > seenAt + period;
    if (isAddressEqual(poster, l1.wallet.account.address)) {
      if (isFrozen) await this.#resume();
    } else if (!isFrozen) {
      throw new OperationalError('fatal', `the rollup's poster is ${poster}, not this key`);
    }
  }

  async #resume(): Promise<void> {
    const { l1 } = this.#parts;
    const call = { abi: rollupAbi, functionName: 'resumePosting' } as const;
    try {
      const { rollup: address } = l1.addresses;
      await l1.public.simulateContract({ ...call, address, account: l1.wallet.account });
    } catch (error) {
      // It came back once before and has not posted since: then posting is all there is.
      if (revertName(error) === 'AlreadyResumed') return;
      throw classify('coming back after a freeze', error);
    }
    const data = encodeFunctionData(call);
    await this.#transactions.send('coming back after a freeze', [{ data, gas: RESUME_GAS }]);
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
