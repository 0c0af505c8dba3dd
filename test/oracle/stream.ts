/**
 * A seeded stream of batches. It looks at the reference state at the start of a batch to make operations that
 * mostly work, and spoils some of them in every way that has a rejection code.
 */
import { UNDERLYINGS } from '../../protocol/params.ts';
import type { Values } from './bytes.ts';
import { bestOrder } from './naiveBook.ts';
import { payoffAt, positionsByExpiry } from './naiveMargin.ts';
import type { NaiveInboxItem } from './naiveOperations.ts';
import {
  type Account,
  expiryKey,
  expirySecOf,
  type Hex,
  indexOf,
  type Instrument,
  max,
  type NaiveState,
} from './naiveState.ts';
import type { PairBatch } from './pair.ts';
import { createRandom, type Random } from './random.ts';
import {
  addressOf,
  NO_SIGNER,
  operationBytes,
  publishBytes,
  type PrintEntry,
  PUBLISHERS,
  QUORUM,
  settleExpiryBytes,
  signedBytes,
  type SignedName,
} from './world.ts';

export const START_SEC = 1_780_300_800;
const OWNERS = 14;
const BASE_INDEX = [6_000_000n, 300_000n];
const DAY = 86_400n;

export interface Stream {
  next(state: NaiveState): PairBatch;
}

/** What a batch under construction knows: the state at its start, and what its own operations will change. */
interface Draft {
  readonly random: Random;
  readonly state: NaiveState;
  readonly operations: Buffer[];
  readonly inbox: NaiveInboxItem[];
  headerTimeSec: bigint;
  timeSec: bigint;
  /** Next fresh nonce of a key. */
  readonly nonces: Map<bigint, bigint>;
  readonly lastPrintSec: Map<bigint, bigint>;
  readonly index: Map<bigint, bigint>;
}

export function createStream(seed: number): Stream {
  const random = createRandom(seed);
  let batches = 0;
  let mode: Mode = 'mixed';
  return {
    next(state) {
      const draft = newDraft(random, state);
      const isRuined = mode === 'ruin' && random.chance(0.7);
      mode = isRuined ? 'settle' : random.weighted(MODE_WEIGHTS);
      if (batches === 0) opening(draft);
      else MODES[mode](draft);
      if (random.chance(0.04)) draft.operations.push(garbage(draft));
      batches += 1;
      const { operations, inbox, headerTimeSec } = draft;
      return { data: Buffer.concat(operations), inbox, headerTimeSec };
    },
  };
}

function newDraft(random: Random, state: NaiveState): Draft {
  const jump = random.weighted({ short: 85, hours: 9, days: 6 });
  const seconds = { short: [0, 300], hours: [3_600, 43_200], days: [86_400, 400_000] }[jump];
  return {
    random,
    state,
    operations: [],
    inbox: [],
    headerTimeSec: state.timeSec + BigInt(random.between(seconds[0], seconds[1])),
    timeSec: state.timeSec,
    nonces: new Map(),
    lastPrintSec: new Map([...state.underlyings].map(([id, price]) => [id, price.indexTimeSec])),
    index: new Map([...state.underlyings].map(([id, price]) => [id, price.indexCents])),
  };
}

const MODE_WEIGHTS = {
  mixed: 100,
  list: 2,
  settle: 14,
  hoard: 8,
  stack: 5,
  depth: 10,
  whale: 3,
  ruin: 7,
};

type Mode = keyof typeof MODE_WEIGHTS;

