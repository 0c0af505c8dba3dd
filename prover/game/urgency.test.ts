import { expect, test } from 'vitest';

import type { ContestMove, ContestState, DuelState, Game, Rules } from './game.ts';
import { byUrgency } from './urgency.ts';

const rules: Rules = {
  periodSec: 1000,
  budgetSec: 900,
  graceSec: 100,
  payoutDelaySec: 4000,
  rounds: 3,
  arityLog2: 6,
};

function contest(parent: `0x${string}`, firstClaimedAt: number): ContestState {
  return {
    parent,
    number: 1,
    firstRoot: '0xfa',
    truth: '0x1',
    firstClaimedAt,
    duels: [],
  } as unknown as ContestState;
}

const late = { id: '0xd1', since: 50, clocks: [10, 900] } as unknown as DuelState;
const early = { id: '0xd2', since: 0, clocks: [900, 900] } as unknown as DuelState;
/** Clocks do not run at the leaves: a step has a whole period. */
const atLeaves = { id: '0xd3', since: 100, clocks: [0, 0] } as unknown as DuelState;
const game = {
  contests: [{ ...contest('0xa', 500), duels: [early, late, atLeaves] }, contest('0xb', 100)],
} as unknown as Game;

test('duels under way first, then money that comes in, then the nearest deadline to enter', () => {
  const enter = (parent: `0x${string}`) =>
    ({ type: 'enter', parent, root: '0x1', history: '0x2', number: 1 }) as const;
  const reveal = (duel: `0x${string}`) =>
    ({ type: 'reveal', duel, side: 0, level: 0, node: '0x3', index: 0, number: 1 }) as const;
  const step = { type: 'step', duel: '0xd3', side: 0, index: 0, number: 1 } as const;
  const claim = { type: 'claim', parent: '0xc', batchHash: '0x4', root: '0x1', number: 2 } as const;
  const collect = { type: 'collect', number: 0 } as const;
  const moves: ContestMove[] = [
    claim,
    enter('0xa'),
    enter('0xb'),
    collect,
    step,
    reveal('0xd2'),
    reveal('0xd1'),
  ];
  expect(byUrgency(moves, { game, rules })).toEqual([
    reveal('0xd1'),
    reveal('0xd2'),
    step,
    collect,
    enter('0xb'),
    enter('0xa'),
    claim,
  ]);
});
