/** What must hold in every state. A broken rule of the protocol breaks one of these. */
import { isInert } from './canon.ts';
import { isVoid, parentOf } from './claims.ts';
import { isLate, isLateAtLeaves, usedBy, whyNotLiving } from './duels.ts';
import { decide, playsAt } from './honest.ts';
import type { Play } from './moves.ts';
import {
  type Config,
  HONEST,
  LIARS,
  maxRefundOf,
  payoutDelayOf,
  periodOf,
  type Rules,
  TRUE_ROOT,
} from './rules.ts';
import type { State } from './state.ts';

/** How late the honest player answers: in the model it has one turn a second, at the adversary's choice within it. */
const ANSWER_SEC = 1;

/**
 * Seconds from t0 to the decision, beside those in which the honest player was censored: A + (rounds + 1) g and an answer
 * to the claim, to the last entry and in each round. No configuration needs less. With three rounds it is at most A + 7 g
 * for an honest player that answers within 3/5 g.
 */
export function decisionBound({ budget, grace, rounds }: Rules): number {
  return budget + (rounds + 1) * grace + (rounds + 2) * ANSWER_SEC;
}

export function brokenProperty(config: Config, state: State): string | undefined {
  const at: Play = { config, state, by: HONEST };
  for (let place = 0; place < config.places; place++) {
    const broken = brokenGame(at, place) ?? (config.money ? brokenPot(at, place) : undefined);
    if (broken !== undefined) return broken;
  }
  const late = config.tree.pairs.findIndex((_, id) => isBothOrNeither(at, id));
  if (late >= 0) return 'a move and its timeout are both possible, or neither';
  return brokenWork(at) ?? (config.money ? (brokenSums(at) ?? brokenEnd(at)) : undefined);
}

function brokenGame(at: Play, place: number): string | undefined {
  const { config, state } = at;
  const settled = state.claims.filter((it) => it.place === place && it.settled);
  if (settled.length > 1) return 'two claims of a contest settle';
  if (!playsAt(at, place)) return undefined;
  if (state.entries[config.tree.honest[place]]?.alive === false) return 'an honest entry falls';
  if (settled.some(({ root }) => root !== TRUE_ROOT)) return 'a false root settles';
  if (state.contests[place].epoch > config.honestFrom) return 'all rivals of an honest player fall';
  return isTooLate(at, place) ? 'a contest is not decided in time' : undefined;
}

function isTooLate({ config, state }: Play, place: number): boolean {
  const { firstClaimedAt, closedAt } = state.contests[place];
  if (firstClaimedAt === 0 || closedAt !== 0 || config.honestFrom !== 0) return false;
  const late = state.censored + ANSWER_SEC;
  if (place > 0) {
    const parent = state.contests[place - 1];
    if (parent.closedAt === 0 || state.now <= parent.closedAt + late) return false;
  }
  return state.now > firstClaimedAt + state.censored + decisionBound(config.rules);
}

/** A proof needs now <= its bound and a timeout now > it. */
function isBothOrNeither(at: Play, id: number): boolean {
  const { config, state } = at;
  const self = state.duels[id];
  if (self === undefined || whyNotLiving(at, id) !== undefined) return false;
  if (self.level === config.tree.rounds) {
    const isOver = state.now > self.since + periodOf(config.rules);
    return isOver !== isLateAtLeaves(at, self);
  }
  return ([0, 1] as const).some(
    (side) => usedBy(at, id, side) > self.clocks[side] !== isLate(at, id, side),
  );
}

/** A node is revealed once, whatever number of duels needs it. */
function brokenWork({ config: { tree }, state }: Play): string | undefined {
  const nodes = tree.owners.filter((owners) => owners.some((it) => tree.honest.includes(it)));
  return state.reveals > nodes.length ? 'an honest player reveals a node twice' : undefined;
}

function brokenPot({ config, state }: Play, place: number): string | undefined {
  const { tree, rules } = config;
  const { pot, killed, rewarded } = state.contests[place];
  if (pot < 0) return 'a pot is overdrawn';
  if (rewarded > Math.floor(killed / 10))
    return 'more than a tenth of the fallen bonds is rewarded';
  const isOverpaid = state.duels.some(
    (it) => it !== undefined && Math.max(...it.against) > maxRefundOf(rules),
  );
  if (isOverpaid) return 'a duel is refunded with more than a quarter of a bond';
  const fallen = state.entries.filter(
    (it, i) => it?.alive === false && tree.histories[i].place === place,
  );
  return killed < fallen.length * rules.bond ? 'an entry falls without a bond' : undefined;
}

/** What came in is owed, held or burned, and nobody got more than its due. */
function brokenSums({ config, state }: Play): string | undefined {
  const { paid, owed, refunded, moves, burned } = state.purses;
  const pots = state.contests.reduce((sum, { pot }) => sum + pot, 0);
  const held = heldBy(config, state, HONEST) + heldBy(config, state, LIARS);
  if (paid[0] + paid[1] !== owed[0] + owed[1] + burned + pots + held)
    return 'money is made or lost';
  if (refunded[0] > moves[0] || refunded[1] > moves[1]) return 'a move is refunded twice';
  return undefined;
}

/** Bonds that the contracts still hold for a party. */
function heldBy({ rules }: Config, state: State, party: number): number {
  const entries = state.entries.filter(
    (it) => it !== undefined && it.sponsor === party && it.alive && !it.paidOut,
  );
  const paths = state.paths.filter(({ owner }) => owner === party);
  return entries.length * rules.bond + paths.reduce((sum, { bond }) => sum + bond, 0);
}

/** When everything is decided, and the honest player has nothing left to do. */
function brokenEnd(at: Play): string | undefined {
  const { config, state } = at;
  if (config.honestFrom !== 0 || !isAllOver(at)) return undefined;
  const { paid, owed, refunded, moves, calls } = state.purses;
  const killed = state.contests.reduce((sum, it) => sum + it.killed, 0);
  const lost = paid[LIARS] - heldBy(config, state, LIARS) - (owed[LIARS] - refunded[LIARS]);
  if (lost < killed - Math.floor(killed / 10))
    return 'liars lose less than nine tenths of what fell';
  if (refunded[HONEST] < moves[HONEST]) return 'an honest move is not refunded';
  const gained = owed[HONEST] - paid[HONEST] - moves[HONEST];
  if (gained < 0) return 'the honest player loses a bond';
  const entered = state.contests.filter((_, place) => {
    return state.entries[config.tree.honest[place]]?.sponsor === HONEST;
  });
  // Nothing may fall where the path of a false claim has lost its bond in another contest already.
  const isRewarded =
    entered.length > 0 &&
    (config.places === 1 || entered.every((it) => it.killed >= config.rules.bond));
  return isRewarded && gained < calls[HONEST] ? 'the honest player is out of pocket' : undefined;
}

function isAllOver(at: Play): boolean {
  const { config, state } = at;
  const isOver = state.contests.every(({ closedAt, firstClaimedAt }, place) => {
    if (firstClaimedAt === 0) return parentIsVoid(state, place) || place > 0;
    return isInert(at, place) && state.now > closedAt + payoutDelayOf(config.rules);
  });
  return isOver && decide(config, state) === undefined;
}

function parentIsVoid(state: State, place: number): boolean {
  const parent = parentOf(state, place);
  return parent >= 0 && isVoid(state, state.claims[parent]);
}
