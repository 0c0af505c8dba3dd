import {
  type BytesField,
  type Fields,
  HEADER,
  INBOX_ITEM,
  OPERATIONS,
  REGISTERS,
  SIGNED,
  STATE,
  type UintField,
  type WideField,
} from '../../protocol/layout.ts';
import { PHASE } from '../../protocol/machine.ts';
import { ORDERED_PARAMETERS, PARAMETER_LIMITS } from '../../protocol/margin/parameters.ts';
import * as params from '../../protocol/params.ts';
import { REJECTIONS } from '../../protocol/rejections.ts';
import {
  DOMAIN_NAME,
  DOMAIN_TYPE,
  DOMAIN_VERSION,
  MARGIN_MODELS,
  SIDES,
  TIMES_IN_FORCE,
  TYPES,
} from '../../protocol/typedData.ts';
import { capitalize, elementName, place, screaming, sizeOfFields } from './fields.ts';

const HEAD = `// SPDX-License-Identifier: MIT
// Written by scripts/generate.ts from protocol/. Do not edit.
pragma solidity 0.8.37;
`;

export function solidityFiles(): [string, string][] {
  return [
    ['contracts/generated/Params.sol', parameters()],
    ['contracts/generated/ParameterLimits.sol', parameterLimits()],
    ['contracts/generated/Rejections.sol', rejections()],
    ['contracts/generated/Layout.sol', layout()],
    ['contracts/generated/Records.sol', records()],
    ['contracts/generated/Types.sol', types()],
  ];
}

function parameters(): string {
  const numbers = Object.entries(params)
    .filter((pair): pair is [string, number] => typeof pair[1] === 'number')
    .map(([name, value]) => `uint256 constant ${name} = ${value};`);
  const cases = params.UNDERLYINGS.map(
    (u, id) => `    if (id == ${id}) {
        return
            UnderlyingParams({
                symbol: "${u.symbol}",
                tickCents: ${u.tickCents},
                lotE4: ${u.lotE4},
                strikeStepCents: ${u.strikeStepCents},
                maxPriceCents: ${u.maxPriceCents},
                maxPositionE4: ${u.maxPositionE4}
            });
    }`,
  );
  return `${HEAD}
${numbers.join('\n')}
uint256 constant UNDERLYING_COUNT = ${params.UNDERLYINGS.length};

struct UnderlyingParams {
    string symbol;
    uint256 tickCents;
    uint256 lotE4;
    uint256 strikeStepCents;
    uint256 maxPriceCents;
    uint256 maxPositionE4;
}

error UnknownUnderlying(uint256 id);

function underlyingParams(uint256 id) pure returns (UnderlyingParams memory) {
${cases.join('\n')}
    revert UnknownUnderlying(id);
}
`;
}

// Few parameters have limits of their own, so each has a byte that names its limits.

function parameterLimits(): string {
  const kinds = new Map(PARAMETER_LIMITS.map((limits) => [limits.join(), limits]));
  const names = [...kinds.keys()];
  const cases = [...kinds.values()].map(
    ([least, greatest], kind) => `    if (kind == ${kind}) return (${least}, ${greatest});`,
  );
  const hex = (bytes: readonly number[]): string => Buffer.from(bytes).toString('hex');
  const kindOf = PARAMETER_LIMITS.map((limits) => names.indexOf(limits.join()));
  return `${HEAD}
/// @dev Pairs of parameters of which the first may not be below the second, a byte each.
bytes constant ORDERED_PARAMETERS = hex"${hex(ORDERED_PARAMETERS.flat())}";

/// @dev A byte each of the parameters before the scenarios and of one scenario's three: which limits it has.
bytes constant KIND_OF_LIMITS = hex"${hex(kindOf)}";

error UnknownLimits(uint256 kind);

/// @notice What a parameter lies between, × 10^-9.
function parameterLimits(uint256 index) pure returns (int256 least, int256 greatest) {
    uint256 kind = uint8(KIND_OF_LIMITS[index]);
${cases.join('\n')}
    revert UnknownLimits(kind);
}
`;
}

