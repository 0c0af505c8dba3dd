/** A batch under construction: what the reference state was at its start, and what its own operations will change. */
import type { Values } from '../bytes.ts';
import { max } from '../integers.ts';
import type { NaiveInboxItem } from '../naiveInbox.ts';
import { type Account, expirySecOf, type Hex, type NaiveState } from '../naiveState.ts';
import type { Random } from '../random.ts';
import { addressOf, NO_SIGNER, operationBytes, signedBytes, type SignedName } from '../world.ts';

export const OWNERS = 14;
export const BASE_INDEX = [6_000_000n, 300_000n];
export const DAY_SEC = 86_400n;
/** Opened first with much money: one sells, the other buys. */
export const WRITER = 37n;
export const WHALE = 38n;
/** Holds many positions under portfolio margin, and mostly does nothing else. */
export const PORTFOLIO_COLLECTOR = 9n;
/** Accounts from here to the writer write what they cannot pay. */
export const FIRST_DEBTOR = 20n;

export interface Draft {
  readonly random: Random;
  readonly state: NaiveState;
  readonly operations: Buffer[];
  readonly inbox: NaiveInboxItem[];
  headerTimeSec: bigint;
  timeSec: bigint;
  /** Next fresh nonce of a key. */
  readonly nonces: Map<bigint, bigint>;
  /** Cents; the last price printed, with those of this batch. */
  readonly index: Map<bigint, bigint>;
  readonly references: Map<bigint, bigint>;
  /** By day × 16 + underlying. */
  readonly surfaceTimes: Map<bigint, bigint>;
  /** Trades and bids that this batch has sent, by account. */
  readonly changes: Map<bigint, bigint>;
}

export function newDraft(random: Random, state: NaiveState): Draft {
  const jump = random.weighted({ step: 80, minutes: 9, hours: 7, days: 4 });
  const [least, most] = {
    step: [0, 60],
    minutes: [100, 900],
    hours: [3_600, 43_200],
    days: [86_400, 260_000],
  }[jump];
  const { underlyings, expiries } = state;
  return {
    random,
    state,
    operations: [],
    inbox: [],
    headerTimeSec: state.timeSec + BigInt(random.between(least, most)),
    timeSec: state.timeSec,
    nonces: new Map(),
    index: new Map([...underlyings].map(([id, { indexCents }]) => [id, indexCents])),
    references: new Map([...underlyings].map(([id, price]) => [id, price.referenceCents])),
    surfaceTimes: new Map([...expiries].map(([key, { surface }]) => [key, surface?.timeSec ?? 0n])),
    changes: new Map(),
  };
}

export const ownerOf = (index: number): Hex => addressOf('own', index);

export const indexNow = ({ index }: Draft, underlying: bigint): bigint => {
  const known = index.get(underlying) ?? 0n;
  return known === 0n ? (BASE_INDEX[Number(underlying)] ?? 1n) : known;
};

/** Accounts that only some plays use are rarely picked. */
export function anyAccount({ random, state }: Draft): bigint {
  if (state.accounts.size === 0 || random.chance(0.01)) return BigInt(random.pick([0, 999]));
  const most = random.chance(0.75) ? 14 : 999;
  const account = BigInt(random.between(1, Math.min(state.accounts.size, most)));
  return account === PORTFOLIO_COLLECTOR && random.chance(0.98) ? 1n : account;
}

export function anyAmount({ random, state }: Draft, account: bigint): bigint {
  const cash = max(1n, state.accounts.get(account)?.cash ?? 1n);
  const part = (cash * BigInt(random.between(1, 999))) / 1000n;
  const kind = random.weighted({ part: 10, small: 70, all: 8, more: 4, zero: 4, huge: 2 });
  const small = part / 50n + 1n;
  return { part, small, all: cash, more: cash + 1n, zero: 0n, huge: hugeAmount(random) }[kind];
}

/** Beyond 2^53 − 1, where a double would round. */
const hugeAmount = (random: Random): bigint => 2n ** BigInt(random.between(53, 63)) + 1n;

