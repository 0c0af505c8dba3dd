import { describe, expect, test } from 'vitest';

import { useNonce } from '../../protocol/authenticate.ts';
import { State } from '../../protocol/state.ts';
import { nextNonce } from './views.ts';

describe('nextNonce', () => {
  test('is one above the highest nonce used, over every move of the window', () => {
    const state = new State();
    expect(nextNonce(state, 8)).toBe(0);
    for (const nonce of [0, 3, 2, 255, 256, 1023, 1024, 900, 5000, 60_000]) {
      useNonce(state, 8, nonce);
      state.journal.savepoint();
    }
    expect(nextNonce(state, 8)).toBe(60_001);
    useNonce(state, 8, 59_800);
    expect(nextNonce(state, 8)).toBe(60_001);
  });
});
