/** Lies about auctions and bids. */
import { PHASE } from '../../../protocol/machine.ts';
import type { Mutant } from '../mutants.ts';

const { next, margin, liquidate, bid, bidChecked, bidderChecked } = PHASE;

export const LIQUIDATION: readonly Mutant[] = [
  {
    lie: 'nobody is liquidated',
    file: 'ops/liquidate.ts',
    find: '  return startLiquidation(machine, account);',
    replace: '  return CODE.unknownAccount;',
    phase: next,
    operation: 'liquidate',
  },
  {
    lie: 'a healthy account is liquidated',
    file: 'ops/liquidate.ts',
    find: 'return maintenance < 0n ? openAuction',
    replace: 'return maintenance < 10n ** 30n ? openAuction',
    phase: liquidate,
  },
  {
    lie: 'liquidated far from the reference',
    file: 'market.ts',
    find: 'state.underlyings.freshPrints(underlying) >= FRESH_PRINTS &&\n    isNearReference(state, underlying)',
    replace: 'state.underlyings.freshPrints(underlying) >= FRESH_PRINTS',
    phase: margin,
  },
  {
    lie: 'the fee of a liquidation vanishes',
    file: 'ops/liquidate.ts',
    find: 'state.globals.insurance() + Number(fee)',
    replace: 'state.globals.insurance()',
    phase: liquidate,
  },
  {
    lie: 'an account under auction trades',
    file: 'ops/placeOrder.ts',
    find: 'if (state.accounts.auctionStartSec(accountOfKey(key)) !== 0) return CODE.underAuction;',
    replace: '',
    phase: next,
    operation: 'placeOrder',
  },
  {
    lie: 'auction price off by a unit',
    file: 'ops/bid.ts',
    find: 'price: moneyUp(bidCost(',
    replace: 'price: 1n + moneyUp(bidCost(',
    phase: bid,
    twin: {
      file: 'ops/Bid.sol',
      find: 'terms.price = moneyUp(bidCost(',
      replace: 'terms.price = 1 + moneyUp(bidCost(',
    },
  },
  {
    lie: 'the auction is a second younger',
    file: 'ops/liquidate.ts',
    find: 'BigInt(state.globals.printTimeSec() - startSec)',
    replace: 'BigInt(state.globals.printTimeSec() - 1 - startSec)',
    phase: bid,
  },
  {
    lie: 'a bid for more than heals takes all',
    file: 'ops/bid.ts',
    find: 'const share = min(wanted, largest);',
    replace: 'const share = wanted;',
    phase: bid,
  },
  {
    lie: 'a bid beyond its limit',
    file: 'ops/bid.ts',
    find: 'if (terms.price > BigInt(limit)) return CODE.bidLimit;',
    replace: '',
    phase: bid,
  },
  {
    lie: 'a bid for another state of the account',
    file: 'ops/bid.ts',
    find: 'if (state.accounts.revision(account) !== revision) return CODE.accountChanged;',
    replace: '',
    phase: next,
    operation: 'bid',
  },
  {
    lie: 'an auction outlives its end',
    file: 'ops/bid.ts',
    find: 'if (isOver(machine)) closeAuction(state, account);',
    replace: '',
    phase: bidChecked,
  },
  {
    lie: 'a bidder without margin',
    file: 'ops/bid.ts',
    find: 'else if (initial < 0n) machine.abort(CODE.initialMargin);',
    replace: '',
    phase: bidderChecked,
  },
  {
    lie: 'what insurance cannot pay is forgotten',
    file: 'ops/bid.ts',
    find: 'globals.setSocialized(Number(socialized));',
    replace: '',
    phase: bid,
  },
];
