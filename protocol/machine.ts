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

/** Everything a step works on. One machine serves the live engine, derivation and the witness recorder. */
export class Machine {
  readonly state: State;
  readonly signatures: Signatures;
  readonly events: Events;
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
  }) {
    this.state = options.state;
    this.input = options.input;
    this.signatures = options.signatures;
    this.events = options.events ?? {};
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
    filled: 0,
    cashBefore: 0,
    requirementBefore: 0,
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
  registers.filled = 0;
  registers.cashBefore = 0;
  registers.requirementBefore = 0;
}

const ZERO_HASH = new Uint8Array(32);
