import type { InboxItem } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { deposit } from './deposit.ts';
import { startCancelAll } from './cancelAll.ts';
import { startLiquidation } from './liquidate.ts';
import { setParameter } from './setParameter.ts';
import { setReference } from './setReference.ts';
import { startWithdrawal } from './withdraw.ts';
import { ACCEPTED, CODE } from '../rejections.ts';

export const INBOX_DEPOSIT = 1;
export const INBOX_WITHDRAW = 2;
export const INBOX_CANCEL_ALL = 3;
export const INBOX_REFERENCE = 4;
export const INBOX_PARAMETER = 5;
export const INBOX_LIQUIDATE = 6;

/** Runs the next item of the L1 inbox: where a marker stands in the data, or at the batch's end. */
export function consumeInbox(machine: Machine): number {
  const { registers, input } = machine;
  if (registers.inboxNext === input.inbox.length) return CODE.inboxEmpty;
  const item = input.inbox[registers.inboxNext];
  registers.inboxNext += 1;
  switch (item.kind) {
    case INBOX_DEPOSIT:
      return deposit(machine, item);
    case INBOX_REFERENCE:
      return setReference(machine, item);
    case INBOX_PARAMETER:
      return setParameter(machine, item);
    default:
      return force(machine, item);
  }
}

/** Forced operations need no signature: their sender on L1 must own the account; anyone starts a liquidation. */
function force(machine: Machine, item: InboxItem): number {
  const { state } = machine;
  const { kind, sender, account, amount } = item;
  const isKnown = kind === INBOX_WITHDRAW || kind === INBOX_CANCEL_ALL || kind === INBOX_LIQUIDATE;
  if (!isKnown) return CODE.unknownInboxKind;
  if (account === 0 || account > state.globals.accountCount()) return CODE.unknownAccount;
  if (kind === INBOX_LIQUIDATE) return startLiquidation(machine, account);
  if (!state.accounts.ownerEquals(account, sender)) return CODE.notOwner;
  if (kind === INBOX_WITHDRAW) return startWithdrawal(machine, account, amount);
  startCancelAll(machine, account);
  return ACCEPTED;
}
