/** Keys of the devnet's players, made from their names: worthless, and the same in every run. */
import type { Hex } from 'viem';

import { keccak256 } from '../../protocol/hash.ts';
import { addressOfKey } from '../../protocol/signatures.ts';
import { toHex } from './hex.ts';

export interface Player {
  readonly name: string;
  readonly privateKey: Uint8Array;
  readonly key: Hex;
  readonly addressBytes: Uint8Array;
  readonly address: Hex;
}

export function playerOf(name: string): Player {
  const privateKey = keccak256(new TextEncoder().encode(`tenor devnet ${name}`));
  const addressBytes = addressOfKey(privateKey);
  return { name, privateKey, key: toHex(privateKey), addressBytes, address: toHex(addressBytes) };
}

/** The oracle's publishers, in its order. */
export const DEVNET_PUBLISHERS = [0, 1, 2].map((i) => playerOf(`publisher ${i}`));
