/** The loop of an order: one maker a step, then what is left rests. SPEC §7.3. */
import { bestLevel, crosses, SELL } from './levels.ts';
import { removeOrder, restOrder } from './orders.ts';
import { type Machine, PHASE } from '../machine.ts';
import { feeUp } from '../money.ts';
import { type AccountFill, applyFill, passes, undoFill } from '../margin/check.ts';
import { demandAfter, demandBefore, marginPages, UNPRICED } from '../margin/evaluate.ts';
import { underlyingOfCode } from '../instrument.ts';
import {
  MAKER_FEE_PPM,
  MAX_MATCH_ATTEMPTS,
  MAX_MATCH_PAGES,
  MAX_OPEN_ORDERS,
  TAKER_BASE_FEE,
  TAKER_FEE_PPM,
} from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';

export const GTC = 0;
export const IOC = 1;
export const FOK = 2;
export const POST_ONLY = 3;

/** The level that the taker in the registers trades against, or 0. */
function oppositeLevel(machine: Machine): number {
  const { state, registers } = machine;
  const { instrument, side, priceCents } = registers;
  const level = bestLevel(state, { instrument, side: 1 - side });
  if (level === 0 || !crosses(side, priceCents, state.levels.priceCents(level))) return 0;
  return level;
}

/** Phase `match`: looks at the first order of the best opposite level, or goes on to `rest`. */
export function matchStep(machine: Machine): void {
  const { state, registers } = machine;
  const makerOrder = nextMaker(machine);
  if (makerOrder === 0) {
    const { account, filled, initialBefore } = registers;
    if (filled === 1) demandAfter(machine, { account, goOn: PHASE.rest, initialBefore });
    else registers.phase = PHASE.rest;
    return;
  }
  registers.attempts += 1;
  const maker = state.orders.account(makerOrder);
  if (maker === registers.account) {
    removeOrder(machine, makerOrder, 'selfTrade');
    return;
  }
  registers.pages += marginPages(state, maker);
  demandBefore(machine, maker, PHASE.maker);
}

/** The order to trade with next, or 0. */
function nextMaker(machine: Machine): number {
  const { state, registers } = machine;
  const { quantityE4, attempts, pages } = registers;
  if (quantityE4 === 0 || attempts === MAX_MATCH_ATTEMPTS) return 0;
  const level = oppositeLevel(machine);
  if (level === 0) return 0;
  const makerOrder = state.levels.head(level);
  const needed = marginPages(state, state.orders.account(makerOrder));
  return pages + needed > MAX_MATCH_PAGES ? 0 : makerOrder;
}

interface Trade {
  readonly makerOrder: number;
  readonly maker: number;
  readonly resting: number;
  readonly quantityE4: number;
  readonly priceCents: number;
  readonly makerFee: number;
  readonly takerFee: number;
  readonly makerFill: AccountFill;
  readonly takerFill: AccountFill;
}

/** What trading with the first order of the best opposite level means for both sides. */
function readTrade(machine: Machine): Trade {
  const { state, registers } = machine;
  const { side, instrument, account, filled } = registers;
  const level = oppositeLevel(machine);
  const makerOrder = state.levels.head(level);
  const maker = state.orders.account(makerOrder);
  const resting = state.orders.quantityE4(makerOrder);
  const quantityE4 = Math.min(resting, registers.quantityE4);
  const priceCents = state.levels.priceCents(level);
  const code = state.instruments.code(instrument);
  const indexCents = state.underlyings.indexCents(underlyingOfCode(code));
  const terms = { indexCents, priceCents, quantityE4 };
  const makerFee = feeUp({ ...terms, ratePpm: MAKER_FEE_PPM, baseFee: 0 });
  const baseFee = filled === 1 ? 0 : TAKER_BASE_FEE;
  const takerFee = feeUp({ ...terms, ratePpm: TAKER_FEE_PPM, baseFee });
  const amount = side === SELL ? -quantityE4 : quantityE4;
  const premium = priceCents * amount;
  return {
    makerOrder,
    maker,
    resting,
    quantityE4,
    priceCents,
    makerFee,
    takerFee,
    makerFill: { account: maker, code, amount: -amount, money: premium - makerFee },
    takerFill: { account, code, amount, money: -premium - takerFee },
  };
}

/** Phase `maker`: the maker's margin before the trade is known; what is it with the trade? */
export function makerStep(machine: Machine): void {
  const { state, registers } = machine;
  const { makerOrder, maker, makerFill } = readTrade(machine);
  registers.makerBefore = registers.initial;
  if (registers.priced !== UNPRICED && applyFill(state, makerFill) === ACCEPTED) {
    const { makerBefore } = registers;
    demandAfter(machine, { account: maker, goOn: PHASE.fill, initialBefore: makerBefore });
    return;
  }
  removeOrder(machine, makerOrder, 'margin');
  registers.phase = PHASE.match;
}

/** Phase `fill`: a maker whose margin fails is cancelled; a taker that cannot hold the fill at all is undone whole. */
export function fillStep(machine: Machine): void {
  const { state, registers } = machine;
  const trade = readTrade(machine);
  registers.phase = PHASE.match;
  if (registers.priced === UNPRICED || !passes(registers, registers.makerBefore)) {
    undoFill(state, trade.makerFill);
    removeOrder(machine, trade.makerOrder, 'margin');
    return;
  }
  const taken = applyFill(state, trade.takerFill);
  if (taken === ACCEPTED) book(machine, trade);
  else machine.abort(taken);
}

/** Fees and what is left of both orders. */
function book(machine: Machine, trade: Trade): void {
  const { state, registers } = machine;
  const { makerOrder, maker, resting, quantityE4, priceCents, makerFee, takerFee } = trade;
  state.globals.setInsurance(state.globals.insurance() + makerFee + takerFee);
  state.accounts.setRevision(maker, state.accounts.revision(maker) + 1);
  state.accounts.setRevision(registers.account, state.accounts.revision(registers.account) + 1);
  machine.events.fill?.({
    instrument: registers.instrument,
    taker: registers.account,
    maker,
    makerOrder,
    makerGeneration: state.orders.generation(makerOrder),
    takerSide: registers.side,
    priceCents,
    quantityE4,
    takerFee,
    makerFee,
  });
  registers.quantityE4 -= quantityE4;
  registers.filled = 1;
  if (quantityE4 === resting) removeOrder(machine, makerOrder, 'filled');
  else state.orders.setQuantityE4(makerOrder, resting - quantityE4);
}

/** Phase `rest`: judges the taker's margin after its fills, then the remainder rests or is dropped. */
export function restStep(machine: Machine): void {
  const { state, registers } = machine;
  const { account, instrument, side, priceCents, quantityE4, timeInForce } = registers;
  if (registers.filled === 1 && !passes(registers, registers.initialBefore)) {
    machine.abort(CODE.initialMargin);
    return;
  }
  if (quantityE4 > 0 && timeInForce === FOK) {
    machine.abort(CODE.notFilled);
    return;
  }
  const rests = timeInForce === GTC || timeInForce === POST_ONLY;
  if (quantityE4 > 0 && rests && oppositeLevel(machine) === 0) {
    if (state.accounts.orderCount(account) === MAX_OPEN_ORDERS) {
      machine.abort(CODE.tooManyOrders);
      return;
    }
    // Nothing aborts from here on, so nothing has to be kept to take it back.
    state.journal.savepoint();
    restOrder(machine, { account, instrument, side, priceCents, quantityE4 });
  }
  machine.finish(ACCEPTED);
}
