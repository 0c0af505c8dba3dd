/** What a batch has to hold so that everybody can leave: worked out on a copy of the state, with the rules themselves. */
import {
  encodeAdvanceTime,
  encodeCloseOut,
  encodeLiquidate,
  encodeSettleAccount,
  type InboxItem,
  OPERATION_BY_KIND,
} from '../../protocol/generated/codec.ts';
import { dayOfExpiry, expiryOfCode, underlyingOfExpiry } from '../../protocol/instrument.ts';
import { Machine, PHASE } from '../../protocol/machine.ts';
import { marginNow } from '../../protocol/margin/evaluate.ts';
import { moneyDown } from '../../protocol/margin/feeds.ts';
import { CLOSE_OUT_AFTER_SEC, MAX_BATCH_BYTES, TRACE_STEPS } from '../../protocol/params.ts';
import { ACCEPTED, CODE } from '../../protocol/rejections.ts';
import { expiryIndex, type State } from '../../protocol/state.ts';
import { inboxReserve, step } from '../../protocol/step.ts';
import { decodeState, encodeState } from '../../prover/store/snapshot.ts';

export interface Expiry {
  readonly underlying: number;
  readonly day: number;
}

/** An expiry that is not settled and not ready to be closed. */
export interface Waiting extends Expiry {
  /** From then on it may be closed, if no more prints come. */
  readonly closesAfterSec: number;
}

export interface Plan {
  readonly operations: readonly Uint8Array[];
  readonly closed: readonly Expiry[];
  readonly settledAccounts: number;
  readonly endedAuctions: number;
  readonly waiting: readonly Waiting[];
  /** There is more to do than one batch holds. */
  readonly isFull: boolean;
  /** After the batch and the inbox items that it takes. */
  readonly state: State;
}

export interface PlanInput {
  readonly state: State;
  /** Of the batch. */
  readonly timeSec: number;
  /** That the batch takes. */
  readonly items: readonly InboxItem[];
}

/** Closes what may be closed, settles whom it can, ends auctions that are over. */
export function makePlan(input: PlanInput): Plan {
  const trial = new Trial(input);
  const { state } = trial;
  if (input.timeSec > state.globals.timeSec()) {
    trial.add(encodeAdvanceTime({ timeSec: input.timeSec }));
  }
  const closed: Expiry[] = [];
  for (const holding of holdingsOf(state)) {
    if (isSettled(state, holding) || !mayClose(state, holding)) continue;
    const { underlying, day } = holding;
    if (trial.add(encodeCloseOut(holding))) closed.push({ underlying, day });
  }
  const settledAccounts = settleAll(trial);
  let endedAuctions = 0;
  for (let account = 1; account <= state.globals.accountCount(); account++) {
    // Of an account in debt it would only start anew.
    const isOver =
      state.accounts.auctionStartSec(account) !== 0 && state.accounts.cash(account) >= 0;
    if (isOver && trial.add(encodeLiquidate({ account }))) endedAuctions += 1;
  }
  const waiting = waitingExpiries(state);
  trial.takeItems();
  const { operations, isFull } = trial;
  return { operations, closed, settledAccounts, endedAuctions, waiting, isFull, state };
}

/** What the account could take out now at most: its cash, as far as its margin allows; null where prices are missing. */
export function withdrawable(state: State, account: number): number | null {
  const cash = Math.max(state.accounts.cash(account), 0);
  if (state.accounts.auctionStartSec(account) !== 0) return 0;
  const margin = marginNow(state, account);
  if (margin === null) return null;
  const free = moneyDown(margin.initial);
  return free <= 0n ? 0 : Number(free < BigInt(cash) ? free : BigInt(cash));
}

/** Who owes goes first, or who is owed could not be paid; so a second round settles the rest. */
function settleAll(trial: Trial): number {
  let count = 0;
  for (let round = 0; round < 2; round++) {
    for (const holding of holdingsOf(trial.state)) {
      if (isSettled(trial.state, holding) && trial.add(encodeSettleAccount(holding))) count += 1;
    }
  }
  return count;
}

