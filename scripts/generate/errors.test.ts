import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { API_DOC, withErrorTables } from './errors.ts';

describe('withErrorTables', () => {
  test('docs/api.md lists every code as the code has it; else run scripts/generate/errors.ts', () => {
    const text = readFileSync(API_DOC, 'utf8');
    expect(text).toBe(withErrorTables(text));
  });
});
