import { expect, test } from 'vitest';

import { StateTree } from '../../protocol/merkle.ts';
import { Exchange } from '../../test/fixtures/exchange.ts';
import { playStory } from '../../test/fixtures/story.ts';
import { decodeState, encodeState } from './snapshot.ts';

test('a snapshot of a state with everything in it has the same root', () => {
  const x = new Exchange();
  playStory(x);
  const copy = decodeState(encodeState(x.state));
  expect(new StateTree(copy).root).toEqual(new StateTree(x.state).root);
  expect(encodeState(copy)).toEqual(encodeState(x.state));
});
