/**
 * The state of the reference implementation: plain values, immutable records, one array of open orders.
 * It follows docs/spec.md only and shares no rule with protocol/.
 */
import type { Ids } from './ids.ts';
import { max, sum } from './integers.ts';
import type { Judge } from './judge.ts';
import { Rejected } from './rejected.ts';

/** Lower-case hex without prefix: an address (40 digits) or a hash (64). */
export type Hex = string;

export interface Account {
  readonly owner: Hex;
  readonly cash: bigint;
  /** Amount by instrument id; none is zero. */
  readonly positions: ReadonlyMap<bigint, bigint>;
  /** 0 standard, 1 portfolio. */
  readonly marginModel: bigint;
  readonly revision: bigint;
  /** 0 when there is no auction. */
  readonly auctionStartSec: bigint;
  /** 0 solvent, 1 insolvent from the start, 2 insolvent after its time. */
  readonly insolvent: bigint;
  readonly reserved: bigint;
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
  readonly confidenceE4: bigint;
  readonly resumedAtSec: bigint;
  readonly freshPrints: bigint;
  readonly referenceCents: bigint;
}

/** SPEC §5.11: fields as they are signed. */
export interface SurfacePrint {
  readonly timeSec: bigint;
  readonly basisCents: bigint;
  readonly rateE9: bigint;
  readonly forwardConfidenceE4: bigint;
  readonly rateConfidenceE4: bigint;
  readonly volConfidenceE4: bigint;
  readonly forwardCents: bigint;
  readonly aE12: bigint;
  readonly bE12: bigint;
  readonly rhoE12: bigint;
  readonly mE12: bigint;
  readonly sigmaE12: bigint;
}

export interface Expiry {
  /** Null until the settlement price is fixed. */
  readonly settlementCents: bigint | null;
  /** Seconds that a close-out left; 0 after settlement. */
  readonly lifeSec: bigint;
  readonly pool: bigint;
  /** SPEC §10.1: cents × seconds, and seconds. */
  readonly windowSum: bigint;
  readonly windowCoveredSec: bigint;
  readonly surface: SurfacePrint | null;
}

export interface Withdrawal {
  readonly recipient: Hex;
  readonly total: bigint;
}

export interface NaiveState {
  timeSec: bigint;
  printTimeSec: bigint;
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
  parametersVersion: bigint;
  /** × 10^-9, in the order of `PARAMETER_NAMES`. */
  parameters: readonly bigint[];
  /** Not part of the rules but of the records: which id an order and a level have. */
  ids: Ids;
  /** Not part of the rules: settles what floating point leaves open. Null where nobody compares. */
  judge: Judge | null;
}

/** A copy of everything that a rule may change and then reject; records are immutable, so the maps' copies are enough. */
function copy(state: NaiveState): NaiveState {
  return {
    ...state,
    accounts: new Map(state.accounts),
    keys: new Map(state.keys),
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

/** SPEC §5.3: no order comes in any more. */
export function isOver(state: NaiveState, name: ExpiryName): boolean {
  return state.timeSec >= expirySecOf(name.day) || expiryOf(state, name).settlementCents !== null;
}

export const expiryKey = (underlying: bigint, day: bigint): bigint => day * 16n + underlying;

const NO_EXPIRY: Expiry = {
  settlementCents: null,
  lifeSec: 0n,
  pool: 0n,
  windowSum: 0n,
  windowCoveredSec: 0n,
  surface: null,
};

const NO_PRICE: UnderlyingPrice = {
  indexCents: 0n,
  indexTimeSec: 0n,
  confidenceE4: 0n,
  resumedAtSec: 0n,
  freshPrints: 0n,
  referenceCents: 0n,
};

export interface ExpiryName {
  readonly underlying: bigint;
  readonly day: bigint;
}

export function expiryOf(state: NaiveState, { underlying, day }: ExpiryName): Expiry {
  return state.expiries.get(expiryKey(underlying, day)) ?? NO_EXPIRY;
}

export function setExpiry(state: NaiveState, name: ExpiryName, part: Partial<Expiry>): void {
  const key = expiryKey(name.underlying, name.day);
  state.expiries.set(key, { ...expiryOf(state, name), ...part });
}

export function priceOf(state: NaiveState, underlying: bigint): UnderlyingPrice {
  return state.underlyings.get(underlying) ?? NO_PRICE;
}

export function setPrice(
  state: NaiveState,
  underlying: bigint,
  part: Partial<UnderlyingPrice>,
): void {
  state.underlyings.set(underlying, { ...priceOf(state, underlying), ...part });
}

export function setAccount(state: NaiveState, id: bigint, part: Partial<Account>): void {
  state.accounts.set(id, { ...state.accounts.get(id)!, ...part });
}

export const isUnderAuction = ({ auctionStartSec }: Account): boolean => auctionStartSec !== 0n;

/** SPEC §3.2: options of a day expire at 08:00 UTC. */
export const expirySecOf = (day: bigint): bigint => 1_577_836_800n + 86_400n * day + 28_800n;

/** SPEC §3.2 */
export function codeOf({ underlying, day, strikeCents, put }: Instrument): bigint {
  return ((underlying * 2n ** 16n + day) * 2n ** 32n + strikeCents) * 2n + (put ? 1n : 0n);
}
