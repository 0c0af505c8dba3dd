/** The typed data of each operation, from human values: what viem signs and a wallet shows. */
import type { Hex } from 'viem';

import { typedDataDomain, typedDataTypes } from '../protocol/typedDataJson.ts';
import { toSignedUnits, toUnits } from './numbers.ts';
import type { BidRequest, MarginModel, OrderRequest } from './types.ts';

export interface Signed {
  readonly account: number;
  readonly key: number;
  readonly nonce: number;
  readonly expiresAt: number;
}

type Message = Record<string, string | number | bigint>;

export interface TypedOperation {
  readonly primaryType: string;
  readonly message: Message;
}

export function placeOrderTypedData(
  signed: Signed,
  { instrument, side, price, quantity, timeInForce = 'GTC' }: OrderRequest,
): TypedOperation {
  return {
    primaryType: 'PlaceOrder',
    message: {
      ...signed,
      instrument,
      side,
      timeInForce,
      priceCents: toUnits(price, 2, 'price'),
      quantityE4: toUnits(quantity, 4, 'quantity'),
    },
  };
}

export function cancelOrderTypedData(
  signed: Signed,
  { order, generation }: { order: number; generation: number },
): TypedOperation {
  return { primaryType: 'CancelOrder', message: { ...signed, order, generation } };
}

export function cancelAllTypedData(signed: Signed): TypedOperation {
  return { primaryType: 'CancelAll', message: { ...signed } };
}

export function transferTypedData(
  signed: Signed,
  { toAccount, amount }: { toAccount: number; amount: string },
): TypedOperation {
  return {
    primaryType: 'Transfer',
    message: { ...signed, toAccount, amount: BigInt(toUnits(amount, 6, 'amount')) },
  };
}

export function withdrawTypedData(signed: Signed, amount: string): TypedOperation {
  return {
    primaryType: 'Withdraw',
    message: { ...signed, amount: BigInt(toUnits(amount, 6, 'amount')) },
  };
}

export function setSessionKeyTypedData(
  signed: Signed,
  key: { slot: number; signer: Hex; keyExpiresAt: number; scope: number },
): TypedOperation {
  return { primaryType: 'SetSessionKey', message: { ...signed, ...key } };
}

export function setMarginModelTypedData(signed: Signed, model: MarginModel): TypedOperation {
  return { primaryType: 'SetMarginModel', message: { ...signed, model } };
}

export function bidTypedData(
  signed: Signed,
  { liquidated, share, limit, revision }: BidRequest,
): TypedOperation {
  return {
    primaryType: 'Bid',
    message: {
      ...signed,
      liquidated,
      sharePpm: toUnits(share, 6, 'share'),
      limit: BigInt(toSignedUnits(limit, 6, 'limit')),
      revision,
    },
  };
}

/** Ready for viem's `signTypedData` and for `hashTypedData`. */
export function completeTypedData(
  { primaryType, message }: TypedOperation,
  { chainId, rollup }: { chainId: number; rollup: Hex },
) {
  return {
    domain: typedDataDomain(chainId, rollup),
    types: { [primaryType]: typedDataTypes()[primaryType] },
    primaryType,
    message,
  };
}
