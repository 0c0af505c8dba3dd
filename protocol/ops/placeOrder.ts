import { authenticate } from '../authenticate.ts';
import { bestLevel, crosses, SELL } from '../book/levels.ts';
import { POST_ONLY } from '../book/match.ts';
import type { PlaceOrder } from '../generated/codec.ts';
import { dayOfExpiry, expiryOfCode, expirySec, underlyingOfExpiry } from '../instrument.ts';
import { type Machine, PHASE } from '../machine.ts';
import { checkFill, marginBefore } from '../margin/check.ts';
import { feeUp } from '../money.ts';
import { SCOPE_TRADE, TAKER_FEE_PPM, UNDERLYINGS } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { accountOfKey, placeOrderWords } from '../signed.ts';
import { TYPE_HASHES } from '../typedData.ts';

/**
 * A limit order. Check order: flags and instrument (both are part of what was signed) → authentication → expiry →
 * tick, lot, size → post-only → initial margin as if filled alone → match.
 */
export function placeOrder(machine: Machine, operation: PlaceOrder): number {
  const { state, registers } = machine;
  const { instrument, side, timeInForce, priceCents, quantityE4 } = operation;
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

  const code = state.instruments.code(instrument);
  const expiry = expiryOfCode(code);
  if (state.globals.timeSec() >= expirySec(dayOfExpiry(expiry))) return CODE.instrumentExpired;
  const underlying = underlyingOfExpiry(expiry);
  const { tickCents, lotE4, maxPriceCents, maxPositionE4 } = UNDERLYINGS[underlying];
  if (priceCents === 0 || priceCents % tickCents !== 0 || priceCents > maxPriceCents) {
    return CODE.badPrice;
  }
  if (quantityE4 === 0 || quantityE4 % lotE4 !== 0 || quantityE4 > maxPositionE4) {
    return CODE.badQuantity;
  }
  const indexCents = state.underlyings.indexCents(underlying);
  if (indexCents === 0) return CODE.noIndexPrice;
  if (timeInForce === POST_ONLY) {
    const level = bestLevel(state, { instrument, side: 1 - side });
    if (level !== 0 && crosses(side, priceCents, state.levels.priceCents(level))) {
      return CODE.wouldCross;
    }
  }

  const account = accountOfKey(operation.key);
  const before = marginBefore(state, account);
  const sign = side === SELL ? -1 : 1;
  const terms = { indexCents, priceCents, quantityE4, baseFee: 0 };
  const fee = feeUp({ ...terms, ratePpm: TAKER_FEE_PPM });
  const alone = checkFill(state, {
    account,
    code,
    amount: quantityE4 * sign,
    money: -priceCents * quantityE4 * sign - fee,
  });
  if (alone !== ACCEPTED) return alone;

  registers.account = account;
  registers.instrument = instrument;
  registers.side = side;
  registers.timeInForce = timeInForce;
  registers.priceCents = priceCents;
  registers.quantityE4 = quantityE4;
  registers.cashBefore = before.cash;
  registers.requirementBefore = before.requirement;
  machine.enter(PHASE.match);
  return ACCEPTED;
}
