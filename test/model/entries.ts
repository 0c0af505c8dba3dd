/** How rivals enter and are paid: contracts/dispute/Entries.sol. */
import { isFirstClaimant, whyNotLive } from './claims.ts';
import { firstPathOf, owe, payCall, takeFromPot } from './money.ts';
import type { Play, Refusal } from './moves.ts';
import { payoutDelayOf, periodOf } from './rules.ts';

const REWARD_DIVISOR = 10;

export function enter(at: Play, history: number, otherAccount: boolean): Refusal {
  const { config, state, by } = at;
  const { place, root } = config.tree.histories[history];
  const refusal = whyNotLive(state, place) ?? whyNotAdmitted(at, place, root);
  if (refusal !== undefined) return refusal;
  const previous = state.entries[history];
  if (previous !== undefined && !(config.rules.broken.identityReuse && !previous.alive)) {
    return 'EntryExists';
  }
  const clock = clockAtEntry(at, place, root);
  const isFree = !otherAccount && entersFree(at, place, root);
  const contest = state.contests[place];
  if (isFree) stakePath(at, place);
  else state.purses.paid[by] += config.rules.bond;
  if (root !== contest.firstRoot && contest.openedAt === 0) contest.openedAt = state.now;
  state.entries[history] = { sponsor: by, clock, alive: true, paidOut: false };
  payCall(at);
  return undefined;
}

/** The path's bond becomes the entry's, and what it has more goes back to the path's owner. */
function stakePath(at: Play, place: number): void {
  const { config, state } = at;
  const { bond, broken } = config.rules;
  const path = state.paths[firstPathOf(state, place)];
  if (path.bond === 0 || broken.freeEntriesKeepThePathBond) return;
  if (!broken.excessStays) owe(at, path.owner, path.bond - bond);
  path.bond = 0;
}

function whyNotAdmitted({ config: { rules }, state }: Play, place: number, root: number): Refusal {
  const { firstClaimedAt, firstRoot, openedAt } = state.contests[place];
  if (firstClaimedAt === 0) return 'NoClaim';
  const isFirst = root === firstRoot;
  if (isFirst && openedAt === 0 && !rules.broken.firstRootAnyTime) return 'DisputeNotOpen';
  if (rules.broken.noEntryDeadline) return undefined;
  const due = isFirst && openedAt !== 0 ? openedAt : firstClaimedAt;
  return state.now > due + periodOf(rules) ? 'TooLate' : undefined;
}

/** Lateness is spent: the window's time counts against the entrant, not against its rivals. */
function clockAtEntry({ config: { rules }, state }: Play, place: number, root: number): number {
  const { firstClaimedAt, firstRoot, openedAt } = state.contests[place];
  if (rules.broken.fullClockWhenLate) return rules.budget;
  const due = root === firstRoot && openedAt !== 0 ? openedAt : firstClaimedAt;
  const left = periodOf(rules) - (state.now - due);
  return Math.max(0, Math.min(rules.budget, left));
}

/** The first claimant's own entry of its root costs nothing while its path has a bond to stand behind it. */
function entersFree(at: Play, place: number, root: number): boolean {
  const { config, state, by } = at;
  const isOwnFirst = root === state.contests[place].firstRoot && isFirstClaimant(state, place, by);
  if (!isOwnFirst || config.rules.broken.freeEntryWithoutPathBond) return isOwnFirst;
  return state.paths[firstPathOf(state, place)].bond !== 0;
}

export function payOut(at: Play, history: number): Refusal {
  const { config, state, by } = at;
  const { rules, tree } = config;
  const self = state.entries[history];
  const { place } = tree.histories[history];
  if (self === undefined || !self.alive) return 'EntryNotAlive';
  if (self.paidOut && !rules.broken.payOutTwice) return 'AlreadyPaidOut';
  const contest = state.contests[place];
  if (contest.closedAt === 0) return 'ContestOpen';
  const survivors = livingIn(at, place);
  const isOver = survivors === 1 || state.now > contest.closedAt + payoutDelayOf(rules);
  if (!isOver && !rules.broken.payOutEarly) return 'TooEarly';
  self.paidOut = true;
  const share = rules.broken.wholeReward
    ? contest.killed
    : Math.floor(contest.killed / REWARD_DIVISOR);
  const divisor = rules.broken.rewardPerSurvivor ? 1 : survivors;
  const reward = takeFromPot(at, place, Math.floor(share / divisor));
  contest.rewarded += reward;
  owe(at, rules.broken.sponsorIsSender ? by : self.sponsor, rules.bond + reward);
  payCall(at);
  return undefined;
}

export function burn(at: Play, place: number): Refusal {
  const { config, state } = at;
  const { closedAt } = state.contests[place];
  if (closedAt === 0) return 'ContestOpen';
  if (state.now <= closedAt + payoutDelayOf(config.rules) + periodOf(config.rules))
    return 'TooEarly';
  state.purses.burned += takeFromPot(at, place, Number.MAX_SAFE_INTEGER);
  return undefined;
}

export function livingIn({ config: { tree }, state }: Play, place: number): number {
  return state.entries.filter((it, i) => it?.alive === true && tree.histories[i].place === place)
    .length;
}
