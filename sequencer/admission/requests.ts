/** From an API request to the bytes of an operation, strictly: nothing is rounded, guessed or passed over. */
import {
  encodeBid,
  encodeCancelAll,
  encodeCancelOrder,
  encodeLiquidate,
  encodePlaceOrder,
  encodeSetMarginModel,
  encodeSetSessionKey,
  encodeTransfer,
  encodeWithdraw,
  OPERATION_BY_KIND,
} from '../../protocol/generated/codec.ts';
import { KEY_SLOTS, MAX_ACCOUNTS } from '../../protocol/params.ts';
import { CODE } from '../../protocol/rejections.ts';
import { keyIndex } from '../../protocol/state.ts';
import { MARGIN_MODELS, SIDES, TIMES_IN_FORCE } from '../../protocol/typedData.ts';
import { operationBytes } from '../engine/executor.ts';
import { ProtocolRejection, Refusal } from '../rejections.ts';
import {
  parseAmount,
  parseInteger,
  parsePrice,
  parseQuantity,
  parseShare,
  parseSignedAmount,
  UINT32_MAX,
  UINT48_MAX,
  UINT8_MAX,
} from './decimals.ts';
import { parseHex, parseSignature } from './hex.ts';

/** The fields that every signed operation has, named as in its typed data. */
export interface SignedRequest {
  readonly account: string;
  readonly key: string;
  readonly nonce: string;
  readonly expiresAt: string;
  readonly signature: string;
}

function signedFields({ account, key, nonce, expiresAt, signature }: SignedRequest) {
  const slot = parseInteger(key, 'key', KEY_SLOTS - 1);
  return {
    key: keyIndex(parseInteger(account, 'account', MAX_ACCOUNTS), slot),
    nonce: parseInteger(nonce, 'nonce', UINT48_MAX),
    expiresAtSec: parseInteger(expiresAt, 'expiresAt', UINT32_MAX),
    signature: parseSignature(signature),
  };
}

export interface OrderRequest extends SignedRequest {
  readonly instrument: string;
  readonly side: (typeof SIDES)[number];
  readonly timeInForce: (typeof TIMES_IN_FORCE)[number];
  readonly price: string;
  readonly quantity: string;
}

/** @param instrumentOf the id of a listed instrument, else 0 */
export function orderBytes(
  request: OrderRequest,
  instrumentOf: (name: string) => number,
): Uint8Array {
  const fields = {
    ...signedFields(request),
    side: SIDES.indexOf(request.side),
    timeInForce: TIMES_IN_FORCE.indexOf(request.timeInForce),
    priceCents: parsePrice(request.price, 'price'),
    quantityE4: parseQuantity(request.quantity, 'quantity'),
  };
  const instrument = instrumentOf(request.instrument);
  if (instrument === 0) throw new ProtocolRejection(CODE.unknownInstrument);
  return encodePlaceOrder({ ...fields, instrument });
}

export interface CancelRequest extends SignedRequest {
  readonly order: string;
  readonly generation: string;
}

export function cancelBytes(request: CancelRequest): Uint8Array {
  return encodeCancelOrder({
    ...signedFields(request),
    order: parseInteger(request.order, 'order', UINT32_MAX),
    generation: parseInteger(request.generation, 'generation', UINT32_MAX),
  });
}

export function cancelAllBytes(request: SignedRequest): Uint8Array {
  return encodeCancelAll(signedFields(request));
}

export interface TransferRequest extends SignedRequest {
  readonly toAccount: string;
  readonly amount: string;
}

export function transferBytes(request: TransferRequest): Uint8Array {
  return encodeTransfer({
    ...signedFields(request),
    toAccount: parseInteger(request.toAccount, 'toAccount', UINT32_MAX),
    amount: parseAmount(request.amount, 'amount'),
  });
}

export interface WithdrawRequest extends SignedRequest {
  readonly amount: string;
}

export function withdrawBytes(request: WithdrawRequest): Uint8Array {
  return encodeWithdraw({
    ...signedFields(request),
    amount: parseAmount(request.amount, 'amount'),
  });
}

export interface SessionKeyRequest extends SignedRequest {
  readonly slot: string;
  readonly signer: string;
  readonly keyExpiresAt: string;
  readonly scope: string;
}

export function sessionKeyBytes(request: SessionKeyRequest): Uint8Array {
  return encodeSetSessionKey({
    ...signedFields(request),
    slot: parseInteger(request.slot, 'slot', UINT8_MAX),
    signer: parseHex(request.signer, 'signer', [20]),
    keyExpiresAtSec: parseInteger(request.keyExpiresAt, 'keyExpiresAt', UINT32_MAX),
    scope: parseInteger(request.scope, 'scope', UINT8_MAX),
  });
}

export interface MarginModelRequest extends SignedRequest {
  readonly model: (typeof MARGIN_MODELS)[number];
}

export function marginModelBytes(request: MarginModelRequest): Uint8Array {
  return encodeSetMarginModel({
    ...signedFields(request),
    model: MARGIN_MODELS.indexOf(request.model),
  });
}

export interface BidRequest extends SignedRequest {
  readonly liquidated: string;
  readonly share: string;
  readonly limit: string;
  readonly revision: string;
}

export function bidBytes(request: BidRequest): Uint8Array {
  return encodeBid({
    ...signedFields(request),
    account: parseInteger(request.liquidated, 'liquidated', UINT32_MAX),
    sharePpm: parseShare(request.share, 'share'),
    limit: parseSignedAmount(request.limit, 'limit'),
    revision: parseInteger(request.revision, 'revision', UINT32_MAX),
  });
}

export function liquidateBytes({ account }: { readonly account: string }): Uint8Array {
  return encodeLiquidate({ account: parseInteger(account, 'account', UINT32_MAX) });
}

/** Operations that no key of an account signs, which anyone may hand in. */
export const UNSIGNED_OPERATIONS: readonly string[] = [
  'listInstrument',
  'publishPrices',
  'publishSurface',
  'settleExpiry',
  'settleAccount',
  'closeOut',
  'sweepExpired',
  'liquidate',
];

export function unsignedBytes(text: string): Uint8Array {
  const bytes = parseHex(text, 'operation');
  if (operationBytes(bytes) === 0) throw new Refusal('malformedOperation');
  const { name } = OPERATION_BY_KIND[bytes[0]];
  if (!UNSIGNED_OPERATIONS.includes(name)) throw new Refusal('notUnsigned', name);
  return bytes;
}
