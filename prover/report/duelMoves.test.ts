import type { Hex } from 'viem';
import { describe, expect, test } from 'vitest';

import type { StoredEvent } from '../store/store.ts';
import { movesOfDuel } from './duelMoves.ts';

const RULES = { rounds: 2, arityLog2: 2 };
const hex = (text: string): Hex => `0x${text}`;

let block = 0;
function event(name: string, args: Record<string, unknown>): StoredEvent {
  block += 1;
  return { block, index: 0, name, args, transaction: hex(`t${block}`) };
}

function entered(entry: string): StoredEvent {
  const args = { parent: hex('p'), root: hex(`r${entry}`), sponsor: hex('s') };
  return event('Entered', { ...args, entry: hex(entry), history: hex(`h${entry}`) });
}

function begun(duel: string, x: string, y: string): StoredEvent {
  return event('DuelStarted', { duel: hex(duel), x: hex(x), y: hex(y) });
}

function revealed(node: string, level: number): StoredEvent {
  return event('Revealed', { node: hex(node), level, children: [] });
}

function advanced(duel: string, level: number, index: number, nodes: string[]): StoredEvent {
  return event('Advanced', { duel: hex(duel), level, index, nodes: nodes.map(hex) });
}

const EVENTS = [
  entered('a'),
  entered('b'),
  begun('ab', 'a', 'b'),
  revealed('ha', 0),
  revealed('hb', 0),
  advanced('ab', 1, 2, ['na', 'nb']),
  revealed('na', 1),
  entered('c'),
  begun('ac', 'a', 'c'),
  revealed('hc', 0),
  advanced('ac', 1, 3, ['ma', 'mc']),
  revealed('nb', 1),
  advanced('ab', 2, 9, ['la', 'lb']),
  event('Stepped', { duel: hex('ab'), pre: hex('1'), post: hex('2') }),
  revealed('mc', 1),
];

function told(duel: string, x: string, y: string): string[] {
  const entries = [x, y].map((id) => ({ id: hex(id), history: hex(`h${id}`) }));
  const sides = { ...RULES, duel: hex(duel), entries: [entries[0], entries[1]] as const };
  return movesOfDuel(EVENTS, sides).map(
    ({ name, side, steps }) => `${name} ${side ?? '-'} ${steps.join('-')}`,
  );
}

describe('movesOfDuel', () => {
  test('tells of one duel alone, though others go on between its moves', () => {
    expect(told('ab', 'a', 'b')).toEqual([
      'enter 0 0-15',
      'enter 1 0-15',
      'duel - 0-15',
      'reveal 0 0-15',
      'reveal 1 0-15',
      'advance - 8-11',
      'reveal 0 8-11',
      'reveal 1 8-11',
      'advance - 9-9',
      'step - 9-9',
    ]);
  });

  test('a node that was opened for another duel counts for this one', () => {
    expect(told('ac', 'a', 'c')).toEqual([
      'enter 0 0-15',
      'reveal 0 0-15',
      'enter 1 0-15',
      'duel - 0-15',
      'reveal 1 0-15',
      'advance - 12-15',
      'reveal 1 12-15',
    ]);
  });
});
