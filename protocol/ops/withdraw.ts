import { authenticate } from '../authenticate.ts';
import type { Withdraw } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { holdsInitial } from '../margin/check.ts';
import { addCash } from '../money.ts';
import { MAX_MONEY, SCOPE_WITHDRAW } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { accountOfKey, withdrawWords } from '../signed.ts';
import type { State } from '../state.ts';
import { TYPE_HASHES } from '../typedData.ts';

/** Takes cash out to the owner: the bridge pays the account's total so far, less what it has paid already. */
export function withdraw(machine: Machine, operation: Withdraw): number {
  // What no account can hold is no integer to sign here, so this comes before the signature.
  if (operation.amount > MAX_MONEY) return CODE.insufficientCash;
  const authenticated = authenticate(machine, {
    operation,
    scope: SCOPE_WITHDRAW,
    typeHash: TYPE_HASHES.withdraw,
    words: () => withdrawWords(operation),
  });
  if (authenticated !== ACCEPTED) return authenticated;
  return withdrawCash(machine.state, accountOfKey(operation.key), operation.amount);
}

/** Also the forced operation's body. @param amount 10^-6 USD */
export function withdrawCash(state: State, account: number, amount: number): number {
  if (amount === 0) return CODE.zeroAmount;
  if (amount > state.accounts.cash(account)) return CODE.insufficientCash;
  const paid = payableDown(state, amount);
  const total = state.withdrawals.total(account) + paid;
  if (total > MAX_MONEY) return CODE.ledgerLimit;
  addCash(state, account, -amount);
  if (!holdsInitial(state, account)) {
    addCash(state, account, amount);
    return CODE.initialMargin;
  }
  state.globals.setVault(state.globals.vault() - paid);
  state.globals.setSocialized(state.globals.socialized() + (amount - paid));
  state.withdrawals.setRecipient(account, state.accounts.owner(account));
  state.withdrawals.setTotal(account, total);
  return ACCEPTED;
}

/** floor(amount × φ), φ = min(1, vault / (positive cash + settlement pool)): DESIGN's shortfall rule. */
function payableDown(state: State, amount: number): number {
  const vault = state.globals.vault();
  const positiveCash = state.globals.positiveCash();
  const pool = state.globals.pool();
  if (vault >= positiveCash + pool) return amount;
  return Number((BigInt(amount) * BigInt(vault)) / (BigInt(positiveCash) + BigInt(pool)));
}
