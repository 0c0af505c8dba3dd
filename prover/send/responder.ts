/** Sends moves: one account, its nonces and its fees. A move that somebody else has made is not an error. */
import { type Abi, encodeFunctionData, formatGwei, type Hex, type TransactionReceipt } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';

import { ProverError } from '../errors.ts';
import { type ContestMove, moveKey } from '../game/game.ts';
import type { Call } from '../game/trace.ts';
import { rollupAbi } from '../l1/abi.ts';
import type { Deployment, Head, L1 } from '../l1/client.ts';
import { freshFees, isTakenNow, raisedFees } from './fees.ts';
import { type Flight, Flights, type Ledger } from './flights.ts';
import { Rests } from './rests.ts';
import { countOf, estimate, feeMarket, hand, receiptOf, sign } from './wire.ts';

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
  /** A move waits in the pool and may not offer more; nothing once one got through. */
  dear?(words: string | undefined): void;
  /** L1 took back a block with a move. */
  takenBack?(move: ContestMove): void;
}

export interface ResponderOptions {
  readonly l1: L1;
  readonly deployment: Deployment;
  readonly key: Hex;
  readonly events: ResponderEvents;
  readonly ledger?: Ledger;
  /** Most that is offered for a unit of gas, in wei. */
  readonly maxFeePerGas?: bigint | undefined;
  /** Waiting in the pool for so long, a move is sent again with higher fees. */
  readonly patienceMs?: number;
}

/** Calls are named at run time, so their types are not those of the literal. */
const ABI: Abi = rollupAbi;

const MAX_FEE = 500n * 10n ** 9n;
const PATIENCE_MS = 30_000;
/** A mined move that is still decided on after so long is tried again. */
const MINED_REST_MS = 15_000;
/** So many blocks deep, a transaction is not taken back any more. */
const FINAL_BLOCKS = 128;
const FILL_GAS = 21_000n;
const REPRICE_MOST = 6;

export class Responder {
  readonly account: PrivateKeyAccount;
  readonly #options: ResponderOptions;
  readonly #flights: Flights;
  readonly #rests = new Rests();
  /** Transactions that L1 has of the account, as of the last head or refusal. */
  #count = 0;

  constructor(options: ResponderOptions) {
    this.#options = options;
    this.account = privateKeyToAccount(options.key);
    this.#flights = new Flights(this.account.address, options.ledger);
  }

  /** What is under way. */
  get flights(): readonly Flight[] {
    return this.#flights.pending();
  }

  /** The most that what is under way may still take, in wei. */
  get committed(): bigint {
    return this.#flights.committed();
  }

  isUnderWay(move: ContestMove): boolean {
    return this.#flights.isPending(move);
  }

  /** Whether a move should be sent: not under way, and not tried a moment ago. */
  isFree(move: ContestMove): boolean {
    return !this.#flights.isPending(move) && !this.#rests.isResting(move);
  }

  /** After a reorganisation everything may have to be made again. */
  reset(): void {
    this.#rests.clear();
  }

  async balance(head: Head): Promise<bigint> {
    const { address } = this.account;
    const { l1 } = this.#options;
    const balance = l1.bound(head, ({ client }, at) => client.getBalance({ address, ...at }));
    return l1.ask('reading the balance', balance);
  }

  /** Takes in what L1 has mined and what it took back, up to a head. @returns how many moves were mined */
  async tend(head: Head): Promise<number> {
    const { l1, events } = this.#options;
    this.#count = await countOf(l1, { account: this.account, head });
    let mined = 0;
    for (const flight of this.#flights.all()) {
      const isMined = flight.nonce < this.#count;
      if (isMined && flight.minedAt === undefined) mined += await this.#land(flight, head);
      else if (isMined && head.number - flight.minedAt! > FINAL_BLOCKS) this.#flights.drop(flight);
      else if (!isMined && flight.minedAt !== undefined) {
        const { minedAt: _taken, ...pending } = flight;
        this.#flights.save({ ...pending, sentAtMs: 0 });
        if (flight.move !== undefined) events.takenBack?.(flight.move);
      }
    }
    return mined;
  }

