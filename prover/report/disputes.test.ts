import type { Hex } from 'viem';
import { expect, test } from 'vitest';

import type { SeenContest } from '../l1/readGame.ts';
import { Chronicle } from '../watch/chronicle.ts';
import { type DisputeContext, disputesOf } from './disputes.ts';

function contest(number: number, firstClaimedAt: number): SeenContest {
  const parent: Hex = `0x0${number}`;
  const open = { openedAt: 1, closedAt: 0, entries: [], duels: [], killed: 0n };
  return { parent, number, firstClaimedAt, truth: '0xaa', ...open } as unknown as SeenContest;
}

test('a dispute settles no sooner than one under it', () => {
  const context = {
    game: { contests: [contest(3, 50), contest(2, 90), contest(5, 95)] },
    deployment: { periodSec: 100 },
    chronicle: new Chronicle(),
    nextMoves: () => [],
  } as unknown as DisputeContext;
  const times = disputesOf(context).map(({ number, settlesSec }) => [number, settlesSec]);
  expect(times).toEqual([
    [2, 190],
    [3, 190],
    [5, 195],
  ]);
});
