import {
  type BytesField,
  type Fields,
  HEADER,
  INBOX_ITEM,
  OPERATIONS,
  REGISTERS,
  STATE,
  type UintField,
  type WideField,
} from '../../protocol/layout.ts';
import { capitalize, elementName, place, sizeOfFields } from './fields.ts';

const NOTICE = '// Written by scripts/generate.ts from protocol/layout.ts. Do not edit.\n';

export function typescriptFiles(): [string, string][] {
  return [
    ['protocol/generated/records.ts', records()],
    ['protocol/generated/codec.ts', codec()],
  ];
}

// State tables.

function records(): string {
  const classes = Object.entries(STATE).map(([name, record]) => {
    const size = sizeOfFields(record.fields);
    if (size + 4 === 64)
      throw new Error(`${name}: a leaf preimage must not be as long as a node's`);
    const id = record.singleton ? '' : 'id: number';
    const base = record.singleton ? '0' : `id * ${size}`;
    const methods = place(record.fields).flatMap(({ name: field, offset, field: type }) => {
      if (type.type === 'wide') throw new Error('wide figures belong to registers');
      if (type.type !== 'array') return accessors(field, type, { id, at: `${base} + ${offset}` });
      const itemSize = sizeOfFields(type.item);
      const single = Object.keys(type.item).length === 1;
      return place(type.item).flatMap((item) =>
        accessors(elementName(field, item.name, single), item.field as UintField | BytesField, {
          id: id === '' ? 'i: number' : 'id: number, i: number',
          at: `${base} + ${offset + item.offset} + i * ${itemSize}`,
        }),
      );
    });
    return `export class ${capitalize(name)}Table extends Table {
  constructor(journal: Journal) {
    super({ name: '${name}', kind: ${record.kind}, recordBytes: ${size} }, journal);
  }
${methods.join('\n')}
}
`;
  });
  return `${NOTICE}import { type Journal, Table } from '../table.ts';\n\n${classes.join('\n')}`;
}

interface Place {
  /** Parameter list that names the record. */
  readonly id: string;
  /** Byte offset expression. */
  readonly at: string;
}

function accessors(name: string, field: UintField | BytesField, { id, at }: Place): string[] {
  const touched = id.startsWith('id') ? 'id' : '0';
  const comma = id === '' ? '' : ', ';
  const set = `set${capitalize(name)}`;
  if (field.type === 'bytes') {
    return [
      `  ${name}(${id}): Uint8Array {
    this.read(${touched});
    return this.bytes.slice(${at}, ${at} + ${field.bytes});
  }`,
      `  ${name}Equals(${id}${comma}value: Uint8Array): boolean {
    this.read(${touched});
    return equalAt(this.bytes, ${at}, value);
  }`,
      `  ${set}(${id}${comma}value: Uint8Array): void {
    this.write(${touched});
    this.bytes.set(value, ${at});
  }`,
    ].map((text) => text.replace('equalAt', 'Table.equalAt'));
  }
  return [
    `  ${name}(${id}): number {
    this.read(${touched});
    return ${readNumber(field, 'this.view', at)};
  }`,
    `  ${set}(${id}${comma}value: number): void {
    this.write(${touched});
    ${writeNumber(field, { view: 'this.view', at, value: 'value' })}
  }`,
  ];
}

function readNumber(field: UintField | WideField, view: string, at: string): string {
  if (field.type === 'wide')
    return `(${view}.getBigInt64(${at}) << 64n) + ${view}.getBigUint64(${at} + 8)`;
  if (field.type === 'int')
    return `${view}.getInt32(${at}) * 4294967296 + ${view}.getUint32(${at} + 4)`;
  switch (field.bytes) {
    case 1:
      return `${view}.getUint8(${at})`;
    case 2:
      return `${view}.getUint16(${at})`;
    case 4:
      return `${view}.getUint32(${at})`;
    case 6:
      return `${view}.getUint16(${at}) * 4294967296 + ${view}.getUint32(${at} + 2)`;
    case 8:
      return `${view}.getUint32(${at}) * 4294967296 + ${view}.getUint32(${at} + 4)`;
    default:
      throw new Error(`no accessor for ${field.bytes} bytes`);
  }
}

function writeNumber(
  field: UintField | WideField,
  { view, at, value }: { view: string; at: string; value: string },
): string {
  if (field.type === 'wide')
    return `${view}.setBigInt64(${at}, ${value} >> 64n); ${view}.setBigUint64(${at} + 8, BigInt.asUintN(64, ${value}));`;
  const high = `Math.floor(${value} / 4294967296)`;
  if (field.type === 'int')
    return `${view}.setInt32(${at}, ${high}); ${view}.setUint32(${at} + 4, ${value});`;
  switch (field.bytes) {
    case 1:
      return `${view}.setUint8(${at}, ${value});`;
    case 2:
      return `${view}.setUint16(${at}, ${value});`;
    case 4:
      return `${view}.setUint32(${at}, ${value});`;
    case 6:
      return `${view}.setUint16(${at}, ${high}); ${view}.setUint32(${at} + 2, ${value});`;
    case 8:
      return `${view}.setUint32(${at}, ${high}); ${view}.setUint32(${at} + 4, ${value});`;
    default:
      throw new Error(`no accessor for ${field.bytes} bytes`);
  }
}

