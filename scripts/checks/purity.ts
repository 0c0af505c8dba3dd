// The protocol answers the same on every machine and at every time: no clock, randomness, environment, network or waiting.
import { globSync, readFileSync } from 'node:fs';

import { stripComments } from './imports.ts';

/** What the linter's lists of globals and properties cannot say. */
const IMPURE: { pattern: RegExp; what: string }[] = [
  { pattern: /\basync\b/, what: 'waits (async)' },
  { pattern: /\bnew Date\(\s*\)/, what: 'reads the clock (new Date())' },
  {
    pattern: /\bMath\.(?!imul|clz32|abs|min|max|sign|trunc|floor|ceil)\w+/,
    what: 'uses Math, which may round',
  },
];

export function findImpureProtocol(): string[] {
  return globSync('protocol/**/*.ts')
    .filter((path) => !/\.(test|test-d|fuzz|bench)\.ts$/.test(path))
    .sort()
    .flatMap((path) => listImpurities(readFileSync(path, 'utf8')).map((what) => `${path} ${what}`));
}

/** The proof of the float filter knows + − × ÷ √ alone, which IEEE 754 rounds correctly everywhere. */
export function findUnprovenFloats(): string[] {
  return globSync(['sequencer/engine/filter.ts', 'sequencer/engine/filter/*.ts'])
    .filter((path) => !path.endsWith('.test.ts'))
    .sort()
    .flatMap((path) => listUnproven(readFileSync(path, 'utf8')).map((what) => `${path} ${what}`));
}

export function listUnproven(text: string): string[] {
  const code = stripComments(text).replaceAll(/\b\d+n? \*\* -?\d+n?/g, '');
  const found = code.match(/\bMath\.(?!sqrt|abs|min|max|floor)\w+|\*\*/g);
  return [...new Set(found)].map((what) => `uses ${what}, which the error bound says nothing of`);
}

export function listImpurities(text: string): string[] {
  const code = stripComments(text);
  return IMPURE.filter(({ pattern }) => pattern.test(code)).map(({ what }) => what);
}
