import { authenticate } from '../authenticate.ts';
import { removeOrder } from '../book/orders.ts';
import type { CancelOrder } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { SCOPE_TRADE } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { accountOfKey, cancelOrderWords } from '../signed.ts';
import { TYPE_HASHES } from '../typedData.ts';

/** Removes one open order of the account. The generation tells it from an earlier order of the same id. */
export function cancelOrder(machine: Machine, operation: CancelOrder): number {
  const { state } = machine;
  const { order, generation } = operation;
  const authenticated = authenticate(machine, {
    operation,
    scope: SCOPE_TRADE,
    typeHash: TYPE_HASHES.cancelOrder,
    words: () => cancelOrderWords(operation),
  });
  if (authenticated !== ACCEPTED) return authenticated;
  const exists =
    order !== 0 &&
    order <= state.globals.orderCount() &&
    state.orders.account(order) === accountOfKey(operation.key) &&
    state.orders.generation(order) === generation;
  if (!exists) return CODE.unknownOrder;
  removeOrder(machine, order, 'cancelled');
  return ACCEPTED;
}
