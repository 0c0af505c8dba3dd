/** Accounts near their requirements, prices that run away, and what liquidation makes of it. */
import { max } from '../integers.ts';
import { marginOf } from '../naiveMargin.ts';
import { type Account, isUnderAuction, type Instrument, type NaiveState } from '../naiveState.ts';
import { feeOf, tradeOf } from '../naiveTrade.ts';
import { Rejected } from '../rejected.ts';
import { operationBytes } from '../world.ts';
import {
  advanceTo,
  anyAccount,
  type Draft,
  FIRST_DEBTOR,
  indexNow,
  PORTFOLIO_COLLECTOR,
  signed,
  someAccounts,
  WHALE,
  WRITER,
} from './draft.ts';
import { followIndex } from './l1.ts';
import { fairCents, liveInstruments, lotOf, order, rulesOf, tickOf } from './orders.ts';
import { publish, publishAt, UNDERLYING_IDS } from './prints.ts';
import { quotedExpiries, refreshSurfaces } from './surfaces.ts';

/** The most lots that an account could sell or buy by itself, by halving. */
function mostLots(
  state: NaiveState,
  account: bigint,
  trade: { instrument: bigint; side: bigint; priceCents: bigint; terms: Instrument },
): bigint {
  const lot = lotOf(trade.terms);
  const holds = (lots: bigint): boolean => {
    const order = { ...trade, quantityE4: lots * lot };
    try {
      const after = tradeOf(state, account, { ...order, fee: feeOf(state, order, 'takerFirst') });
      const margin = marginOf(state, after);
      return margin.priced !== 'missing' && Number(margin.cash) / 1e6 + margin.initial >= 0;
    } catch (error) {
      if (error instanceof Rejected) return false;
      throw error;
    }
  };
  let [good, bad] = [0n, BigInt(rulesOf(trade.terms).maxPositionE4) / lot];
  while (bad - good > 1n) {
    const middle = (good + bad) / 2n;
    if (holds(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

const isPlayer = ({ cash }: Account, id: bigint): boolean =>
  cash > 0n && id < WRITER && id !== PORTFOLIO_COLLECTOR;

/** Accounts take on all the risk that they may, or one lot more, or a little less. */
export function strain(draft: Draft): void {
  const { random, state } = draft;
  const quoted = new Set(
    quotedExpiries(draft).map(({ underlying, day }) => `${underlying}/${day}`),
  );
  const live = liveInstruments(draft).filter(([, { underlying, day }]) =>
    quoted.has(`${underlying}/${day}`),
  );
  if (live.length === 0) return;
  for (const account of someAccounts(draft, 5, isPlayer)) {
    const { marginModel } = state.accounts.get(account)!;
    const [instrument, terms] = random.pick(live);
    const isSale = random.chance(marginModel === 0n ? 0.9 : 0.75);
    writeMost(draft, { account, instrument, terms, isSale });
  }
}

/** A rich account takes the other side. */
export function writeMost(
  draft: Draft,
  trade: { account: bigint; instrument: bigint; terms: Instrument; isSale: boolean },
): void {
  const { random, state } = draft;
  const { account, instrument, terms, isSale } = trade;
  const tick = tickOf(terms);
  const priceCents = max(tick, (fairCents(draft, [instrument, terms]) / tick) * tick);
  const side = isSale ? 1n : 0n;
  const most = mostLots(state, account, { instrument, side, priceCents, terms });
  const lots = random.pick([most, most, most + 1n, (most * 97n) / 100n]);
  if (lots <= 0n) return;
  const all = { instrument, priceCents, quantityE4: lots * lotOf(terms) };
  order(draft, { ...all, account: isSale ? WHALE : WRITER, side: isSale ? 0 : 1, timeInForce: 0 });
  order(draft, { ...all, account, side: Number(side), timeInForce: 1 });
}

/** Money taken out to the last unit that margin leaves, and one more. */
export function squeeze(draft: Draft): void {
  const { random, state } = draft;
  for (const account of someAccounts(draft, 6, isPlayer)) {
    const holder = state.accounts.get(account)!;
    const margin = marginOf(state, holder);
    const free = margin.cash + BigInt(Math.floor(margin.initial * 1e6));
    const amount = free + BigInt(random.pick([0, 0, 1, 2]));
    if (amount <= 0n || amount > holder.cash) continue;
    signed(draft, 'withdraw', account, { amount });
    signed(draft, 'withdraw', account, { amount: 1n });
  }
}

/** Prints that follow each other down or up, and surfaces with them. */
export function crash(draft: Draft): void {
  const { random } = draft;
  const underlying = BigInt(random.between(0, 1));
  const isUp = random.chance(0.5);
  for (let i = random.between(2, 4); i > 0; i--) {
    advanceTo(draft, draft.timeSec + BigInt(random.between(20, 90)));
    const percent = BigInt(random.between(3, 19));
    const last = indexNow(draft, underlying);
    const price = (last * (isUp ? 100n + percent : 100n - percent)) / 100n;
    if (price > 100_000n && price < 15_000_000n) publishAt(draft, underlying, { price });
    publish(draft, 1n - underlying, { sober: true });
  }
  if (random.chance(0.85)) followIndex(draft);
  refreshSurfaces(draft, { oldSec: 30n });
  for (const account of weakAccounts(draft)) liquidate(draft, account);
}

function weakAccounts(draft: Draft): bigint[] {
  return someAccounts(draft, 20, (account) => {
    const { priced, cash, maintenance } = marginOf(draft.state, account);
    return priced !== 'missing' && Number(cash) / 1e6 + maintenance < 0;
  });
}

export function liquidate(draft: Draft, account: bigint): void {
  const { inbox, operations, random } = draft;
  if (random.chance(0.1) && inbox.length < 60) {
    inbox.push({ kind: 6n, sender: 'aa'.repeat(20), account, amount: 0n });
  } else operations.push(operationBytes('liquidate', { account }));
}

/** Auctions are started, bid in, and brought up to date. */
export function auctions(draft: Draft): void {
  const { random, state } = draft;
  for (const underlying of UNDERLYING_IDS) publish(draft, underlying, { sober: true });
  followIndex(draft);
  refreshSurfaces(draft);
  for (const account of weakAccounts(draft)) liquidate(draft, account);
  for (let i = 0; i < 3; i++) {
    if (random.chance(0.5)) liquidate(draft, anyAccount(draft));
    const running = someAccounts(draft, 6, isUnderAuction);
    for (const account of running) {
      if (random.chance(0.45)) bid(draft, account);
      if (random.chance(0.3)) liquidate(draft, account);
      if (random.chance(0.12)) intrude(draft, account);
    }
    if (running.length === 0) bid(draft, anyAccount(draft));
    if (state.accounts.size === 0 || running.length === 0) break;
    advanceTo(draft, draft.timeSec + BigInt(random.between(1, 60)));
    for (const underlying of UNDERLYING_IDS) publish(draft, underlying, { sober: true });
  }
}

/** A few millionths round worst, where the account is insolvent by little. */
const SHARES = { whole: 18, part: 26, small: 25, few: 20, none: 2, more: 2 };

export function bid(draft: Draft, account: bigint): void {
  const { random, state, changes } = draft;
  const bidder = random.weighted({ rich: 60, any: 38, self: 2 });
  const from = { rich: random.pick([WHALE, WRITER]), any: anyAccount(draft), self: account }[
    bidder
  ];
  const share = {
    whole: 1_000_000,
    part: random.between(1, 1_000_000),
    small: random.between(1, 20_000),
    few: random.between(1, 60),
    none: 0,
    more: 1_000_001,
  }[random.weighted(SHARES)];
  const known = state.accounts.get(account)?.revision ?? 0n;
  const revision = known + (changes.get(account) ?? 0n) + (random.chance(0.04) ? 1n : 0n);
  signed(draft, 'bid', from, {
    account,
    sharePpm: BigInt(share),
    limit: anyLimit(draft, account),
    revision,
  });
}

function anyLimit({ random, state }: Draft, id: bigint): bigint {
  const kind = random.weighted({ high: 82, near: 12, beyond: 3, low: 3 });
  const account = state.accounts.get(id);
  const equity = account === undefined ? 0 : marginOf(state, account).equity;
  return {
    high: 2n ** 53n - 1n,
    near: BigInt(Math.round(equity * 1e6 * random.unit())),
    beyond: random.pick([2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n]),
    low: 1n - 2n ** 53n,
  }[kind];
}

/** What an account under auction may not do. */
function intrude(draft: Draft, account: bigint): void {
  const kind = draft.random.weighted({ order: 3, withdraw: 1, transfer: 1, model: 1, bid: 2 });
  if (kind === 'order') order(draft, { account });
  else if (kind === 'withdraw') signed(draft, 'withdraw', account, { amount: 5n });
  else if (kind === 'model') signed(draft, 'setMarginModel', account, { model: 0n });
  else if (kind === 'transfer') signed(draft, 'transfer', account, { toAccount: 1n, amount: 5n });
  else {
    const fields = { account: FIRST_DEBTOR, sharePpm: 1n, limit: 0n, revision: 0n };
    signed(draft, 'bid', account, fields);
  }
}
