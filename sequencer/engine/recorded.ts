import { OPERATION_BY_KIND, type InboxItem } from '../../protocol/generated/codec.ts';
import { accountOfKey } from '../../protocol/signed.ts';
import type { State } from '../../protocol/state.ts';
import type { Executed } from './executor.ts';

/** An operation that is in the open batch or a later one: what read models are fed. */
export interface Recorded {
  readonly executed: Executed;
  readonly operation: Uint8Array;
  /** The inbox item that it took, if it took one. */
  readonly item: InboxItem | null;
  /** Whose it is, 0 if nobody's. */
  readonly account: number;
  /** The exchange's time after it. */
  readonly timeSec: number;
}

/** @param state right after the operation */
export function recorded(
  state: State,
  { executed, operation, item }: Pick<Recorded, 'executed' | 'operation' | 'item'>,
): Recorded {
  const account = item === null ? accountOfOperation(operation) : accountOfItem(state, item);
  return { executed, operation, item, account, timeSec: state.globals.timeSec() };
}

const UINT32_AT_1 = new Set(['settleAccount']);
const SIGNED = new Set([
  'placeOrder',
  'cancelOrder',
  'cancelAll',
  'transfer',
  'withdraw',
  'setSessionKey',
]);

function accountOfOperation(operation: Uint8Array): number {
  const { name } = OPERATION_BY_KIND[operation[0]];
  const isSigned = SIGNED.has(name);
  if (!isSigned && !UINT32_AT_1.has(name)) return 0;
  const first = new DataView(operation.buffer, operation.byteOffset).getUint32(1);
  return isSigned ? accountOfKey(first) : first;
}

/** A deposit for no account of its own has just opened the newest. */
function accountOfItem(state: State, { account }: InboxItem): number {
  const newest = state.globals.accountCount();
  return account === 0 || account > newest ? newest : account;
}