const MODES: Readonly<Record<Mode, (draft: Draft) => void>> = {
  mixed(draft) {
    const count = draft.random.between(1, 80);
    if (draft.random.chance(0.5)) advance(draft);
    if (draft.random.chance(0.5)) publish(draft, BigInt(draft.random.between(0, 1)));
    for (let i = 0; i < count; i++) OPERATION[draft.random.weighted(OPERATION_WEIGHTS)](draft);
    inboxItems(draft, draft.random.chance(0.3) ? draft.random.between(1, 4) : 0);
  },
  list(draft) {
    for (let i = 0; i < 60; i++) OPERATION.listInstrument(draft);
  },
  settle(draft) {
    advanceTo(draft, draft.headerTimeSec);
    for (const underlying of [0n, 1n]) publish(draft, underlying, { sober: true });
    for (const expiry of expiriesOf(draft.state)) {
      if (expirySecOf(expiry.day) > draft.timeSec) continue;
      const { settlementCents = null } =
        draft.state.expiries.get(expiryKey(expiry.underlying, expiry.day)) ?? {};
      if (draft.random.chance(settlementCents === null ? 0.8 : 0.02)) settleExpiry(draft, expiry);
    }
    settleHolders(draft);
  },
  hoard,
  stack,
  depth,
  whale,
  ruin,
};

const OPERATION_WEIGHTS = {
  placeOrder: 520,
  cancelOrder: 90,
  cancelAll: 12,
  transfer: 40,
  withdraw: 40,
  setSessionKey: 35,
  listInstrument: 15,
  publishPrices: 50,
  settleExpiry: 15,
  settleAccount: 40,
  sweepExpired: 25,
  advanceTime: 25,
  consumeInbox: 15,
};

const OPERATION: Readonly<Record<keyof typeof OPERATION_WEIGHTS, (draft: Draft) => void>> = {
  placeOrder: (draft) => order(draft),
  cancelOrder,
  cancelAll: (draft) => signed(draft, 'cancelAll', anyAccount(draft), {}),
  transfer,
  withdraw: (draft) => {
    const account = anyAccount(draft);
    signed(draft, 'withdraw', account, { amount: anyAmount(draft, account) });
  },
  setSessionKey,
  listInstrument,
  publishPrices: (draft) => publish(draft, BigInt(draft.random.between(0, 1))),
  settleExpiry: (draft) => settleExpiry(draft, anyExpiry(draft)),
  settleAccount: (draft) => settleAccount(draft, anyAccount(draft), anyExpiry(draft)),
  sweepExpired,
  advanceTime: advance,
  consumeInbox: (draft) => {
    if (draft.random.chance(0.8)) inboxItems(draft, 1);
    draft.operations.push(operationBytes('consumeInbox', {}));
  },
};

const ownerOf = (index: number): Hex => addressOf('own', index);

function opening(draft: Draft): void {
  for (let i = 0; i < 36; i++) deposit(draft, ownerOf(i % OWNERS), 0n, anyDeposit(draft));
  for (const name of ['writer', 'whale']) {
    deposit(draft, addressOf(name.slice(0, 4), 1), 0n, 2_000_000_000_000_000n);
  }
  for (let i = 0; i < 20; i++) draft.operations.push(operationBytes('consumeInbox', {}));
  listInstrument(draft);
  order(draft);
  publish(draft, 0n, { sober: true });
  publish(draft, 1n, { sober: true });
  for (let i = 0; i < 60; i++) OPERATION.listInstrument(draft);
}

const anyDeposit = ({ random }: Draft): bigint =>
  BigInt(random.between(1, 9)) * 10n ** BigInt(random.between(8, 12));

function deposit(draft: Draft, sender: Hex, account: bigint, amount: bigint): void {
  draft.inbox.push({ kind: 1n, sender, account, amount });
}

function inboxItems(draft: Draft, count: number): void {
  const { random, state, inbox } = draft;
  for (let i = 0; i < count && inbox.length < 64; i++) {
    const account = random.chance(0.95) ? anyAccount(draft) : BigInt(random.between(0, 90));
    const owner = state.accounts.get(account)?.owner ?? ownerOf(1);
    const sender = random.chance(0.85) ? owner : ownerOf(random.between(0, OWNERS - 1));
    const kind = random.weighted({ 1: 40, 2: 35, 3: 20, 4: 4, 0: 1 });
    const opensAccount = kind === '1' && state.accounts.size < 60 && random.chance(0.1);
    const amount = kind === '1' ? anyDeposit(draft) : anyAmount(draft, account);
    inbox.push({
      kind: BigInt(kind),
      sender,
      account: opensAccount ? BigInt(random.pick([0, 1000])) : account,
      // Items carry doubles in protocol/.
      amount: amount > 2n ** 53n ? 2n ** 60n : amount,
    });
  }
}

