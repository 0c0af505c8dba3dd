/** Directed play: each drives the state toward one of the limits. */
import { UNDERLYINGS } from '../../../protocol/params.ts';
import { max } from '../integers.ts';
import { positionsByExpiry, settledValue } from '../naiveHoldings.ts';
import { expiryOf, type ExpiryName, expirySecOf, type Instrument } from '../naiveState.ts';
import { operationBytes } from '../world.ts';
import { writeMost } from './auctions.ts';
import {
  advanceTo,
  type Draft,
  FIRST_DEBTOR,
  indexNow,
  PORTFOLIO_COLLECTOR,
  signed,
  someAccounts,
  WHALE,
  WRITER,
} from './draft.ts';
import { followIndex, strayFeed } from './l1.ts';
import { fairCents, listChain, liveInstruments, lotOf, order, rulesOf, tickOf } from './orders.ts';
import { publish, publishAt, settleExpiry, UNDERLYING_IDS } from './prints.ts';
import { expiriesOf, quotedExpiries, refreshSurfaces } from './surfaces.ts';

/** Few distinct prices. */
function coarseCents(draft: Draft, entry: readonly [bigint, Instrument]): bigint {
  return max(tickOf(entry[1]), (fairCents(draft, entry) / 1000n) * 1000n);
}

/** One account buys a little of everything: 128 positions, 32 expiries; another one of what is quoted, under portfolio margin. */
export function hoard(draft: Draft): void {
  const { random, state } = draft;
  const collector = random.pick([5n, 7n, 7n, WHALE, PORTFOLIO_COLLECTOR, PORTFOLIO_COLLECTOR]);
  const isQuoted = collector === PORTFOLIO_COLLECTOR;
  const quoted = new Set(quotedExpiries(draft).map(({ day }) => day));
  const held = state.accounts.get(collector)?.positions ?? new Map();
  const missing = liveInstruments(draft).filter(
    ([id, { underlying, day }]) =>
      !held.has(id) && (!isQuoted || (underlying === 0n && quoted.has(day))),
  );
  if (isQuoted && missing.length < 60) listChain(draft);
  if (isQuoted) signed(draft, 'setMarginModel', collector, { model: 1n });
  // Either many instruments of few expiries or many expiries.
  else if (collector !== 7n) missing.sort(([, a], [, b]) => Number(b.day - a.day));
  for (const [instrument, terms] of missing.slice(0, isQuoted ? 70 : 45)) {
    const priceCents = coarseCents(draft, [instrument, terms]);
    const trade = { instrument, priceCents, quantityE4: lotOf(terms) };
    order(draft, { ...trade, account: WRITER, side: 1, timeInForce: 0 });
    order(draft, { ...trade, account: collector, side: 0, timeInForce: 1 });
  }
}

/** One account fills its list of open orders, far from the market. */
export function stack(draft: Draft): void {
  const { random, state } = draft;
  const live = liveInstruments(draft);
  if (live.length === 0) return;
  const account = random.pick([6n, 6n, 6n, WHALE]);
  const open = state.orders.filter((other) => other.account === account).length;
  if (open >= 300 && random.chance(0.5)) return signed(draft, 'cancelAll', account, {});
  for (let i = 0; i < 120; i++) {
    const [instrument, terms] = random.pick(live);
    const priceCents = tickOf(terms) * BigInt(random.between(1, 6));
    const terms1 = { account, instrument, side: 0, timeInForce: 0 };
    order(draft, { ...terms1, priceCents, quantityE4: lotOf(terms) });
  }
}

