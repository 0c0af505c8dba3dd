/** The verifier's code and that of every contract it names, as L1 holds it. */
import type { Hex } from 'viem';

import { toBytes } from '../hex.ts';
import type { L1 } from './client.ts';

const PUSH1 = 0x60;
const PUSH20 = 0x73;
const PUSH32 = 0x7f;

export async function fetchVerifierCode(
  l1: L1,
  verifier: Hex,
): Promise<{ address: Hex; code: Hex }[]> {
  const codes = new Map<Hex, Hex>();
  const wanted = [verifier.toLowerCase() as Hex];
  const seen = new Set(wanted);
  for (let address = wanted.pop(); address !== undefined; address = wanted.pop()) {
    const target = address;
    const code = await l1.ask(`reading the code of ${target}`, ({ client }) =>
      client.getCode({ address: target }),
    );
    if (code === undefined || code === '0x') continue;
    codes.set(target, code);
    for (const named of addressesIn(toBytes(code))) {
      if (!seen.has(named)) wanted.push(named);
      seen.add(named);
    }
  }
  return [...codes].map(([address, code]) => ({ address, code }));
}

/**
 * Addresses that code pushes: immutables as 32 bytes with twelve zeros, linked libraries as 20 bytes.
 * A constant that only looks like an address costs one more read.
 */
export function addressesIn(code: Uint8Array): Hex[] {
  const found = new Set<Hex>();
  for (let at = 0; at < code.length; at++) {
    const op = code[at];
    if (op < PUSH1 || op > PUSH32) continue;
    const size = op - PUSH1 + 1;
    const pushed = code.subarray(at + 1, at + 1 + size);
    if (op === PUSH20) found.add(hexOf(pushed));
    if (op === PUSH32 && pushed.length === 32 && isAddressWord(pushed)) {
      found.add(hexOf(pushed.subarray(12)));
    }
    at += size;
  }
  return [...found];
}

/** Small constants have zeros where an address hardly has: it would need a hundred billion tries. */
function isAddressWord(word: Uint8Array): boolean {
  const leading = word.findIndex((byte) => byte !== 0);
  return leading >= 12 && leading < 17;
}

function hexOf(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
