/** SPEC §7: the best order is found by looking at all of them. */
import { type Account, demand, min, type NaiveState, type Order, Rejected } from './naiveState.ts';
import { excessOf, feeOf, passes, tradeOf } from './naiveMargin.ts';

const BUY = 0n;
const MAKER_PPM = 100n;
const TAKER_PPM = 300n;

export const TIME_IN_FORCE = { goodTillCancelled: 0n, immediate: 1n, fillOrKill: 2n, postOnly: 3n };

export interface NewOrder {
  readonly account: bigint;
  readonly instrument: bigint;
  readonly side: bigint;
  readonly timeInForce: bigint;
  readonly priceCents: bigint;
  readonly quantityE4: bigint;
}

interface Book {
  readonly instrument: bigint;
  readonly side: bigint;
}

const isBetter = (side: bigint, a: bigint, b: bigint): boolean => (side === BUY ? a > b : a < b);

/** First by price, then by arrival: `orders` is in the order of arrival. */
export function bestOrder(state: NaiveState, { instrument, side }: Book): Order | null {
  let best: Order | null = null;
  for (const order of state.orders) {
    if (order.instrument !== instrument || order.side !== side) continue;
    if (best === null || isBetter(side, order.priceCents, best.priceCents)) best = order;
  }
  return best;
}

/** The order that a new one would trade with next, if its price allows. */
export function crossing(
  state: NaiveState,
  { instrument, side, priceCents }: Omit<NewOrder, 'account' | 'timeInForce' | 'quantityE4'>,
): Order | null {
  const best = bestOrder(state, { instrument, side: 1n - side });
  if (best === null) return null;
  return side === BUY
    ? best.priceCents <= priceCents
      ? best
      : null
    : best.priceCents >= priceCents
      ? best
      : null;
}

export function closeOrder(state: NaiveState, order: Order): void {
  state.orders = state.orders.filter(({ arrival }) => arrival !== order.arrival);
  state.ids.closed(order);
}

function openOrder(state: NaiveState, order: Omit<Order, 'arrival'>): void {
  state.arrivals += 1n;
  const opened = { ...order, arrival: state.arrivals };
  state.orders.push(opened);
  state.ids.opened(opened);
}

/** Newest first. */
export function ordersOf(state: NaiveState, account: bigint): Order[] {
  return state.orders.filter((order) => order.account === account).reverse();
}

/** SPEC §7.3: what the maker's account would be, or null where its order has to go. */
function makerAfter(state: NaiveState, maker: Order, quantityE4: bigint): Account | null {
  const account = state.accounts.get(maker.account)!;
  const trade = { ...maker, quantityE4 };
  try {
    const fee = feeOf(state, trade, MAKER_PPM);
    const after = tradeOf(state, maker.account, { ...trade, fee });
    return passes(state, after, excessOf(state, account)) ? after : null;
  } catch (error) {
    if (error instanceof Rejected) return null;
    throw error;
  }
}

/** SPEC §7.3, §7.4: rejects with the code of the abort. */
export function execute(state: NaiveState, order: NewOrder): void {
  const excessBefore = excessOf(state, state.accounts.get(order.account)!);
  let remaining = order.quantityE4;
  let filled = false;
  for (let attempts = 0; attempts < 32 && remaining > 0n; attempts++) {
    const maker = crossing(state, order);
    if (maker === null) break;
    const quantityE4 = min(remaining, maker.quantityE4);
    const account = maker.account === order.account ? null : makerAfter(state, maker, quantityE4);
    if (account === null) {
      closeOrder(state, maker);
      continue;
    }
    const makersTrade = { ...maker, quantityE4 };
    const trade = { ...makersTrade, side: order.side };
    const takerFee = feeOf(state, trade, TAKER_PPM);
    state.accounts.set(maker.account, account);
    const taker = tradeOf(state, order.account, { ...trade, fee: takerFee });
    state.accounts.set(order.account, taker);
    state.insurance += takerFee + feeOf(state, makersTrade, MAKER_PPM);
    if (quantityE4 === maker.quantityE4) {
      closeOrder(state, maker);
    } else {
      state.orders = state.orders.map((open) =>
        open === maker ? { ...maker, quantityE4: maker.quantityE4 - quantityE4 } : open,
      );
    }
    remaining -= quantityE4;
    filled = true;
  }
  if (filled) demand(passes(state, state.accounts.get(order.account)!, excessBefore), 2001);
  if (remaining === 0n) return;
  demand(order.timeInForce !== TIME_IN_FORCE.fillOrKill, 3007);
  if (order.timeInForce === TIME_IN_FORCE.immediate) return;
  if (crossing(state, order) !== null) return;
  demand(ordersOf(state, order.account).length < 512, 3008);
  const { account, instrument, side, priceCents } = order;
  openOrder(state, { account, instrument, side, priceCents, quantityE4: remaining });
}

/** SPEC §5.3: as if the whole order were filled at its limit with the taker fee. */
export function demandInitialMargin(state: NaiveState, order: NewOrder): void {
  const account = state.accounts.get(order.account)!;
  const fee = feeOf(state, order, TAKER_PPM);
  const after = tradeOf(state, order.account, { ...order, fee });
  demand(passes(state, after, excessOf(state, account)), 2001);
}
