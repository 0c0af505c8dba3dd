/** The honest client of prover/game/solver.ts: its next move, or nothing to do. */
import { isVoid, parentOf, rootsLeft, tipPlace, whyNotLive } from './claims.ts';
import { isLate, isLateAtLeaves, lateSides, revealedAt } from './duels.ts';
import { livingIn } from './entries.ts';
import type { Move, Play } from './moves.ts';
import { type Config, HONEST, payoutDelayOf, periodOf, TRUE_ROOT } from './rules.ts';
import type { State } from './state.ts';

type Step = Move | undefined;

export function decide(config: Config, state: State): Step {
  const at: Play = { config, state, by: HONEST };
  for (let place = 0; place < config.places; place++) {
    if (!playsAt(at, place)) continue;
    const move = claim(at, place) ?? enter(at, place) ?? duels(at, place) ?? settle(at, place);
    if (move !== undefined) return move;
    const payment = config.money ? pay(at, place) : undefined;
    if (payment !== undefined) return payment;
  }
  return config.money ? close(at) : undefined;
}

/** It plays over claims that it holds true, from the epoch on in which it is there. */
export function playsAt({ config, state }: Play, place: number): boolean {
  if (state.contests[0].epoch < config.honestFrom) return false;
  if (place === 0) return true;
  const parent = parentOf(state, place);
  return parent >= 0 && !isVoid(state, state.claims[parent]);
}

function claim({ config, state }: Play, place: number): Step {
  const { firstClaimedAt, closedAt } = state.contests[place];
  if (!config.honestClaims || firstClaimedAt !== 0 || closedAt !== 0) return undefined;
  if (state.now < state.pausedUntil) return undefined;
  return { type: 'claim', by: HONEST, place, root: TRUE_ROOT };
}

function enter({ config, state }: Play, place: number): Step {
  const { firstRoot, firstClaimedAt, openedAt } = state.contests[place];
  const history = config.tree.honest[place];
  if (firstClaimedAt === 0 || state.entries[history] !== undefined) return undefined;
  if (whyNotLive(state, place) !== undefined) return undefined;
  const isFirst = firstRoot === TRUE_ROOT;
  if (isFirst && openedAt === 0) return undefined;
  const due = isFirst ? openedAt : firstClaimedAt;
  if (state.now > due + periodOf(config.rules)) return undefined;
  return { type: 'enter', by: HONEST, history, otherAccount: false };
}

function duels(at: Play, place: number): Step {
  const { config, state } = at;
  const { tree } = config;
  const ours = tree.honest[place];
  const { closedAt } = state.contests[place];
  if (closedAt !== 0 && state.now > closedAt + payoutDelayOf(config.rules)) return undefined;
  if (state.entries[ours]?.alive !== true) return undefined;
  for (let rival = 0; rival < tree.histories.length; rival++) {
    const id = tree.duelOf[ours][rival];
    if (id < 0 || state.entries[rival]?.alive !== true) continue;
    const move = inDuel(at, id, tree.pairs[id][0] === ours ? 0 : 1);
    if (move !== undefined) return move;
  }
  return undefined;
}

function inDuel(at: Play, id: number, side: 0 | 1): Step {
  const { tree } = at.config;
  const self = at.state.duels[id];
  if (self === undefined) return { type: 'duel', by: HONEST, duel: id };
  if (self.level === tree.rounds) {
    return isLateAtLeaves(at, self) ? undefined : { type: 'step', by: HONEST, duel: id, side };
  }
  const rival = side === 0 ? 1 : 0;
  const late = lateSides(at, id);
  if (late[rival]) return late[side] ? undefined : { type: 'timeout', by: HONEST, duel: id };
  if (isLate(at, id, side)) return undefined;
  if (revealedAt(at, id, side) === 0) return { type: 'reveal', by: HONEST, duel: id, side };
  return revealedAt(at, id, rival) === 0 || isLate(at, id, rival)
    ? undefined
    : { type: 'advance', by: HONEST, duel: id };
}

/** Never helps a false root to be settled. */
function settle(at: Play, place: number): Step {
  const { config, state } = at;
  const { firstClaimedAt } = state.contests[place];
  if (tipPlace(state) !== place || firstClaimedAt === 0) return undefined;
  if (state.now <= firstClaimedAt + periodOf(config.rules)) return undefined;
  const roots = rootsLeft(at, place);
  const isOurs = roots.size === 0 || (roots.size === 1 && roots.has(TRUE_ROOT));
  return isOurs ? { type: 'settle', by: HONEST, place } : undefined;
}

/** Where something of ours is unpaid: losing claims first, then moves that no bond paid, then the reward. */
function pay(at: Play, place: number): Step {
  const { config, state } = at;
  const { closedAt, pot } = state.contests[place];
  if (closedAt === 0) return undefined;
  const isHere = (history: number) => config.tree.histories[history].place === place;
  const history = state.entries.findIndex(
    (it, i) => it?.alive && !it.paidOut && it.sponsor === HONEST && isHere(i),
  );
  const duel = config.tree.pairs.findIndex((pair, id) => isHere(pair[0]) && isDue(at, id));
  if (history < 0 && duel < 0) return undefined;
  const losing = state.claims.findIndex(
    (it) => it.place === place && !it.voided && it.path >= 0 && isVoid(state, it),
  );
  if (losing >= 0) return { type: 'voidClaim', by: HONEST, claim: losing };
  if (duel >= 0 && pot > 0) return { type: 'payMoves', by: HONEST, duel };
  const isOver = livingIn(at, place) === 1 || state.now > closedAt + payoutDelayOf(config.rules);
  return isOver && history >= 0 ? { type: 'payOut', by: HONEST, history } : undefined;
}

/** Whether moves of ours wait for the pot: against a side that fell in another duel. */
export function isDue({ config, state }: Play, id: number): boolean {
  const self = state.duels[id];
  if (self === undefined) return false;
  const [alive0, alive1] = config.tree.pairs[id].map((history) => state.entries[history]!.alive);
  if (alive0 === alive1) return false;
  const fallen = alive0 ? 1 : 0;
  return self.credits.some(
    ({ mover, side, amount }) => mover === HONEST && side !== fallen && amount > 0,
  );
}

function close({ state }: Play): Step {
  const path = state.paths.findIndex(
    ({ owner, bond, tip }) => owner === HONEST && bond !== 0 && state.claims[tip].settled,
  );
  return path >= 0 ? { type: 'closePath', by: HONEST, path } : undefined;
}
