/** What a run of the model fixes: parameters, rivals' histories, what the adversary may do, and which rule is broken. */
import type { Tree } from './tree.ts';

/** The honest client, and everybody else: liars are one purse, because they may be one person. */
export type Party = 0 | 1;
export const HONEST: Party = 0;
export const LIARS: Party = 1;

/** Gas of the calls in units of money; credited moves and all others. */
export interface Costs {
  readonly move: number;
  readonly step: number;
  /** claim, enter, settle, voidClaim, payMoves, payOut, closePath. */
  readonly call: number;
}

/** Names of the contracts' parameters, in seconds and small units of money. */
export interface Rules {
  readonly budget: number;
  readonly grace: number;
  readonly rounds: number;
  readonly arity: number;
  readonly bond: number;
  readonly pathBond: number;
  readonly costs: Costs;
  readonly broken: Broken;
}

/** Rules broken on purpose: each must be caught by a property. */
export interface Broken {
  readonly periodWithoutGrace?: boolean;
  readonly noGrace?: boolean;
  readonly fullClockWhenLate?: boolean;
  readonly noEntryDeadline?: boolean;
  readonly rightmostDifference?: boolean;
  readonly timePerDuel?: boolean;
  readonly revealedTimeRunsOn?: boolean;
  readonly clockNotCharged?: boolean;
  readonly moveBeforeBound?: boolean;
  readonly timeoutAtBound?: boolean;
  readonly timeoutKillsBoth?: boolean;
  readonly stepUntilGrace?: boolean;
  readonly stepAgainstRevealer?: boolean;
  readonly stepForever?: boolean;
  readonly duelAgain?: boolean;
  readonly deadDuelsGoOn?: boolean;
  readonly identityReuse?: boolean;
  readonly settleEarly?: boolean;
  readonly bareNeverCounts?: boolean;
  readonly bareForever?: boolean;
  readonly firstRootAnyTime?: boolean;
  readonly sponsorIsSender?: boolean;
  readonly wholeReward?: boolean;
  readonly payOutEarly?: boolean;
  readonly payOutTwice?: boolean;
  readonly creditsStay?: boolean;
  readonly potWithoutEnd?: boolean;
  readonly refundUncapped?: boolean;
  readonly fallenKeepBonds?: boolean;
  readonly freeEntriesKeepThePathBond?: boolean;
  readonly freeEntryWithoutPathBond?: boolean;
  readonly excessStays?: boolean;
  readonly firstPathStays?: boolean;
  readonly rewardPerSurvivor?: boolean;
  readonly closeAnyPath?: boolean;
}

/** A history of a rival, or of the honest client where `root` is TRUE_ROOT and the leaves are the true ones. */
export interface History {
  /** Which contest: 0 over the settled tip, 1 over the true claim on it. */
  readonly place: number;
  readonly root: number;
  readonly leaves: readonly number[];
}

export const TRUE_ROOT = 0;

/** What the adversary may do beside lying. */
export interface Adversary {
  /** Seconds in all for which it can keep the honest client's transactions out. */
  readonly censorship: number;
  /** Whether it may make any move for the honest side, and enter the honest history, before the honest client. */
  readonly steals: boolean;
  /** Whether it may come between two moves of one honest turn. */
  readonly interrupts: boolean;
  /** Roots it may claim, by place. */
  readonly claims: readonly (readonly number[])[];
  /** Claims it may make in all. */
  readonly mostClaims: number;
  /** Whether the first claimant may also enter with a bond from another account. */
  readonly bondsToo: boolean;
  readonly pauses: boolean;
  /** Whether its steps carry witnesses that are padded to the worth of a whole bond. */
  readonly pads: boolean;
  /**
   * Duels of liars among themselves are not played. Instead every liar's entry may fall and every node of it may be
   * revealed at any time. All that such duels do to anybody else is that entries fall and nodes are revealed, so
   * this allows more than they do, and what holds here holds with them. It says nothing of money.
   */
  readonly collapses: boolean;
}

export interface Config {
  readonly name: string;
  readonly rules: Rules;
  readonly tree: Tree;
  readonly places: number;
  readonly adversary: Adversary;
  /** The honest client plays from this epoch on; Infinity for a game of liars. */
  readonly honestFrom: number;
  /** Whether the honest client claims where nobody has. */
  readonly honestClaims: boolean;
  /** Whether payments are explored too. Without them states differ in the game alone. */
  readonly money: boolean;
}

/** V. */
export function periodOf({ budget, grace, broken }: Rules): number {
  return broken.periodWithoutGrace === true ? budget : budget + grace;
}

/** Seconds after the decision until several survivors are paid out. */
export function payoutDelayOf(rules: Rules): number {
  return 4 * periodOf(rules);
}

/** The most that a fallen bond pays for one duel at once. */
export function maxRefundOf({ bond }: Rules): number {
  return Math.floor(bond / 4);
}
