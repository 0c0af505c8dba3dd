import { describe, expect, test } from 'vitest';

import { useNonce } from './authenticate.ts';
import { CODE } from './rejections.ts';
import { State } from './state.ts';

const KEY = 8;

describe('useNonce', () => {
  test('takes each of many in flight once, in any order', () => {
    const state = new State();
    for (const nonce of [5, 0, 1023, 256, 7]) expect(useNonce(state, KEY, nonce)).toBe(0);
    for (const nonce of [0, 7, 1023]) expect(useNonce(state, KEY, nonce)).toBe(CODE.nonceUsed);
    expect(useNonce(state, KEY, 6)).toBe(0);
  });

  test('moves its window by whole words and forgets nothing inside it', () => {
    const state = new State();
    for (const nonce of [300, 1023]) useNonce(state, KEY, nonce);
    expect(useNonce(state, KEY, 1024)).toBe(0);
    expect(state.keys.nonceBase(KEY)).toBe(256);
    expect(useNonce(state, KEY, 255)).toBe(CODE.nonceTooLow);
    expect(useNonce(state, KEY, 300)).toBe(CODE.nonceUsed);
    expect(useNonce(state, KEY, 1023)).toBe(CODE.nonceUsed);
    expect(useNonce(state, KEY, 1279)).toBe(0);
  });

  test('a far jump empties the window', () => {
    const state = new State();
    for (let nonce = 0; nonce < 1024; nonce++) useNonce(state, KEY, nonce);
    expect(useNonce(state, KEY, 65_535)).toBe(0);
    expect(state.keys.nonceBase(KEY)).toBe(65_536 - 1024);
    expect(useNonce(state, KEY, 65_534)).toBe(0);
    expect(useNonce(state, KEY, 65_535)).toBe(CODE.nonceUsed);
  });

  test('refuses what is too far ahead', () => {
    expect(useNonce(new State(), KEY, 65_536)).toBe(CODE.nonceTooHigh);
  });

  test('another key has nonces of its own', () => {
    const state = new State();
    expect(useNonce(state, KEY, 3)).toBe(0);
    expect(useNonce(state, KEY + 1, 3)).toBe(0);
  });
});
