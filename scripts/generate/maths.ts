/** The tables of the fixed-point functions, written for both languages from the same numbers. */
import { DEGREE, type Field, GRAIN_BITS, NORMAL_END, normalTable, type Piece } from './normal.ts';
import { VARIABLE_BITS } from './normal.ts';
import { seriesConstants } from './series.ts';

const NOTICE = '// Written by scripts/generate.ts from scripts/generate/maths.ts. Do not edit.\n';
const SOLIDITY_HEAD = `// SPDX-License-Identifier: MIT\n${NOTICE}pragma solidity 0.8.37;\n`;

export function mathsFiles(): [string, string][] {
  const [table, series] = [normalTable(), seriesConstants()];
  const typescript = series.map(([name, value]) => `export const ${name} = ${value}n;\n`);
  const solidity = series.map(([name, value]) => `int256 constant ${name} = ${value};\n`);
  return [
    ['protocol/generated/series.ts', `${NOTICE}\n${typescript.join('')}`],
    ['contracts/generated/Series.sol', `${SOLIDITY_HEAD}\n${solidity.join('')}`],
    ['protocol/generated/normal.ts', typescriptNormal(table)],
    ['contracts/generated/Normal.sol', solidityNormal(table)],
  ];
}

type Table = ReturnType<typeof normalTable>;

const hex = (word: bigint): string => `0x${word.toString(16).padStart(64, '0')}`;

interface Term {
  readonly field: Field;
  /** To the right, of the word with the field's top bit moved to the word's. */
  readonly shift: bigint;
  /** Bits dropped from the sum before it is multiplied. */
  readonly drop: bigint;
}

/** By falling degree. */
function terms({ fields, drops }: Table): Term[] {
  let extra = 0n;
  return fields
    .map((field, i) => ({ field, drop: drops[i + 1] ?? 0n, i }))
    .reverse()
    .map(({ field, drop, i }) => {
      if (i < DEGREE) extra += 1n - drop / VARIABLE_BITS;
      return { field, drop, shift: 256n - field.bits - VARIABLE_BITS * extra };
    });
}

// TypeScript.

function typescriptNormal(table: Table): string {
  const rows = table.pieces.map(
    ({ to, middle, words }) => `  [${to}n, ${middle}n, ${hex(words[0])}n, ${hex(words[1])}n],`,
  );
  const steps = terms(table);
  const shifts = steps
    .toReversed()
    .map(({ field, shift }) => `  [${field.word}, ${field.offset}n, ${shift}n],`);
  const sum = steps.slice(1).reduce((text, { drop }, i) => {
    const before = drop === 0n ? text : `((${text}) >> ${drop}n)`;
    return `${i === 0 || drop !== 0n ? before : `(${before})`} * t + c[${DEGREE - 1 - i}]`;
  }, `c[${DEGREE}]`);
  return `${NOTICE}
/** In 10^-18: beyond it N is 1. */
export const NORMAL_END = ${NORMAL_END}n;
/** Ends of pieces are multiples of 2^this. */
export const NORMAL_GRAIN_BITS = ${GRAIN_BITS}n;
/** Of each piece its end and its middle in 10^-18, and its coefficients in two words. */
export const NORMAL_PIECES: readonly (readonly [bigint, bigint, bigint, bigint])[] = [
${rows.join('\n')}
];
/** Of each coefficient its word, the distance of its top bit from the word's, and how far the word is shifted down then. */
export const NORMAL_FIELDS: readonly (readonly [0 | 1, bigint, bigint])[] = [
${shifts.join('\n')}
];

/** By Horner's rule: t is the distance from the piece's middle, and the result in 10^-18. */
export function evaluateNormal(c: readonly bigint[], t: bigint): bigint {
  return (${sum}) >> ${table.drops[0]}n;
}
`;
}

// Solidity.

function solidityNormal(table: Table): string {
  const steps = terms(table).map(({ field, shift, drop }, i) => {
    const word = field.word === 0 ? 'a' : 'b';
    const top = field.offset === 0n ? word : `shl(${field.offset}, ${word})`;
    const term = shift === 0n ? top : `sar(${shift}, ${top})`;
    if (i === 0) return term;
    const sum = drop === 0n ? 'value' : `sar(${drop}, value)`;
    return `add(mul(${sum}, t), ${term})`;
  });
  return `${SOLIDITY_HEAD}
/// @dev In 10^-18: beyond it N is 1.
int256 constant NORMAL_END = ${NORMAL_END};

/// @dev By Horner's rule.
/// @param t The distance from the piece's middle.
/// @param a The first word of coefficients.
/// @param b The second.
/// @return value In 10^-18.
function evaluateNormal(int256 t, uint256 a, uint256 b) pure returns (int256 value) {
    assembly ("memory-safe") {
${steps.map((step) => `        value := ${step}`).join('\n')}
        value := sar(${table.drops[0]}, value)
    }
}

/// @return middle Of the piece that holds x.
/// @return a The first word of its coefficients.
/// @return b The second.
function normalPiece(uint256 x) pure returns (uint256 middle, uint256 a, uint256 b) {
${tree(table.pieces, '    ')}
}
`;
}

/** Finds the piece by halving. */
function tree(pieces: readonly Piece[], indent: string): string {
  if (pieces.length === 1) {
    const { middle, words } = pieces[0];
    const [a, b] = words.map(hex);
    return `${indent}return (${middle}, ${a}, ${b});`;
  }
  const left = pieces.slice(0, Math.ceil(pieces.length / 2));
  const right = pieces.slice(left.length);
  return `${indent}if (x < ${left.at(-1)!.to}) {
${tree(left, `${indent}    `)}
${indent}}
${tree(right, indent)}`;
}
