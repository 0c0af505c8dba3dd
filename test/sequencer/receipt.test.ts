import { toHex } from 'viem';
import { describe, expect, test } from 'vitest';

import { keccak256 } from '../../protocol/hash.ts';
import { addressOfKey } from '../../protocol/signatures.ts';
import { domainSeparator } from '../../protocol/typedData.ts';
import { isReceiptValid } from '../../sdk/receipt.ts';
import { viewReceipt } from '../../sequencer/api/routes/operations.ts';
import { signReceipts } from '../../sequencer/engine/receipts.ts';

const rollup = new Uint8Array(20).fill(9);
const privateKey = new Uint8Array(32).fill(7);
const domain = domainSeparator({ chainId: 1, rollup });
const signer = {
  chainId: 1,
  rollup: toHex(rollup),
  signer: toHex(addressOfKey(privateKey)),
};

const terms = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    seq: 2 ** 40 + i,
    batch: 12,
    index: i,
    outcome: i % 2 === 0 ? 0 : 2001,
    hash: keccak256(Uint8Array.of(i)),
  }));

describe('receipts', () => {
  test.each([1, 2, 3, 5, 8, 13])(
    'of a group of %i are each valid by themselves, and only as they were signed',
    async (count) => {
      const receipts = signReceipts(terms(count), { domain, privateKey }).map(viewReceipt);
      for (const receipt of receipts) {
        expect(await isReceiptValid(receipt, signer)).toBe(true);
        const changes = [{ outcome: 1 }, { index: 99 }, { seq: '1' }, { batch: '13' }];
        for (const change of changes) {
          expect(await isReceiptValid({ ...receipt, ...change }, signer)).toBe(false);
        }
        expect(await isReceiptValid(receipt, { ...signer, chainId: 2 })).toBe(false);
      }
    },
  );
});