/** Accounts that only some modes use are rarely picked. */
function anyAccount({ random, state }: Draft): bigint {
  if (state.accounts.size === 0 || random.chance(0.01)) return BigInt(random.pick([0, 999]));
  return BigInt(random.between(1, Math.min(state.accounts.size, random.chance(0.6) ? 12 : 999)));
}

function anyAmount({ random, state }: Draft, account: bigint): bigint {
  const cash = max(1n, state.accounts.get(account)?.cash ?? 1n);
  const part = (cash * BigInt(random.between(1, 999))) / 1000n;
  const kind = random.weighted({ part: 10, small: 70, all: 8, more: 4, zero: 4, huge: 2 });
  const small = part / 50n + 1n;
  return { part, small, all: cash, more: cash + 1n, zero: 0n, huge: hugeAmount(random) }[kind];
}

/** Beyond 2^53 − 1, where a double would round. */
const hugeAmount = (random: Random): bigint => 2n ** BigInt(random.between(53, 63)) + 1n;

// Signed operations.

function signed(draft: Draft, name: SignedName, account: bigint, fields: Values): void {
  const { random, state, operations } = draft;
  const key = account * 8n + anySlot(draft, name, account);
  const holder = state.keys.get(key);
  const honest = holder?.signer ?? NO_SIGNER;
  const signer = random.chance(0.98) ? honest : ownerOf(random.between(0, OWNERS - 1));
  const late = draft.timeSec + BigInt(random.between(0, 100_000));
  const expiresAtSec = random.weighted({ late: 96, now: 2, past: 2 });
  const authority = {
    key,
    signer,
    nonce: anyNonce(draft, key),
    expiresAtSec: { late, now: draft.timeSec, past: draft.timeSec - 1n }[expiresAtSec],
  };
  const bytes = signedBytes(state, name, authority, fields);
  if (random.chance(0.005)) bytes[bytes.length - 40] ^= 1;
  operations.push(bytes);
}

/** The owner's own key, or mostly one that is set. */
function anySlot({ random, state }: Draft, name: SignedName, account: bigint): bigint {
  if (random.chance(name === 'setSessionKey' ? 0.95 : 0.75)) return 0n;
  const slots = [1n, 2n, 3n, 4n, 5n, 6n, 7n];
  const set = slots.filter((slot) => state.keys.has(account * 8n + slot));
  return random.pick(set.length > 0 && random.chance(0.9) ? set : slots);
}

