/** Listings and orders around the prices that the reference implementation would call fair. */
import { UNDERLYINGS } from '../../../protocol/params.ts';
import { floatUnderlying } from '../floatInputs.ts';
import { black, volatility, yearsOf } from '../floatPricing.ts';
import { max } from '../integers.ts';
import { holdingsOf, underlyingsOf } from '../naiveHoldings.ts';
import {
  type Account,
  type Instrument,
  isOver,
  type NaiveState,
  expirySecOf,
} from '../naiveState.ts';
import { operationBytes } from '../world.ts';
import { anyAccount, type Draft, indexNow, isLive, signed, today } from './draft.ts';

export interface OrderHints {
  readonly account?: bigint;
  readonly instrument?: bigint;
  readonly side?: number;
  readonly timeInForce?: number;
  readonly priceCents?: bigint;
  readonly quantityE4?: bigint;
}

export function order(draft: Draft, hints: OrderHints = {}): void {
  const { random, state, changes } = draft;
  const account = hints.account ?? anyAccount(draft);
  const instrument = hints.instrument ?? anyInstrument(draft, account);
  const terms = state.instruments.get(instrument);
  const side = hints.side ?? (random.chance(0.99) ? random.between(0, 1) : 2);
  const timeInForce =
    hints.timeInForce ?? Number(random.weighted({ 0: 58, 1: 13, 2: 12, 3: 16, 4: 0.5, 255: 0.5 }));
  changes.set(account, (changes.get(account) ?? 0n) + 1n);
  signed(draft, 'placeOrder', account, {
    instrument,
    side: BigInt(side),
    timeInForce: BigInt(timeInForce),
    priceCents: hints.priceCents ?? anyPrice(draft, terms, side),
    quantityE4: hints.quantityE4 ?? anyQuantity(draft, terms),
  });
}

export function liveInstruments(draft: Draft): [bigint, Instrument][] {
  return [...draft.state.instruments].filter(
    ([, terms]) => isLive(draft, terms) && !isOver(draft.state, terms),
  );
}

/** A few instruments get most of the orders, so that their books are deep; a portfolio account mostly keeps to one underlying. */
function anyInstrument(draft: Draft, account: bigint): bigint {
  const { random, state } = draft;
  if (state.instruments.size === 0 || random.chance(0.01)) return BigInt(random.pick([0, 99_999]));
  if (random.chance(0.02)) return BigInt(random.between(1, state.instruments.size));
  const suited = underlyingFor(draft, state.accounts.get(account));
  const live = liveInstruments(draft).filter(
    ([, { underlying }]) => suited === null || underlying === suited,
  );
  if (live.length === 0) return 1n;
  live.sort(([, a], [, b]) => Number(a.day - b.day));
  return random.pick(live.slice(0, random.chance(0.8) ? 12 : 200))[0];
}

function underlyingFor({ random, state }: Draft, account: Account | undefined): bigint | null {
  if (account === undefined || account.marginModel === 0n || random.chance(0.04)) return null;
  return underlyingsOf(state, account)[0] ?? 0n;
}

export const rulesOf = (terms: Instrument | undefined) =>
  UNDERLYINGS[Number(terms?.underlying ?? 0n)];
export const tickOf = (terms: Instrument): bigint => BigInt(rulesOf(terms).tickCents);
export const lotOf = (terms: Instrument): bigint => BigInt(rulesOf(terms).lotE4);

/** Black's price at the state's surface, or at 60 % without one, in cents. */
export function fairCents(draft: Draft, [id, terms]: readonly [bigint, Instrument]): bigint {
  const { state } = draft;
  const { strikeCents, put, underlying } = terms;
  const strike = Number(strikeCents) / 100;
  const { surface, forward } = expiryAsHeld(state, id);
  const moved = Number(indexNow(draft, underlying)) / Math.max(indexThen(state, underlying), 1);
  const price = black({
    time: yearsOf(Math.max(Number(expirySecOf(terms.day) - draft.timeSec), 0)),
    vol: surface === null ? 0.6 : volatility(surface, strike),
    forward: forward * moved,
    strike,
    put,
    discount: 1,
  });
  return BigInt(Math.round(price * 100));
}

const indexThen = (state: NaiveState, underlying: bigint): number =>
  Number(state.underlyings.get(underlying)?.indexCents ?? 0n);

