/** Lies about signatures, nonces, keys and cancels. */
import { PHASE } from '../../../protocol/machine.ts';
import type { Mutant } from '../mutants.ts';

const { next, cancelAll, fill } = PHASE;

export const AUTHENTICATION: readonly Mutant[] = [
  {
    lie: 'a nonce is replayed',
    file: 'authenticate.ts',
    find: 'if ((word[byte] & mask) !== 0) return CODE.nonceUsed;',
    replace: '',
    phase: next,
    operation: 'placeOrder',
    twin: {
      file: 'Authenticate.sol',
      find: 'if (word & bit != 0) return NONCE_USED;',
      replace: '',
    },
  },
  {
    lie: 'a burned nonce is not recorded',
    file: 'authenticate.ts',
    find: '  state.keys.setNonceWord(key, slot, word);\n  return ACCEPTED;',
    replace: '  return ACCEPTED;',
    phase: next,
    operation: 'placeOrder',
  },
  {
    lie: 'an operation past its time runs',
    file: 'authenticate.ts',
    find: 'if (expiresAtSec < now) return CODE.operationExpired;',
    replace: '',
    phase: next,
    operation: 'placeOrder',
  },
  {
    lie: 'a stranger’s signature is taken',
    file: 'authenticate.ts',
    find: 'if (signer === null || !state.keys.signerEquals(key, signer)) return CODE.badSignature;',
    replace: 'if (signer === null) return CODE.badSignature;',
    phase: next,
    operation: 'placeOrder',
  },
  {
    lie: 'an expired session key trades',
    file: 'authenticate.ts',
    find: 'if (keyExpiresAt !== 0 && keyExpiresAt < now) return CODE.keyExpired;',
    replace: '',
    phase: next,
    operation: 'placeOrder',
  },
  {
    lie: 'a trading key withdraws',
    file: 'authenticate.ts',
    find: 'if ((state.keys.scope(key) & options.scope) !== options.scope) return CODE.keyOutOfScope;',
    replace: '',
    phase: next,
    operation: 'withdraw',
  },
  {
    lie: 'another account’s order is cancelled',
    file: 'ops/cancelOrder.ts',
    find: 'state.orders.account(order) === accountOfKey(operation.key) &&',
    replace: 'state.orders.account(order) !== 0 &&',
    phase: next,
    operation: 'cancelOrder',
  },
  {
    lie: 'a cancelled order keeps its generation',
    file: 'book/orders.ts',
    find: '(state.orders.generation(order) + 1)',
    replace: '(state.orders.generation(order) + 2)',
    phase: fill,
  },
  {
    lie: 'cancel all does nothing',
    file: 'ops/cancelAll.ts',
    find: '  startCancelAll(machine, accountOfKey(operation.key));\n',
    replace: '',
    phase: next,
    operation: 'cancelAll',
  },
  {
    lie: 'cancel all stops after four orders',
    file: 'ops/cancelAll.ts',
    find: 'if (state.accounts.orderHead(registers.account) === 0) machine.finish(ACCEPTED);',
    replace: 'machine.finish(ACCEPTED);',
    phase: cancelAll,
  },
];
