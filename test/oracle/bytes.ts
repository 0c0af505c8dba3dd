/** Reads and writes the layouts of `protocol/layout.ts` field by field, as BigInt and hex. */
import type { Fields } from '../../protocol/layout.ts';
import type { Hex } from './naiveState.ts';

export type Value = bigint | Hex | readonly Values[];
export interface Values {
  readonly [field: string]: Value;
}

export function sizeOf(fields: Fields): number {
  return Object.values(fields).reduce(
    (size, field) =>
      size + (field.type === 'array' ? field.count * sizeOf(field.item) : field.bytes),
    0,
  );
}

/** Absent fields and array items are zero. */
export function encode(fields: Fields, values: Values): Buffer {
  const bytes = Buffer.alloc(sizeOf(fields));
  write(fields, values, bytes);
  return bytes;
}

function write(fields: Fields, values: Values, bytes: Buffer): void {
  let at = 0;
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name];
    if (field.type === 'array') {
      const size = sizeOf(field.item);
      ((value ?? []) as readonly Values[]).forEach((item, i) => {
        write(field.item, item, bytes.subarray(at + i * size, at + (i + 1) * size));
      });
      at += field.count * size;
      continue;
    }
    if (typeof value === 'string') {
      bytes.set(Buffer.from(value, 'hex'), at);
    } else if (typeof value === 'bigint' && value !== 0n) {
      const digits = BigInt.asUintN(8 * field.bytes, value).toString(16);
      bytes.set(Buffer.from(digits.padStart(2 * field.bytes, '0'), 'hex'), at);
    }
    at += field.bytes;
  }
}

/** A record read; asking for a field as what it is not is a bug. */
export interface Decoded {
  readonly int: (field: string) => bigint;
  readonly bytes: (field: string) => Hex;
}

/** Of a layout without arrays. */
export function decode(fields: Fields, bytes: Uint8Array): Decoded {
  const ints = new Map<string, bigint>();
  const texts = new Map<string, Hex>();
  let at = 0;
  for (const [name, field] of Object.entries(fields)) {
    if (field.type === 'array') throw new Error('operations have no arrays');
    const digits = Buffer.from(bytes.subarray(at, at + field.bytes)).toString('hex');
    if (field.type === 'bytes') texts.set(name, digits);
    else if (field.type === 'uint') ints.set(name, BigInt(`0x${digits}`));
    else ints.set(name, BigInt.asIntN(8 * field.bytes, BigInt(`0x${digits}`)));
    at += field.bytes;
  }
  return { int: (field) => found(ints, field), bytes: (field) => found(texts, field) };
}

function found<T>(values: ReadonlyMap<string, T>, field: string): T {
  const value = values.get(field);
  if (value === undefined) throw new Error(`there is no field ${field} of this kind`);
  return value;
}
