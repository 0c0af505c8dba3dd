/** One-line lies about the rules. Each changes one place of `protocol/` and ends the story's batch in another root. */
import { PHASE } from '../../protocol/machine.ts';
import type { SolidityMutation } from './solidity.ts';

export interface Mutant {
  readonly lie: string;
  /** Below `protocol/`. */
  readonly file: string;
  /** Must occur exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Where the lie must lose: phase before the step and, in phase `next`, the kind of the operation (0: none). */
  readonly phase: number;
  readonly operation?: string;
  /** The same line in the Solidity twin, for the lies that are shown to win where L1 tells them too. */
  readonly twin?: SolidityMutation;
}

const { next, match, rest, cancelAll, sweep } = PHASE;

export const MUTANTS: readonly Mutant[] = [
  // Matching.
  {
    lie: 'time priority broken: the last order of a level trades first',
    file: 'book/match.ts',
    find: 'const makerOrder = state.levels.head(level);',
    replace: 'const makerOrder = state.levels.tail(level);',
    phase: match,
    twin: {
      file: 'book/Match.sol',
      find: 'uint256 makerOrder = machine.state.level(level).head();',
      replace: 'uint256 makerOrder = machine.state.level(level).tail();',
    },
  },
  {
    lie: 'a worse price level is taken',
    file: 'book/match.ts',
    find: '  return level;\n',
    replace: '  return state.levels.worse(level) || level;\n',
    phase: match,
  },
  {
    lie: 'maker fee off by a unit',
    file: 'book/match.ts',
    find: 'const makerFee = feeUp({ ...terms, ratePpm: MAKER_FEE_PPM });',
    replace: 'const makerFee = feeUp({ ...terms, ratePpm: MAKER_FEE_PPM }) + 1;',
    phase: match,
  },
  {
    lie: 'taker pays the maker’s rate',
    file: 'book/match.ts',
    find: 'ratePpm: TAKER_FEE_PPM',
    replace: 'ratePpm: MAKER_FEE_PPM',
    phase: match,
    twin: {
      file: 'book/Match.sol',
      find: 'priceCents, quantityE4, TAKER_FEE_PPM, 0);',
      replace: 'priceCents, quantityE4, MAKER_FEE_PPM, 0);',
    },
  },
  {
    lie: 'fees rounded down',
    file: 'money.ts',
    find: 'millions * ppm + Math.ceil(',
    replace: 'millions * ppm + Math.floor(',
    phase: match,
  },
  {
    lie: 'fees vanish instead of going to insurance',
    file: 'book/match.ts',
    find: 'state.globals.insurance() + makerFee + takerFee',
    replace: 'state.globals.insurance() + makerFee',
    phase: match,
  },
  {
    lie: 'an account trades with itself',
    file: 'book/match.ts',
    find: 'state.orders.account(makerOrder) === registers.account',
    replace: 'state.orders.account(makerOrder) === 0',
    phase: match,
  },
  {
    lie: 'a maker without margin is filled',
    file: 'book/match.ts',
    find: 'tryFill(state, makerFill) !== ACCEPTED',
    replace: 'applyFill(state, makerFill) !== ACCEPTED',
    phase: match,
  },
  {
    lie: 'a taker looks at a 33rd maker',
    file: 'book/match.ts',
    find: 'registers.attempts === MAX_MATCH_ATTEMPTS',
    replace: 'registers.attempts === MAX_MATCH_ATTEMPTS + 1',
    phase: match,
  },
  {
    lie: 'a filled order stays in the book',
    file: 'book/match.ts',
    find: 'if (quantityE4 === resting) removeOrder',
    replace: 'if (quantityE4 > resting) removeOrder',
    phase: match,
  },
  {
    lie: 'a fill-or-kill order keeps a partial fill',
    file: 'book/match.ts',
    find: 'quantityE4 > 0 && timeInForce === FOK',
    replace: 'quantityE4 < 0 && timeInForce === FOK',
    phase: rest,
  },
  {
    lie: 'the rest of an immediate-or-cancel order rests',
    file: 'book/match.ts',
    find: 'timeInForce === GTC || timeInForce === POST_ONLY',
    replace: 'timeInForce !== FOK',
    phase: rest,
  },
  {
    lie: 'a resting order is not counted',
    file: 'book/orders.ts',
    find: 'accounts.orderCount(terms.account) + 1',
    replace: 'accounts.orderCount(terms.account)',
    phase: rest,
  },

  // Orders.
  {
    lie: 'initial margin passes when it fails',
    file: 'margin/check.ts',
    find: 'if (cash >= needed) return true;',
    replace: 'if (cash >= 0) return true;',
    phase: next,
    operation: 'placeOrder',
  },
  {
    lie: 'maintenance margin is not looked at',
    file: 'margin/check.ts',
    find: 'if (cash < maintenanceRequirement(state, account)) return false;',
    replace: 'if (cash < 0) return false;',
    phase: next,
    operation: 'placeOrder',
  },
  {
    lie: 'naked calls need the bare index',
    file: 'margin/maxLoss.ts',
    find: 'return nakedNotional + Math.ceil(nakedNotional / 2 ** shift);',
    replace: 'return nakedNotional + Math.ceil(nakedNotional / 2 ** (shift + 9));',
    phase: next,
    operation: 'placeOrder',
  },
  {
    lie: 'worst payoff forgets that the price may fall to zero',
    file: 'margin/maxLoss.ts',
    find: 'let worst = Math.min(payoff, 0);',
    replace: 'let worst = 0;',
    phase: next,
    operation: 'placeOrder',
  },
  {
    lie: 'requirement one unit low',
    file: 'margin/maxLoss.ts',
    find: 'return gross > MAX_GROSS ? MAX_MONEY : total;',
    replace: 'return gross > MAX_GROSS ? MAX_MONEY : Math.max(total - 1, 0);',
    phase: next,
    operation: 'placeOrder',
  },
  {
    lie: 'a post-only order trades',
    file: 'ops/placeOrder.ts',
    find: 'if (timeInForce === POST_ONLY) {',
    replace: 'if (timeInForce === POST_ONLY + 1) {',
    phase: next,
    operation: 'placeOrder',
  },
  {
    lie: 'an order in an expired instrument is taken',
    file: 'ops/placeOrder.ts',
    find: 'state.globals.timeSec() >= expirySec(dayOfExpiry(expiry))',
    replace: 'state.globals.timeSec() > expirySec(dayOfExpiry(expiry))',
    phase: next,
    operation: 'placeOrder',
  },
  {
    lie: 'a price off the tick is taken',
    file: 'ops/placeOrder.ts',
    find: 'priceCents % tickCents !== 0',
    replace: 'priceCents % tickCents === 1',
    phase: next,
    operation: 'placeOrder',
  },

  // Authentication.
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
    find: 'if ((state.keys.scope(key) & options.scope) === 0) return CODE.keyOutOfScope;',
    replace: '',
    phase: next,
    operation: 'withdraw',
  },

  // Cancels.
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
    phase: match,
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

  // Money in and out.
  {
    lie: 'a deposit is skipped',
    file: 'ops/consumeInbox.ts',
    find: 'item.kind === INBOX_DEPOSIT ? deposit(machine, item)',
    replace: 'item.kind === INBOX_DEPOSIT ? ACCEPTED',
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
    find: 'if (!state.accounts.ownerEquals(item.account, item.sender)) return CODE.notOwner;',
    replace: '',
    phase: next,
    operation: 'consumeInbox',
  },
  {
    lie: 'a withdrawal pays a unit more',
    file: 'ops/withdraw.ts',
    find: 'state.withdrawals.total(account) + paid;',
    replace: 'state.withdrawals.total(account) + paid + 1;',
    phase: next,
    operation: 'withdraw',
  },
  {
    lie: 'φ is ignored',
    file: 'ops/withdraw.ts',
    find: 'if (vault >= positiveCash + pool) return amount;',
    replace: 'if (vault >= 0) return amount;',
    phase: next,
    operation: 'withdraw',
    twin: {
      file: 'ops/Withdraw.sol',
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

  // Prices, listing, settlement.
  {
    lie: 'the greatest price instead of the median',
    file: 'oracle.ts',
    find: 'sorted[Math.floor((sorted.length - 1) / 2)]',
    replace: 'sorted[sorted.length - 1]',
    phase: next,
    operation: 'publishPrices',
  },
  {
    lie: 'a stale print is taken',
    file: 'ops/publishPrices.ts',
    find: 'printedAt <= state.underlyings.indexTimeSec(underlying) ||',
    replace: 'printedAt < 0 ||',
    phase: next,
    operation: 'publishPrices',
  },
  {
    lie: 'one publisher is enough',
    file: 'oracle.ts',
    find: 'if (entries.length < oracle.quorum()) return CODE.noQuorum;',
    replace: '',
    phase: next,
    operation: 'publishPrices',
  },
  {
    lie: 'time goes back',
    file: 'ops/advanceTime.ts',
    find: 'timeSec < state.globals.timeSec() ||',
    replace: 'timeSec < 0 ||',
    phase: next,
    operation: 'advanceTime',
  },
  {
    lie: 'a strike outside the listing rule',
    file: 'ops/listInstrument.ts',
    find: 'strikeCents % strikeStepCents === 0 &&',
    replace: 'strikeCents > 0 &&',
    phase: next,
    operation: 'listInstrument',
  },
  {
    lie: 'a settlement price out of its band',
    file: 'ops/settleExpiry.ts',
    find: 'Math.abs(settlementCents - index) > ppmUp(index, SETTLEMENT_BAND_PPM)',
    replace: 'settlementCents < 0',
    phase: next,
    operation: 'settleExpiry',
  },
  {
    lie: 'an expiry settled before it comes',
    file: 'ops/settleExpiry.ts',
    find: 'if (state.globals.timeSec() < expirySec(day)) return CODE.notExpired;',
    replace: '',
    phase: next,
    operation: 'settleExpiry',
  },
  {
    lie: 'payoff of a call off by a cent',
    file: 'payoff.ts',
    find: ': settlement - strike;',
    replace: ': settlement - strike + 1n;',
    phase: next,
    operation: 'settleAccount',
    twin: {
      file: 'Payoff.sol',
      find: ': settlement - strike;',
      replace: ': settlement - strike + 1;',
    },
  },
  {
    lie: 'a winner is paid before the losers',
    file: 'ops/settleAccount.ts',
    find: 'if (exact > BigInt(state.expiries.pool(expiry))) return CODE.poolShort;',
    replace:
      'if (exact > BigInt(MAX_MONEY)) return CODE.poolShort;\n  if (exact > 0n) state.expiries.setPool(expiry, Number(exact));',
    phase: next,
    operation: 'settleAccount',
  },
  {
    lie: 'insurance does not pay a shortfall',
    file: 'ops/settleAccount.ts',
    find: 'if (cash >= 0 || state.accounts.positionCount(account) > 0) return;',
    replace: 'if (cash < 0 || cash >= 0) return;',
    phase: next,
    operation: 'settleAccount',
  },
  {
    lie: 'a live instrument is swept',
    file: 'ops/sweepExpired.ts',
    find: 'if (state.globals.timeSec() < expirySec(day)) return CODE.instrumentNotExpired;',
    replace: '',
    phase: next,
    operation: 'sweepExpired',
  },
  {
    lie: 'a sweep stops early',
    file: 'ops/sweepExpired.ts',
    find: 'if (firstResting(machine) === 0 || registers.attempts === MAX_SWEEP_STEPS) {',
    replace: 'if (firstResting(machine) === 0 || registers.attempts === 1) {',
    phase: sweep,
  },
  {
    lie: 'data after garbage still runs',
    file: 'step.ts',
    find: '      registers.stopped = 1;\n',
    replace: '      registers.offset += 1;\n',
    phase: next,
  },
];
