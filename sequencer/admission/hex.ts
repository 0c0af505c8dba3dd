import { CODE } from '../../protocol/rejections.ts';
import type { Hex } from '../options.ts';
import { ProtocolRejection, Refusal } from '../rejections.ts';

const HEX = /^0x(?:[0-9a-fA-F]{2})*$/;

export function toHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.slice(2), 'hex'));
}

/** @param sizes in bytes, absent: any */
export function parseHex(text: string, field: string, sizes?: readonly number[]): Uint8Array {
  if (!HEX.test(text)) throw new Refusal('malformedHex', field);
  const bytes = fromHex(text);
  if (sizes !== undefined && !sizes.includes(bytes.length)) {
    throw new Refusal(
      'malformedHex',
      `${field} has ${bytes.length} bytes, not ${sizes.join(' or ')}`,
    );
  }
  return bytes;
}

/** r ‖ s ‖ v as wallets give it, or r ‖ s with the parity in the top bit of s (EIP-2098); gives the latter. */
export function parseSignature(text: string): Uint8Array {
  const bytes = parseHex(text, 'signature', [64, 65]);
  if (bytes.length === 64) return bytes;
  const v = bytes[64];
  const parity = v >= 27 ? v - 27 : v;
  // A set top bit of s means s above half the group order, whatever v says.
  if (parity > 1 || (bytes[32] & 0x80) !== 0) throw new ProtocolRejection(CODE.badSignature);
  const compact = bytes.slice(0, 64);
  if (parity === 1) compact[32] |= 0x80;
  return compact;
}
