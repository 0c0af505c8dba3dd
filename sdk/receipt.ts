import {
  concat,
  encodePacked,
  type Hex,
  hashTypedData,
  isAddressEqual,
  keccak256,
  recoverAddress,
} from 'viem';

import { typedDataDomain } from '../protocol/typedDataJson.ts';
import type { Receipt } from './types.ts';

export interface ReceiptSigner {
  readonly chainId: number;
  readonly rollup: Hex;
  readonly signer: Hex;
}

/** The hash of what a receipt says. */
export function receiptLeaf({ seq, batch, index, outcome, hash }: Receipt): Hex {
  return keccak256(
    encodePacked(
      ['uint64', 'uint64', 'uint32', 'uint16', 'bytes32'],
      [BigInt(seq), BigInt(batch), index, outcome, hash],
    ),
  );
}

/** Whether the sequencer has signed this receipt: alone, or with others under one Merkle root. */
export async function isReceiptValid(
  receipt: Receipt,
  { chainId, rollup, signer }: ReceiptSigner,
): Promise<boolean> {
  const root = receipt.proof.reduce(
    (node, sibling) => keccak256(concat(node < sibling ? [node, sibling] : [sibling, node])),
    receiptLeaf(receipt),
  );
  const hash = hashTypedData({
    domain: typedDataDomain(chainId, rollup),
    types: { Receipts: [{ name: 'root', type: 'bytes32' }] },
    primaryType: 'Receipts',
    message: { root },
  });
  return isAddressEqual(
    await recoverAddress({ hash, signature: expand(receipt.signature) }),
    signer,
  );
}

/** EIP-2098 to r ‖ s ‖ v. */
function expand(signature: Hex): Hex {
  const top = Number.parseInt(signature.slice(66, 68), 16);
  const s = (top & 0x7f).toString(16).padStart(2, '0') + signature.slice(68);
  return `${signature.slice(0, 66) as Hex}${s}${top >= 0x80 ? '1c' : '1b'}`;
}
