/** Dissection of two histories to one step: contracts/dispute/Duels.sol. */
import { used } from './clock.ts';
import { credit, EITHER_SIDE, payCredits, slash, takeFromPot } from './money.ts';
import type { Play, Refusal } from './moves.ts';
import { HONEST, LIARS, payoutDelayOf, periodOf } from './rules.ts';
import type { Duel } from './state.ts';
import { leftmostDifference, rightmostDifference, stateBefore } from './tree.ts';

type Side = 0 | 1;
const SIDES: readonly Side[] = [0, 1];

export function duel(at: Play, id: number): Refusal {
  const { config, state } = at;
  const { tree, rules } = config;
  const refusal = whyNotRivals(at, id);
  if (refusal !== undefined) return refusal;
  if (state.duels[id] !== undefined && !rules.broken.duelAgain) return 'DuelExists';
  const [x, y] = tree.pairs[id];
  const self: Duel = {
    clocks: [state.entries[x]!.clock, state.entries[y]!.clock],
    since: state.now,
    index: 0,
    level: 0,
    against: [0, 0],
    credits: [],
    revealed: rules.broken.timePerDuel ? [0, 0] : undefined,
  };
  state.duels[id] = self;
  credit(at, self, { side: EITHER_SIDE, cost: rules.costs.move });
  return undefined;
}

export function reveal(at: Play, id: number, side: Side): Refusal {
  const { config, state, by } = at;
  const refusal = whyNotDissected(at, id);
  if (refusal !== undefined) return refusal;
  const self = state.duels[id]!;
  if (revealedAt(at, id, side) !== 0) return 'AlreadyRevealed';
  if (isLate(at, id, side)) return 'ClockExpired';
  if (self.revealed === undefined) state.revealed[nodeOf(at, id, side)] = state.now;
  else self.revealed[side] = state.now;
  if (by === HONEST) state.reveals += 1;
  credit(at, self, { side, cost: config.rules.costs.move });
  return undefined;
}

export function advance(at: Play, id: number): Refusal {
  const { config, state } = at;
  const { rules, tree } = config;
  const refusal = whyNotDissected(at, id);
  if (refusal !== undefined) return refusal;
  const self = state.duels[id]!;
  for (const side of SIDES) {
    if (revealedAt(at, id, side) === 0) return 'NotRevealed';
    if (isLate(at, id, side)) return 'ClockExpired';
  }
  if (!rules.broken.clockNotCharged) {
    self.clocks = [self.clocks[0] - usedBy(at, id, 0), self.clocks[1] - usedBy(at, id, 1)];
  }
  const difference = rules.broken.rightmostDifference ? rightmostDifference : leftmostDifference;
  const child = difference(tree, { pair: tree.pairs[id], level: self.level, index: self.index });
  self.index = self.index * tree.arity + child;
  self.level += 1;
  self.since = state.now;
  if (self.revealed !== undefined) self.revealed = [0, 0];
  credit(at, self, { side: EITHER_SIDE, cost: rules.costs.move });
  return undefined;
}

export function step(at: Play, id: number, side: Side): Refusal {
  const { config, state, by } = at;
  const { rules, tree } = config;
  const refusal = whyNotLiving(at, id);
  if (refusal !== undefined) return refusal;
  const self = state.duels[id]!;
  if (self.level !== tree.rounds) return 'NotAtLeaves';
  if (isLateAtLeaves(at, self)) return 'TooLate';
  const pair = tree.pairs[id];
  const post = tree.next.get(stateBefore(tree, pair[side], self.index));
  if (post === undefined) return 'WitnessOpensOther';
  const [leaf0, leaf1] = pair.map((history) => tree.histories[history].leaves[self.index]);
  const falls: [boolean, boolean] = [leaf0 !== post, leaf1 !== post];
  if (rules.broken.stepAgainstRevealer) falls[side] = true;
  const isPadded = by === LIARS && config.adversary.pads;
  end(at, id, falls, isPadded ? rules.bond : rules.costs.step);
  return undefined;
}

export function timeout(at: Play, id: number): Refusal {
  const { config } = at;
  const refusal = whyNotLiving(at, id);
  if (refusal !== undefined) return refusal;
  const falls = lateSides(at, id);
  if (!falls[0] && !falls[1]) return 'NobodyIsLate';
  if (config.rules.broken.timeoutKillsBoth) falls[0] = falls[1] = true;
  end(at, id, falls, config.rules.costs.move);
  return undefined;
}

