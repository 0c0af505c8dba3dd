/** The steps that start an operation. */
import { BUY, SELL } from '../../../protocol/book/levels.ts';
import { POST_ONLY } from '../../../protocol/book/match.ts';
import {
  encodeAdvanceTime,
  encodeBid,
  encodeCancelAll,
  encodeCancelOrder,
  encodeCloseOut,
  encodeLiquidate,
  encodeListInstrument,
  encodePlaceOrder,
  encodePublishPrices,
  encodePublishSurface,
  encodeSetMarginModel,
  encodeSetSessionKey,
  encodeSettleAccount,
  encodeSettleExpiry,
  encodeSweepExpired,
  encodeTransfer,
  encodeWithdraw,
} from '../../../protocol/generated/codec.ts';
import {
  CLOSE_OUT_AFTER_SEC,
  FULL_CONFIDENCE_E4,
  MODEL_STANDARD,
  PARAMETER_BIAS,
  WHOLE_PPM,
} from '../../../protocol/params.ts';
import { INBOX_LIQUIDATE, INBOX_PARAMETER } from '../../../protocol/ops/consumeInbox.ts';
import type { SurfacePrint } from '../../../protocol/signed.ts';
import { expiryIndex } from '../../../protocol/state.ts';
import type { RecordedStep } from '../../../protocol/witness.ts';
import { closedAccount, fullAccount, orderInOwnLevel, shortAccount } from './accounts.ts';
import {
  BTC,
  ETH,
  headOf,
  NO_ITEM,
  NO_SIGNATURE,
  NOW,
  SIGNER,
  TODAY,
  type Stage,
} from './stage.ts';