// Plain objects: registers, header, inbox items, operations.

function codec(): string {
  const parts = [
    structure('Registers', REGISTERS),
    structure('Header', HEADER),
    structure('InboxItem', INBOX_ITEM),
  ];
  for (const [name, { kind, fields, entry, steps }] of Object.entries(OPERATIONS)) {
    const type = capitalize(name);
    if (entry !== undefined) parts.push(structure(`${type}Entry`, entry));
    parts.push(operation(type, { kind, fields, entry: entry !== undefined }));
    parts.push(`export const ${constant(name)}_KIND = ${kind};
export const ${constant(name)}_STEPS = ${steps};
`);
  }
  return `${NOTICE}\n${parts.join('\n')}${byKind()}`;
}

function structure(name: string, fields: Fields): string {
  const size = sizeOfFields(fields);
  return `${interfaceOf(name, fields)}
export const ${constant(name)}_BYTES = ${size};

export function encode${name}(value: ${name}): Uint8Array {
  const bytes = new Uint8Array(${size});
  const view = new DataView(bytes.buffer);
${writes(fields, 0)}
  return bytes;
}

export function decode${name}(bytes: Uint8Array, at = 0): ${name} {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, ${size});
  return ${literal(fields, 0)};
}
`;
}

function operation(
  name: string,
  { kind, fields, entry }: { kind: number; fields: Fields; entry: boolean },
): string {
  const fixed = 1 + sizeOfFields(fields);
  const shown = Object.fromEntries(
    Object.entries(fields).filter(([field]) => !entry || field !== 'count'),
  );
  const constantName = constant(name);
  const entries = entry ? `  entries: ${name}Entry[];\n` : '';
  const size = entry ? `${fixed} + value.entries.length * ${constantName}_ENTRY_BYTES` : `${fixed}`;
  const countAt = fixed - 1;
  const writeEntries = entry
    ? `  view.setUint8(${countAt}, value.entries.length);
  value.entries.forEach((item, i) => bytes.set(encode${name}Entry(item), ${fixed} + i * ${constantName}_ENTRY_BYTES));\n`
    : '';
  const decodeEntries = entry
    ? `, entries: Array.from({ length: view.getUint8(${countAt}) }, (_, i) => decode${name}Entry(bytes, at + ${fixed} + i * ${constantName}_ENTRY_BYTES))`
    : '';
  return `${interfaceOf(name, shown).replace(/}\n$/, `${entries}}\n`)}
/** Bytes before any entries. */
export const ${constantName}_BYTES = ${fixed};

export function encode${name}(value: ${name}): Uint8Array {
  const bytes = new Uint8Array(${size});
  const view = new DataView(bytes.buffer);
  bytes[0] = ${kind};
${writes(shown, 1)}
${writeEntries}  return bytes;
}

export function decode${name}(bytes: Uint8Array, at = 0): ${name} {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return { ${literalFields(shown, 1)}${decodeEntries} };
}
`;
}

function byKind(): string {
  const rows = Object.entries(OPERATIONS).map(([name, { kind, fields, entry, steps }]) => {
    const entryBytes = entry === undefined ? 0 : sizeOfFields(entry);
    return `  ${kind}: { name: '${name}', bytes: ${1 + sizeOfFields(fields)}, entryBytes: ${entryBytes}, steps: ${steps} },`;
  });
  return `
/** By kind byte: size before entries, size of an entry (the count is the byte before them), most steps. */
export const OPERATION_BY_KIND: Readonly<
  Record<number, { name: OperationName; bytes: number; entryBytes: number; steps: number }>
> = {
${rows.join('\n')}
};

export type OperationName = ${Object.keys(OPERATIONS)
    .map((name) => `'${name}'`)
    .join(' | ')};
`;
}

const TYPE_NAMES = {
  uint: 'number',
  int: 'number',
  wide: 'bigint',
  bytes: 'Uint8Array',
  array: 'never',
} as const;

function interfaceOf(name: string, fields: Fields): string {
  const rows = Object.entries(fields).map(
    ([field, type]) => `  ${field}: ${TYPE_NAMES[type.type]};\n`,
  );
  return `export interface ${name} {\n${rows.join('')}}\n`;
}

function writes(fields: Fields, base: number): string {
  return place(fields)
    .map(({ name, offset, field }) => {
      if (field.type === 'bytes') return `  bytes.set(value.${name}, ${base + offset});`;
      if (field.type === 'array') throw new Error('arrays belong to state records');
      return `  ${writeNumber(field, { view: 'view', at: `${base + offset}`, value: `value.${name}` })}`;
    })
    .join('\n');
}

function literal(fields: Fields, base: number): string {
  return `{ ${literalFields(fields, base)} }`;
}

function literalFields(fields: Fields, base: number): string {
  return place(fields)
    .map(({ name, offset, field }) => {
      if (field.type === 'array') throw new Error('arrays belong to state records');
      const start = base + offset;
      return field.type === 'bytes'
        ? `${name}: bytes.slice(at + ${start}, at + ${start + field.bytes})`
        : `${name}: ${readNumber(field, 'view', `${start}`)}`;
    })
    .join(', ');
}

function constant(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}