export function lateSides(at: Play, id: number): [boolean, boolean] {
  const { tree, rules } = at.config;
  const self = at.state.duels[id]!;
  if (self.level === tree.rounds) {
    const bound = self.since + stepWindow(at);
    const late = rules.broken.timeoutAtBound ? at.state.now >= bound : at.state.now > bound;
    return [late, late];
  }
  const late = (side: Side) => {
    const spent = usedBy(at, id, side);
    const clock = self.clocks[side];
    return rules.broken.timeoutAtBound ? spent >= clock : spent > clock;
  };
  return [late(0), late(1)];
}

export function payMoves(at: Play, id: number): Refusal {
  const { config, state } = at;
  const self = state.duels[id];
  if (self === undefined) return 'NoDuel';
  const [x, y] = config.tree.pairs[id];
  const { place } = config.tree.histories[x];
  const alive0 = state.entries[x]!.alive;
  if (alive0 === state.entries[y]!.alive) return 'NothingToPay';
  const { closedAt, pot } = state.contests[place];
  if (closedAt === 0) return 'ContestOpen';
  const budget = config.rules.broken.potWithoutEnd ? Number.MAX_SAFE_INTEGER : pot;
  const spent = payCredits(at, self, { fallen: alive0 ? 1 : 0, budget });
  if (spent === 0) return 'NothingToPay';
  takeFromPot(at, place, spent);
  state.purses.calls[at.by] += config.rules.costs.call;
  return undefined;
}

function end(at: Play, id: number, falls: readonly [boolean, boolean], cost: number): void {
  const { config, state } = at;
  const self = state.duels[id]!;
  const pair = config.tree.pairs[id];
  for (const side of SIDES) if (falls[side]) state.entries[pair[side]]!.alive = false;
  credit(at, self, { side: EITHER_SIDE, cost });
  for (const side of SIDES) if (falls[side]) slash(at, { history: pair[side], duel: self, side });
}

export function whyNotRivals({ config, state }: Play, id: number): Refusal {
  const [x, y] = config.tree.pairs[id];
  const { broken } = config.rules;
  const [a, b] = [state.entries[x], state.entries[y]];
  if (a === undefined || b === undefined) return 'EntryNotAlive';
  if (!(a.alive && b.alive) && !(broken.deadDuelsGoOn && (a.alive || b.alive)))
    return 'EntryNotAlive';
  const { closedAt } = state.contests[config.tree.histories[x].place];
  const isFinal = closedAt !== 0 && state.now > closedAt + payoutDelayOf(config.rules);
  return isFinal ? 'ContestClosed' : undefined;
}

/** A duel with a fallen side is inert. */
export function whyNotLiving(at: Play, id: number): Refusal {
  return at.state.duels[id] === undefined ? 'NoDuel' : whyNotRivals(at, id);
}

function whyNotDissected(at: Play, id: number): Refusal {
  const refusal = whyNotLiving(at, id);
  if (refusal !== undefined) return refusal;
  return at.state.duels[id]!.level === at.config.tree.rounds ? 'AtLeaves' : undefined;
}

export function nodeOf({ config: { tree }, state }: Play, id: number, side: Side): number {
  const { level, index } = state.duels[id]!;
  return tree.nodes[tree.pairs[id][side]][level][index];
}

/** When the present node of a side was revealed, 0 if it was not. */
export function revealedAt(at: Play, id: number, side: Side): number {
  const self = at.state.duels[id]!;
  return self.revealed === undefined
    ? at.state.revealed[nodeOf(at, id, side)]
    : self.revealed[side];
}

export function usedBy(at: Play, id: number, side: Side): number {
  const { since } = at.state.duels[id]!;
  return used(at.config.rules, { revealedAt: revealedAt(at, id, side), since, now: at.state.now });
}

/** Moves need `used <=` the clock. */
export function isLate(at: Play, id: number, side: Side): boolean {
  const clock = at.state.duels[id]!.clocks[side];
  const spent = usedBy(at, id, side);
  return at.config.rules.broken.moveBeforeBound ? spent >= clock : spent > clock;
}

function stepWindow({ config: { rules } }: Play): number {
  return rules.broken.stepUntilGrace ? rules.grace : periodOf(rules);
}

export function isLateAtLeaves(at: Play, { since }: Duel): boolean {
  const { broken } = at.config.rules;
  if (broken.stepForever) return false;
  const bound = since + stepWindow(at);
  return broken.moveBeforeBound ? at.state.now >= bound : at.state.now > bound;
}
