import type { InboxItem } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { deposit } from './deposit.ts';
import { startCancelAll } from './cancelAll.ts';
import { withdrawCash } from './withdraw.ts';
import { ACCEPTED, CODE } from '../rejections.ts';

export const INBOX_DEPOSIT = 1;
export const INBOX_WITHDRAW = 2;
export const INBOX_CANCEL_ALL = 3;

/** Runs the next item of the L1 inbox: where a marker stands in the data, or at the batch's end. */
export function consumeInbox(machine: Machine): number {
  const { registers, input } = machine;
  if (registers.inboxNext === input.inbox.length) return CODE.inboxEmpty;
  const item = input.inbox[registers.inboxNext];
  registers.inboxNext += 1;
  return item.kind === INBOX_DEPOSIT ? deposit(machine, item) : force(machine, item);
}

/** Forced operations need no signature: their sender on L1 must own the account. */
function force(machine: Machine, item: InboxItem): number {
  const { state } = machine;
  if (item.kind !== INBOX_WITHDRAW && item.kind !== INBOX_CANCEL_ALL) return CODE.unknownInboxKind;
  if (item.account === 0 || item.account > state.globals.accountCount()) return CODE.unknownAccount;
  if (!state.accounts.ownerEquals(item.account, item.sender)) return CODE.notOwner;
  if (item.kind === INBOX_WITHDRAW) return withdrawCash(state, item.account, item.amount);
  startCancelAll(machine, item.account);
  return ACCEPTED;
}
