import { ethers } from 'ethers';
import { hashTypedData, toHex } from 'viem';
import { describe, expect, test } from 'vitest';

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
import { signedDigests } from '../protocol/signed.ts';
import { domainSeparator, hashText } from '../protocol/typedData.ts';
import {
  bidTypedData,
  cancelAllTypedData,
  cancelOrderTypedData,
  completeTypedData,
  placeOrderTypedData,
  setMarginModelTypedData,
  setSessionKeyTypedData,
  transferTypedData,
  type TypedOperation,
  withdrawTypedData,
} from './typedData.ts';

const rollup = new Uint8Array(20).fill(0x5a);
const place = { chainId: 31_337, rollup: toHex(rollup) };
const signed = { account: 7, key: 3, nonce: 281_474_976_710_655, expiresAt: 4_294_967_295 };
const fields = {
  key: 7 * 8 + 3,
  nonce: signed.nonce,
  expiresAtSec: signed.expiresAt,
  signature: new Uint8Array(64),
};
const name = 'ETH-3JAN27-2512.50-P';
const signer = new Uint8Array(20).fill(0xc3);

const cases: [string, TypedOperation, Uint8Array][] = [
  [
    'placeOrder',
    placeOrderTypedData(signed, {
      instrument: name,
      side: 'sell',
      timeInForce: 'POST',
      price: '1250.5',
      quantity: '0.0001',
    }),
    encodePlaceOrder({
      ...fields,
      instrument: 1,
      side: 1,
      timeInForce: 3,
      priceCents: 125_050,
      quantityE4: 1,
    }),
  ],
  [
    'cancelOrder',
    cancelOrderTypedData(signed, { order: 9, generation: 4_000_000_000 }),
    encodeCancelOrder({ ...fields, order: 9, generation: 4_000_000_000 }),
  ],
  ['cancelAll', cancelAllTypedData(signed), encodeCancelAll(fields)],
  [
    'transfer',
    transferTypedData(signed, { toAccount: 8, amount: '9007199254.740991' }),
    encodeTransfer({ ...fields, toAccount: 8, amount: 2 ** 53 - 1 }),
  ],
  ['withdraw', withdrawTypedData(signed, '0.000001'), encodeWithdraw({ ...fields, amount: 1 })],
  [
    'setSessionKey',
    setSessionKeyTypedData(signed, { slot: 2, signer: toHex(signer), keyExpiresAt: 0, scope: 5 }),
    encodeSetSessionKey({ ...fields, slot: 2, signer, keyExpiresAtSec: 0, scope: 5 }),
  ],
  [
    'setMarginModel',
    setMarginModelTypedData(signed, 'portfolio'),
    encodeSetMarginModel({ ...fields, model: 1 }),
  ],
  [
    'bid',
    bidTypedData(signed, { liquidated: 9, share: '0.25', limit: '-1234.567891', revision: 3 }),
    encodeBid({ ...fields, account: 9, sharePpm: 250_000, limit: -1_234_567_891, revision: 3 }),
  ],
];

describe('completeTypedData', () => {
  test.each(cases)(
    '%s: the protocol, viem and ethers agree on the digest',
    (_, operation, bytes) => {
      const { domain, types, primaryType, message } = completeTypedData(operation, place);
      const [expected] = signedDigests(bytes, {
        domain: domainSeparator({ chainId: place.chainId, rollup }),
        nameHash: hashText(name),
      });
      expect(hashTypedData({ domain, types, primaryType, message })).toBe(toHex(expected.digest));
      expect(ethers.TypedDataEncoder.hash(domain, types, message)).toBe(toHex(expected.digest));
    },
  );
});

describe('toUnits', () => {
  test.each(['1.234', '1e3', '-1', '', '01', '1.', ' 1', '9007199254740992'])(
    'refuses %j as a price',
    (price) => {
      const order = { instrument: name, side: 'buy', price, quantity: '1' } as const;
      expect(() => placeOrderTypedData(signed, order)).toThrow(RangeError);
    },
  );
});
