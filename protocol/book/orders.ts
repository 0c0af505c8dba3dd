/** Resting orders: first in, first out within a level, and a list per account. SPEC §7.2. */
import { levelAt, removeLevel, type BookSide } from './levels.ts';
import type { Machine, RemovedOrder } from '../machine.ts';
import type { State } from '../state.ts';

export interface NewOrder extends BookSide {
  readonly account: number;
  readonly priceCents: number;
  readonly quantityE4: number;
}

/** Puts an order last in its level and first in its account's list. */
export function restOrder(machine: Machine, terms: NewOrder): number {
  const { state } = machine;
  const { orders, levels, accounts } = state;
  const level = levelAt(machine, terms, terms.priceCents);
  const order = allocateOrder(state);
  orders.setAccount(order, terms.account);
  orders.setLevel(order, level);
  orders.setQuantityE4(order, terms.quantityE4);

  const last = levels.tail(level);
  orders.setPrev(order, last);
  if (last === 0) levels.setHead(level, order);
  else orders.setNext(last, order);
  levels.setTail(level, order);

  const first = accounts.orderHead(terms.account);
  orders.setAccountNext(order, first);
  if (first !== 0) orders.setAccountPrev(first, order);
  accounts.setOrderHead(terms.account, order);
  accounts.setOrderCount(terms.account, accounts.orderCount(terms.account) + 1);

  machine.events.rested?.({ ...terms, order, generation: orders.generation(order) });
  return order;
}

/** Unlinks an order from its level and its account; an emptied level goes too. */
export function removeOrder(machine: Machine, order: number, why: RemovedOrder['why']): void {
  const { state } = machine;
  const { orders, levels } = state;
  const level = orders.level(order);
  machine.events.removed?.({
    order,
    generation: orders.generation(order),
    account: orders.account(order),
    instrument: levels.instrument(level),
    why,
  });
  unlinkFromLevel(state, { order, level });
  unlinkFromAccount(state, order);
  releaseOrder(state, order);
  if (levels.head(level) === 0) removeLevel(state, level);
}

function unlinkFromLevel(state: State, { order, level }: { order: number; level: number }): void {
  const { orders, levels } = state;
  const prev = orders.prev(order);
  const next = orders.next(order);
  if (prev === 0) levels.setHead(level, next);
  else orders.setNext(prev, next);
  if (next === 0) levels.setTail(level, prev);
  else orders.setPrev(next, prev);
}

function unlinkFromAccount(state: State, order: number): void {
  const { orders, accounts } = state;
  const account = orders.account(order);
  const prev = orders.accountPrev(order);
  const next = orders.accountNext(order);
  if (prev === 0) accounts.setOrderHead(account, next);
  else orders.setAccountNext(prev, next);
  if (next !== 0) orders.setAccountPrev(next, prev);
  accounts.setOrderCount(account, accounts.orderCount(account) - 1);
}

function allocateOrder(state: State): number {
  const free = state.globals.orderFree();
  if (free !== 0) {
    state.globals.setOrderFree(state.orders.next(free));
    state.orders.setNext(free, 0);
    return free;
  }
  const order = state.globals.orderCount() + 1;
  state.globals.setOrderCount(order);
  return order;
}

/** A free order keeps its link, in `next`, and its next generation, so that an old id names nothing. */
function releaseOrder(state: State, order: number): void {
  const generation = (state.orders.generation(order) + 1) % 2 ** 32;
  state.orders.clear(order);
  state.orders.setGeneration(order, generation);
  state.orders.setNext(order, state.globals.orderFree());
  state.globals.setOrderFree(order);
}
