/** The bytes that the sequencer makes of signed typed data: what its receipt must be for. */
import { type Hex, hexToBytes } from 'viem';

import {
  encodeBid,
  encodeCancelAll,
  encodeCancelOrder,
  encodePlaceOrder,
  encodeSetMarginModel,
  encodeSetSessionKey,
  encodeTransfer,
  encodeWithdraw,
} from '../protocol/generated/codec.ts';
import { keyIndex } from '../protocol/state.ts';
import { MARGIN_MODELS, SIDES, TIMES_IN_FORCE } from '../protocol/typedData.ts';
import type { TypedOperation } from './typedData.ts';

/** @param instrument the id of the order's instrument, which is signed by its name; 0 for other operations */
export function encodeOperation(
  { primaryType, message }: TypedOperation,
  { signature, instrument }: { signature: Hex; instrument: number },
): Uint8Array {
  const number = (name: string): number => Number(message[name]);
  const signed = {
    key: keyIndex(number('account'), number('key')),
    nonce: number('nonce'),
    expiresAtSec: number('expiresAt'),
    signature: compact(signature),
  };
  switch (primaryType) {
    case 'PlaceOrder':
      return encodePlaceOrder({
        ...signed,
        instrument,
        side: SIDES.findIndex((side) => side === message['side']),
        timeInForce: TIMES_IN_FORCE.findIndex((time) => time === message['timeInForce']),
        priceCents: number('priceCents'),
        quantityE4: number('quantityE4'),
      });
    case 'CancelOrder':
      return encodeCancelOrder({
        ...signed,
        order: number('order'),
        generation: number('generation'),
      });
    case 'CancelAll':
      return encodeCancelAll(signed);
    case 'Transfer':
      return encodeTransfer({
        ...signed,
        toAccount: number('toAccount'),
        amount: number('amount'),
      });
    case 'Withdraw':
      return encodeWithdraw({ ...signed, amount: number('amount') });
    case 'SetSessionKey':
      return encodeSetSessionKey({
        ...signed,
        slot: number('slot'),
        signer: hexToBytes(message['signer'] as Hex),
        keyExpiresAtSec: number('keyExpiresAt'),
        scope: number('scope'),
      });
    case 'SetMarginModel':
      return encodeSetMarginModel({
        ...signed,
        model: MARGIN_MODELS.findIndex((model) => model === message['model']),
      });
    case 'Bid':
      return encodeBid({
        ...signed,
        account: number('liquidated'),
        sharePpm: number('sharePpm'),
        limit: number('limit'),
        revision: number('revision'),
      });
    default:
      throw new Error(`${primaryType} is no signed operation`);
  }
}

/** r ‖ s ‖ v to r ‖ s with the parity in the top bit of s (EIP-2098). */
function compact(signature: Hex): Uint8Array {
  const bytes = hexToBytes(signature);
  const rs = bytes.slice(0, 64);
  if (bytes[64] === 28 || bytes[64] === 1) rs[32] |= 0x80;
  return rs;
}
