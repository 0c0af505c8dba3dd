import {
  bidCost,
  bidPrice,
  bufferMargin,
  discount,
  insolventOffer,
  insolventPayout,
  largestShare,
} from '../auction.ts';
import { authenticate } from '../authenticate.ts';
import type { Bid } from '../generated/codec.ts';
import { type Machine, PHASE } from '../machine.ts';
import { holdsOneUnderlying } from '../margin/check.ts';
import { demandMargin, LIQUIDATABLE, UNPRICED } from '../margin/evaluate.ts';
import { MONEY, moneyDown, moneyUp } from '../margin/feeds.ts';
import { marginParameters } from '../margin/parameters.ts';
import { addPosition } from '../margin/positions.ts';
import { abs, max, min, mulDown, WAD } from '../maths/wad.ts';
import { addCash } from '../money.ts';
import { MAX_MONEY, MODEL_PORTFOLIO, SCOPE_TRADE, WHOLE_PPM } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { accountOfKey, bidWords } from '../signed.ts';
import type { State } from '../state.ts';
import { TYPE_HASHES } from '../typedData.ts';
import { auctionStanding, closeAuction, elapsedSec, SOLVENT } from './liquidate.ts';

/** Takes a share of an account under auction, at the auction's price, into the bidder's account. SPEC §11. */
export function bid(machine: Machine, operation: Bid): number {
  const { state, registers } = machine;
  // What leaves the exact integers cannot be hashed here, so this comes before the signature.
  if (Math.abs(operation.limit) > MAX_MONEY) return CODE.bidLimit;
  const authenticated = authenticate(machine, {
    operation,
    scope: SCOPE_TRADE,
    typeHash: TYPE_HASHES.bid,
    words: () => bidWords(operation),
  });
  if (authenticated !== ACCEPTED) return authenticated;
  const { account, sharePpm, limit, revision } = operation;
  const bidder = accountOfKey(operation.key);
  if (account === 0 || account > state.globals.accountCount()) return CODE.unknownAccount;
  if (account === bidder) return CODE.sameAccount;
  if (state.accounts.auctionStartSec(bidder) !== 0) return CODE.underAuction;
  if (state.accounts.auctionStartSec(account) === 0) return CODE.noAuction;
  if (sharePpm === 0 || sharePpm > WHOLE_PPM) return CODE.badShare;
  if (state.accounts.revision(account) !== revision) return CODE.accountChanged;
  registers.account = account;
  registers.counterparty = bidder;
  registers.sharePpm = sharePpm;
  registers.limit = limit;
  machine.keep();
  demandMargin(machine, { account, goOn: PHASE.bid });
  return ACCEPTED;
}

/** Phase `bid`: the account's margin is known; the share changes hands. */
export function bidStep(machine: Machine): void {
  const { state, registers } = machine;
  const taken = takeShare(machine);
  if (taken !== ACCEPTED) {
    machine.abort(taken);
    return;
  }
  registers.equityBefore = registers.equity;
  registers.maintenanceBefore = registers.maintenance;
  // What is left of the account has the shape that it had, so one bid does not refuse the next.
  const { counterparty: bidder } = registers;
  state.accounts.setRevision(bidder, state.accounts.revision(bidder) + 1);
  demandMargin(machine, { account: registers.account, goOn: PHASE.bidChecked });
}

function takeShare(machine: Machine): number {
  const { state, registers } = machine;
  const { account, counterparty: bidder, priced, limit } = registers;
  if (priced !== LIQUIDATABLE) return CODE.liquidationHalted;
  if (auctionStanding(state, registers) !== 'runs') return CODE.auctionOver;
  const isSolvent = state.accounts.insolvent(account) === SOLVENT;
  const terms = isSolvent ? price(machine) : payout(machine);
  if (terms.price > BigInt(limit)) return CODE.bidLimit;
  registers.filled = terms.endsAuction ? 1 : 0;
  const { share } = terms;
  const unreserved =
    BigInt(state.accounts.cash(account)) - BigInt(state.accounts.reserved(account));
  const cash = mulDown(share, unreserved);
  const moved = movePositions(state, { account, bidder, share });
  if (moved !== ACCEPTED) return moved;
  const settled = settleBid(state, { account, bidder, cash, price: terms.price });
  const taken = { account, bidder, share, price: Number(terms.price) };
  if (settled === ACCEPTED) machine.events.taken?.(taken);
  return settled;
}

interface Terms {
  /** × 10^-18 of the account. */
  readonly share: bigint;
  /** What the bidder pays, in 10^-6 USD; negative: what it receives from insurance. */
  readonly price: bigint;
  readonly endsAuction: boolean;
}

