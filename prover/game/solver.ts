/** The honest client of DISPUTE.md: what to do in a game, decided from what is known and nothing else. */
import type { Hex } from 'viem';

import type {
  ContestMove,
  ContestState,
  DuelState,
  EntryState,
  Game,
  Rules,
  Side,
} from './game.ts';

export interface Player {
  readonly rules: Rules;
  /** The account that moves; its entries are paid out and its paths closed. */
  readonly account: Hex;
  /** Whether it also claims where nobody has. */
  readonly claims: boolean;
  /** Seconds after which it settles what nobody disputed: others do it sooner and are not raced. */
  readonly patienceSec: number;
}

export interface Decision {
  readonly moves: readonly ContestMove[];
  /** Batches whose history is needed before more can be done. */
  readonly wanted: readonly number[];
}

export function decide(game: Game, player: Player): Decision {
  const decisions = game.contests.map((contest) => decideContest(contest, { game, player }));
  const moves = decisions.flatMap((decision) => decision.moves);
  for (const path of game.closable) moves.push({ type: 'closePath', path, number: 0 });
  const isBusy = moves.length > 0 || game.contests.some(hasOwnDuel);
  if (game.owed > 0n && !isBusy) moves.push({ type: 'collect', number: 0 });
  return { moves, wanted: decisions.flatMap((decision) => decision.wanted) };
}

interface Context {
  readonly game: Game;
  readonly player: Player;
}

function decideContest(contest: ContestState, context: Context): Decision {
  if (needsHistory(contest, context) && contest.history === undefined) {
    return { moves: settleMoves(contest, context), wanted: [contest.number] };
  }
  return {
    moves: [
      ...claimMoves(contest, context),
      ...enterMoves(contest, context),
      ...duelMoves(contest, context),
      ...settleMoves(contest, context),
      ...payMoves(contest, context),
    ],
    wanted: [],
  };
}

/** A history is computed for a contest only where a bond or a move will hang on it. */
export function needsHistory(contest: ContestState, { game, player }: Context): boolean {
  if (contest.firstClaimedAt === 0) return player.claims;
  if (!duelsArePossible(contest, { game, player })) return false;
  return contest.openedAt !== 0 || contest.firstRoot !== contest.truth;
}

/** Rule: a claim is made only where nobody has claimed, and only of a root that the bytecode computed. */
function claimMoves(contest: ContestState, { game, player }: Context): ContestMove[] {
  if (game.nowSec < (game.pausedUntilSec ?? 0)) return [];
  if (!player.claims || contest.firstClaimedAt !== 0 || contest.closedAt !== 0) return [];
  const { parent, batchHash, truth, number } = contest;
  return [{ type: 'claim', parent, batchHash, root: truth, number }];
}

/**
 * Rule: enter if the first root is false, or if a dispute is open. A true bare claim needs no entry, and entering
 * beside one's own identical entry is refused, so an entry is made once, whoever makes it.
 */
function enterMoves(contest: ContestState, { game, player }: Context): ContestMove[] {
  const { parent, number, truth, history } = contest;
  if (contest.closedAt !== 0 || contest.firstClaimedAt === 0 || history === undefined) return [];
  if (contest.entries.some((entry) => entry.history === history)) return [];
  const isFirst = contest.firstRoot === truth;
  if (isFirst && contest.openedAt === 0) return [];
  const due = isFirst ? contest.openedAt : contest.firstClaimedAt;
  if (game.nowSec > due + player.rules.periodSec) return [];
  return [{ type: 'enter', parent, root: truth, history, number }];
}

/** Rule: our entry duels every other living entry, and only ours moves. */
function duelMoves(contest: ContestState, context: Context): ContestMove[] {
  const ours = ourEntry(contest);
  if (ours === undefined || !ours.alive || !duelsArePossible(contest, context)) return [];
  const rivals = contest.entries.filter((entry) => entry.alive && entry.id !== ours.id);
  return withoutRepeats(rivals.flatMap((rival) => rivalMoves(contest, { ours, rival, context })));
}

/** Rule: a node is revealed once; the reveal serves every duel of the history. */
function withoutRepeats(moves: readonly ContestMove[]): ContestMove[] {
  const revealed = new Set<string>();
  return moves.filter((move) => {
    if (move.type !== 'reveal') return true;
    const key = `${move.level}:${move.node}`;
    return !revealed.has(key) && revealed.add(key);
  });
}

function rivalMoves(
  contest: ContestState,
  { ours, rival, context }: { ours: EntryState; rival: EntryState; context: Context },
): ContestMove[] {
  const { number } = contest;
  const duel = contest.duels.find(
    ({ entries }) => entries.includes(ours.id) && entries.includes(rival.id),
  );
  if (duel === undefined) return [{ type: 'duel', x: ours.id, y: rival.id, number }];
  const side: Side = duel.entries[0] === ours.id ? 0 : 1;
  const { rules } = context.player;
  const movesOf = duel.level === rules.rounds ? stepMoves : dissectionMoves;
  return movesOf(duel, { side, context, number });
}

