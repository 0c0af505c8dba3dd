import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { COSTS_DOC, costsDoc, DISPUTES_DOC, disputesDoc } from './costs.ts';

test('the documents show what was measured last', () => {
  expect(readFileSync(COSTS_DOC, 'utf8')).toBe(costsDoc());
  expect(readFileSync(DISPUTES_DOC, 'utf8')).toBe(disputesDoc());
});
