import secp256k1 from 'secp256k1';
import { keccak256 } from './hash.ts';
import type { Signatures } from './machine.ts';

/** Half the group order: s above it is refused, so a signature has one form. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** Recovers every signature here and now. */
export const recoverSignatures: Signatures = {
  recover: (digest, signature) => recoverAddress(digest(), signature),
};

/** @returns the signer's 20 bytes, or null for a signature that is not valid, canonical and low-s */
export function recoverAddress(digest: Uint8Array, signature: Uint8Array): Uint8Array | null {
  const parity = signature[32] >> 7;
  const rs = Uint8Array.from(signature);
  rs[32] &= 0x7f;
  if (isHighS(rs)) return null;
  try {
    return addressOf(secp256k1.ecdsaRecover(rs, parity, digest, false));
  } catch {
    return null;
  }
}

/** Signs in the form that operations carry: r ‖ s with the parity of R in the top bit of s. */
export function signDigest(digest: Uint8Array, privateKey: Uint8Array): Uint8Array {
  const { signature, recid } = secp256k1.ecdsaSign(digest, privateKey);
  if (recid % 2 === 1) signature[32] |= 0x80;
  return signature;
}

export function addressOfKey(privateKey: Uint8Array): Uint8Array {
  return addressOf(secp256k1.publicKeyCreate(privateKey, false));
}

function addressOf(publicKey: Uint8Array): Uint8Array {
  return keccak256(publicKey.subarray(1)).slice(12);
}

function isHighS(rs: Uint8Array): boolean {
  let s = 0n;
  for (let i = 32; i < 64; i++) s = (s << 8n) | BigInt(rs[i]);
  return s > HALF_ORDER;
}