function rejections(): string {
  const rows = Object.entries(REJECTIONS).map(
    ([name, [code, text]]) => `/// @dev ${text}\nuint256 constant ${screaming(name)} = ${code};`,
  );
  return `${HEAD}\nuint256 constant ACCEPTED = 0;\n${rows.join('\n')}\n`;
}

function layout(): string {
  const kinds = Object.entries(STATE).flatMap(([name, record]) => [
    `uint256 constant ${screaming(name)}_RECORD_KIND = ${record.kind};`,
    `uint256 constant ${screaming(name)}_RECORD_BYTES = ${sizeOfFields(record.fields)};`,
  ]);
  const sizes = Object.values(STATE).reduce(
    (sum, record) => sum + (BigInt(sizeOfFields(record.fields)) << BigInt(16 * record.kind)),
    0n,
  );
  const structures = [
    ['REGISTERS', REGISTERS],
    ['HEADER', HEADER],
    ['INBOX_ITEM', INBOX_ITEM],
  ] as const;
  const rows = structures.flatMap(([name, fields]) => [
    `uint256 constant ${name}_BYTES = ${sizeOfFields(fields)};`,
    ...place(fields).map(
      (field) => `uint256 constant ${name}_${screaming(field.name)}_OFFSET = ${field.offset};`,
    ),
  ]);
  const operations = Object.entries(OPERATIONS).flatMap(
    ([name, { kind, fields, entry, steps }]) => [
      `uint256 constant ${screaming(name)}_KIND = ${kind};`,
      `uint256 constant ${screaming(name)}_BYTES = ${1 + sizeOfFields(fields)};`,
      ...(entry === undefined
        ? []
        : [`uint256 constant ${screaming(name)}_ENTRY_BYTES = ${sizeOfFields(entry)};`]),
      `uint256 constant ${screaming(name)}_STEPS = ${steps};`,
    ],
  );
  const phases = Object.entries(PHASE).map(
    ([name, value]) => `uint256 constant PHASE_${screaming(name)} = ${value};`,
  );
  const bounds = Object.values(OPERATIONS)
    .map(
      ({ kind, fields, entry, steps }) =>
        `    if (kind == ${kind}) return (${1 + sizeOfFields(fields)}, ${entry === undefined ? 0 : sizeOfFields(entry)}, ${steps});`,
    )
    .join('\n');
  return `${HEAD}
${kinds.join('\n')}

error UnknownRecordKind(uint256 kind);

/// @dev Sixteen bits a kind.
uint256 constant RECORD_SIZES = 0x${sizes.toString(16).padStart(64, '0')};

function recordBytes(uint256 kind) pure returns (uint256 size) {
    size = (RECORD_SIZES >> (kind * 16)) & 0xffff;
    if (size == 0) revert UnknownRecordKind(kind);
}

${rows.join('\n')}

${phases.join('\n')}

${operations.join('\n')}

/// @return fixedBytes the kind byte and the fields, 0 for an unknown kind
/// @return entryBytes size of a repeated entry, whose count is the last fixed byte
/// @return steps most steps the operation takes
function operationBounds(uint256 kind) pure returns (uint256 fixedBytes, uint256 entryBytes, uint256 steps) {
${bounds}
    return (0, 0, 0);
}
`;
}

// EIP-712 type hashes and the hashes of the words that are signed as text.

function types(): string {
  const hash = (name: string, value: string): string =>
    `bytes32 constant ${name} = keccak256("${value}");`;
  const rows = [
    hash('DOMAIN_TYPE_HASH', DOMAIN_TYPE),
    hash('DOMAIN_NAME_HASH', DOMAIN_NAME),
    hash('DOMAIN_VERSION_HASH', DOMAIN_VERSION),
    ...Object.entries(TYPES).map(([name, type]) => hash(`${screaming(name)}_TYPE_HASH`, type)),
  ];
  return `${HEAD}
${rows.join('\n')}

${[...indices(SIDES), ...indices(TIMES_IN_FORCE)].join('\n')}

error UnknownWord(uint256 index);

${words('side', SIDES)}
${words('timeInForce', TIMES_IN_FORCE)}
${words('marginModel', MARGIN_MODELS)}
${words(
  'underlying',
  params.UNDERLYINGS.map(({ symbol }) => symbol),
)}`;
}

