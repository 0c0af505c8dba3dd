/** Lies about money that comes in, moves and goes out. */
import { PHASE } from '../../../protocol/machine.ts';
import type { Mutant } from '../mutants.ts';

const { next, pay } = PHASE;

export const MONEY: readonly Mutant[] = [
  {
    lie: 'a deposit is skipped',
    file: 'ops/consumeInbox.ts',
    find: '      return deposit(machine, item);',
    replace: '      return ACCEPTED;',
    phase: next,
    operation: 'consumeInbox',
  },
  {
    lie: 'what is left in the inbox is skipped',
    file: 'step.ts',
    find: 'registers.inboxNext < input.inbox.length',
    replace: 'registers.inboxNext < 0',
    phase: next,
  },
  {
    lie: 'a deposit is short by a unit',
    file: 'ops/deposit.ts',
    find: 'addCash(state, credited, amount)',
    replace: 'addCash(state, credited, amount - 1)',
    phase: next,
    operation: 'consumeInbox',
  },
  {
    lie: 'a forced withdrawal of another’s money',
    file: 'ops/consumeInbox.ts',
    find: 'if (!state.accounts.ownerEquals(account, sender)) return CODE.notOwner;',
    replace: '',
    phase: next,
    operation: 'consumeInbox',
  },
  {
    lie: 'a withdrawal pays a unit more',
    file: 'ops/pay.ts',
    find: 'state.withdrawals.total(account) + paid;',
    replace: 'state.withdrawals.total(account) + paid + 1;',
    phase: pay,
  },
  {
    lie: 'φ is ignored',
    file: 'ops/pay.ts',
    find: 'if (vault >= positiveCash + pool) return amount;',
    replace: 'if (vault >= 0) return amount;',
    phase: pay,
    twin: {
      file: 'ops/Pay.sol',
      find: 'return globals.vault() >= owed ? amount',
      replace: 'return owed >= 0 ? amount',
    },
  },
  {
    lie: 'a transfer to another owner',
    file: 'ops/transfer.ts',
    find: 'if (!state.accounts.ownerEquals(toAccount, state.accounts.owner(account))) return CODE.notOwner;',
    replace: '',
    phase: next,
    operation: 'transfer',
  },
  {
    lie: 'a session key makes session keys',
    file: 'ops/setSessionKey.ts',
    find: 'if (key % KEY_SLOTS !== 0) return CODE.keyOutOfScope;',
    replace: '',
    phase: next,
    operation: 'setSessionKey',
  },
];
