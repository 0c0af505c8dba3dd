import { Bug } from './assert.ts';
import { fillStep, makerStep, matchStep, restStep } from './book/match.ts';
import {
  ADVANCE_TIME_KIND,
  BID_KIND,
  LIQUIDATE_KIND,
  PUBLISH_SURFACE_KIND,
  SET_MARGIN_MODEL_KIND,
  CANCEL_ALL_KIND,
  CANCEL_ORDER_KIND,
  CLOSE_OUT_KIND,
  CONSUME_INBOX_KIND,
  decodeAdvanceTime,
  decodeSetMarginModel,
  decodePublishSurface,
  decodeLiquidate,
  decodeBid,
  decodeCancelAll,
  decodeCancelOrder,
  decodeCloseOut,
  decodeListInstrument,
  decodePlaceOrder,
  decodePublishPrices,
  decodeSetSessionKey,
  decodeSettleAccount,
  decodeSettleExpiry,
  decodeSweepExpired,
  decodeTransfer,
  decodeWithdraw,
  LIST_INSTRUMENT_KIND,
  OPERATION_BY_KIND,
  PLACE_ORDER_KIND,
  PUBLISH_PRICES_KIND,
  SET_SESSION_KEY_KIND,
  SETTLE_ACCOUNT_KIND,
  SETTLE_EXPIRY_KIND,
  SWEEP_EXPIRED_KIND,
  TRANSFER_KIND,
  WITHDRAW_KIND,
} from './generated/codec.ts';
import { haltedRegisters, type Machine, PHASE } from './machine.ts';
import { advanceTime } from './ops/advanceTime.ts';
import { cancelAll, cancelAllStep } from './ops/cancelAll.ts';
import { cancelOrder } from './ops/cancelOrder.ts';
import { closeOut } from './ops/closeOut.ts';
import { consumeInbox } from './ops/consumeInbox.ts';
import { listInstrument } from './ops/listInstrument.ts';
import { aloneCheckedStep, aloneStep, placeOrder } from './ops/placeOrder.ts';
import { bid, bidCheckedStep, bidderCheckedStep, bidStep } from './ops/bid.ts';
import { liquidate, liquidateStep } from './ops/liquidate.ts';
import { marginStep } from './margin/evaluate.ts';
import { modelStep, setMarginModel } from './ops/setMarginModel.ts';
import { payStep } from './ops/pay.ts';
import { publishSurface } from './ops/publishSurface.ts';
import { publishPrices } from './ops/publishPrices.ts';
import { setSessionKey } from './ops/setSessionKey.ts';
import { settleAccount } from './ops/settleAccount.ts';
import { settleExpiry } from './ops/settleExpiry.ts';
import { sweepExpired, sweepStep } from './ops/sweepExpired.ts';
import { transfer } from './ops/transfer.ts';
import { withdraw } from './ops/withdraw.ts';
import { INBOX_ITEM_STEPS, MAX_OPERATION_BYTES, TRACE_STEPS } from './params.ts';

/** One step of the machine: SPEC §4. Never throws on a state that a batch can reach. */
export function step(machine: Machine): void {
  machine.saved = false;
  machine.aborted = false;
  machine.hint = 0;
  switch (machine.registers.phase) {
    case PHASE.next:
      return nextOperation(machine);
    case PHASE.match:
      return matchStep(machine);
    case PHASE.rest:
      return restStep(machine);
    case PHASE.cancelAll:
      return cancelAllStep(machine);
    case PHASE.sweep:
      return sweepStep(machine);
    case PHASE.margin:
      return marginStep(machine);
    case PHASE.alone:
      return aloneStep(machine);
    case PHASE.aloneChecked:
      return aloneCheckedStep(machine);
    case PHASE.maker:
      return makerStep(machine);
    case PHASE.fill:
      return fillStep(machine);
    case PHASE.pay:
      return payStep(machine);
    case PHASE.model:
      return modelStep(machine);
    case PHASE.liquidate:
      return liquidateStep(machine);
    case PHASE.bid:
      return bidStep(machine);
    case PHASE.bidChecked:
      return bidCheckedStep(machine);
    case PHASE.bidderChecked:
      return bidderCheckedStep(machine);
    default:
      return;
  }
}