/** The instrument's expiry as margin would read it. */
function expiryAsHeld(state: NaiveState, id: bigint) {
  const one = { cash: 0n, positions: new Map([[id, 1n]]) } as unknown as Account;
  const [underlying] = holdingsOf(state, one).underlyings;
  return underlying === undefined
    ? { surface: null, forward: 1 }
    : floatUnderlying(underlying).expiries[0];
}

/** Buyers mostly offer a little less than sellers ask, in few distinct steps. */
function anyPrice(draft: Draft, terms: Instrument | undefined, side: number): bigint {
  const { random, state } = draft;
  const rules = rulesOf(terms);
  const tick = BigInt(rules.tickCents);
  if (terms === undefined) return tick;
  if (random.chance(0.02)) {
    const most = BigInt(rules.maxPriceCents);
    return random.pick([0n, 1n, tick, tick + 1n, (most / tick) * tick, most + tick, most]);
  }
  const id = [...state.instruments].find(([, other]) => other === terms)![0];
  const percent = BigInt(random.between(92, 104) + (side === 0 ? 0 : 4));
  const cents = (fairCents(draft, [id, terms]) * percent) / 100n;
  const coarse = tick * (cents > 1000n * tick ? 50n : 10n);
  return max(tick, (cents / coarse) * coarse);
}

function anyQuantity({ random }: Draft, terms: Instrument | undefined): bigint {
  const { lotE4, maxPositionE4 } = rulesOf(terms);
  const lot = BigInt(lotE4);
  if (random.chance(0.02)) {
    const most = BigInt(maxPositionE4);
    return random.pick([0n, 1n, lot + 1n, (most / lot) * lot, most + lot, lot * 1000n]);
  }
  return lot * BigInt(random.chance(0.9) ? random.between(1, 30) : random.between(30, 2000));
}

export function cancelOrder(draft: Draft): void {
  const { random, state } = draft;
  const open = state.orders.length === 0 ? null : random.pick(state.orders);
  if (open === null || random.chance(0.04)) {
    return signed(draft, 'cancelOrder', anyAccount(draft), {
      order: random.pick([0n, 1n, 3n, 1_000_000n]),
      generation: BigInt(random.between(0, 2)),
    });
  }
  const id = state.ids.orderId(open);
  const generation = state.ids.generations.get(id)!;
  const account = random.chance(0.95) ? open.account : anyAccount(draft);
  const off = random.chance(0.95) ? 0n : 1n;
  signed(draft, 'cancelOrder', account, { order: id, generation: generation + off });
}

export function sweepExpired(draft: Draft): void {
  const { random, state, operations } = draft;
  const isClosed = (id: bigint): boolean => isOver(state, state.instruments.get(id)!);
  const stale = state.orders
    .map(({ instrument }) => instrument)
    .filter((id) => !isLive(draft, state.instruments.get(id)!) || isClosed(id));
  const instrument =
    stale.length > 0 && random.chance(0.8) ? random.pick(stale) : anyInstrument(draft, 0n);
  operations.push(operationBytes('sweepExpired', { instrument }));
}

export function listInstrument(draft: Draft): void {
  const { random } = draft;
  const underlying = random.chance(0.98) ? random.between(0, 1) : random.pick([2, 15, 255]);
  const rules = UNDERLYINGS[underlying];
  const step = BigInt(rules?.strikeStepCents ?? 1);
  const index = rules === undefined ? 1n : indexNow(draft, BigInt(underlying));
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

/** All strikes of an expiry within 15 % of the index. */
export function listChain(draft: Draft): void {
  const { random, operations } = draft;
  const underlying = random.chance(0.8) ? 0 : 1;
  const step = BigInt(UNDERLYINGS[underlying].strikeStepCents);
  const index = indexNow(draft, BigInt(underlying));
  const day = today(draft) + BigInt(random.between(2, 5));
  const from = (index * 85n) / 100n / step;
  for (let i = 0n; i < 36n; i++) {
    const strikeCents = (from + (i * 30n * index) / (3600n * step)) * step;
    for (const put of [0n, 1n]) {
      const terms = { underlying: BigInt(underlying), day, strikeCents, put };
      operations.push(operationBytes('listInstrument', terms));
    }
  }
}
