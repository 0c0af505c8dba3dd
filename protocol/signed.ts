/**
 * What signatures are over: the one place for the rules, for workers that recover signers ahead of the engine, and
 * for those who sign. SPEC §6.
 */
import {
  type Bid,
  type CancelOrder,
  decodeBid,
  decodeCancelAll,
  decodeCancelOrder,
  decodePlaceOrder,
  decodePublishPrices,
  decodePublishSurface,
  decodeSetMarginModel,
  decodeSetSessionKey,
  decodeSettleExpiry,
  decodeTransfer,
  decodeWithdraw,
  OPERATION_BY_KIND,
  type PlaceOrder,
  type PublishSurface,
  type SetMarginModel,
  type SetSessionKey,
  type Transfer,
  type Withdraw,
} from './generated/codec.ts';
import { expirySec } from './instrument.ts';
import { KEY_SLOTS } from './params.ts';
import {
  digest,
  hashStruct,
  MARGIN_MODEL_HASHES,
  SIDE_HASHES,
  TIME_IN_FORCE_HASHES,
  TYPE_HASHES,
  UNDERLYING_HASHES,
  type Word,
} from './typedData.ts';

export interface SignedFields {
  readonly key: number;
  readonly nonce: number;
  readonly expiresAtSec: number;
  readonly signature: Uint8Array;
}

export function accountOfKey(key: number): number {
  return Math.floor(key / KEY_SLOTS);
}

/** The struct hash of a signed operation. @param words the typed data after `expiresAt` */
export function signedStructHash(
  { key, nonce, expiresAtSec }: Omit<SignedFields, 'signature'>,
  { typeHash, words }: { typeHash: Uint8Array; words: readonly Word[] },
): Uint8Array {
  const common = [accountOfKey(key), key % KEY_SLOTS, nonce, expiresAtSec];
  return hashStruct(typeHash, [...common, ...words]);
}

/** @param nameHash of the instrument's name: an order is signed for a name, not for an id */
export function placeOrderWords(operation: PlaceOrder, nameHash: Uint8Array): Word[] {
  return [
    nameHash,
    SIDE_HASHES[operation.side],
    TIME_IN_FORCE_HASHES[operation.timeInForce],
    operation.priceCents,
    operation.quantityE4,
  ];
}

export function cancelOrderWords({ order, generation }: CancelOrder): Word[] {
  return [order, generation];
}

export function transferWords({ toAccount, amount }: Transfer): Word[] {
  return [toAccount, amount];
}

export function withdrawWords({ amount }: Withdraw): Word[] {
  return [amount];
}

export function setSessionKeyWords(operation: SetSessionKey): Word[] {
  return [operation.slot, operation.signer, operation.keyExpiresAtSec, operation.scope];
}

export function setMarginModelWords({ model }: SetMarginModel): Word[] {
  return [MARGIN_MODEL_HASHES[model]];
}

export function bidWords({ account, sharePpm, limit, revision }: Bid): Word[] {
  return [account, sharePpm, limit, revision];
}

export interface IndexPrint {
  readonly underlying: number;
  readonly priceCents: number;
  readonly confidenceE4: number;
  readonly timeSec: number;
}

export function indexPrintHash(print: IndexPrint): Uint8Array {
  const { underlying, priceCents, confidenceE4, timeSec } = print;
  const words = [UNDERLYING_HASHES[underlying], priceCents, confidenceE4, timeSec];
  return hashStruct(TYPE_HASHES.indexPrint, words);
}

/** What every co-signer of a surface signs: forward less index, rate, confidences, SVI at its own forward. */
export type SurfacePrint = Omit<PublishSurface, 'entries'>;

export function surfacePrintHash(print: SurfacePrint): Uint8Array {
  return hashStruct(TYPE_HASHES.surfacePrint, [
    UNDERLYING_HASHES[print.underlying],
    expirySec(print.day),
    print.timeSec,
    print.basisCents,
    print.rateE9,
    print.forwardConfidenceE4,
    print.rateConfidenceE4,
    print.volConfidenceE4,
    print.forwardCents,
    print.aE12,
    print.bE12,
    print.rhoE12,
    print.mE12,
    print.sigmaE12,
  ]);
}