/** Many small makers on one side, then takers that reach the limit of attempts. */
export function depth(draft: Draft): void {
  const { random } = draft;
  const live = liveInstruments(draft);
  if (live.length === 0) return;
  const makers = random.chance(0.3) ? [PORTFOLIO_COLLECTOR, 5n] : null;
  const held = draft.state.accounts.get(PORTFOLIO_COLLECTOR)?.positions;
  const suited = live.filter(([id], i) => (makers === null ? i < 20 : held?.has(id)));
  const [instrument, terms] = random.pick(suited.length === 0 ? live : suited);
  const side = random.between(0, 1);
  const fair = coarseCents(draft, [instrument, terms]) + 1000n;
  for (let i = 0; i < 45; i++) {
    order(draft, {
      account: makers === null ? BigInt(random.between(1, 12)) : random.pick(makers),
      instrument,
      side,
      timeInForce: 0,
      priceCents: fair + 1000n * BigInt(random.between(0, 3)),
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

/** The largest positions at the lowest price, up to the limits of position and margin. */
export function whale(draft: Draft): void {
  const { random } = draft;
  for (const [instrument, terms] of liveInstruments(draft).slice(0, 25)) {
    const { maxPositionE4 } = rulesOf(terms);
    const quantityE4 = (BigInt(maxPositionE4) / lotOf(terms) / 2n) * lotOf(terms);
    const trade = { instrument, priceCents: tickOf(terms) * 10n, quantityE4 };
    order(draft, { ...trade, account: WHALE, side: 0, timeInForce: 0 });
    order(draft, { ...trade, account: WRITER, side: 1, timeInForce: random.between(1, 2) });
  }
}

/** Poor accounts write calls with all their cash, prints stop, and the expiry finds the index far away. */
export function ruin(draft: Draft): void {
  const { random, state } = draft;
  const calls = liveInstruments(draft).filter(([, terms]) => !terms.put);
  const day = calls.map(([, terms]) => terms.day).reduce((a, b) => (a < b ? a : b), 65_535n);
  const soon = calls.filter(([, terms]) => terms.day === day);
  if (soon.length === 0) return;
  const debtors = [...state.accounts].filter(([id]) => id >= FIRST_DEBTOR && id < WRITER);
  for (const [account, { cash }] of debtors) {
    if (cash <= 0n) continue;
    const [instrument, terms] = random.pick(soon);
    writeMost(draft, { account, instrument, terms, isSale: true });
  }
  if (random.chance(0.3)) return;
  advanceTo(draft, max(draft.timeSec + 130n, expirySecOf(day) + 5n));
  for (const underlying of new Set(soon.map(([, terms]) => terms.underlying))) {
    const percent = BigInt(random.pick([60, 150, 240, 300]));
    const { maxPriceCents } = UNDERLYINGS[Number(underlying)];
    const price = (indexNow(draft, underlying) * percent) / 100n;
    if (price > 10_000n && price < BigInt(maxPriceCents)) publishAt(draft, underlying, { price });
    followIndex(draft);
    settleExpiry(draft, { underlying, day }, { sober: true });
  }
}

/** The half hour before an expiry, print by print, with holes. */
export function window(draft: Draft): void {
  const { random } = draft;
  const live = expiriesOf(draft.state).filter(({ day }) => expirySecOf(day) > draft.timeSec);
  if (live.length === 0) return;
  const name = live[0];
  const expirySec = expirySecOf(name.day);
  if (expirySec - draft.timeSec > 2_000n)
    advanceTo(draft, expirySec - BigInt(random.between(1_700, 2_000)));
  const end = expirySec + BigInt(random.between(-60, 60));
  while (draft.timeSec < end) {
    publish(draft, name.underlying, { sober: random.chance(0.9) });
    refreshSurfaces(draft, { oldSec: 450n, share: 0.9 });
    if (random.chance(0.35)) order(draft, {});
    const gap = random.weighted({ short: 20, usual: 60, long: 6 });
    const [least, most] = { short: [1, 30], usual: [80, 119], long: [121, 500] }[gap];
    advanceTo(draft, draft.timeSec + BigInt(random.between(least, most)));
  }
  publish(draft, name.underlying, { sober: true });
  if (random.chance(0.6)) settleExpiry(draft, name);
}

/** Expiries that have come are settled, and who held them. */
export function settle(draft: Draft): void {
  const { random, state } = draft;
  advanceTo(draft, draft.headerTimeSec);
  for (const underlying of UNDERLYING_IDS) publish(draft, underlying, { sober: true });
  if (random.chance(0.2)) strayFeed(draft);
  else followIndex(draft);
  for (const expiry of expiriesOf(state)) {
    if (expirySecOf(expiry.day) > draft.timeSec) continue;
    const isOpen = expiryOf(state, expiry).settlementCents === null;
    if (random.chance(isOpen ? 0.8 : 0.02)) settleExpiry(draft, expiry);
  }
  settleHolders(draft);
}

/** Prints stop for three days. What is held is closed, mostly, and who held it is settled in the next batch. */
export function closeDown(draft: Draft): void {
  const { random, state } = draft;
  const lastSec = [...state.underlyings.values()].map((price) => price.indexTimeSec).reduce(max);
  const surfaceSec = [...draft.surfaceTimes.values()].reduce(max, 0n);
  const sinceSec = BigInt(random.pick([0, 1, 1, random.between(2, 100_000)]));
  const endSec = max(random.chance(0.5) ? lastSec : max(lastSec, surfaceSec), 0n) + 259_200n;
  advanceTo(draft, max(draft.timeSec, endSec + sinceSec));
  const closed: ExpiryName[] = [];
  for (const [account, expiry] of holders(draft)) {
    const isKnown = closed.some((e) => e.underlying === expiry.underlying && e.day === expiry.day);
    if (!random.chance(isKnown ? 0.02 : 0.8)) continue;
    closeOut(draft, account, expiry);
    closed.push(expiry);
  }
  const account = someAccounts(draft, 1, ({ positions }) => positions.size > 0)[0];
  if (account === undefined) return;
  signed(draft, 'withdraw', account, { amount: 1_000_000n });
  for (const [id, expiry] of holders(draft)) {
    if (random.chance(0.2)) settleAccount(draft, id, expiry);
  }
  const halted = liveInstruments(draft).filter(([, { underlying, day }]) =>
    closed.some((e) => e.underlying === underlying && e.day === day),
  );
  for (const [instrument, terms] of halted.slice(0, 5)) {
    order(draft, { instrument });
    draft.operations.push(operationBytes('sweepExpired', { instrument }));
    const put = terms.put ? 1n : 0n;
    const listing = { ...terms, strikeCents: terms.strikeCents * 2n, put };
    draft.operations.push(operationBytes('listInstrument', listing));
  }
}

/** Who holds what, one entry an expiry. */
function holders({ state }: Draft): [bigint, ExpiryName][] {
  return [...state.accounts].flatMap(([id, account]) =>
    [...positionsByExpiry(state, account).values()].map(
      ([{ instrument }]): [bigint, ExpiryName] => {
        const { underlying, day } = instrument;
        return [id, { underlying, day }];
      },
    ),
  );
}

export function closeOut(draft: Draft, account: bigint, expiry: ExpiryName): void {
  draft.operations.push(operationBytes('closeOut', { account, ...expiry }));
}

export function settleAccount(draft: Draft, account: bigint, expiry: ExpiryName): void {
  draft.operations.push(operationBytes('settleAccount', { account, ...expiry }));
}

/** Those who owe first, mostly. */
function settleHolders(draft: Draft): void {
  const { random, state } = draft;
  const due: { id: bigint; underlying: bigint; day: bigint; payoff: bigint }[] = [];
  for (const id of someAccounts(draft, 999, ({ positions }) => positions.size > 0)) {
    for (const group of positionsByExpiry(state, state.accounts.get(id)!).values()) {
      const { underlying, day } = group[0].instrument;
      const { settlementCents } = expiryOf(state, { underlying, day });
      if (settlementCents === null) continue;
      due.push({ id, underlying, day, payoff: settledValue(state, group) });
    }
  }
  if (random.chance(0.8)) due.sort((a, b) => Number(a.payoff - b.payoff));
  for (const { id, ...expiry } of due.slice(0, 100)) settleAccount(draft, id, expiry);
}
