/**
 * Writes the accessors and constants that `protocol/layout.ts`, `params.ts` and `rejections.ts` define, and the tables of the
 * fixed-point functions, into `protocol/generated/` and `contracts/generated/`. With `--check` it writes nothing and fails on a difference.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mathsFiles } from './generate/maths.ts';
import { solidityFiles } from './generate/solidity.ts';
import { typescriptFiles } from './generate/typescript.ts';

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const stale: string[] = [];

for (const [path, text] of [...typescriptFiles(), ...solidityFiles(), ...mathsFiles()]) {
  const file = join(root, path);
  if (read(file) === text) continue;
  stale.push(path);
  if (check) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

if (check && stale.length > 0) {
  console.error(`generated files are stale: ${stale.join(', ')}; run: npm run generate`);
  process.exit(1);
}
console.log(stale.length === 0 ? 'generated files are up to date' : `wrote ${stale.join(', ')}`);

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