/** Of a solvent account: the auction's price for at most the share that heals it. */
function price({ state, registers }: Machine): Terms {
  const { account, equity, maintenance } = registers;
  const { auction } = marginParameters(state);
  const margin = { markToMarket: equity, maintenance };
  const offer = {
    reserved: BigInt(state.accounts.reserved(account)) * MONEY,
    discount: discount(elapsedSec(state, account), auction),
  };
  const largest = largestShare(margin, offer, auction);
  const wanted = wantedShare(registers.sharePpm);
  const share = min(wanted, largest);
  return {
    share,
    price: moneyUp(bidCost({ price: bidPrice(margin, offer), share })),
    endsAuction: wanted >= largest,
  };
}

/** Of an insolvent account: what insurance pays for taking the share. */
function payout({ state, registers }: Machine): Terms {
  const { account, equity, maintenance } = registers;
  const { auction } = marginParameters(state);
  const margin = { markToMarket: equity, maintenance };
  const share = wantedShare(registers.sharePpm);
  const elapsed = elapsedSec(state, account);
  const offer = insolventOffer(margin, elapsed, auction);
  return {
    share,
    price: -moneyDown(insolventPayout({ offer, share })),
    endsAuction: share === WAD,
  };
}

function wantedShare(sharePpm: number): bigint {
  return BigInt(sharePpm) * (WAD / BigInt(WHOLE_PPM));
}

/** Whole units, rounded down: fewer of what is owned and more of what is owed, so the account gains by rounding. */
function movePositions(
  state: State,
  { account, bidder, share }: { account: number; bidder: number; share: bigint },
): number {
  for (let i = state.accounts.positionCount(account) - 1; i >= 0; i--) {
    const code = state.accounts.positionCode(account, i);
    const amount = Number(mulDown(BigInt(state.accounts.positionAmount(account, i)), share));
    if (amount === 0) continue;
    const taken = addPosition(state, { account: bidder, code, delta: amount });
    if (taken !== ACCEPTED) return taken;
    addPosition(state, { account, code, delta: -amount });
  }
  const isPortfolio = state.accounts.marginModel(bidder) === MODEL_PORTFOLIO;
  return isPortfolio && !holdsOneUnderlying(state, bidder) ? CODE.badMarginModel : ACCEPTED;
}

interface Payment {
  readonly account: number;
  readonly bidder: number;
  /** Of the share, and what the bidder pays or, below zero, receives from insurance; 10^-6 USD. */
  readonly cash: bigint;
  readonly price: bigint;
}

/** Cash of the share and the price; what insurance cannot pay an insolvent account's bidder, all withdrawals share. */
function settleBid(state: State, { account, bidder, cash, price: paid }: Payment): number {
  const received = max(paid, 0n);
  if (!addExactCash(state, account, received - cash)) return CODE.ledgerLimit;
  if (!addExactCash(state, bidder, cash - paid)) return CODE.ledgerLimit;
  const reserved = BigInt(state.accounts.reserved(account)) + received;
  if (!isLedgerFigure(reserved)) return CODE.ledgerLimit;
  state.accounts.setReserved(account, Number(reserved));
  return payFromInsurance(state, max(-paid, 0n));
}

function payFromInsurance({ globals }: State, owed: bigint): number {
  const insured = min(BigInt(globals.insurance()), owed);
  const socialized = BigInt(globals.socialized()) - (owed - insured);
  if (!isLedgerFigure(socialized)) return CODE.ledgerLimit;
  globals.setInsurance(globals.insurance() - Number(insured));
  globals.setSocialized(Number(socialized));
  return ACCEPTED;
}

function addExactCash(state: State, account: number, delta: bigint): boolean {
  return isLedgerFigure(delta) && addCash(state, account, Number(delta));
}

function isLedgerFigure(value: bigint): boolean {
  return abs(value) <= BigInt(MAX_MONEY);
}

/** Phase `bidChecked`: the account must not be worse off, equity against requirement; is the auction over? */
export function bidCheckedStep(machine: Machine): void {
  const { state, registers } = machine;
  const { account, counterparty, equity, maintenance, equityBefore, maintenanceBefore } = registers;
  const needed = equity - maintenance;
  const neededBefore = equityBefore - maintenanceBefore;
  if (equity * neededBefore < equityBefore * needed) {
    machine.abort(CODE.bidTooSmall);
    return;
  }
  if (isOver(machine)) closeAuction(state, account);
  demandMargin(machine, { account: counterparty, goOn: PHASE.bidderChecked });
}

function isOver({ state, registers }: Machine): boolean {
  const { account, equity, maintenance, filled } = registers;
  if (filled === 1) return true;
  const { auction } = marginParameters(state);
  return state.accounts.insolvent(account) === SOLVENT
    ? bufferMargin({ markToMarket: equity, maintenance }, auction) >= 0n
    : maintenance >= 0n;
}

/** Phase `bidderChecked`: the bidder needs its initial margin, as for a trade that adds risk. */
export function bidderCheckedStep(machine: Machine): void {
  const { priced, initial } = machine.registers;
  if (priced === UNPRICED) machine.abort(CODE.pricesMissing);
  else if (initial < 0n) machine.abort(CODE.initialMargin);
  else machine.finish(ACCEPTED);
}
