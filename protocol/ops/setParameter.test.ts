import { expect, test } from 'vitest';

import { Exchange } from '../../test/fixtures/exchange.ts';
import { PARAMETER_NAMES } from '../margin/parameters.ts';
import { PARAMETER_BIAS, PARAMETER_COUNT } from '../params.ts';
import { CODE } from '../rejections.ts';
import { INBOX_PARAMETER, INBOX_REFERENCE } from './consumeInbox.ts';

const sender = new Uint8Array(20);
const x = new Exchange();
const set = (account: number, value: number): number =>
  x.force({ kind: INBOX_PARAMETER, sender, account, amount: value + PARAMETER_BIAS });

test('setParameter changes one value and the version', () => {
  const index = PARAMETER_NAMES.indexOf('portfolio.absCBase');
  expect(set(index, -200_000_000)).toBe(0);
  expect(x.state.parameters.value(index)).toBe(-200_000_000);
  expect(x.state.parameters.version()).toBe(2);
});

test('setParameter refuses what is unknown or unsound, and changes nothing', () => {
  const before = x.state.parameters.version();
  expect(set(PARAMETER_COUNT, 0)).toBe(CODE.badParameter);
  expect(set(2 ** 32 - 1, 0)).toBe(CODE.badParameter);
  expect(set(0, 10_000_000_001)).toBe(CODE.badParameter);
  expect(set(0, -PARAMETER_BIAS)).toBe(CODE.badParameter);
  expect(x.state.parameters.version()).toBe(before);
});

test('setReference takes prices in range', () => {
  const bring = (account: number, amount: number): number =>
    x.force({ kind: INBOX_REFERENCE, sender, account, amount });
  expect(bring(1, 300_000)).toBe(0);
  expect(x.state.underlyings.referenceCents(1)).toBe(300_000);
  expect(bring(2, 300_000)).toBe(CODE.unknownUnderlying);
  expect(bring(1, 0)).toBe(CODE.printOutOfRange);
  expect(bring(1, 2 ** 24)).toBe(CODE.printOutOfRange);
  expect(x.state.underlyings.referenceCents(1)).toBe(300_000);
});
