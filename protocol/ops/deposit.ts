import type { InboxItem } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { addCash } from '../money.ts';
import { MAX_ACCOUNTS, SCOPE_ALL } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { keyIndex, type State } from '../state.ts';

/**
 * Credits money that the bridge already holds; it is never refused. Account 0, or one that does not exist, opens a
 * new account of the sender; what no account can take goes to insurance.
 */
export function deposit({ state }: Machine, { sender, account, amount }: InboxItem): number {
  state.globals.setVault(state.globals.vault() + amount);
  const exists = account !== 0 && account <= state.globals.accountCount();
  const credited = exists ? account : openAccount(state, sender);
  if (credited !== 0 && addCash(state, credited, amount)) return ACCEPTED;
  state.globals.setInsurance(state.globals.insurance() + amount);
  return CODE.ledgerLimit;
}

/** @returns the account's id, 0 where there are too many */
function openAccount(state: State, owner: Uint8Array): number {
  const account = state.globals.accountCount() + 1;
  if (account > MAX_ACCOUNTS) return 0;
  state.globals.setAccountCount(account);
  state.accounts.setOwner(account, owner);
  const key = keyIndex(account, 0);
  state.keys.setSigner(key, owner);
  state.keys.setScope(key, SCOPE_ALL);
  return account;
}