type Holding = Expiry & { readonly account: number };

/** Every account with each expiry that it holds something of. */
function holdingsOf({ globals, accounts }: State): Holding[] {
  const holdings: Holding[] = [];
  for (let account = 1; account <= globals.accountCount(); account++) {
    let last = -1;
    for (let i = 0; i < accounts.positionCount(account); i++) {
      const expiry = expiryOfCode(accounts.positionCode(account, i));
      if (expiry === last) continue;
      holdings.push({ account, underlying: underlyingOfExpiry(expiry), day: dayOfExpiry(expiry) });
      last = expiry;
    }
  }
  return holdings;
}

function isSettled({ expiries }: State, { underlying, day }: Expiry): boolean {
  return expiries.settled(expiryIndex(underlying, day)) === 1;
}

function closesAfterSec({ underlyings, expiries }: State, { underlying, day }: Expiry): number {
  const index = underlyings.indexTimeSec(underlying);
  const surface = expiries.surfaceTimeSec(expiryIndex(underlying, day));
  return Math.max(index, surface) + CLOSE_OUT_AFTER_SEC;
}

function mayClose(state: State, expiry: Expiry): boolean {
  return state.globals.timeSec() > closesAfterSec(state, expiry);
}

function waitingExpiries(state: State): Waiting[] {
  const found = new Map<string, Waiting>();
  for (const { underlying, day } of holdingsOf(state)) {
    const expiry = { underlying, day };
    if (isSettled(state, expiry)) continue;
    found.set(`${underlying} ${day}`, { ...expiry, closesAfterSec: closesAfterSec(state, expiry) });
  }
  return [...found.values()];
}

/** A batch under way on a copy of the state: what is rejected is left out. */
class Trial {
  readonly state: State;
  readonly operations: Uint8Array[] = [];
  isFull = false;
  readonly #machine: Machine;
  #bytes = 0;
  #steps: number;

  constructor({ state, timeSec, items }: PlanInput) {
    this.state = decodeState(encodeState(state));
    this.#steps = inboxReserve(items.length);
    this.#machine = new Machine({
      state: this.state,
      input: { header: headerAt(timeSec), data: new Uint8Array(2048), inbox: items },
      // SAFETY: nothing that is planned is signed.
      signatures: { recover: () => null },
    });
  }

  /** @returns whether it was accepted, and so is in the batch */
  add(operation: Uint8Array): boolean {
    const { steps } = OPERATION_BY_KIND[operation[0]];
    const fits = this.#bytes + operation.length <= MAX_BATCH_BYTES;
    if (!fits || this.#steps + steps > TRACE_STEPS) {
      this.isFull = true;
      return false;
    }
    if (this.#run(operation) !== ACCEPTED) return false;
    this.operations.push(operation);
    this.#bytes += operation.length;
    this.#steps += steps;
    return true;
  }

  takeItems(): void {
    const { length } = this.#machine.input.inbox;
    const marker = Uint8Array.of(1);
    for (let i = 0; i < length; i++) {
      if (this.#run(marker) === CODE.inboxEmpty) return;
    }
  }

  #run(operation: Uint8Array): number {
    const machine = this.#machine;
    machine.input.data.set(operation);
    machine.input.header.dataLength = operation.length;
    machine.registers.offset = 0;
    machine.registers.charged = 0;
    do step(machine);
    while (machine.registers.phase !== PHASE.next);
    return machine.registers.outcome;
  }
}

function headerAt(timeSec: number) {
  const hash = new Uint8Array(32);
  const address = new Uint8Array(20);
  return {
    version: 1,
    chainId: 0,
    rollup: address,
    verifier: address,
    number: 0,
    parentHash: hash,
    dataHash: hash,
    dataLength: 0,
    inboxFrom: 0,
    inboxTo: 0,
    inboxHash: hash,
    timeSec,
  };
}
