/** The latest duels, told move by move. */
import type { Hex } from 'viem';

import type { Deployment } from '../l1/client.ts';
import type { DuelStory, RecordStatus, ToldMove } from '../status.ts';
import type { Chronicle, DuelNote, EntryNote } from '../watch/chronicle.ts';
import { type DuelMove, movesOfDuel } from './duelMoves.ts';
import { duelMoveWords } from './moveWords.ts';

export interface Truth {
  readonly chronicle: Chronicle;
  readonly deployment: Deployment;
  readonly account: Hex | undefined;
  readonly rootOf: (number: number) => Hex | undefined;
  readonly historyOf: (number: number) => Hex | undefined;
  /** Time of a block, once it is known. */
  readonly timeOf: (block: number) => number | undefined;
}

const STORIES = 5;

export function latestDuels(truth: Truth): DuelStory[] {
  const { chronicle } = truth;
  return [...chronicle.duels.values()]
    .slice(-STORIES)
    .reverse()
    .map((duel) => tellDuel(duel, truth));
}

function tellDuel(duel: DuelNote, truth: Truth): DuelStory {
  const { chronicle, deployment } = truth;
  const number = numberUnder(duel.parent, truth);
  const entries = [chronicle.entries.get(duel.x)!, chronicle.entries.get(duel.y)!] as const;
  const trueSide = isTrueEntry(entries[0], truth) ? 0 : 1;
  const ours = sponsored(entries[trueSide], truth) ? 'our side' : 'the true side';
  const { rounds, arityLog2 } = deployment;
  const moves = movesOfDuel(chronicle.duelEvents, { duel: duel.id, entries, rounds, arityLog2 });
  const names: [string, string] = trueSide === 0 ? [ours, 'the liar'] : ['the liar', ours];
  const told = moves.map(
    (move): ToldMove => ({
      move: move.name,
      words: duelMoveWords(move, { names, rounds, arity: 2 ** arityLog2 }),
      block: move.block,
      transaction: move.transaction,
      timeSec: truth.timeOf(move.block) ?? null,
      side: move.side === undefined ? 'both' : move.side === trueSide ? 'true' : 'false',
      isByUs: isByUs(move, { entries, truth }),
    }),
  );
  return { duel: duel.id, number, outcome: outcomeOf(duel, { trueSide, chronicle }), moves: told };
}

function isByUs(
  { name, side, mover }: DuelMove,
  { entries, truth }: { entries: readonly [EntryNote, EntryNote]; truth: Truth },
): boolean {
  if (name === 'enter') return side !== undefined && sponsored(entries[side], truth);
  return mover !== undefined && mover.toLowerCase() === truth.account?.toLowerCase();
}

function outcomeOf(
  { id, x, y }: DuelNote,
  { trueSide, chronicle }: { trueSide: 0 | 1; chronicle: Chronicle },
): DuelStory['outcome'] {
  const fell = [x, y].map((entry) => chronicle.deaths.get(entry) === id);
  if (fell[0] && fell[1]) return 'both fell';
  if (!fell[0] && !fell[1]) return 'running';
  return fell[trueSide] ? 'lost' : 'won';
}

/** Who was right, in everything that is over. */
export function recordOf(truth: Truth): Omit<RecordStatus, 'falseClaims'> {
  const { chronicle } = truth;
  const duels = [...chronicle.duels.values()].map((duel) => {
    const entries = [chronicle.entries.get(duel.x)!, chronicle.entries.get(duel.y)!];
    const trueSide = isTrueEntry(entries[0], truth) ? 0 : 1;
    return outcomeOf(duel, { trueSide, chronicle });
  });
  const decided = contestedParents(chronicle).flatMap((parent) => {
    const number = numberUnder(parent, truth);
    const settled = chronicle.settled.find((each) => each.number === number);
    if (settled === undefined || falseRootsOn(parent, truth).length === 0) return [];
    return [settled.root === truth.rootOf(number)];
  });
  return {
    disputesWon: decided.filter((isTrue) => isTrue).length,
    disputesLost: decided.filter((isTrue) => !isTrue).length,
    duelsWon: duels.filter((outcome) => outcome === 'won').length,
    duelsLost: duels.filter((outcome) => outcome === 'lost' || outcome === 'both fell').length,
  };
}

function contestedParents({ entries }: Chronicle): Hex[] {
  return [...new Set([...entries.values()].map(({ parent }) => parent))];
}

/** Roots on a parent that is true; what is built on a lie is the same lie. */
export function falseRootsOn(parent: Hex, truth: Truth): Hex[] {
  const { chronicle, rootOf } = truth;
  const expected = isTrueClaim(parent, truth) ? rootOf(numberUnder(parent, truth)) : undefined;
  if (expected === undefined) return [];
  const rivals = [...chronicle.claimsOn(parent), ...chronicle.entriesOn(parent)];
  return [...new Set(rivals.map(({ root }) => root))].filter((root) => root !== expected);
}

export function isTrueClaim(id: Hex, { chronicle, deployment, rootOf }: Truth): boolean {
  if (id === deployment.genesisClaim) return true;
  const claim = chronicle.claims.get(id);
  return claim !== undefined && rootOf(claim.number) === claim.root;
}

/** The batch that rivals over a parent claim are about. */
export function numberUnder(parent: Hex, { chronicle, deployment }: Truth): number {
  return parent === deployment.genesisClaim ? 1 : (chronicle.claims.get(parent)?.number ?? 0) + 1;
}

function isTrueEntry({ parent, root, history }: EntryNote, truth: Truth): boolean {
  const number = numberUnder(parent, truth);
  if (root !== truth.rootOf(number)) return false;
  return (truth.historyOf(number) ?? history) === history;
}

function sponsored({ sponsor }: EntryNote, { account }: Truth): boolean {
  return sponsor.toLowerCase() === account?.toLowerCase();
}
