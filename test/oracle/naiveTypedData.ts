/** SPEC §6: EIP-712 digests, read off the type strings. */
import { keccak256 } from '../../protocol/hash.ts';
import { DOMAIN_NAME, DOMAIN_VERSION, TYPES } from '../../protocol/typedData.ts';
import type { Hex } from './naiveState.ts';

export interface Domain {
  readonly chainId: bigint;
  readonly rollup: Hex;
}

/** A number, a text, or an address in hex, as the type says. */
export type TypedValue = bigint | string;

const hashText = (text: string): Buffer => Buffer.from(keccak256(Buffer.from(text, 'utf8')));

function wordOf(type: string, value: TypedValue): Buffer {
  if (type === 'string') return hashText(String(value));
  const digits = typeof value === 'bigint' ? BigInt.asUintN(256, value).toString(16) : value;
  return Buffer.from(digits.padStart(64, '0'), 'hex');
}

function structHash(type: string, values: readonly TypedValue[]): Uint8Array {
  const members = type.slice(type.indexOf('(') + 1, -1).split(',');
  if (members.length !== values.length) throw new Error(`${type} has other members`);
  const words = members.map((member, i) => wordOf(member.split(' ')[0], values[i]));
  return keccak256(Buffer.concat([hashText(type), ...words]));
}

export function digestOf(
  domain: Domain,
  name: keyof typeof TYPES,
  values: readonly TypedValue[],
): Uint8Array {
  const separator = structHash(
    'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)',
    [DOMAIN_NAME, DOMAIN_VERSION, domain.chainId, domain.rollup],
  );
  return keccak256(
    Buffer.concat([Buffer.of(0x19, 0x01), separator, structHash(TYPES[name], values)]),
  );
}