  /**
   * Keeps what is under way going: sends again what the pool may have lost, and offers more for what waits.
   * @param wanted the moves decided on now. What is not among them is replaced where others wait for its nonce.
   */
  async press(wanted: readonly ContestMove[], head: Head): Promise<void> {
    const keys = new Set(wanted.map(moveKey));
    const isWanted = ({ move }: Flight): boolean => move === undefined || keys.has(moveKey(move));
    const pending = this.#flights.pending();
    const until = this.#lastNeeded(wanted, pending.filter(isWanted));
    for (let nonce = this.#count; nonce < until; nonce++) {
      const flight = pending.find((each) => each.nonce === nonce);
      if (flight === undefined || (!isWanted(flight) && this.#isLate(flight)))
        await this.#fill(nonce, { flight, head });
    }
    for (const [place, flight] of pending.filter(isWanted).entries()) {
      if (this.#isLate(flight) || !isTakenNow(flight.fees, head.baseFeePerGas)) {
        await this.#push(flight, { head, isFirst: place === 0 });
      }
    }
  }

  /** The nonce up to which none may be missing: of a move that waits, or of one that is still to be sent. */
  #lastNeeded(wanted: readonly ContestMove[], waiting: readonly Flight[]): number {
    if (wanted.some((move) => this.isFree(move))) return this.#flights.nextNonce(this.#count);
    return waiting.at(-1)?.nonce ?? this.#count;
  }

  /**
   * @param reserveGas gas that the account must be able to pay besides, if the move takes a bond
   * @returns whether it was sent
   */
  async send(
    move: ContestMove,
    { call, head, reserveGas = 0n }: { call: Call; head: Head; reserveGas?: bigint },
  ): Promise<boolean> {
    const { l1, deployment } = this.#options;
    const doing = `sending ${move.type} for batch ${move.number}`;
    const value = await this.#bond(move, { call, head });
    const data = encodeFunctionData({ abi: ABI, functionName: call.functionName, args: call.args });
    const to = deployment.rollup;
    // Nodes refuse to estimate what the sender cannot pay, without a reason that could be told from a fault.
    const free = (await this.balance(head)) - this.#flights.committed();
    if (free < value) return this.#poor(move, value - free);
    const from = this.account.address;
    const estimated = await estimate(l1, { doing, from, to, data, value });
    if ('reason' in estimated) return this.#refuse(move, estimated.reason);
    const { gas } = estimated;
    const market = await this.#market(head);
    const fees = freshFees(market);
    const spare = value === 0n ? 0n : reserveGas;
    const needed = value + (gas + spare) * fees.maxFeePerGas;
    if (free < needed) return this.#poor(move, needed - free);
    const nonce = this.#flights.nextNonce(this.#count);
    const flight = { move, from, nonce, to, data, value, gas, fees, signed: [], sentAtMs: 0 };
    return this.#launch(flight, { head, doing });
  }

  /** Signs, writes down, sends. Only what was written down is ever sent, so that a crash forgets nothing. */
  async #launch(draft: Flight, { head, doing }: { head: Head; doing: string }): Promise<boolean> {
    const { l1, deployment } = this.#options;
    let flight = draft;
    for (let i = 0; i < REPRICE_MOST; i++) {
      const { fees } = flight;
      const signed = await sign(flight, {
        account: this.account,
        chainId: deployment.chainId,
        fees,
      });
      flight = { ...flight, signed: [...flight.signed, signed] };
      this.#flights.save(flight);
      const handed = await hand(l1, signed);
      if (handed.type === 'taken') {
        this.#flights.save({ ...flight, sentAtMs: Date.now() });
        return true;
      }
      if (handed.type === 'underpriced') {
        // Its nonce has a transaction in the pool that this store does not know, or that was raised meanwhile.
        const raised = raisedFees(
          { ...fees, maxFeePerGas: 2n * fees.maxFeePerGas },
          await this.#market(head),
        );
        if (raised === undefined) return this.#tellDear(flight, head);
        flight = { ...flight, fees: raised };
        continue;
      }
      return this.#turnedDown(flight, { handed, doing });
    }
    return false;
  }

