/** SPEC §7.1, §7.2: the best order is found by looking at all of them. */
import type { NaiveState, Order } from './naiveState.ts';

const BUY = 0n;

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
  { instrument, side, priceCents }: Book & { readonly priceCents: bigint },
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

export function openOrder(state: NaiveState, order: Omit<Order, 'arrival'>): void {
  state.arrivals += 1n;
  const opened = { ...order, arrival: state.arrivals };
  state.orders.push(opened);
  state.ids.opened(opened);
}

/** Newest first. */
export function ordersOf(state: NaiveState, account: bigint): Order[] {
  return state.orders.filter((order) => order.account === account).reverse();
}
