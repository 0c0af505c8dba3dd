import { authenticate } from '../authenticate.ts';
import type { Withdraw } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { MAX_MONEY, SCOPE_WITHDRAW } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { accountOfKey, withdrawWords } from '../signed.ts';
import { TYPE_HASHES } from '../typedData.ts';
import { startPayment } from './pay.ts';

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
  return startWithdrawal(machine, accountOfKey(operation.key), operation.amount);
}

/** Also the forced operation's entry. @param amount 10^-6 USD */
export function startWithdrawal(machine: Machine, account: number, amount: number): number {
  if (amount === 0) return CODE.zeroAmount;
  return startPayment(machine, { account, toAccount: 0, amount });
}
