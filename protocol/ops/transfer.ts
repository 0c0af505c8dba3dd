import { authenticate } from '../authenticate.ts';
import type { Transfer } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { MAX_MONEY, SCOPE_TRANSFER } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { accountOfKey, transferWords } from '../signed.ts';
import { TYPE_HASHES } from '../typedData.ts';
import { startPayment } from './pay.ts';

/** Moves cash between two subaccounts of one owner; initial margin of the first must hold afterwards. */
export function transfer(machine: Machine, operation: Transfer): number {
  const { state } = machine;
  const { toAccount, amount } = operation;
  // What no account can hold is no integer to sign here, so this comes before the signature.
  if (amount > MAX_MONEY) return CODE.insufficientCash;
  const authenticated = authenticate(machine, {
    operation,
    scope: SCOPE_TRANSFER,
    typeHash: TYPE_HASHES.transfer,
    words: () => transferWords(operation),
  });
  if (authenticated !== ACCEPTED) return authenticated;
  const account = accountOfKey(operation.key);
  if (amount === 0) return CODE.zeroAmount;
  if (toAccount === 0 || toAccount > state.globals.accountCount()) return CODE.unknownAccount;
  if (toAccount === account) return CODE.sameAccount;
  if (!state.accounts.ownerEquals(toAccount, state.accounts.owner(account))) return CODE.notOwner;
  return startPayment(machine, { account, toAccount, amount });
}