export interface SettlementPrice {
  readonly underlying: number;
  readonly day: number;
  readonly priceCents: number;
}

export function settlementPriceHash({ underlying, day, priceCents }: SettlementPrice): Uint8Array {
  const words = [UNDERLYING_HASHES[underlying], expirySec(day), priceCents];
  return hashStruct(TYPE_HASHES.settlementPrice, words);
}

export interface SignedDigest {
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Every digest that an operation's signatures are over, in the order in which the rules ask for them; none where the
 * rules reject it before they look at a signature.
 * @param operation one well-framed operation
 * @param domain EIP-712 domain separator
 * @param nameHash of the instrument of an order, null where there is no such instrument
 */
export function signedDigests(
  operation: Uint8Array,
  { domain, nameHash }: { domain: Uint8Array; nameHash: Uint8Array | null },
): SignedDigest[] {
  const one = (fields: SignedFields, typeHash: Uint8Array, words: Word[]): SignedDigest[] => [
    {
      digest: digest(domain, signedStructHash(fields, { typeHash, words })),
      signature: fields.signature,
    },
  ];
  switch (OPERATION_BY_KIND[operation[0]]?.name) {
    case 'placeOrder': {
      const order = decodePlaceOrder(operation);
      const isNamed =
        SIDE_HASHES[order.side] !== undefined &&
        TIME_IN_FORCE_HASHES[order.timeInForce] !== undefined;
      if (nameHash === null || !isNamed) return [];
      return one(order, TYPE_HASHES.placeOrder, placeOrderWords(order, nameHash));
    }
    case 'cancelOrder': {
      const cancel = decodeCancelOrder(operation);
      return one(cancel, TYPE_HASHES.cancelOrder, cancelOrderWords(cancel));
    }
    case 'cancelAll':
      return one(decodeCancelAll(operation), TYPE_HASHES.cancelAll, []);
    case 'transfer': {
      const transfer = decodeTransfer(operation);
      return one(transfer, TYPE_HASHES.transfer, transferWords(transfer));
    }
    case 'withdraw': {
      const withdraw = decodeWithdraw(operation);
      return one(withdraw, TYPE_HASHES.withdraw, withdrawWords(withdraw));
    }
    case 'setSessionKey': {
      const setKey = decodeSetSessionKey(operation);
      return one(setKey, TYPE_HASHES.setSessionKey, setSessionKeyWords(setKey));
    }
    case 'setMarginModel': {
      const setModel = decodeSetMarginModel(operation);
      if (MARGIN_MODEL_HASHES[setModel.model] === undefined) return [];
      return one(setModel, TYPE_HASHES.setMarginModel, setMarginModelWords(setModel));
    }
    case 'bid': {
      const bid = decodeBid(operation);
      return one(bid, TYPE_HASHES.bid, bidWords(bid));
    }
    case 'publishPrices': {
      const { underlying, entries } = decodePublishPrices(operation);
      if (UNDERLYING_HASHES[underlying] === undefined) return [];
      return entries.map((entry) => ({
        digest: digest(domain, indexPrintHash({ underlying, ...entry })),
        signature: entry.signature,
      }));
    }
    case 'publishSurface': {
      const { entries, ...print } = decodePublishSurface(operation);
      if (UNDERLYING_HASHES[print.underlying] === undefined) return [];
      const signed = digest(domain, surfacePrintHash(print));
      return entries.map(({ signature }) => ({ digest: signed, signature }));
    }
    case 'settleExpiry': {
      const { underlying, day, entries } = decodeSettleExpiry(operation);
      if (UNDERLYING_HASHES[underlying] === undefined) return [];
      return entries.map(({ priceCents, signature }) => ({
        digest: digest(domain, settlementPriceHash({ underlying, day, priceCents })),
        signature,
      }));
    }
    case undefined:
    default:
      return [];
  }
}
