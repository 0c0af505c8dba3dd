/** Every rule broken on purpose, with the configuration that finds it and the property that it breaks. */
import { astray, configOf, garbage, inSecond, rival, type Terms, truth } from './configs.ts';
import type { Broken, Config } from './rules.ts';

export interface Mutation {
  readonly rule: keyof Broken;
  readonly terms: Omit<Terms, 'name'>;
  readonly breaks: string;
}

const FALSE_ROOT = 'a false root settles';
const LATE = 'a contest is not decided in time';
const FALLS = 'an honest entry falls';
const BOTH = 'a move and its timeout are both possible, or neither';
const TWICE = 'an honest player reveals a node twice';
const MADE = 'money is made or lost';
const UNPAID = 'an entry falls without a bond';
const REWARD = 'more than a tenth of the fallen bonds is rewarded';
const REFUND = 'a duel is refunded with more than a quarter of a bond';
const AGAIN = 'a move is refunded twice';
const CHEAP = 'liars lose less than nine tenths of what fell';
const OVERDRAWN = 'a pot is overdrawn';
const POCKET = 'the honest player is out of pocket';

const ONE = { rivals: [rival(1, truth(1))] };
const ASTRAY = { rivals: [rival(1, astray(1, 1))] };
const DEEP = { rules: { rounds: 2 }, rivals: [rival(1, truth(1), truth(2), garbage(2))] };
const TWO_LIES = { rivals: [rival(1, garbage(1)), rival(2, garbage(1))] };
const ONE_LIE_TWICE = { rivals: [rival(1, garbage(1)), rival(1, garbage(2))] };
const RIGHT_ROOT = { rivals: [rival(1, truth(1)), rival(0, garbage(1))] };

const PAID = { ...ONE, money: true };
/** ADR 30, point 1: the first claimant enters the true root with a false history. */
export const CLOSED_PATH = {
  ...PAID,
  rivals: [rival(1, truth(1)), rival(0, garbage(1))],
  adversary: { steals: false, claims: [[0]] },
};
/** ADR 30, point 2: one path claims the truth, and a lie over it. A = 0 leaves room for all of it in the same seconds. */
export const TWO_CONTESTS = {
  ...PAID,
  rules: { budget: 0 },
  honestClaims: false,
  places: 2,
  rivals: [rival(0, garbage(1)), rival(1, truth(1)), inSecond(rival(1, garbage(1)))],
  adversary: { steals: false, censorship: 0, claims: [[0], [1]], mostClaims: 2 },
};
const LEFT_TO_LIARS = { honestFrom: Infinity, honestClaims: false };

export const MUTATIONS: readonly Mutation[] = [
  // Windows and clocks
  { rule: 'periodWithoutGrace', terms: ONE, breaks: FALSE_ROOT },
  { rule: 'noGrace', terms: ONE, breaks: FALLS },
  { rule: 'fullClockWhenLate', terms: ONE, breaks: LATE },
  { rule: 'noEntryDeadline', terms: TWO_LIES, breaks: LATE },
  { rule: 'firstRootAnyTime', terms: ONE, breaks: FALLS },
  { rule: 'timePerDuel', terms: RIGHT_ROOT, breaks: TWICE },
  { rule: 'revealedTimeRunsOn', terms: ONE, breaks: FALLS },
  { rule: 'clockNotCharged', terms: DEEP, breaks: LATE },
  { rule: 'moveBeforeBound', terms: ONE, breaks: BOTH },
  { rule: 'timeoutAtBound', terms: ONE, breaks: FALLS },
  { rule: 'stepUntilGrace', terms: ONE, breaks: BOTH },
  { rule: 'stepForever', terms: { ...TWO_LIES, ...LEFT_TO_LIARS }, breaks: BOTH },
  // Duels
  { rule: 'rightmostDifference', terms: ASTRAY, breaks: FALLS },
  { rule: 'timeoutKillsBoth', terms: ONE, breaks: FALLS },
  { rule: 'stepAgainstRevealer', terms: ONE, breaks: FALLS },
  { rule: 'duelAgain', terms: ONE, breaks: LATE },
  { rule: 'deadDuelsGoOn', terms: PAID, breaks: MADE },
  { rule: 'identityReuse', terms: ONE, breaks: FALLS },
  // The decision
  { rule: 'settleEarly', terms: ONE, breaks: FALSE_ROOT },
  { rule: 'bareNeverCounts', terms: ONE, breaks: FALSE_ROOT },
  { rule: 'bareForever', terms: ONE, breaks: LATE },
  // Money
  { rule: 'sponsorIsSender', terms: PAID, breaks: CHEAP },
  { rule: 'wholeReward', terms: PAID, breaks: REWARD },
  {
    rule: 'rewardPerSurvivor',
    terms: {
      ...PAID,
      ...ONE_LIE_TWICE,
      ...LEFT_TO_LIARS,
      adversary: { claims: [[2]], steals: false },
    },
    breaks: REWARD,
  },
  {
    rule: 'payOutEarly',
    terms: { ...PAID, ...RIGHT_ROOT, adversary: { steals: false } },
    breaks: REWARD,
  },
  { rule: 'payOutTwice', terms: PAID, breaks: REWARD },
  { rule: 'creditsStay', terms: PAID, breaks: AGAIN },
  { rule: 'potWithoutEnd', terms: PAID, breaks: OVERDRAWN },
  { rule: 'refundUncapped', terms: { ...PAID, adversary: { pads: true } }, breaks: REFUND },
  { rule: 'fallenKeepBonds', terms: PAID, breaks: UNPAID },
  { rule: 'freeEntriesKeepThePathBond', terms: CLOSED_PATH, breaks: MADE },
  { rule: 'freeEntryWithoutPathBond', terms: TWO_CONTESTS, breaks: MADE },
  { rule: 'excessStays', terms: PAID, breaks: MADE },
  { rule: 'closeAnyPath', terms: PAID, breaks: POCKET },
  { rule: 'firstPathStays', terms: PAID, breaks: POCKET },
];

/** @param isBroken false for the same configuration under the rules as they are */
export function configOfMutation({ rule, terms }: Mutation, isBroken: boolean): Config {
  const broken = isBroken ? { [rule]: true } : {};
  return configOf({ ...terms, name: rule, rules: { ...terms.rules, broken } });
}