/** Starts the next operation of the data; after the data drains the inbox; after that halts. */
function nextOperation(machine: Machine): void {
  const { registers, input } = machine;
  if (registers.stopped === 0 && registers.offset < input.header.dataLength) {
    const at = registers.offset;
    const size = frame(machine);
    if (size === 0) {
      registers.stopped = 1;
      return;
    }
    registers.offset += size;
    settleOutcome(machine, dispatch(machine, at));
  } else if (registers.inboxNext < input.inbox.length) {
    settleOutcome(machine, consumeInbox(machine));
  } else {
    machine.registers = haltedRegisters();
  }
}

/** Size of the operation at the offset, its steps charged; 0 where framing is bad or the trace is full. */
function frame({ registers, input }: Machine): number {
  const { data, header } = input;
  const bounds = OPERATION_BY_KIND[data[registers.offset]];
  if (bounds === undefined) return 0;
  const left = header.dataLength - registers.offset;
  if (bounds.bytes > left) return 0;
  const count = bounds.entryBytes === 0 ? 0 : data[registers.offset + bounds.bytes - 1];
  const size = bounds.bytes + count * bounds.entryBytes;
  if (size > left || size > MAX_OPERATION_BYTES) return 0;
  const charged = registers.charged + bounds.steps;
  if (charged + inboxReserve(input.inbox.length) > TRACE_STEPS) return 0;
  registers.charged = charged;
  return size;
}

/** Steps kept for every inbox item, the end of the data and the halt. */
export function inboxReserve(items: number): number {
  return items * INBOX_ITEM_STEPS + 2;
}

/** An operation that went into a loop phase has its outcome set when it ends. */
function settleOutcome(machine: Machine, outcome: number): void {
  if (machine.registers.phase === PHASE.next) machine.finish(outcome);
}

function dispatch(machine: Machine, at: number): number {
  const { data } = machine.input;
  switch (data[at]) {
    case CONSUME_INBOX_KIND:
      return consumeInbox(machine);
    case ADVANCE_TIME_KIND:
      return advanceTime(machine, decodeAdvanceTime(data, at));
    case PLACE_ORDER_KIND:
      return placeOrder(machine, decodePlaceOrder(data, at));
    case CANCEL_ORDER_KIND:
      return cancelOrder(machine, decodeCancelOrder(data, at));
    case CANCEL_ALL_KIND:
      return cancelAll(machine, decodeCancelAll(data, at));
    case TRANSFER_KIND:
      return transfer(machine, decodeTransfer(data, at));
    case WITHDRAW_KIND:
      return withdraw(machine, decodeWithdraw(data, at));
    case SET_SESSION_KEY_KIND:
      return setSessionKey(machine, decodeSetSessionKey(data, at));
    case LIST_INSTRUMENT_KIND:
      return listInstrument(machine, decodeListInstrument(data, at));
    case PUBLISH_PRICES_KIND:
      return publishPrices(machine, decodePublishPrices(data, at));
    case SETTLE_EXPIRY_KIND:
      return settleExpiry(machine, decodeSettleExpiry(data, at));
    case SETTLE_ACCOUNT_KIND:
      return settleAccount(machine, decodeSettleAccount(data, at));
    case SWEEP_EXPIRED_KIND:
      return sweepExpired(machine, decodeSweepExpired(data, at));
    case PUBLISH_SURFACE_KIND:
      return publishSurface(machine, decodePublishSurface(data, at));
    case SET_MARGIN_MODEL_KIND:
      return setMarginModel(machine, decodeSetMarginModel(data, at));
    case LIQUIDATE_KIND:
      return liquidate(machine, decodeLiquidate(data, at));
    case BID_KIND:
      return bid(machine, decodeBid(data, at));
    case CLOSE_OUT_KIND:
      return closeOut(machine, decodeCloseOut(data, at));
    default:
      throw new Bug('framing lets only known kinds through');
  }
}
