import { authenticate } from '../authenticate.ts';
import { bestLevel, crosses, SELL } from '../book/levels.ts';
import { POST_ONLY } from '../book/match.ts';
import type { PlaceOrder } from '../generated/codec.ts';
import { underlyingOfCode } from '../instrument.ts';
import { type Machine, PHASE } from '../machine.ts';
import { type AccountFill, applyFill, passes, undoFill } from '../margin/check.ts';
import { demandAfter, demandBefore, UNPRICED } from '../margin/evaluate.ts';
import { CANCEL_ONLY, isOver, marketMode, OPEN } from '../market.ts';
import { feeUp } from '../money.ts';
import { SCOPE_TRADE, TAKER_BASE_FEE, TAKER_FEE_PPM, UNDERLYINGS } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { accountOfKey, placeOrderWords } from '../signed.ts';
import { TYPE_HASHES } from '../typedData.ts';

/**
 * A limit order. Check order: flags and instrument (both are part of what was signed) → authentication → auction →
 * expiry → tick, lot, size → market mode → post-only → initial margin as if filled alone → match.
 */
export function placeOrder(machine: Machine, operation: PlaceOrder): number {
  const { state } = machine;
  const { instrument, side, timeInForce } = operation;
  if (side > SELL || timeInForce > POST_ONLY) return CODE.badOrderFlags;
  if (instrument === 0 || instrument > state.globals.instrumentCount()) {
    return CODE.unknownInstrument;
  }
  const authenticated = authenticate(machine, {
    operation,
    scope: SCOPE_TRADE,
    typeHash: TYPE_HASHES.placeOrder,
    words: () => placeOrderWords(operation, state.instruments.nameHash(instrument)),
  });
  if (authenticated !== ACCEPTED) return authenticated;
  const fits = checkOrder(machine, operation);
  if (fits !== ACCEPTED) return fits;

  const { registers } = machine;
  registers.account = accountOfKey(operation.key);
  registers.instrument = instrument;
  registers.side = side;
  registers.timeInForce = timeInForce;
  registers.priceCents = operation.priceCents;
  registers.quantityE4 = operation.quantityE4;
  machine.keep();
  demandBefore(machine, registers.account, PHASE.alone);
  return ACCEPTED;
}

function checkOrder({ state }: Machine, operation: PlaceOrder): number {
  const { key, instrument, side, timeInForce, priceCents, quantityE4 } = operation;
  if (state.accounts.auctionStartSec(accountOfKey(key)) !== 0) return CODE.underAuction;
  const code = state.instruments.code(instrument);
  if (isOver(state, code)) return CODE.instrumentExpired;
  const underlying = underlyingOfCode(code);
  const { tickCents, lotE4, maxPriceCents, maxPositionE4 } = UNDERLYINGS[underlying];
  if (priceCents === 0 || priceCents % tickCents !== 0 || priceCents > maxPriceCents) {
    return CODE.badPrice;
  }
  if (quantityE4 === 0 || quantityE4 % lotE4 !== 0 || quantityE4 > maxPositionE4) {
    return CODE.badQuantity;
  }
  if (state.underlyings.indexCents(underlying) === 0) return CODE.noIndexPrice;
  const mode = marketMode(state, underlying);
  if (mode === CANCEL_ONLY) return CODE.cancelOnly;
  if (mode !== OPEN && timeInForce !== POST_ONLY) return CODE.postOnly;
  if (timeInForce === POST_ONLY) {
    const level = bestLevel(state, { instrument, side: 1 - side });
    if (level !== 0 && crosses(side, priceCents, state.levels.priceCents(level))) {
      return CODE.wouldCross;
    }
  }
  return ACCEPTED;
}

/** Phase `alone`: the taker's margin before the order is known; what would it be if the order were filled alone? */
export function aloneStep(machine: Machine): void {
  const { state, registers } = machine;
  if (registers.priced === UNPRICED) {
    machine.finish(CODE.pricesMissing);
    return;
  }
  registers.initialBefore = registers.initial;
  const applied = applyFill(state, aloneFill(machine));
  if (applied === ACCEPTED) {
    const { account, initialBefore } = registers;
    demandAfter(machine, { account, goOn: PHASE.aloneChecked, initialBefore });
  } else machine.finish(applied);
}

/** Phase `aloneChecked`. */
export function aloneCheckedStep(machine: Machine): void {
  const { state, registers } = machine;
  undoFill(state, aloneFill(machine));
  if (registers.priced === UNPRICED) machine.finish(CODE.pricesMissing);
  else if (passes(registers, registers.initialBefore)) registers.phase = PHASE.match;
  else machine.finish(CODE.initialMargin);
}

/** The whole order at its limit, with the taker's fees. */
function aloneFill({ state, registers }: Machine): AccountFill {
  const { account, instrument, side, priceCents, quantityE4 } = registers;
  const code = state.instruments.code(instrument);
  const indexCents = state.underlyings.indexCents(underlyingOfCode(code));
  const sign = side === SELL ? -1 : 1;
  const fee = feeUp({
    indexCents,
    priceCents,
    quantityE4,
    ratePpm: TAKER_FEE_PPM,
    baseFee: TAKER_BASE_FEE,
  });
  return {
    account,
    code,
    amount: quantityE4 * sign,
    money: -priceCents * quantityE4 * sign - fee,
  };
}