function anyNonce({ random, state, nonces }: Draft, key: bigint): bigint {
  const base = state.keys.get(key)?.nonceBase ?? 0n;
  const burned = state.keys.get(key)?.burned ?? new Set<bigint>();
  const fresh = nonces.get(key) ?? [...burned].reduce(max, base - 1n) + 1n;
  const far = { ahead: [1, 300], edge: [700, 1100], skip: [1000, 5000], limit: [65_000, 66_000] };
  const kind = random.weighted({
    fresh: 960,
    ahead: 10,
    edge: 6,
    skip: 5,
    limit: 3,
    used: 10,
    low: 6,
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

interface OrderHints {
  readonly account?: bigint;
  readonly instrument?: bigint;
  readonly side?: number;
  readonly timeInForce?: number;
  readonly priceCents?: bigint;
  readonly quantityE4?: bigint;
}

function order(draft: Draft, hints: OrderHints = {}): void {
  const { random, state } = draft;
  const account = hints.account ?? anyAccount(draft);
  const instrument = hints.instrument ?? anyInstrument(draft);
  const terms = state.instruments.get(instrument);
  const side = hints.side ?? (random.chance(0.99) ? random.between(0, 1) : 2);
  const timeInForce =
    hints.timeInForce ?? Number(random.weighted({ 0: 55, 1: 15, 2: 13, 3: 16, 4: 0.5, 255: 0.5 }));
  signed(draft, 'placeOrder', account, {
    instrument,
    side: BigInt(side),
    timeInForce: BigInt(timeInForce),
    priceCents: hints.priceCents ?? anyPrice(draft, terms, side),
    quantityE4: hints.quantityE4 ?? anyQuantity(draft, terms),
  });
}

/** A few instruments get most of the orders, so that their books are deep. */
function anyInstrument({ random, state, timeSec }: Draft): bigint {
  if (state.instruments.size === 0 || random.chance(0.01)) return BigInt(random.pick([0, 99_999]));
  if (random.chance(0.02)) return BigInt(random.between(1, state.instruments.size));
  const live = [...state.instruments].filter(([, terms]) => expirySecOf(terms.day) > timeSec);
  if (live.length === 0) return 1n;
  live.sort(([, a], [, b]) => Number(a.day - b.day));
  return random.pick(live.slice(0, random.chance(0.8) ? 8 : 200))[0];
}

const rulesOf = (terms: Instrument | undefined) => UNDERLYINGS[Number(terms?.underlying ?? 0n)];

function fairCents({ index }: Draft, terms: Instrument): bigint {
  const price = index.get(terms.underlying) ?? 1n;
  const inside = terms.put ? terms.strikeCents - price : price - terms.strikeCents;
  return max(0n, inside) + price / 40n;
}

/** Buyers mostly offer a little less than sellers ask, in few distinct steps. */
function anyPrice(draft: Draft, terms: Instrument | undefined, side: number): bigint {
  const { random } = draft;
  const rules = rulesOf(terms);
  const tick = BigInt(rules.tickCents);
  if (terms === undefined) return tick;
  if (random.chance(0.03)) {
    const most = BigInt(rules.maxPriceCents);
    return random.pick([0n, 1n, tick, tick + 1n, (most / tick) * tick, most + tick, most]);
  }
  const percent = BigInt(random.between(92, 104) + (side === 0 ? 0 : 4));
  const cents = (fairCents(draft, terms) * percent) / 100n;
  const coarse = tick * 10n;
  return max(tick, (cents / coarse) * coarse);
}

function anyQuantity({ random }: Draft, terms: Instrument | undefined): bigint {
  const { lotE4, maxPositionE4 } = rulesOf(terms);
  const lot = BigInt(lotE4);
  if (random.chance(0.03)) {
    const most = BigInt(maxPositionE4);
    return random.pick([0n, 1n, lot + 1n, (most / lot) * lot, most + lot, lot * 1000n]);
  }
  return lot * BigInt(random.chance(0.9) ? random.between(1, 30) : random.between(30, 2000));
}

function cancelOrder(draft: Draft): void {
  const { random, state } = draft;
  const open = state.orders.length === 0 ? null : random.pick(state.orders);
  if (open === null || random.chance(0.04)) {
    const ids = [0n, 1n, 3n, 1_000_000n];
    return signed(draft, 'cancelOrder', anyAccount(draft), {
      order: random.pick(ids),
      generation: BigInt(random.between(0, 2)),
    });
  }
  const id = state.ids.orderId(open);
  const generation = state.ids.generations.get(id)!;
  const account = random.chance(0.95) ? open.account : anyAccount(draft);
  const off = random.chance(0.95) ? 0n : 1n;
  signed(draft, 'cancelOrder', account, { order: id, generation: generation + off });
}

function transfer(draft: Draft): void {
  const { random, state } = draft;
  const account = anyAccount(draft);
  const owner = state.accounts.get(account)?.owner;
  const own = [...state.accounts].filter(([, other]) => other.owner === owner).map(([id]) => id);
  const toAccount = own.length > 0 && random.chance(0.9) ? random.pick(own) : anyAccount(draft);
  signed(draft, 'transfer', account, { toAccount, amount: anyAmount(draft, account) });
}

function setSessionKey(draft: Draft): void {
  const { random, timeSec } = draft;
  const slot = random.chance(0.95) ? random.between(1, 7) : random.pick([0, 8, 255]);
  const expiry = random.weighted({ never: 50, soon: 25, header: 5, later: 15, past: 5 });
  const soon = timeSec + BigInt(random.between(0, 2_000));
  const later = timeSec + BigInt(random.between(10_000, 5_000_000));
  signed(draft, 'setSessionKey', anyAccount(draft), {
    slot: BigInt(slot),
    signer: random.chance(0.9) ? addressOf('ses', random.between(0, 40)) : NO_SIGNER,
    keyExpiresAtSec: { never: 0n, soon, later, header: draft.headerTimeSec, past: timeSec - 1n }[
      expiry
    ],
    scope: BigInt(random.chance(0.5) ? 7 : random.between(0, 9)),
  });
}

// Operations that anyone may bring.

const today = ({ timeSec }: Draft): bigint => (timeSec - 1_577_836_800n) / DAY;

function listInstrument(draft: Draft): void {
  const { random } = draft;
  const underlying = random.chance(0.98) ? random.between(0, 1) : random.pick([2, 15, 255]);
  const rules = UNDERLYINGS[underlying];
  const step = BigInt(rules?.strikeStepCents ?? 1);
  const index = draft.index.get(BigInt(underlying)) ?? BASE_INDEX[0];
  const strike = ((index * BigInt(random.between(85, 115))) / 100n / step) * step;
  const far = random.pick([
    0n,
    1n,
    step,
    index / 8n,
    ((index * 8n) / step) * step,
    index * 8n + step,
  ]);
  const span = random.weighted({ near: 70, month: 25, far: 5 });
  const days = { near: [0, 4], month: [0, 60], far: [395, 403] }[span];
  draft.operations.push(
    operationBytes('listInstrument', {
      underlying: BigInt(underlying),
      day: today(draft) + BigInt(random.between(days[0], days[1])),
      strikeCents: random.chance(0.93) ? strike : far,
      put: BigInt(random.chance(0.98) ? random.between(0, 1) : 2),
    }),
  );
}

function advance(draft: Draft): void {
  const { random, headerTimeSec, timeSec } = draft;
  const kind = random.weighted({ part: 60, all: 30, past: 5, beyond: 5 });
  if (kind === 'past') return advanceBytes(draft, timeSec - 1n);
  if (kind === 'beyond') return advanceBytes(draft, random.pick([headerTimeSec + 1n, 2n ** 60n]));
  const span = Number(headerTimeSec - timeSec);
  advanceTo(draft, kind === 'all' ? headerTimeSec : timeSec + BigInt(random.between(0, span)));
}

function advanceBytes(draft: Draft, timeSec: bigint): void {
  draft.operations.push(operationBytes('advanceTime', { timeSec }));
}

function advanceTo(draft: Draft, timeSec: bigint): void {
  advanceBytes(draft, timeSec);
  draft.timeSec = timeSec;
}

/** Three to five publishers in order, each with its own small error. */
function quorumOf({ random }: Draft, priceCents: bigint): PrintEntry[] {
  const count = random.between(QUORUM, PUBLISHERS.length);
  const publishers = PUBLISHERS.map((_, i) => i);
  while (publishers.length > count) publishers.splice(random.between(0, publishers.length - 1), 1);
  return publishers.map((publisher) => {
    const error = BigInt(random.between(-50, 50));
    return { publisher, priceCents: priceCents + (priceCents * error) / 100_000n, timeSec: 0n };
  });
}

/** Breaks a list of entries in one of the ways that quorum rules name. */
function spoil<E extends PrintEntry>({ random }: Draft, entries: E[], maxPriceCents: number): E[] {
  const first = entries[0];
  const at = random.between(0, entries.length - 1);
  const change = (part: Partial<PrintEntry>): E[] =>
    entries.map((entry, i) => (i === at ? { ...entry, ...part } : entry));
  return random.pick([
    entries.slice(0, random.between(0, QUORUM - 1)),
    [first, ...entries],
    [...entries, { ...first, publisher: PUBLISHERS.length }],
    change({ priceCents: 0n }),
    change({ priceCents: BigInt(maxPriceCents) + 1n }),
    entries.toReversed(),
  ]);
}

function publish(draft: Draft, underlying: bigint, { sober = false } = {}): void {
  const { random, timeSec } = draft;
  const last = draft.index.get(underlying) ?? BASE_INDEX[Number(underlying)];
  const base = BASE_INDEX[Number(underlying)];
  const wild = !sober && random.chance(0.04);
  const percent = wild ? random.between(55, 170) : random.between(99, 101);
  let price = (last * BigInt(percent)) / 100n;
  const strayed = price > base * 2n || price < base / 2n;
  if (price > base * 5n || price < base / 4n || (strayed && random.chance(0.05))) price = base;
  const fault = random.weighted({ none: 88, entries: 5, signature: 2, times: 5 });
  publishAt(draft, underlying, price, sober || fault === 'none' ? null : fault);
  if (!sober && random.chance(0.01)) {
    draft.operations.push(publishBytes(7n, [{ publisher: 0, priceCents: 1n, timeSec }]));
  }
}

type Fault = 'entries' | 'signature' | 'times' | null;

function publishAt(draft: Draft, underlying: bigint, price: bigint, fault: Fault): void {
  const { random, timeSec } = draft;
  let entries = quorumOf(draft, price).map((entry) => ({
    ...entry,
    timeSec: timeSec - BigInt(fault === 'times' ? random.between(-1, 125) : random.between(0, 3)),
  }));
  if (fault === 'entries') {
    entries = spoil(draft, entries, UNDERLYINGS[Number(underlying)].maxPriceCents);
  }
  const bytes = publishBytes(underlying, entries);
  if (fault === 'signature') bytes[bytes.length - 30] ^= 1;
  draft.operations.push(bytes);
  if (fault === null) draft.index.set(underlying, price);
}

interface ExpiryName {
  readonly underlying: bigint;
  readonly day: bigint;
}

function expiriesOf(state: NaiveState): ExpiryName[] {
  const names = [...state.instruments.values()].map(
    ({ underlying, day }) => `${underlying}/${day}`,
  );
  return [...new Set(names)].map((name) => {
    const [underlying, day] = name.split('/').map(BigInt);
    return { underlying: underlying, day: day };
  });
}

function anyExpiry(draft: Draft): ExpiryName {
  const { random, state } = draft;
  if (random.chance(0.04)) {
    return { underlying: BigInt(random.pick([2, 200])), day: today(draft) };
  }
  const expiries = expiriesOf(state);
  const held = expiries.filter(({ day }) => {
    const ago = draft.timeSec - expirySecOf(day);
    return -DAY < ago && ago < 10n * DAY;
  });
  if (held.length > 0 && random.chance(0.9)) return random.pick(held);
  return expiries.length > 0 ? random.pick(expiries) : { underlying: 0n, day: today(draft) };
}

function settleExpiry(draft: Draft, expiry: ExpiryName): void {
  const { random, operations } = draft;
  const last = draft.index.get(expiry.underlying) ?? BASE_INDEX[0];
  const kind = random.weighted({ near: 66, edge: 12, off: 16, spoiled: 4, signature: 2 });
  const percents = { near: [97, 103], edge: [79, 121], off: [50, 150] };
  const percent = percents[kind === 'edge' || kind === 'off' ? kind : 'near'];
  const price = (last * BigInt(random.between(percent[0], percent[1]))) / 100n;
  let entries = quorumOf(draft, price);
  if (kind === 'spoiled') entries = spoil(draft, entries, 2 ** 28);
  const bytes = settleExpiryBytes(expiry, entries);
  if (kind === 'signature') bytes[bytes.length - 30] ^= 1;
  operations.push(bytes);
}

function settleAccount(draft: Draft, account: bigint, expiry: ExpiryName): void {
  draft.operations.push(operationBytes('settleAccount', { account, ...expiry }));
}

/** Those who owe first, mostly. */
function settleHolders(draft: Draft): void {
  const { random, state } = draft;
  const due: { id: bigint; underlying: bigint; day: bigint; payoff: bigint }[] = [];
  for (const [id, account] of state.accounts) {
    for (const [key, group] of positionsByExpiry(state, account)) {
      const { settlementCents = null } = state.expiries.get(key) ?? {};
      if (settlementCents === null) continue;
      const { underlying, day } = group[0].instrument;
      due.push({ id, underlying, day, payoff: payoffAt(group, settlementCents) });
    }
  }
  if (random.chance(0.8)) due.sort((a, b) => Number(a.payoff - b.payoff));
  for (const { id, ...expiry } of due.slice(0, 150)) settleAccount(draft, id, expiry);
}

function sweepExpired(draft: Draft): void {
  const { random, state, timeSec, operations } = draft;
  const stale = state.orders
    .map(({ instrument }) => instrument)
    .filter((id) => expirySecOf(state.instruments.get(id)!.day) <= timeSec);
  const instrument =
    stale.length > 0 && random.chance(0.8) ? random.pick(stale) : anyInstrument(draft);
  operations.push(operationBytes('sweepExpired', { instrument }));
}

/** Something that ends the data: an unknown kind, or an operation cut short. */
function garbage({ random, operations }: Draft): Buffer {
  const last = operations.at(-1);
  const tooLong = Buffer.concat([Buffer.of(10, 0, 28), Buffer.alloc(73 * 28)]);
  if (last === undefined) return Buffer.of(0);
  const cut = last.subarray(0, random.between(1, last.length));
  return random.pick([Buffer.of(0), Buffer.of(14, 1, 2), cut, tooLong]);
}

// Directed play: each drives the state toward one of the limits.

const tickOf = (terms: Instrument): bigint => BigInt(rulesOf(terms).tickCents);
const lotOf = (terms: Instrument): bigint => BigInt(rulesOf(terms).lotE4);

function liveInstruments({ state, timeSec }: Draft): [bigint, Instrument][] {
  return [...state.instruments].filter(([, terms]) => expirySecOf(terms.day) > timeSec);
}

/** The two accounts with much money. */
const WRITER = 37n;
const WHALE = 38n;

/** One account buys a little of everything: 128 positions, 32 expiries. */
function hoard(draft: Draft): void {
  const { random, state } = draft;
  const collector = random.pick([5n, 7n, WHALE]);
  const held = state.accounts.get(collector)?.positions ?? new Map();
  const missing = liveInstruments(draft).filter(([id]) => !held.has(id));
  // Either many instruments of few expiries or many expiries.
  if (collector !== 7n) missing.sort(([, a], [, b]) => Number(b.day - a.day));
  for (const [instrument, terms] of missing.slice(0, 40)) {
    const priceCents = max(tickOf(terms), (fairCents(draft, terms) / 1000n) * 1000n);
    const quantityE4 = lotOf(terms);
    const trade = { instrument, priceCents, quantityE4 };
    order(draft, { ...trade, account: WRITER, side: 1, timeInForce: 0 });
    order(draft, { ...trade, account: collector, side: 0, timeInForce: 1 });
  }
}

/** One account fills its list of open orders, far from the market. */
function stack(draft: Draft): void {
  const { random, state } = draft;
  const live = liveInstruments(draft);
  if (live.length === 0) return;
  const account = random.pick([6n, 6n, 6n, WHALE]);
  const open = state.orders.filter((other) => other.account === account).length;
  if (open >= 512 && random.chance(0.5)) return signed(draft, 'cancelAll', account, {});
  for (let i = 0; i < 200; i++) {
    const [instrument, terms] = random.pick(live);
    const priceCents = tickOf(terms) * BigInt(random.between(1, 6));
    order(draft, {
      account,
      instrument,
      side: 0,
      timeInForce: 0,
      priceCents,
      quantityE4: lotOf(terms),
    });
  }
}

/** Many small makers on one side, then takers that reach the limit of attempts. */
function depth(draft: Draft): void {
  const { random } = draft;
  const live = liveInstruments(draft);
  if (live.length === 0) return;
  const [instrument, terms] = random.pick(live);
  const side = random.between(0, 1);
  const fair = (fairCents(draft, terms) / 1000n) * 1000n + 1000n;
  for (let i = 0; i < 45; i++) {
    const priceCents = fair + 1000n * BigInt(random.between(0, 3));
    const account = BigInt(random.between(1, 12));
    order(draft, {
      account,
      instrument,
      side,
      timeInForce: 0,
      priceCents,
      quantityE4: lotOf(terms),
    });
  }
  for (let i = 0; i < 3; i++) {
    order(draft, {
      account: random.chance(0.5) ? WRITER : BigInt(random.between(1, 12)),
      instrument,
      side: 1 - side,
      timeInForce: random.between(0, 2),
      priceCents: side === 0 ? fair : fair + 3000n,
      quantityE4: lotOf(terms) * BigInt(random.between(20, 60)),
    });
  }
}

/** The largest positions at the lowest price, up to the limits of position and gross. */
function whale(draft: Draft): void {
  const { random } = draft;
  for (const [instrument, terms] of liveInstruments(draft).slice(0, 40)) {
    const { maxPositionE4 } = rulesOf(terms);
    const quantityE4 = (BigInt(maxPositionE4) / lotOf(terms) / 2n) * lotOf(terms);
    const trade = { instrument, priceCents: tickOf(terms) * 10n, quantityE4 };
    order(draft, { ...trade, account: WHALE, side: 0, timeInForce: 0 });
    order(draft, { ...trade, account: WRITER, side: 1, timeInForce: random.between(1, 2) });
  }
}

/** Poor accounts write calls with all their cash, the index more than doubles, and the expiry comes. */
function ruin(draft: Draft): void {
  const { random, state } = draft;
  const calls = liveInstruments(draft).filter(([, terms]) => !terms.put);
  const day = calls.map(([, terms]) => terms.day).reduce((a, b) => (a < b ? a : b), 65_535n);
  const soon = calls.filter(([, terms]) => terms.day === day);
  if (soon.length === 0) return;
  const debtors = [...state.accounts].filter(([id]) => id > 12n && id < WRITER);
  for (const [id, account] of debtors) {
    if (account.cash <= 0n) continue;
    const [instrument, terms] = random.pick(soon);
    writeMost(draft, { id, account, instrument, terms });
  }
  if (random.chance(0.3)) return;
  draft.headerTimeSec = max(draft.headerTimeSec, expirySecOf(day) + 5n);
  advanceTo(draft, draft.headerTimeSec);
  for (const underlying of new Set(soon.map(([, terms]) => terms.underlying))) {
    const last = draft.index.get(underlying) ?? BASE_INDEX[Number(underlying)];
    publishAt(draft, underlying, (last * BigInt(random.pick([60, 150, 240, 300]))) / 100n, null);
    settleExpiry(draft, { underlying, day });
  }
}

function writeMost(
  draft: Draft,
  writer: { id: bigint; account: Account; instrument: bigint; terms: Instrument },
): void {
  const { state } = draft;
  const { id, account, instrument, terms } = writer;
  const each = max(
    1n,
    terms.put ? terms.strikeCents : (indexOf(state, terms.underlying) * 5n) / 4n,
  );
  const lots = account.cash / each / lotOf(terms);
  if (lots <= 0n) return;
  const most = BigInt(rulesOf(terms).maxPositionE4) / lotOf(terms) / 8n;
  const quantityE4 = lotOf(terms) * (lots < most ? lots : most);
  const best = bestOrder(state, { instrument, side: 0n })?.priceCents ?? 0n;
  const priceCents = max(best + tickOf(terms), (fairCents(draft, terms) / 1000n) * 1000n);
  order(draft, { account: WRITER, instrument, side: 0, timeInForce: 0, priceCents, quantityE4 });
  order(draft, { account: id, instrument, side: 1, timeInForce: 1, priceCents, quantityE4 });
}
