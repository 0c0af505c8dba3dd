/** Kinds of outcomes of moves: what walks on the contracts must have met at least once. */
import { usedBy } from './duels.ts';
import { livingIn } from './entries.ts';
import type { Move } from './moves.ts';
import { type Config, HONEST } from './rules.ts';
import type { State } from './state.ts';

interface Made {
  readonly config: Config;
  readonly before: State;
  readonly after: State;
}

/** @returns one line, or several where one move does several things */
export function outcomesOf(move: Move, made: Made): string[] {
  const { config, before, after } = made;
  switch (move.type) {
    case 'claim': {
      const isFirst = before.contests[move.place].firstClaimedAt === 0;
      const isFree = after.paths.length === before.paths.length;
      return [`claim: ${isFirst ? 'first' : 'later'}, ${isFree ? 'own path' : 'new path'}`];
    }
    case 'enter':
      return [enterOutcome(move.history, made)];
    case 'duel':
      return [`duel: ${phaseOf(move.duel, made)}`];
    case 'reveal': {
      const spent = usedBy({ config, state: before, by: HONEST }, move.duel, move.side);
      return [`reveal: ${spent === 0 ? 'in the grace' : 'on the clock'}`];
    }
    case 'advance': {
      const [clocks, left] = [before.duels[move.duel]!.clocks, after.duels[move.duel]!.clocks];
      const isCharged = clocks.join() !== left.join();
      return [`advance: ${isCharged ? 'clocks charged' : 'clocks full'}`];
    }
    case 'step':
    case 'timeout':
      return [endOutcome(move, made)];
    case 'settle':
      return [settleOutcome(move.place, made)];
    case 'voidClaim': {
      const { epoch, place, path } = before.claims[move.claim];
      const why =
        before.contests[place].closedAt === 0 ? `epoch ${epoch} over` : 'another root won';
      const bond = path < 0 ? 0 : before.paths[path].bond;
      return [`voidClaim: ${why}, ${bond === 0 ? 'nothing left' : 'path forfeited'}`];
    }
    case 'payMoves': {
      const [x] = config.tree.pairs[move.duel];
      const { pot } = after.contests[config.tree.histories[x].place];
      return [`payMoves: ${pot === 0 ? 'empties the pot' : 'in full'}`];
    }
    case 'payOut':
      return [payOutOutcome(move.history, made)];
    case 'burn':
      return [`burn: ${before.contests[move.place].pot === 0 ? 'nothing' : 'the rest'}`];
    default:
      return [move.type];
  }
}

function enterOutcome(history: number, { config, before, after }: Made): string {
  const { place, root } = config.tree.histories[history];
  const contest = before.contests[place];
  const { clock } = after.entries[history]!;
  const which = root === contest.firstRoot ? 'first root' : 'other root';
  const opens = contest.openedAt === 0 ? 'opens the dispute' : 'joins';
  const time =
    clock === config.rules.budget ? 'in time' : clock === 0 ? 'at the last second' : 'late';
  const bond = hasPathPaid(before, after) ? "its path's bond" : 'a bond of its own';
  return `enter: ${which}, ${bond}, ${opens}, ${time}`;
}

function phaseOf(duel: number, { config, before }: Made): string {
  const { place } = config.tree.histories[config.tree.pairs[duel][0]];
  return before.contests[place].closedAt === 0 ? 'before the decision' : 'after the decision';
}

function endOutcome(move: Move & { type: 'step' | 'timeout' }, made: Made): string {
  const { config, before, after } = made;
  const pair = config.tree.pairs[move.duel];
  const fallen = pair.filter((history) => !after.entries[history]!.alive);
  const { level, index } = before.duels[move.duel]!;
  const where =
    move.type === 'timeout'
      ? level === config.tree.rounds
        ? 'at the leaves'
        : 'in a round'
      : index === 0
        ? 'first step'
        : 'later step';
  return `${move.type}: ${fallen.length === 2 ? 'both fall' : 'one falls'}, ${where}, ${phaseOf(move.duel, made)}`;
}

function hasPathPaid(before: State, after: State): boolean {
  return after.paths.some(({ bond }, i) => bond < before.paths[i].bond);
}

function settleOutcome(place: number, { before, after }: Made): string {
  const path =
    after.contests[place].killed > before.contests[place].killed
      ? 'first path forfeited'
      : 'no path forfeited';
  const { closedAt, firstRoot } = after.contests[place];
  if (closedAt === 0) return `settle: all fell, ${path}`;
  const winner = after.claims.find((it) => it.place === place && it.settled)!;
  const isNew = after.claims.length > before.claims.length;
  const which =
    winner.root === firstRoot
      ? 'the first root'
      : isNew
        ? 'a root nobody claimed'
        : 'a later claim';
  return `settle: ${which}, ${path}`;
}

function payOutOutcome(history: number, { config, before, after }: Made): string {
  const { place } = config.tree.histories[history];
  const survivors = livingIn({ config, state: before, by: HONEST }, place);
  const reward = after.contests[place].rewarded > before.contests[place].rewarded;
  return `payOut: ${survivors === 1 ? 'the only survivor' : 'of several'}, ${reward ? 'rewarded' : 'no reward'}`;
}