export const OPERATIONS: Readonly<Record<string, (stage: Stage) => RecordedStep>> = {
  'consumeInbox: deposit': (stage) =>
    stage.record({ operation: Uint8Array.of(1), item: { ...NO_ITEM, account: stage.account(1) } }),

  'consumeInbox: withdraw': (stage) => {
    const account = fullAccount(stage);
    return stage.record({ operation: Uint8Array.of(1), item: { ...NO_ITEM, kind: 2, account } });
  },

  'consumeInbox: cancelAll': (stage) =>
    stage.record({
      operation: Uint8Array.of(1),
      item: { ...NO_ITEM, kind: 3, account: stage.account() },
    }),

  /** Every limit of every parameter is looked at. */
  'consumeInbox: parameter': (stage) => {
    const amount = PARAMETER_BIAS + stage.state.parameters.value(0) + 1;
    return stage.record({
      operation: Uint8Array.of(1),
      item: { ...NO_ITEM, kind: INBOX_PARAMETER, account: 0, amount },
    });
  },

  'consumeInbox: liquidate': (stage) =>
    stage.record({
      operation: Uint8Array.of(1),
      item: { ...NO_ITEM, kind: INBOX_LIQUIDATE, account: fullAccount(stage) },
    }),

  liquidate: (stage) =>
    stage.record({ operation: encodeLiquidate({ account: fullAccount(stage) }) }),

  bid: (stage) => {
    const account = fullAccount(stage);
    stage.state.accounts.setAuctionStartSec(account, NOW - 100);
    const terms = { account, sharePpm: WHOLE_PPM, limit: 2 ** 50, revision: 0 };
    const operation = encodeBid({ ...headOf(fullAccount(stage)), ...terms });
    return stage.record({ operation: stage.sign(operation) });
  },

  advanceTime: (stage) => stage.record({ operation: encodeAdvanceTime({ timeSec: NOW + 1 }) }),

  placeOrder: (stage) => {
    const instrument = stage.liveCall();
    const account = fullAccount(stage, instrument);
    const opposite = stage.level({ instrument, side: SELL, priceCents: 2_000_00 });
    stage.state.instruments.setBestAsk(instrument, opposite);
    const terms = {
      instrument,
      side: BUY,
      timeInForce: POST_ONLY,
      priceCents: 1_00,
      quantityE4: 100,
    };
    const operation = encodePlaceOrder({ ...headOf(account), ...terms });
    return stage.record({ operation: stage.sign(operation, [SIGNER], instrument) });
  },

  cancelOrder: (stage) => {
    const account = stage.account();
    const order = orderInOwnLevel(stage, account, { isBest: false });
    const operation = encodeCancelOrder({ ...headOf(account), order, generation: 0 });
    return stage.record({ operation: stage.sign(operation) });
  },

  cancelAll: (stage) =>
    stage.record({ operation: stage.sign(encodeCancelAll(headOf(stage.account()))) }),

  transfer: (stage) => {
    const account = fullAccount(stage);
    const toAccount = fullAccount(stage);
    const operation = encodeTransfer({ ...headOf(account), toAccount, amount: 1_000_000 });
    return stage.record({ operation: stage.sign(operation) });
  },

  withdraw: (stage) => {
    const operation = encodeWithdraw({ ...headOf(fullAccount(stage)), amount: 1_000_000 });
    return stage.record({ operation: stage.sign(operation) });
  },

  setMarginModel: (stage) => {
    const account = fullAccount(stage);
    const operation = encodeSetMarginModel({ ...headOf(account), model: MODEL_STANDARD });
    return stage.record({ operation: stage.sign(operation) });
  },

  setSessionKey: (stage) => {
    const fields = { slot: 7, signer: SIGNER.address, keyExpiresAtSec: 2 ** 32 - 1, scope: 7 };
    const operation = encodeSetSessionKey({ ...headOf(stage.account()), ...fields });
    return stage.record({ operation: stage.sign(operation) });
  },

  listInstrument: (stage) => {
    const terms = { underlying: ETH, day: TODAY + 300, put: false };
    const previous = stage.instrument({ ...terms, strikeCents: 2_500_00 });
    const next = stage.instrument({ ...terms, strikeCents: 2_550_00 });
    const { expiries, instruments } = stage.state;
    const expiry = expiryIndex(terms.underlying, terms.day);
    instruments.setNextInExpiry(previous, next);
    expiries.setInstrumentHead(expiry, previous);
    expiries.setInstrumentCount(expiry, 1000);
    return stage.record({
      operation: encodeListInstrument({ ...terms, strikeCents: 2_525_00, put: 1 }),
    });
  },

  publishPrices: (stage) => {
    const entries = stage.publishers.map((_, publisher) => ({
      publisher,
      // Falling, which is the most work for the sort.
      priceCents: 60_000_00 - publisher,
      confidenceE4: FULL_CONFIDENCE_E4,
      timeSec: NOW - 10,
      signature: NO_SIGNATURE,
    }));
    const operation = encodePublishPrices({ underlying: BTC, entries });
    return stage.record({ operation: stage.sign(operation, stage.publishers) });
  },

  publishSurface: (stage) => {
    const entries = stage.publishers.map((_, publisher) => ({
      publisher,
      signature: NO_SIGNATURE,
    }));
    const operation = encodePublishSurface({ ...surfacePrint(), entries });
    return stage.record({ operation: stage.sign(operation, stage.publishers) });
  },

  settleExpiry: (stage) => {
    const entries = stage.publishers.map((_, publisher) => ({
      publisher,
      priceCents: 60_000_00 - publisher,
      signature: NO_SIGNATURE,
    }));
    const operation = encodeSettleExpiry({ underlying: BTC, day: TODAY, entries });
    return stage.record({ operation: stage.sign(operation, stage.publishers) });
  },

  /** All 128 positions are of the expiry; the account ends in debt, which insurance pays. */
  settleAccount: (stage) => {
    const account = shortAccount(stage, { day: TODAY });
    const { expiries } = stage.state;
    const expiry = expiryIndex(BTC, TODAY);
    expiries.setSettled(expiry, 1);
    expiries.setSettlementCents(expiry, 60_000_00);
    return stage.record({
      operation: encodeSettleAccount({ account, underlying: BTC, day: TODAY }),
    });
  },

  /** All 128 positions are of the expiry, which prints saw come. */
  closeOut: (stage) => {
    const account = closedAccount(stage, { settled: 0 });
    stage.state.globals.setTimeSec(NOW + CLOSE_OUT_AFTER_SEC);
    const operation = encodeCloseOut({ account, underlying: BTC, day: TODAY + 12 });
    return stage.record({ operation });
  },

  /** Each of the 128 has a mark of its own, in or out of the money. */
  'settleAccount: closed out': (stage) => {
    const account = closedAccount(stage, { settled: 1 });
    const operation = encodeSettleAccount({ account, underlying: BTC, day: TODAY + 12 });
    return stage.record({ operation });
  },

  sweepExpired: (stage) => {
    const instrument = stage.instrument({ day: TODAY, strikeCents: 60_000_00 });
    return stage.record({ operation: encodeSweepExpired({ instrument }) });
  },
};

function surfacePrint(): SurfacePrint {
  return {
    underlying: BTC,
    day: TODAY + 100,
    timeSec: NOW - 10,
    basisCents: 500_00,
    rateE9: 40_000_000,
    forwardConfidenceE4: FULL_CONFIDENCE_E4,
    rateConfidenceE4: FULL_CONFIDENCE_E4,
    volConfidenceE4: FULL_CONFIDENCE_E4,
    forwardCents: 60_500_00,
    aE12: 50_000_000_000,
    bE12: 80_000_000_000,
    rhoE12: -300_000_000_000,
    mE12: 20_000_000_000,
    sigmaE12: 150_000_000_000,
  };
}
