import type { Hex } from 'viem';
import { expect, test } from 'vitest';

import type { StoredEvent } from '../store/store.ts';
import { Chronicle } from '../watch/chronicle.ts';
import { ClaimCounter } from './claims.ts';
import type { Truth } from './duels.ts';

const hex = (text: string): Hex => `0x${text}`;

function event(name: string, args: Record<string, unknown>): StoredEvent {
  return { block: 1, index: 0, name, args, transaction: hex('t') };
}

const claim = hex('c1');
const claimed = event('Claimed', {
  claim,
  parent: hex('00'),
  number: 1n,
  root: hex('aa'),
  epoch: 0,
  path: 1n,
});
const stake = event('Entered', {
  entry: hex('e1'),
  parent: hex('00'),
  root: hex('bb'),
  history: hex('cc'),
  sponsor: hex('d'),
});
const truth = {
  deployment: { genesisClaim: hex('00') },
  rootOf: () => hex('aa'),
} as unknown as Truth;

test('a false root that only an entry states differs, until the entry falls', () => {
  const chronicle = new Chronicle();
  const counter = new ClaimCounter();
  const counted = () => counter.update({ ...truth, chronicle }).claims;
  chronicle.add(claimed);
  expect(counted()).toEqual({ agreeing: 1, differing: 0, unjudged: 0 });
  chronicle.add(stake);
  expect(counted()).toEqual({ agreeing: 1, differing: 1, unjudged: 0 });
  chronicle.add(event('Died', { entry: hex('e1'), duel: hex('dd') }));
  expect(counted()).toEqual({ agreeing: 1, differing: 0, unjudged: 0 });
});
