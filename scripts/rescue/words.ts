/** A plan in sentences. */
import type { InboxItem } from '../../protocol/generated/codec.ts';
import { DAY_SEC, DAY_ZERO_SEC, UNDERLYINGS } from '../../protocol/params.ts';
import type { State } from '../../protocol/state.ts';
import type { Expiry, Plan } from './plan.ts';

export function wordsOfPlan(
  plan: Plan,
  {
    before,
    account,
    amount,
    items,
  }: { before: State; account: number | undefined; amount: number; items: readonly InboxItem[] },
): string[] {
  const lines = [
    plan.closed.length === 0
      ? 'No expiry is to be closed.'
      : `Closes ${plan.closed.map(nameOf).join(', ')} at the last marks.`,
    `Settles ${plan.settledAccounts} times an account; takes ${items.length} inbox items.`,
  ];
  for (const waiting of plan.waiting) {
    lines.push(
      `${nameOf(waiting)} stays open: closed at the earliest ${utc(waiting.closesAfterSec + 1)}.`,
    );
  }
  if (plan.isFull) lines.push('It is more than one batch holds; others follow.');
  if (account !== undefined) lines.push(...wordsOfAccount(plan, { before, account, amount }));
  return lines;
}

function wordsOfAccount(
  { state }: Plan,
  { before, account, amount }: { before: State; account: number; amount: number },
): string[] {
  const paid = state.withdrawals.total(account) - before.withdrawals.total(account);
  const cash = before.accounts.cash(account);
  const lines = [
    `Account ${account} has ${inUsdc(cash)} in cash and ${before.accounts.positionCount(account)} positions.`,
  ];
  if (amount > 0) lines.push(`It withdraws ${inUsdc(amount)}.`);
  if (paid > 0)
    lines.push(
      `The bridge will pay ${inUsdc(paid)}${paid < amount ? ': the vault is short, so everybody gets a share' : ''}.`,
    );
  return lines;
}

/** `BTC 2026-06-26` */
export function nameOf({ underlying, day }: Expiry): string {
  const date = new Date((DAY_ZERO_SEC + day * DAY_SEC) * 1000).toISOString().slice(0, 10);
  return `${UNDERLYINGS[underlying].symbol} ${date}`;
}

/** @param amount 10^-6 USDC, an integer below 2^53 */
export function inUsdc(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(7, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)} USDC`;
}

export function utc(timeSec: number): string {
  return `${new Date(timeSec * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
