/** Packed bytes as named values, by the layouts that everything else is generated from. */
import { type Fields, type Field, OPERATIONS, STATE } from '../../protocol/layout.ts';

export type Values = Readonly<Record<string, string>>;

/** Arrays are spread: `positions[3].amount`. */
export function readFields(fields: Fields, bytes: Uint8Array, from = 0): Values {
  const values: Record<string, string> = {};
  let at = from;
  for (const [name, field] of Object.entries(fields)) {
    if (field.type !== 'array') {
      values[name] = readValue(field, bytes, at);
      at += field.bytes;
      continue;
    }
    const size = sizeOf(field.item);
    for (let i = 0; i < field.count; i++, at += size) {
      for (const [part, value] of Object.entries(readFields(field.item, bytes, at))) {
        values[`${name}[${i}].${part}`] = value;
      }
    }
  }
  return values;
}

export function sizeOf(fields: Fields): number {
  return Object.values(fields).reduce(
    (sum, field) => sum + (field.type === 'array' ? field.count * sizeOf(field.item) : field.bytes),
    0,
  );
}

function readValue(
  { type, bytes: size }: Exclude<Field, { type: 'array' }>,
  bytes: Uint8Array,
  at: number,
): string {
  const hex = Buffer.from(bytes.subarray(at, at + size)).toString('hex');
  if (type === 'bytes') return `0x${hex}`;
  const value = BigInt(`0x${hex === '' ? '0' : hex}`);
  return String(type === 'uint' ? value : BigInt.asIntN(size * 8, value));
}

export interface Change {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export function changesOf(before: Values, after: Values): Change[] {
  return Object.keys(after)
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, before: before[name] ?? '', after: after[name] }));
}

/** Name and layout of a state record, by its kind. */
export function recordOfKind(kind: number): { name: string; fields: Fields } {
  const [name, record] = Object.entries(STATE).find(([, each]) => each.kind === kind)!;
  return { name, fields: record.fields };
}

export interface Operation {
  readonly name: string;
  readonly fields: Values;
}

/** The operation that starts at a byte of a batch; nothing where its kind is unknown or it does not fit. */
export function readOperation(data: Uint8Array, at: number): Operation | undefined {
  const found = Object.entries(OPERATIONS).find(([, { kind }]) => kind === data[at]);
  if (found === undefined) return undefined;
  const [name, { fields }] = found;
  if (at + 1 + sizeOf(fields) > data.length) return undefined;
  return { name, fields: readFields(fields, data, at + 1) };
}
