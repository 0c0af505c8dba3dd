import { assert } from './assert.ts';
import type { Header, InboxItem, Registers } from './generated/codec.ts';
import type { State } from './state.ts';

/** SPEC §4.1. `next` starts an operation, `halted` stays; the others are the loops of longer operations. */
export const PHASE = {
  next: 0,
  match: 1,
  rest: 2,
  cancelAll: 3,
  sweep: 4,
  margin: 5,
  alone: 6,
  aloneChecked: 7,
  maker: 8,
  fill: 9,
  pay: 10,
  model: 11,
  liquidate: 12,
  bid: 13,
  bidChecked: 14,
  bidderChecked: 15,
  halted: 255,
} as const;

/** The immutable input of a batch. An engine that is still filling its batch lets `data` and `inbox` grow. */
export interface BatchInput {
  header: Header;
  /** Operations back to back; `header.dataLength` of these bytes count. */
  data: Uint8Array;
  inbox: readonly InboxItem[];
}

export interface Signatures {
  /**
   * The 20-byte address that signed, or null where the signature is not valid, canonical and low-s.
   * @param digest called only by implementations that need it
   * @param signature r ‖ s with the parity of R in the top bit of s (EIP-2098)
   */
  recover(digest: () => Uint8Array, signature: Uint8Array): Uint8Array | null;
}

/** What an operation did, for read models and tests; never read by a rule. */
export interface Events {
  fill?(fill: Fill): void;
  rested?(order: RestedOrder): void;
  removed?(order: RemovedOrder): void;
  taken?(share: TakenShare): void;
}

export interface Fill {
  readonly instrument: number;
  readonly taker: number;
  readonly maker: number;
  readonly makerOrder: number;
  readonly makerGeneration: number;
  readonly takerSide: number;
  readonly priceCents: number;
  readonly quantityE4: number;
  readonly takerFee: number;
  readonly makerFee: number;
}

export interface RestedOrder {
  readonly order: number;
  readonly generation: number;
  readonly account: number;
  readonly instrument: number;
  readonly side: number;
  readonly priceCents: number;
  readonly quantityE4: number;
}

export interface RemovedOrder {
  readonly order: number;
  readonly generation: number;
  readonly account: number;
  readonly instrument: number;
  readonly why: 'filled' | 'cancelled' | 'selfTrade' | 'margin' | 'expired';
}

/** What a bid takes of an account under auction. */
export interface TakenShare {
  readonly account: number;
  readonly bidder: number;
  /** × 10^-18 of the account. */
  readonly share: bigint;
  /** What the bidder pays, in 10^-6 USD; below 0 what it is paid. */
  readonly price: number;
}

/** What a caller needs to know of a margin: with it a trade may pass or must fail, or only the exact figures tell. */
export type Sign = 'holds' | 'fails' | 'breaks' | 'unknown';

/**
 * A cheap first look that the live engine may inject: 'holds' only where initial margin is surely not negative, 'fails'
 * only where it surely is, 'breaks' only where maintenance margin surely is too. SAFETY: figures of such an account reach
 * no record.
 */
export type MarginFilter = (state: State, account: number) => Sign;

/** Everything a step works on. One machine serves the live engine, derivation and the witness recorder. */
export class Machine {
  readonly state: State;
  readonly signatures: Signatures;
  readonly events: Events;
  /** Absent everywhere but in a live engine. */
  readonly filter: MarginFilter | undefined;
  input: BatchInput;
  registers: Registers;
  /** Set by a step that asks for the root after it to be kept, so that an abort can return to it. */
  saved = false;
  /** Set by a step that returned to the saved root. */
  aborted = false;
  /** The predecessor that the last sorted insertion used; checked by the rule, supplied in the witness. */
  hint = 0;

  constructor(options: {
    state: State;
    input: BatchInput;
    signatures: Signatures;
    events?: Events;
    filter?: MarginFilter;
  }) {
    this.state = options.state;
    this.input = options.input;
    this.signatures = options.signatures;
    this.events = options.events ?? {};
    this.filter = options.filter;
    this.registers = initialRegisters();
  }

  /** Ends a one-step operation or the last step of a longer one. */
  finish(outcome: number): number {
    const { registers } = this;
    registers.phase = PHASE.next;
    registers.outcome = outcome;
    clearScratch(registers);
    this.state.journal.savepoint();
    return outcome;
  }

  /** Enters a loop phase. The writes so far stay even if the operation is aborted later. */
  enter(phase: number): void {
    this.registers.phase = phase;
    this.keep();
  }

  /** What is written from now on can be taken back by an abort. */
  keep(): void {
    this.saved = true;
    this.state.journal.begin();
  }

  /** Takes back everything since `enter` in O(1) on L1: root := savedRoot. */
  abort(outcome: number): number {
    assert(this.registers.phase !== PHASE.next, 'only an operation under way can be aborted');
    this.aborted = true;
    this.state.journal.rollback();
    return this.finish(outcome);
  }
}

export function initialRegisters(): Registers {
  return {
    phase: PHASE.next,
    stopped: 0,
    offset: 0,
    inboxNext: 0,
    charged: 0,
    outcome: 0,
    savedRoot: new Uint8Array(32),
    account: 0,
    instrument: 0,
    side: 0,
    timeInForce: 0,
    priceCents: 0,
    quantityE4: 0,
    attempts: 0,
    pages: 0,
    filled: 0,
    counterparty: 0,
    amount: 0,
    sharePpm: 0,
    limit: 0,
    initialBefore: 0n,
    maintenanceBefore: 0n,
    equityBefore: 0n,
    makerBefore: 0n,
    marginAccount: 0,
    marginModel: 0,
    marginThen: 0,
    marginItem: 0,
    worst: 0n,
    priced: 0,
    initial: 0n,
    maintenance: 0n,
    equity: 0n,
  };
}

/** The constant registers of a batch that is done. */
export function haltedRegisters(): Registers {
  return { ...initialRegisters(), phase: PHASE.halted };
}

function clearScratch(registers: Registers): void {
  registers.savedRoot = ZERO_HASH;
  registers.account = 0;
  registers.instrument = 0;
  registers.side = 0;
  registers.timeInForce = 0;
  registers.priceCents = 0;
  registers.quantityE4 = 0;
  registers.attempts = 0;
  registers.pages = 0;
  registers.filled = 0;
  registers.counterparty = 0;
  registers.amount = 0;
  registers.sharePpm = 0;
  registers.limit = 0;
  registers.initialBefore = 0n;
  registers.maintenanceBefore = 0n;
  registers.equityBefore = 0n;
  registers.makerBefore = 0n;
  registers.marginAccount = 0;
  registers.marginModel = 0;
  registers.marginThen = 0;
  registers.marginItem = 0;
  registers.worst = 0n;
  registers.priced = 0;
  registers.initial = 0n;
  registers.maintenance = 0n;
  registers.equity = 0n;
}

const ZERO_HASH = new Uint8Array(32);
