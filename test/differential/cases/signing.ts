/** How cases sign. */
import {
  type Bid,
  encodeBid,
  encodeCancelAll,
  encodeCancelOrder,
  encodePlaceOrder,
  encodeSetMarginModel,
  encodeSetSessionKey,
  encodeTransfer,
  encodeWithdraw,
  type PlaceOrder,
  type SetSessionKey,
} from '../../../protocol/generated/codec.ts';
import { keyIndex } from '../../../protocol/state.ts';
import { type Signer, signOperation } from '../../fixtures/sign.ts';
import type { Case } from '../case.ts';
import type { World } from '../world.ts';

/** Fields of every signed operation; the signature is filled in later. */
export interface Head {
  readonly key: number;
  readonly nonce: number;
  readonly expiresAtSec: number;
  readonly signature: Uint8Array;
}

export type OrderFields = Pick<
  PlaceOrder,
  'instrument' | 'side' | 'timeInForce' | 'priceCents' | 'quantityE4'
>;

export function headOf(world: World, key: number, { nonce }: { nonce?: number } = {}): Head {
  return {
    key,
    nonce: nonce ?? world.nextNonce(key),
    expiresAtSec: world.timeSec + world.random.below(1000),
    signature: new Uint8Array(64),
  };
}

export function ownerHead(world: World, account: number): Head {
  return headOf(world, keyIndex(account, 0));
}

/** Signs by the key's own signer unless told otherwise. */
export function sign(
  world: World,
  operation: Uint8Array,
  { key, by, instrument }: { key: number; by?: Signer; instrument?: number },
): Uint8Array {
  const isListed = instrument !== undefined && world.instruments().includes(instrument);
  const nameHash = isListed ? world.state.instruments.nameHash(instrument) : null;
  return signOperation(operation, [by ?? world.signer(key)], { domain: world.domain, nameHash });
}

export function orderBytes(
  world: World,
  head: Head,
  fields: OrderFields,
  options: { by?: Signer } = {},
): Uint8Array {
  const { key } = head;
  const { instrument } = fields;
  return sign(world, encodePlaceOrder({ ...head, ...fields }), { key, instrument, ...options });
}

export function placeOrder(world: World, account: number, fields: OrderFields): Case {
  return { operation: orderBytes(world, ownerHead(world, account), fields) };
}

export function transfer(
  world: World,
  account: number,
  fields: { toAccount: number; amount: number },
): Case {
  const head = ownerHead(world, account);
  return { operation: sign(world, encodeTransfer({ ...head, ...fields }), { key: head.key }) };
}

export function withdraw(world: World, account: number, amount: number): Case {
  const head = ownerHead(world, account);
  return { operation: sign(world, encodeWithdraw({ ...head, amount }), { key: head.key }) };
}

export function cancelOrder(
  world: World,
  account: number,
  fields: { order: number; generation: number },
): Case {
  const head = ownerHead(world, account);
  return { operation: sign(world, encodeCancelOrder({ ...head, ...fields }), { key: head.key }) };
}

export function cancelAll(world: World, account: number): Case {
  const head = ownerHead(world, account);
  return { operation: sign(world, encodeCancelAll(head), { key: head.key }) };
}

export function setMarginModel(world: World, account: number, model: number): Case {
  const head = ownerHead(world, account);
  return { operation: sign(world, encodeSetMarginModel({ ...head, model }), { key: head.key }) };
}

export function setSessionKey(
  world: World,
  key: number,
  fields: Pick<SetSessionKey, 'slot' | 'signer' | 'keyExpiresAtSec' | 'scope'>,
): Case {
  const head = headOf(world, key);
  return { operation: sign(world, encodeSetSessionKey({ ...head, ...fields }), { key }) };
}

export function bid(
  world: World,
  bidder: number,
  fields: Pick<Bid, 'account' | 'sharePpm' | 'limit' | 'revision'>,
): Case {
  const head = ownerHead(world, bidder);
  return { operation: sign(world, encodeBid({ ...head, ...fields }), { key: head.key }) };
}
