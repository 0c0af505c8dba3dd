import { expect, test } from 'vitest';

import { findId } from './find.ts';
import { operationWords } from './words.ts';

const IDS = ['0x9cf9aa', '0x9cf9bb', '0x12cdef'] as const;

test('findId takes the beginning of an id, and says what it might have been', () => {
  expect(findId('0x12', IDS, 'duel')).toBe('0x12cdef');
  expect(findId('9CF9BB', IDS, 'duel')).toBe('0x9cf9bb');
  expect(() => findId('0x9cf9', IDS, 'duel')).toThrow('2 duels begin with 0x9cf9');
  expect(() => findId('0x9cf8', IDS, 'duel')).toThrow('there is no duel 0x9cf8; nearest: 0x9cf9aa');
  expect(() => findId('0x1', [], 'duel')).toThrow('there is no duel yet');
});

test('operationWords says what an operation asks for', () => {
  const fields = {
    key: '41',
    nonce: '3',
    expiresAtSec: '1',
    instrument: '27',
    side: '0',
    timeInForce: '1',
    priceCents: '68800',
    quantityE4: '1000',
    signature: '0x00',
  };
  expect(operationWords({ name: 'placeOrder', fields })).toBe(
    'place order of account 5: instrument 27, buy, IOC, price 688.00 USD, quantity 0.1000',
  );
});