interface InDuel {
  readonly side: Side;
  readonly context: Context;
  readonly number: number;
}

/** Rule: our node is revealed as soon as it is known; a late rival is timed out; otherwise the duel goes down. */
function dissectionMoves(duel: DuelState, { side, context, number }: InDuel): ContestMove[] {
  const { id, level, index, nodes } = duel;
  const rivalSide: Side = side === 0 ? 1 : 0;
  const isLate = (which: Side) => usedSec(duel, which, context) > duel.clocks[which];
  if (isLate(rivalSide)) {
    // Rule: never time a duel out in which we would fall too; reveal first if that is still possible.
    return isLate(side) ? [] : [{ type: 'timeout', duel: id, level, number }];
  }
  if (duel.revealedAt[side] === 0) {
    if (isLate(side)) return [];
    return [{ type: 'reveal', duel: id, side, level, node: nodes[side], index, number }];
  }
  if (duel.revealedAt[rivalSide] === 0) return [];
  return [{ type: 'advance', duel: id, side, level, index, rivalNode: nodes[rivalSide], number }];
}

/** Rule: an honest side executes the step; only after its time has it nothing to gain. */
function stepMoves(duel: DuelState, { side, context, number }: InDuel): ContestMove[] {
  const latest = duel.since + context.player.rules.periodSec;
  if (context.game.nowSec > latest) return [];
  return [{ type: 'step', duel: duel.id, side, index: duel.index, number }];
}

/** Rule: settle what is ours to be true, or nothing at all; never help a false root to be settled. */
function settleMoves(contest: ContestState, { game, player }: Context): ContestMove[] {
  const { parent, number } = contest;
  if (parent !== game.settledTip || contest.firstClaimedAt === 0 || contest.closedAt !== 0)
    return [];
  const wasDisputed = contest.openedAt !== 0;
  const patienceSec = wasDisputed || player.claims ? 0 : player.patienceSec;
  if (game.nowSec <= contest.firstClaimedAt + player.rules.periodSec + patienceSec) return [];
  const roots = rootsLeft(contest, { game, player });
  if (roots.size > 1 || (roots.size === 1 && !roots.has(contest.truth))) return [];
  return [{ type: 'settle', parent, number }];
}

/** Roots that can still settle: of the living entries, and the first one while it needs no entry. */
export function rootsLeft(contest: ContestState, { game, player }: Context): Set<Hex> {
  const roots = new Set(contest.entries.filter(({ alive }) => alive).map(({ root }) => root));
  const isBare = contest.openedAt === 0 || game.nowSec <= contest.openedAt + player.rules.periodSec;
  if (isBare) roots.add(contest.firstRoot);
  return roots;
}

/** Rule: losing claims are voided before our entry is paid out, because what they bring in later is not shared. */
function payMoves(contest: ContestState, { game, player }: Context): ContestMove[] {
  const { number, closedAt } = contest;
  if (closedAt === 0) return [];
  const ours = contest.entries.filter((entry) => isUnpaid(entry, player));
  const credits = contest.duels.filter(({ hasUnpaidMoves }) => hasUnpaidMoves);
  if (ours.length === 0 && credits.length === 0) return [];
  if (contest.voidable.length > 0) {
    return contest.voidable.map((claim) => ({ type: 'voidClaim', claim, number }) as const);
  }
  const isOver =
    contest.livingEntries === 1 || game.nowSec > closedAt + player.rules.payoutDelaySec;
  return [
    ...credits.map(({ id }) => ({ type: 'payMoves', duel: id, number }) as const),
    ...(isOver ? ours.map(({ id }) => ({ type: 'payOut', entry: id, number }) as const) : []),
  ];
}

function isUnpaid(entry: EntryState, { account }: Player): boolean {
  return entry.alive && !entry.paidOut && entry.sponsor.toLowerCase() === account.toLowerCase();
}

/** Seconds a side has spent of the present round beyond the grace: DISPUTE "used, late". */
export function usedSec(duel: DuelState, side: Side, { game, player }: Context): number {
  const end = duel.revealedAt[side] === 0 ? game.nowSec : duel.revealedAt[side];
  return Math.max(0, Math.max(end, duel.since) - duel.since - player.rules.graceSec);
}

/** Bonds hang on duels after the decision too: several entries with the winning root may be left. */
function duelsArePossible(contest: ContestState, { game, player }: Context): boolean {
  const { closedAt } = contest;
  return closedAt === 0 || game.nowSec <= closedAt + player.rules.payoutDelaySec;
}

function ourEntry({ entries, history }: ContestState): EntryState | undefined {
  return history === undefined ? undefined : entries.find((entry) => entry.history === history);
}

function hasOwnDuel(contest: ContestState): boolean {
  const ours = ourEntry(contest);
  const alive = contest.entries.filter((entry) => entry.alive);
  return ours !== undefined && ours.alive && alive.length > 1;
}
