/** Which move goes first: what defends bonds at stake, then what brings money in, then what stakes another bond. */
import type { ContestMove, ContestState, Game, Rules } from './game.ts';

const DUEL_MOVES = new Set(['reveal', 'advance', 'step', 'timeout', 'duel']);

/** Within a kind, the nearest deadline first. */
export function byUrgency(
  moves: readonly ContestMove[],
  { game, rules }: { game: Game; rules: Rules },
): ContestMove[] {
  return moves
    .map((move) => ({ move, rank: rankOf(move), bound: boundOf(move, { game, rules }) }))
    .sort((a, b) => a.rank - b.rank || a.bound - b.bound)
    .map(({ move }) => move);
}

function rankOf({ type }: ContestMove): number {
  if (DUEL_MOVES.has(type)) return 0;
  if (type === 'enter') return 2;
  return type === 'claim' ? 3 : 1;
}

/** Seconds of L1 after which it is too late; as large as can be where it is never. */
function boundOf(move: ContestMove, { game, rules }: { game: Game; rules: Rules }): number {
  const never = Number.MAX_SAFE_INTEGER;
  if (move.type === 'enter') {
    const contest = game.contests.find(({ parent }) => parent === move.parent);
    return contest === undefined ? never : enterBound(contest, rules);
  }
  if (move.type !== 'reveal' && move.type !== 'advance' && move.type !== 'step') return never;
  const duels = game.contests.flatMap((contest) => contest.duels);
  const duel = duels.find(({ id }) => id === move.duel);
  if (duel === undefined) return never;
  if (move.type === 'step') return duel.since + rules.periodSec;
  return duel.since + rules.graceSec + duel.clocks[move.side];
}

function enterBound(contest: ContestState, rules: Rules): number {
  const isFirst = contest.firstRoot === contest.truth;
  return (isFirst ? contest.openedAt : contest.firstClaimedAt) + rules.periodSec;
}
