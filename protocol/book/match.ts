/** The loop of an order: one maker a step, then what is left rests. SPEC §7.3. */
import { bestLevel, crosses, SELL } from './levels.ts';
import { removeOrder, restOrder } from './orders.ts';
import { type Machine, PHASE } from '../machine.ts';
import { feeUp } from '../money.ts';
import { applyFill, passes, tryFill } from '../margin/check.ts';
import { underlyingOfExpiry, expiryOfCode } from '../instrument.ts';
import { MAKER_FEE_PPM, MAX_MATCH_ATTEMPTS, MAX_OPEN_ORDERS, TAKER_FEE_PPM } from '../params.ts';
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

/** Phase `match`: trades with the first order of the best opposite level, or goes on to `rest`. */
export function matchStep(machine: Machine): void {
  const { state, registers } = machine;
  const level =
    registers.quantityE4 === 0 || registers.attempts === MAX_MATCH_ATTEMPTS
      ? 0
      : oppositeLevel(machine);
  if (level === 0) {
    registers.phase = PHASE.rest;
    return;
  }
  registers.attempts += 1;
  const makerOrder = state.levels.head(level);
  if (state.orders.account(makerOrder) === registers.account) {
    removeOrder(machine, makerOrder, 'selfTrade');
    return;
  }
  trade(machine, { makerOrder, priceCents: state.levels.priceCents(level) });
}

/** A maker whose margin fails is cancelled; a taker that cannot hold the fill at all is undone whole. */
function trade(
  machine: Machine,
  { makerOrder, priceCents }: { makerOrder: number; priceCents: number },
): void {
  const { state, registers } = machine;
  const { side, instrument } = registers;
  const maker = state.orders.account(makerOrder);
  const resting = state.orders.quantityE4(makerOrder);
  const quantityE4 = Math.min(resting, registers.quantityE4);
  const code = state.instruments.code(instrument);
  const indexCents = state.underlyings.indexCents(underlyingOfExpiry(expiryOfCode(code)));
  const terms = { indexCents, priceCents, quantityE4, baseFee: 0 };
  const makerFee = feeUp({ ...terms, ratePpm: MAKER_FEE_PPM });
  const takerFee = feeUp({ ...terms, ratePpm: TAKER_FEE_PPM });
  const sign = side === SELL ? -1 : 1;
  const premium = priceCents * quantityE4 * sign;

  const makerFill = { account: maker, code, amount: -quantityE4 * sign, money: premium - makerFee };
  if (tryFill(state, makerFill) !== ACCEPTED) {
    removeOrder(machine, makerOrder, 'margin');
    return;
  }
  const taken = applyFill(state, {
    account: registers.account,
    code,
    amount: quantityE4 * sign,
    money: -premium - takerFee,
  });
  if (taken !== ACCEPTED) {
    machine.abort(taken);
    return;
  }
  state.globals.setInsurance(state.globals.insurance() + makerFee + takerFee);
  machine.events.fill?.({
    instrument,
    taker: registers.account,
    maker,
    makerOrder,
    makerGeneration: state.orders.generation(makerOrder),
    takerSide: side,
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

/** Phase `rest`: the taker's margin after its fills, then the remainder rests or is dropped. */
export function restStep(machine: Machine): void {
  const { state, registers } = machine;
  const { account, instrument, side, priceCents, quantityE4, timeInForce } = registers;
  if (registers.filled === 1) {
    const before = { cash: registers.cashBefore, requirement: registers.requirementBefore };
    if (!passes(state, account, () => before)) {
      machine.abort(CODE.initialMargin);
      return;
    }
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
