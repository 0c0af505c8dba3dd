import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { SCENARIOS_DOC, scenariosDoc } from './scenarios.ts';

test('the table of scenarios is what the tests declare', () => {
  expect(readFileSync(SCENARIOS_DOC, 'utf8')).toBe(scenariosDoc());
});
