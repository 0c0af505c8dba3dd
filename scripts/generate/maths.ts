/** The tables of the fixed-point functions, written for both languages from the same numbers. */
import {
  DEGREE,
  GRAIN_BITS,
  NORMAL_END,
  normalPieces,
  type Piece,
  VARIABLE_BITS,
} from './normal.ts';
import { seriesConstants } from './series.ts';

const NOTICE = '// Written by scripts/generate.ts from scripts/generate/maths.ts. Do not edit.\n';
const SOLIDITY_HEAD = `// SPDX-License-Identifier: MIT\n${NOTICE}pragma solidity 0.8.37;\n`;

export function mathsFiles(): [string, string][] {
  const [pieces, series] = [normalPieces(), seriesConstants()];
  const typescript = series.map(([name, value]) => `export const ${name} = ${value}n;\n`);
  const solidity = series.map(([name, value]) => `int256 constant ${name} = ${value};\n`);
  return [
    ['protocol/generated/series.ts', `${NOTICE}\n${typescript.join('')}`],
    ['contracts/generated/Series.sol', `${SOLIDITY_HEAD}\n${solidity.join('')}`],
    ['protocol/generated/normal.ts', typescriptNormal(pieces)],
    ['contracts/generated/Normal.sol', solidityNormal(pieces)],
  ];
}

// TypeScript.

function typescriptNormal(pieces: readonly Piece[]): string {
  const rows = pieces.map(({ to, middle, coefficients, fractionBits }) => {
    const list = coefficients.map((c) => `${c}n`).join(', ');
    return `  { to: ${to}n, middle: ${middle}n, coefficients: [${list}], fractionBits: ${fractionBits}n },`;
  });
  const steps = Array.from({ length: DEGREE - 2 }, (_, i) => {
    return `  sum = ((sum * t) >> ${VARIABLE_BITS}n) + c[${DEGREE - 2 - i}];`;
  });
  return `${NOTICE}
export interface NormalPiece {
  readonly to: bigint;
  readonly middle: bigint;
  readonly coefficients: readonly bigint[];
  readonly fractionBits: bigint;
}

/** In 10^-18: beyond it N is 1. */
export const NORMAL_END = ${NORMAL_END}n;
/** Ends of pieces are multiples of 2^this. */
export const NORMAL_GRAIN_BITS = ${GRAIN_BITS}n;
export const NORMAL_PIECES: readonly NormalPiece[] = [
${rows.join('\n')}
];

/** N(x) in 10^-18, by Horner's rule. */
export function evaluateNormal(piece: NormalPiece, x: bigint): bigint {
  const c = piece.coefficients;
  const t = piece.middle - x;
  let sum = ((c[${DEGREE}] * t) >> ${VARIABLE_BITS}n) + c[${DEGREE - 1}];
${steps.join('\n')}
  return (c[0] - ((sum * t) >> ${VARIABLE_BITS}n)) >> piece.fractionBits;
}
`;
}

// Solidity.

function solidityNormal(pieces: readonly Piece[]): string {
  return `${SOLIDITY_HEAD}
/// @dev In 10^-18: beyond it N is 1.
int256 constant NORMAL_END = ${NORMAL_END};

/// @notice N(x) in 10^-18, for 0 ≤ x ≤ NORMAL_END. COST: written out, because constants are cheaper in code than in memory.
function normalUpperHalf(uint256 x) pure returns (uint256 value) {
    assembly ("memory-safe") {
${tree(pieces, '        ')}
    }
}
`;
}

/** Finds the piece by halving. */
function tree(pieces: readonly Piece[], indent: string): string {
  if (pieces.length === 1) return horner(pieces[0], indent);
  const left = pieces.slice(0, Math.ceil(pieces.length / 2));
  const right = pieces.slice(left.length);
  // COST: the compiler turns a switch into a jump where the condition is 0; without iszero here it adds one there.
  return `${indent}switch iszero(lt(x, ${left.at(-1)!.to}))
${indent}case 0 {
${tree(left, `${indent}    `)}
${indent}}
${indent}default {
${tree(right, `${indent}    `)}
${indent}}`;
}

function horner({ middle, coefficients: c, fractionBits }: Piece, indent: string): string {
  const lines = [`let t := sub(${middle}, x)`, `value := ${literal(c[DEGREE])}`];
  const product = `sar(${VARIABLE_BITS}, mul(value, t))`;
  for (let i = DEGREE - 1; i >= 1; i--) lines.push(`value := add(${product}, ${literal(c[i])})`);
  lines.push(`value := sar(${fractionBits}, sub(${literal(c[0])}, ${product}))`);
  return lines.map((line) => indent + line).join('\n');
}

const literal = (c: bigint): string => (c < 0n ? `sub(0, ${-c})` : `${c}`);
