/**
 * The state of the reference implementation: plain values, immutable records, one array of open orders.
 * It follows docs/spec.md only and shares no rule with protocol/.
 */
import type { Ids } from './ids.ts';

/** Lower-case hex without prefix: an address (40 digits) or a hash (64). */
export type Hex = string;

export interface Account {
  readonly owner: Hex;
  readonly cash: bigint;
  /** Amount by instrument id; none is zero. */
  readonly positions: ReadonlyMap<bigint, bigint>;
}

export interface Key {
  readonly signer: Hex;
  readonly expiresAtSec: bigint;
  readonly scope: bigint;
  readonly nonceBase: bigint;
  /** Burned nonces from the base up. */
  readonly burned: ReadonlySet<bigint>;
}

export interface Instrument {
  readonly underlying: bigint;
  readonly day: bigint;
  readonly strikeCents: bigint;
  readonly put: boolean;
}

/** An open order. `arrival` is its identity and its time priority. */
export interface Order {
  readonly arrival: bigint;
  readonly account: bigint;
  readonly instrument: bigint;
  readonly side: bigint;
  readonly priceCents: bigint;
  readonly quantityE4: bigint;
}

export interface UnderlyingPrice {
  readonly indexCents: bigint;
  readonly indexTimeSec: bigint;
}

export interface Expiry {
  /** Null until the settlement price is fixed. */
  readonly settlementCents: bigint | null;
  readonly pool: bigint;
}

export interface Withdrawal {
  readonly recipient: Hex;
  readonly total: bigint;
}

export interface NaiveState {
  timeSec: bigint;
  vault: bigint;
  insurance: bigint;
  socialized: bigint;
  /** By id, from 1 without gaps. */
  accounts: Map<bigint, Account>;
  /** By account × 8 + slot. */
  keys: Map<bigint, Key>;
  /** By id, from 1 without gaps. */
  instruments: Map<bigint, Instrument>;
  /** Every open order of every book, in the order of arrival. */
  orders: Order[];
  arrivals: bigint;
  underlyings: Map<bigint, UnderlyingPrice>;
  /** By day × 16 + underlying. */
  expiries: Map<bigint, Expiry>;
  /** By account id. */
  withdrawals: Map<bigint, Withdrawal>;
  quorum: bigint;
  publishers: readonly Hex[];
  /** Not part of the rules but of the records: which id an order and a level have. */
  ids: Ids;
}

/** A refusal; whoever throws it leaves the undoing to `attempt`. */
export class Rejected extends Error {
  override readonly name = 'Rejected';
  readonly code: bigint;
  constructor(code: number) {
    super(`rejected: ${code}`);
    this.code = BigInt(code);
  }
}

export function demand(condition: boolean, code: number): asserts condition {
  if (!condition) throw new Rejected(code);
}

/** A copy of everything that a rule may change; records are immutable, so the maps' copies are enough. */
function copy(state: NaiveState): NaiveState {
  return {
    ...state,
    accounts: new Map(state.accounts),
    keys: new Map(state.keys),
    instruments: new Map(state.instruments),
    orders: [...state.orders],
    underlyings: new Map(state.underlyings),
    expiries: new Map(state.expiries),
    withdrawals: new Map(state.withdrawals),
    ids: state.ids.copy(),
  };
}

/** Runs a rule that checks before it changes anything. @returns 0 or the rejection's code */
export function outcomeOf(rule: () => void): bigint {
  try {
    rule();
    return 0n;
  } catch (error) {
    if (error instanceof Rejected) return error.code;
    throw error;
  }
}

/** Runs a rule; if it rejects, nothing that it did stays. @returns 0 or the rejection's code */
export function attempt(state: NaiveState, rule: () => void): bigint {
  const before = copy(state);
  const outcome = outcomeOf(rule);
  if (outcome !== 0n) Object.assign(state, before);
  return outcome;
}

export function sum(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}

export const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
export const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const abs = (a: bigint): bigint => (a < 0n ? -a : a);
/** For a numerator of zero or more. */
export const divideUp = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

export const MAX_FIGURE = 2n ** 53n - 1n;

/** SPEC §1: every ledger figure lies within ±(2^53 − 1). */
export function demandFigures(...figures: bigint[]): void {
  demand(
    figures.every((figure) => abs(figure) <= MAX_FIGURE),
    2005,
  );
}

export function positiveCash(state: NaiveState): bigint {
  return sum([...state.accounts.values()].map(({ cash }) => max(0n, cash)));
}

export function totalPool(state: NaiveState): bigint {
  return sum([...state.expiries.values()].map(({ pool }) => pool));
}

/** SPEC §10.4: zero in every state. */
export function moneyDifference(state: NaiveState): bigint {
  const cash = sum([...state.accounts.values()].map((account) => account.cash));
  return state.vault - (cash + state.insurance + totalPool(state) + state.socialized);
}

export const expiryKey = (underlying: bigint, day: bigint): bigint => day * 16n + underlying;

export function expiryOf(state: NaiveState, { underlying, day }: Instrument): Expiry {
  return state.expiries.get(expiryKey(underlying, day)) ?? { settlementCents: null, pool: 0n };
}

export function indexOf(state: NaiveState, underlying: bigint): bigint {
  return state.underlyings.get(underlying)?.indexCents ?? 0n;
}

/** SPEC §3.2: options of a day expire at 08:00 UTC. */
export const expirySecOf = (day: bigint): bigint => 1_577_836_800n + 86_400n * day + 28_800n;

/** SPEC §3.2 */
export function codeOf({ underlying, day, strikeCents, put }: Instrument): bigint {
  return ((underlying * 2n ** 16n + day) * 2n ** 32n + strikeCents) * 2n + (put ? 1n : 0n);
}