/** Of the accounts that satisfy it, at most so many. */
export function someAccounts(
  { random, state }: Draft,
  count: number,
  suits: (account: Account, id: bigint) => boolean,
): bigint[] {
  const suited = [...state.accounts].filter(([id, account]) => suits(account, id));
  const ids = suited.map(([id]) => id);
  while (ids.length > count) ids.splice(random.between(0, ids.length - 1), 1);
  return ids;
}

export function advance(draft: Draft): void {
  const { random, headerTimeSec, timeSec } = draft;
  const kind = random.weighted({ part: 60, all: 30, past: 5, beyond: 5 });
  if (kind === 'past') return sendTime(draft, timeSec - 1n);
  if (kind === 'beyond') return sendTime(draft, random.pick([headerTimeSec + 1n, 2n ** 60n]));
  const span = Number(headerTimeSec - timeSec);
  advanceTo(draft, kind === 'all' ? headerTimeSec : timeSec + BigInt(random.between(0, span)));
}

/** As far as the header's time. */
export function advanceTo(draft: Draft, timeSec: bigint): void {
  if (timeSec > draft.headerTimeSec) draft.headerTimeSec = timeSec;
  sendTime(draft, timeSec);
  draft.timeSec = timeSec;
}

function sendTime(draft: Draft, timeSec: bigint): void {
  draft.operations.push(operationBytes('advanceTime', { timeSec }));
}

export const isLive = ({ timeSec }: Pick<Draft, 'timeSec'>, { day }: { day: bigint }): boolean =>
  expirySecOf(day) > timeSec;

export const today = ({ timeSec }: Draft): bigint => (timeSec - 1_577_836_800n) / DAY_SEC;

/** By an honest key, mostly. */
export function signed(draft: Draft, name: SignedName, account: bigint, fields: Values): void {
  const { random, state, operations } = draft;
  const key = account * 8n + anySlot(draft, name, account);
  const holder = state.keys.get(key);
  const honest = holder?.signer ?? NO_SIGNER;
  const signer = random.chance(0.99) ? honest : ownerOf(random.between(0, OWNERS - 1));
  const late = draft.timeSec + BigInt(random.between(0, 100_000));
  const expiresAtSec = random.weighted({ late: 97, now: 2, past: 1 });
  const authority = {
    key,
    signer,
    nonce: anyNonce(draft, key),
    expiresAtSec: { late, now: draft.timeSec, past: draft.timeSec - 1n }[expiresAtSec],
  };
  const bytes = signedBytes(state, name, authority, fields);
  if (random.chance(0.004)) bytes[bytes.length - 40] ^= 1;
  operations.push(bytes);
}

/** The owner's own key, or mostly one that is set. */
function anySlot({ random, state }: Draft, name: SignedName, account: bigint): bigint {
  const isOwners = name === 'setSessionKey' || name === 'setMarginModel';
  if (random.chance(isOwners ? 0.95 : 0.87)) return 0n;
  const slots = [1n, 2n, 3n, 4n, 5n, 6n, 7n];
  const set = slots.filter((slot) => state.keys.has(account * 8n + slot));
  if (random.chance(0.95)) return random.pick(set.length > 0 ? set : [0n]);
  return random.pick(slots);
}

function anyNonce({ random, state, nonces }: Draft, key: bigint): bigint {
  const base = state.keys.get(key)?.nonceBase ?? 0n;
  const burned = state.keys.get(key)?.burned ?? new Set<bigint>();
  const fresh = nonces.get(key) ?? [...burned].reduce(max, base - 1n) + 1n;
  const far = { ahead: [1, 300], edge: [700, 1100], skip: [1000, 5000], limit: [65_000, 66_000] };
  const kind = random.weighted({
    fresh: 970,
    ahead: 8,
    edge: 5,
    skip: 4,
    limit: 2,
    used: 6,
    low: 5,
  });
  if (kind === 'used' && burned.size > 0) return random.pick([...burned]);
  if (kind === 'low') return max(0n, base - BigInt(random.between(1, 300)));
  const nonce =
    kind === 'fresh' || kind === 'used'
      ? fresh
      : base + BigInt(random.between(far[kind][0], far[kind][1]));
  nonces.set(key, max(fresh, nonce < base + 65_536n ? nonce + 1n : fresh));
  return nonce;
}
