/** Disputes as /status tells them. */
import type { Hex } from 'viem';

import type { DuelState, Rules } from '../game/game.ts';
import type { Deployment } from '../l1/client.ts';
import type { EntryState } from '../game/game.ts';
import type { SeenContest, SeenGame } from '../l1/readGame.ts';
import type { DisputeStatus, DuelSideStatus, DuelStatus, EntryStatus } from '../status.ts';
import type { Chronicle } from '../watch/chronicle.ts';
import { stepsUnder } from './duelMoves.ts';

export interface DisputeContext {
  readonly game: SeenGame;
  readonly deployment: Deployment;
  readonly chronicle: Chronicle;
  readonly account: Hex | undefined;
  readonly nextMoves: (number: number) => readonly string[];
}

export function disputesOf(context: DisputeContext): DisputeStatus[] {
  return inTurn(context.game.contests.flatMap((contest) => disputeAbout(contest, context)));
}

/** None settles before those under it. */
function inTurn(disputes: readonly DisputeStatus[]): DisputeStatus[] {
  let settlesSec = 0;
  return disputes
    .toSorted((a, b) => a.number - b.number)
    .map((dispute) => {
      settlesSec = Math.max(settlesSec, dispute.settlesSec);
      return { ...dispute, settlesSec };
    });
}

function disputeAbout(contest: SeenContest, context: DisputeContext): DisputeStatus[] {
  const falseRoots = falseRootsOf(contest, context.chronicle);
  const isDisputed = falseRoots.length > 0 || contest.openedAt !== 0;
  const isOver = contest.closedAt !== 0 && !hasMoneyToMove(contest, context);
  return isDisputed && !isOver ? [disputeOf(contest, { ...context, falseRoots })] : [];
}

function falseRootsOf({ parent, entries, truth }: SeenContest, chronicle: Chronicle): Hex[] {
  const roots = [...chronicle.claimsOn(parent), ...entries].map(({ root }) => root);
  return [...new Set(roots)].filter((root) => root !== truth);
}

function hasMoneyToMove({ entries }: SeenContest, { account }: DisputeContext): boolean {
  return entries.some((entry) => entry.alive && !entry.paidOut && isSame(entry.sponsor, account));
}

function disputeOf(
  contest: SeenContest,
  context: DisputeContext & { readonly falseRoots: readonly Hex[] },
): DisputeStatus {
  const { deployment, falseRoots } = context;
  const entries = contest.entries.map((entry) => entryOf(entry, { contest, context }));
  const stage = stageOf(contest, entries);
  return {
    number: contest.number,
    parent: contest.parent,
    root: contest.truth,
    falseRoots,
    stage,
    enterUntilSec: stage === 'undefended' ? enterUntil(contest, deployment) : null,
    settlesSec: contest.firstClaimedAt + deployment.periodSec,
    entries,
    duels: duelsOf(contest, { entries, context }),
    stakes: stakesOf(entries, contest),
    nextMoves: context.nextMoves(contest.number),
  };
}

function entryOf(
  { id, root, history, sponsor, alive }: EntryState,
  { contest, context }: { contest: SeenContest; context: DisputeContext },
): EntryStatus {
  const isKnown = contest.history !== undefined || root !== contest.truth;
  return {
    id,
    root,
    sponsor,
    isTrue: isKnown ? history === contest.history : null,
    isOurs: isSame(sponsor, context.account),
    isAlive: alive,
    bond: String(context.deployment.bond),
  };
}

/** A true root whose history is not known here counts as true until it is. */
function stageOf(contest: SeenContest, entries: readonly EntryStatus[]): DisputeStatus['stage'] {
  if (contest.closedAt !== 0) return 'paying';
  const living = entries.filter(({ isAlive }) => isAlive);
  const isDefended = living.some(({ isTrue }) => isTrue !== false);
  if (living.some(({ isTrue }) => isTrue === false)) return isDefended ? 'duels' : 'undefended';
  if (isDefended) return living.length > 1 ? 'duels' : 'won';
  return contest.firstRoot === contest.truth && contest.openedAt === 0 ? 'won' : 'undefended';
}

/** The first root can be entered once a dispute is open, any other from its claim on. */
function enterUntil(
  { firstRoot, truth, openedAt, firstClaimedAt }: SeenContest,
  { periodSec }: Rules,
): number {
  return (firstRoot === truth ? openedAt : firstClaimedAt) + periodSec;
}

function stakesOf(
  entries: readonly EntryStatus[],
  { killed }: SeenContest,
): DisputeStatus['stakes'] {
  const living = entries.filter(({ isAlive }) => isAlive);
  const sum = (of: readonly EntryStatus[]): string =>
    String(of.reduce((total, { bond }) => total + BigInt(bond), 0n));
  return {
    true: sum(living.filter(({ isTrue }) => isTrue !== false)),
    ours: sum(living.filter(({ isOurs }) => isOurs)),
    rivals: sum(living.filter(({ isTrue }) => isTrue === false)),
    fallen: String(killed),
  };
}

interface DuelContext {
  readonly entries: readonly EntryStatus[];
  readonly context: DisputeContext;
}

function duelsOf({ duels }: SeenContest, options: DuelContext): DuelStatus[] {
  const living = new Set(options.entries.filter(({ isAlive }) => isAlive).map(({ id }) => id));
  return duels
    .filter(({ entries }) => entries.every((id) => living.has(id)))
    .map((duel) => duelOf(duel, options));
}

function duelOf(duel: DuelState, options: DuelContext): DuelStatus {
  const { rounds, arityLog2, periodSec } = options.context.deployment;
  const first = sideOf(duel, { ...options, side: 0 });
  const second = sideOf(duel, { ...options, side: 1 });
  const isFirstTrue = trueness(options, first.entry) >= trueness(options, second.entry);
  return {
    duel: duel.id,
    round: duel.level,
    rounds,
    steps: stepsUnder(duel, { rounds, arityLog2 }),
    sides: isFirstTrue ? [first, second] : [second, first],
    stepUntilSec: duel.level === rounds ? duel.since + periodSec : null,
  };
}

function trueness({ entries }: DuelContext, id: Hex): number {
  const { isTrue } = entries.find((entry) => entry.id === id)!;
  return isTrue === true ? 2 : isTrue === null ? 1 : 0;
}

/** The clock of a side that has not opened its node runs: first through the grace, then through what it has left. */
function sideOf(
  { entries: ids, clocks, since, revealedAt, level }: DuelState,
  { entries, context, side }: DuelContext & { side: 0 | 1 },
): DuelSideStatus {
  const { graceSec, rounds } = context.deployment;
  const entry = entries.find(({ id }) => id === ids[side])!;
  const isWaiting = level < rounds && revealedAt[side] === 0;
  const untilSec = isWaiting ? since + graceSec + clocks[side] : null;
  return {
    entry: entry.id,
    name: sideName(entry),
    clockSec: clocks[side],
    untilSec,
    isLate: untilSec !== null && context.game.nowSec > untilSec,
  };
}

/** As the subject of a sentence that begins with it in lower case. */
export function sideName({ isTrue, isOurs }: Pick<EntryStatus, 'isTrue' | 'isOurs'>): string {
  if (isTrue === false) return 'the liar';
  if (isTrue === null) return 'somebody with the true root';
  return isOurs ? 'our side' : 'the true side';
}

function isSame(a: Hex, b: Hex | undefined): boolean {
  return a.toLowerCase() === b?.toLowerCase();
}