function indices(values: readonly string[]): string[] {
  return values.map((word, i) => `uint256 constant ${word.toUpperCase()} = ${i};`);
}

function words(name: string, values: readonly string[]): string {
  const cases = values.map((word, i) => `    if (${name} == ${i}) return keccak256("${word}");`);
  return `function ${name}Hash(uint256 ${name}) pure returns (bytes32) {
${cases.join('\n')}
    revert UnknownWord(${name});
}
`;
}

// Typed pointers into memory.

function records(): string {
  const parts = Object.entries(STATE).map(([name, record]) =>
    pointer(`${capitalize(name)}Record`, record.fields, 0),
  );
  parts.push(
    pointer('Registers', REGISTERS, 0),
    pointer('Header', HEADER, 0),
    pointer('InboxItem', INBOX_ITEM, 0),
    pointer('SignedOperation', SIGNED, 1),
  );
  for (const [name, { fields, entry }] of Object.entries(OPERATIONS)) {
    if (Object.keys(fields).length > 0)
      parts.push(pointer(`${capitalize(name)}Operation`, fields, 1));
    if (entry !== undefined) parts.push(pointer(`${capitalize(name)}Entry`, entry, 0));
  }
  return `${HEAD}
// Each type is a memory address; fields are big-endian and packed. COST: an accessor is an mload and a shift.

${parts.join('\n')}`;
}

function pointer(name: string, fields: Fields, base: number): string {
  const methods = place(fields).flatMap(({ name: field, offset, field: type }) => {
    const at = base + offset;
    if (type.type !== 'array')
      return accessors(name, { field, type, at: `add(p, ${at})`, index: '' });
    const size = sizeOfFields(type.item);
    const single = Object.keys(type.item).length === 1;
    const elements = place(type.item).flatMap((item) =>
      accessors(name, {
        field: elementName(field, item.name, single),
        type: item.field as UintField | BytesField,
        at: `add(add(p, ${at + item.offset}), mul(i, ${size}))`,
        index: ', uint256 i',
      }),
    );
    const element = { at: `add(add(p, ${at}), mul(i, ${size}))`, index: ', uint256 i' };
    return [...elements, reference(name, { field, ...element })];
  });
  return `type ${name} is uint256;

using ${name}Fields for ${name} global;

library ${name}Fields {
${methods.join('\n\n')}
}
`;
}

interface Access {
  readonly field: string;
  readonly type: UintField | WideField | BytesField;
  readonly at: string;
  readonly index: string;
}

function accessors(name: string, { field, type, at, index }: Access): string[] {
  if (type.bytes > 32) return [reference(name, { field, at, index })];
  const solidityType = typeOf(type);
  const shift = 256 - type.bytes * 8;
  const isSigned = type.type === 'int' || type.type === 'wide';
  const load = isSigned ? `sar(${shift}, mload(${at}))` : `shr(${shift}, mload(${at}))`;
  const value = type.bytes === 32 ? `mload(${at})` : load;
  const low = (2n ** BigInt(shift) - 1n).toString(16);
  const store =
    type.bytes === 32
      ? `mstore(${at}, value)`
      : `let q := ${at}
            mstore(q, or(shl(${shift}, value), and(mload(q), 0x${low})))`;
  return [
    `    function ${field}(${name} p${index}) internal pure returns (${solidityType} value) {
        assembly ("memory-safe") {
            value := ${value}
        }
    }`,
    `    function set${capitalize(field)}(${name} p${index}, ${solidityType} value) internal pure {
        assembly ("memory-safe") {
            ${store}
        }
    }`,
  ];
}

/** A field longer than a word and an array's element are handed out as addresses. */
function reference(name: string, { field, at, index }: Omit<Access, 'type'>): string {
  return `    function ${field}At(${name} p${index}) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := ${at}
        }
    }`;
}

function typeOf(type: UintField | WideField | BytesField): string {
  if (type.type === 'int' || type.type === 'wide') return 'int256';
  if (type.type === 'uint') return 'uint256';
  if (type.bytes === 20) return 'address';
  if (type.bytes === 32) return 'bytes32';
  throw new Error(`no Solidity type for ${type.bytes} bytes`);
}