  async #turnedDown(
    flight: Flight,
    { handed, doing }: { handed: { type: string; words: string }; doing: string },
  ): Promise<boolean> {
    const { move } = flight;
    if (handed.type === 'unclear') {
      // It may have arrived all the same: it stays on the list and is sent again.
      throw new ProverError('retry', { doing, message: handed.words });
    }
    if (flight.signed.length === 1) this.#flights.drop(flight);
    // A node that makes a block for each transaction says of one that lost a race that it reverts, and has mined it.
    if (handed.type === 'nonceTooLow' || handed.type === 'reverted') await this.#recount();
    // What is before it is filled at the next turn; then it goes.
    if (move === undefined || handed.type === 'nonceTooHigh') return false;
    return handed.type === 'poor' ? this.#poor(move, 0n) : this.#refuse(move, handed.words);
  }

  /** @returns 1 if the move of a flight is known to be mined */
  async #land(flight: Flight, head: Head): Promise<number> {
    const receipt = await receiptOf(this.#options.l1, flight);
    if (receipt === undefined) {
      // Another transaction of the account has its nonce; or the endpoint is slow with receipts.
      if (this.#isLate(flight)) this.#flights.drop(flight);
      return 0;
    }
    this.#flights.save({ ...flight, minedAt: Math.min(Number(receipt.blockNumber), head.number) });
    if (flight.move === undefined) return 0;
    this.#rests.rest(flight.move, MINED_REST_MS);
    this.#options.events.dear?.(undefined);
    this.#options.events.mined({ move: flight.move, hash: receipt.transactionHash, receipt });
    return 1;
  }

  /** Sends a waiting transaction again: as it was while others are before it, dearer if it is the first. */
  async #push(flight: Flight, { head, isFirst }: { head: Head; isFirst: boolean }): Promise<void> {
    const { l1 } = this.#options;
    const isNew = flight.sentAtMs === 0;
    const mustRise = !isTakenNow(flight.fees, head.baseFeePerGas) || (isFirst && !isNew);
    const raised = mustRise ? raisedFees(flight.fees, await this.#market(head)) : undefined;
    if (raised !== undefined) {
      await this.#launch({ ...flight, fees: raised }, { head, doing: 'offering more for a move' });
      return;
    }
    if (mustRise) this.#tellDear(flight, head);
    const handed = await hand(l1, flight.signed.at(-1)!);
    const isOutOfTurn = handed.type === 'nonceTooLow' || handed.type === 'nonceTooHigh';
    if (!isOutOfTurn) this.#flights.save({ ...flight, sentAtMs: Date.now() });
  }

  /** Puts a transaction that does nothing where others wait for a nonce. */
  async #fill(
    nonce: number,
    { flight, head }: { flight: Flight | undefined; head: Head },
  ): Promise<void> {
    const market = await this.#market(head);
    const fees = flight === undefined ? freshFees(market) : raisedFees(flight.fees, market);
    if (fees === undefined) return;
    const { address } = this.account;
    const filler: Flight = {
      from: address,
      to: address,
      nonce,
      data: '0x',
      value: 0n,
      gas: FILL_GAS,
      fees,
      signed: flight?.signed ?? [],
      sentAtMs: 0,
    };
    await this.#launch(filler, { head, doing: `filling nonce ${nonce}` });
  }

  #tellDear({ fees, move }: Flight, head: Head): false {
    const what = move === undefined ? 'a transaction' : `${move.type} of batch ${move.number}`;
    const [offered, base] = [fees.maxFeePerGas, head.baseFeePerGas].map((fee) => formatGwei(fee));
    const words = `${what} waits: it offers ${offered} gwei, the base fee is ${base}, and --max-fee allows no more`;
    this.#options.events.dear?.(words);
    return false;
  }

  #refuse(move: ContestMove, reason: string): false {
    this.#rests.refuse(move);
    this.#options.events.refused(move, reason);
    return false;
  }

  #poor(move: ContestMove, missing: bigint): false {
    this.#rests.refuse(move);
    this.#options.events.poor(move, missing);
    return false;
  }

  async #bond(move: ContestMove, { call, head }: { call: Call; head: Head }): Promise<bigint> {
    const { l1, deployment } = this.#options;
    const { address } = this.account;
    if (move.type === 'enter') {
      return l1.read(head, 'bondToEnter', [move.parent, move.root, address]);
    }
    if (move.type === 'claim') return l1.read(head, 'bondToClaim', [move.parent, address]);
    return call.bond === undefined ? 0n : deployment.bond;
  }

  async #market(head: Head): ReturnType<typeof feeMarket> {
    const { l1, maxFeePerGas = MAX_FEE } = this.#options;
    return feeMarket(l1, { head, ceiling: maxFeePerGas });
  }

  #isLate({ sentAtMs }: Flight): boolean {
    return Date.now() - sentAtMs > (this.#options.patienceMs ?? PATIENCE_MS);
  }

  async #recount(): Promise<void> {
    const { l1 } = this.#options;
    const { address } = this.account;
    const counts = await l1.each(({ client }) => client.getTransactionCount({ address }));
    this.#count = Math.max(this.#count, Math.min(...counts));
  }
}
