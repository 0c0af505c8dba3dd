/** SPEC §5.3, §7.3, §7.4: an order against the book, one maker at a time. */
import { UNDERLYINGS } from '../../protocol/params.ts';
import { min } from './integers.ts';
import { bestOrder, closeOrder, crossing, openOrder, ordersOf } from './naiveBook.ts';
import { evaluate, evaluatePriced, type Margin, pagesOf, passes } from './naiveMargin.ts';
import { marketMode } from './naivePrices.ts';
import {
  type Account,
  isOver,
  isUnderAuction,
  type NaiveState,
  type Order,
  priceOf,
  setAccount,
} from './naiveState.ts';
import { feeOf, tradeOf } from './naiveTrade.ts';
import { demand, Rejected } from './rejected.ts';

export const TIME_IN_FORCE = { goodTillCancelled: 0n, immediate: 1n, fillOrKill: 2n, postOnly: 3n };

export interface NewOrder {
  readonly account: bigint;
  readonly instrument: bigint;
  readonly side: bigint;
  readonly timeInForce: bigint;
  readonly priceCents: bigint;
  readonly quantityE4: bigint;
}

const MAX_ATTEMPTS = 32;
const MAX_PAGES = 48n;
const MAX_OPEN_ORDERS = 512;

export function placeOrder(state: NaiveState, order: NewOrder): void {
  const terms = state.instruments.get(order.instrument)!;
  const { timeInForce, priceCents, quantityE4 } = order;
  const rules = UNDERLYINGS[Number(terms.underlying)];
  const isSound = (value: bigint, { unit, most }: { unit: number; most: number }): boolean =>
    value > 0n && value % BigInt(unit) === 0n && value <= BigInt(most);
  demand(!isUnderAuction(state.accounts.get(order.account)!), 2009);
  demand(!isOver(state, terms), 3002);
  demand(isSound(priceCents, { unit: rules.tickCents, most: rules.maxPriceCents }), 3003);
  demand(isSound(quantityE4, { unit: rules.lotE4, most: rules.maxPositionE4 }), 3004);
  demand(priceOf(state, terms.underlying).indexCents > 0n, 3010);
  const mode = marketMode(state, terms.underlying);
  const isPostOnly = timeInForce === TIME_IN_FORCE.postOnly;
  demand(mode !== 'cancel-only', 3015);
  demand(mode !== 'post-only' || isPostOnly, 3016);
  demand(!isPostOnly || crossing(state, order) === null, 3006);
  const before = evaluatePriced(state, order.account);
  demandAlone(state, order, before);
  const remaining = match(state, order, before);
  if (remaining > 0n) rest(state, { ...order, quantityE4: remaining });
}

/** As if the whole order were filled at its limit with the taker fees. */
function demandAlone(state: NaiveState, order: NewOrder, before: Margin): void {
  const fee = feeOf(state, order, 'takerFirst');
  const account = tradeOf(state, order.account, { ...order, fee });
  const after = evaluatePriced(state, order.account, { account });
  demand(passes(state, after, before), 2001);
}

/** @returns what remains of the quantity */
function match(state: NaiveState, order: NewOrder, before: Margin): bigint {
  let remaining = order.quantityE4;
  let pages = 0n;
  for (let attempts = 0; attempts < MAX_ATTEMPTS && remaining > 0n; attempts++) {
    const maker = crossing(state, order);
    if (maker === null) break;
    const makersPages = pagesOf(state, state.accounts.get(maker.account)!);
    if (pages + makersPages > MAX_PAGES) break;
    if (maker.account === order.account) {
      closeOrder(state, maker);
      continue;
    }
    pages += makersPages;
    const quantityE4 = min(remaining, maker.quantityE4);
    const isFirst = remaining === order.quantityE4;
    if (trade(state, { order, maker, quantityE4, isFirst })) remaining -= quantityE4;
    else closeOrder(state, maker);
  }
  if (remaining < order.quantityE4) {
    demand(passes(state, evaluate(state, order.account), before), 2001);
  }
  return remaining;
}

/** @returns false where the maker's side does not hold; rejects where the taker's does not */
function trade(
  state: NaiveState,
  {
    order,
    maker,
    quantityE4,
    isFirst,
  }: { order: NewOrder; maker: Order; quantityE4: bigint; isFirst: boolean },
): boolean {
  const makersTrade = { ...maker, quantityE4 };
  const takersTrade = { ...makersTrade, side: order.side };
  const makerFee = feeOf(state, makersTrade, 'maker');
  const takerFee = feeOf(state, takersTrade, isFirst ? 'takerFirst' : 'taker');
  const makerAfter = makerWith(state, maker, { ...makersTrade, fee: makerFee });
  if (makerAfter === null) return false;
  state.accounts.set(maker.account, makerAfter);
  const taker = tradeOf(state, order.account, { ...takersTrade, fee: takerFee });
  state.accounts.set(order.account, taker);
  for (const id of [maker.account, order.account]) {
    setAccount(state, id, { revision: state.accounts.get(id)!.revision + 1n });
  }
  state.insurance += makerFee + takerFee;
  if (quantityE4 === maker.quantityE4) closeOrder(state, maker);
  else {
    const left = { ...maker, quantityE4: maker.quantityE4 - quantityE4 };
    state.orders = state.orders.map((open) => (open === maker ? left : open));
  }
  return true;
}

/** What the maker's account would be, or null where its order has to go. */
function makerWith(
  state: NaiveState,
  maker: Order,
  makersTrade: Parameters<typeof tradeOf>[2],
): Account | null {
  try {
    const before = evaluatePriced(state, maker.account);
    const account = tradeOf(state, maker.account, makersTrade);
    const after = evaluatePriced(state, maker.account, { account });
    return passes(state, after, before) ? account : null;
  } catch (error) {
    if (error instanceof Rejected) return null;
    throw error;
  }
}

/** SPEC §7.4 */
function rest(state: NaiveState, order: NewOrder): void {
  const { account, instrument, side, priceCents, quantityE4, timeInForce } = order;
  demand(timeInForce !== TIME_IN_FORCE.fillOrKill, 3007);
  if (timeInForce === TIME_IN_FORCE.immediate || crossing(state, order) !== null) return;
  demand(ordersOf(state, account).length < MAX_OPEN_ORDERS, 3008);
  openOrder(state, { account, instrument, side, priceCents, quantityE4 });
}

export function cancelAll(state: NaiveState, account: bigint): void {
  for (const order of ordersOf(state, account)) closeOrder(state, order);
}

/** SPEC §5.4: bids first. */
export function sweep(state: NaiveState, instrument: bigint): void {
  for (let removed = 0; removed < 4 * 16; removed++) {
    const bid = bestOrder(state, { instrument, side: 0n });
    const order = bid ?? bestOrder(state, { instrument, side: 1n });
    if (order === null) return;
    closeOrder(state, order);
  }
}
