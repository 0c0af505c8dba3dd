import { describe, expect, test } from 'vitest';

import { listImpurities } from './purity.ts';

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
