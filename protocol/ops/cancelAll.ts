import { authenticate } from '../authenticate.ts';
import { removeOrder } from '../book/orders.ts';
import type { CancelAll } from '../generated/codec.ts';
import { type Machine, PHASE } from '../machine.ts';
import { ORDERS_REMOVED_PER_STEP, SCOPE_TRADE } from '../params.ts';
import { ACCEPTED } from '../rejections.ts';
import { accountOfKey } from '../signed.ts';
import { TYPE_HASHES } from '../typedData.ts';

/** Removes every open order of the account, a few a step. */
export function cancelAll(machine: Machine, operation: CancelAll): number {
  const authenticated = authenticate(machine, {
    operation,
    scope: SCOPE_TRADE,
    typeHash: TYPE_HASHES.cancelAll,
    words: () => [],
  });
  if (authenticated !== ACCEPTED) return authenticated;
  startCancelAll(machine, accountOfKey(operation.key));
  return ACCEPTED;
}

/** Also the forced operation's entry. */
export function startCancelAll(machine: Machine, account: number): void {
  machine.registers.account = account;
  machine.enter(PHASE.cancelAll);
}

/** Phase `cancelAll`. */
export function cancelAllStep(machine: Machine): void {
  const { state, registers } = machine;
  for (let i = 0; i < ORDERS_REMOVED_PER_STEP; i++) {
    const order = state.accounts.orderHead(registers.account);
    if (order === 0) break;
    removeOrder(machine, order, 'cancelled');
  }
  if (state.accounts.orderHead(registers.account) === 0) machine.finish(ACCEPTED);
}
