import { describe, expect, test } from 'vitest';

import { listImpurities, listUnproven } from './purity.ts';

describe('listImpurities', () => {
  test.each(['async function load() {}', 'const now = new Date();', 'const x = Math.sqrt(2);'])(
    'names %s',
    (code) => expect(listImpurities(code)).toHaveLength(1),
  );

  test.each(['// no async here', 'const day = new Date(ms);', 'const low = Math.min(a, b);'])(
    'lets %s pass',
    (code) => expect(listImpurities(code)).toEqual([]),
  );
});

describe('listUnproven', () => {
  test.each(['Math.exp(x)', 'Math.log2(x)', 'x ** y'])('names %s', (code) =>
    expect(listUnproven(code)).toHaveLength(1),
  );

  test.each(['Math.sqrt(x)', 'Math.max(a, b)', '2 ** -43', '// e ** x'])('lets %s pass', (code) =>
    expect(listUnproven(code)).toEqual([]),
  );
});
