import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { prove } from './prove.ts';

const TIMEOUT_MS = 120_000;
const CLOCK = 'contracts/dispute/Clock.sol';

describe('prove', () => {
  test.each([
    ['ClockProofs', 35],
    ['WadProofs', 25],
    ['MoneyProofs', 10],
  ])(
    '%s holds for all values',
    (contract, least) => {
      const { proved, unproved } = prove(contract);
      expect(unproved).toEqual([]);
      expect(proved).toBeGreaterThanOrEqual(least);
    },
    TIMEOUT_MS,
  );

  test.each([
    ['the grace is charged', 'end - since - grace', 'end - since'],
    ['a second is forgiven', 'end > since + grace ?', 'end > since + grace + 1 ?'],
    ['lateness is not spent', 'window - (nowSec - due)', 'window'],
    ['the budget is no limit', 'left < budget ? left : budget', 'left'],
  ])(
    'a clock in which %s is refuted',
    (_name, find, replace) => {
      const source = readFileSync(CLOCK, 'utf8');
      expect(source.split(find)).toHaveLength(2);
      const { unproved } = prove('ClockProofs', { [CLOCK]: source.replace(find, replace) });
      expect(unproved.length).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
