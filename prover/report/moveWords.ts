/** Moves of a duel in plain words. */
import type { DuelMove } from './duelMoves.ts';

export interface Naming {
  /** What each side is called, such as “the liar”; side 0 first. */
  readonly names: readonly [string, string];
  readonly rounds: number;
  readonly arity: number;
}

export function duelMoveWords(move: DuelMove, { names, rounds, arity }: Naming): string {
  const who = move.side === undefined ? '' : capital(names[move.side]);
  const [first, last] = move.steps;
  switch (move.name) {
    case 'enter':
      return `${who} stakes a bond on a history of all ${numberWords(last + 1)} steps of the batch.`;
    case 'duel':
      return `The duel begins: the two histories differ somewhere within ${numberWords(last + 1)} steps.`;
    case 'reveal':
      return `${who} opens round ${move.level + 1} of ${rounds}: ${arity} hashes, each of ${stepCount((last - first + 1) / arity)}.`;
    case 'advance':
      return move.level === rounds
        ? `They first differ at step ${numberWords(first)}. L1 can execute that one step.`
        : `They first differ somewhere from step ${numberWords(first)} to ${numberWords(last)}.`;
    case 'step':
      return `L1 executes step ${numberWords(first)} itself. ${fallWords(move, names, 'its result is another')}`;
    case 'timeout':
    default:
      return fallWords(move, names, 'its time is up');
  }
}

function fallWords({ fell }: DuelMove, names: Naming['names'], why: string): string {
  if (fell.length === 0) return 'Nobody falls.';
  if (fell.length === 2) return `Both sides fall: ${why.replace('its', 'their')}.`;
  return `${capital(names[fell[0]])} falls, because ${why}, and loses the bond.`;
}

function stepCount(count: number): string {
  return count === 1 ? 'one step' : `${numberWords(count)} steps`;
}

/** 262144 → 262,144 */
export function numberWords(value: number): string {
  return value.toLocaleString('en-US');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
