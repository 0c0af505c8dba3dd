/** Bonds, pots, credits and what is owed: contracts/dispute/Moves.sol and Bonds.sol. */
import type { Play } from './moves.ts';
import { maxRefundOf, type Party } from './rules.ts';
import type { Duel, State } from './state.ts';

/** A move for whichever side survives. */
export const EITHER_SIDE = 2;

export function owe({ state }: Play, to: Party, amount: number): void {
  state.purses.owed[to] += amount;
}

/** A call that nobody refunds. */
export function payCall({ config, state, by }: Play): void {
  state.purses.calls[by] += config.rules.costs.call;
}

/** Credits a move to whoever made it, as far as a quarter of a bond has room for it. */
export function credit(at: Play, self: Duel, { side, cost }: { side: number; cost: number }): void {
  const { config, state, by } = at;
  state.purses.moves[by] += at.credit ?? cost;
  const room = maxRefundOf(config.rules) - filled(self, side);
  const amount = at.credit ?? (config.rules.broken.refundUncapped ? cost : Math.min(cost, room));
  if (side !== 0) self.against[0] += amount;
  if (side !== 1) self.against[1] += amount;
  self.credits.push({ mover: by, side, amount });
}

function filled({ against }: Duel, side: number): number {
  if (side === 0) return against[1];
  if (side === 1) return against[0];
  return Math.max(against[0], against[1]);
}

/** Pays the moves against a side that fell. What is paid is forgotten, so nothing is paid twice. */
export function payCredits(
  at: Play,
  self: Duel,
  { fallen, budget }: { fallen: number; budget: number },
): number {
  const { config, state } = at;
  let spent = 0;
  for (const it of self.credits) {
    if (spent >= budget) break;
    if (it.side === fallen) continue;
    const amount = Math.min(it.amount, budget - spent);
    if (!config.rules.broken.creditsStay) it.amount -= amount;
    spent += amount;
    owe(at, it.mover, amount);
    state.purses.refunded[it.mover] += amount;
  }
  return spent;
}

/** Takes a fallen side's bond: its part for this duel to the movers, the rest to the pot. */
export function slash(
  at: Play,
  { history, duel, side }: { history: number; duel: Duel; side: number },
): void {
  const { rules, tree } = at.config;
  if (rules.broken.fallenKeepBonds) return;
  const { place } = tree.histories[history];
  addToPot(at, place, rules.bond);
  const budget = rules.broken.refundUncapped ? rules.bond : maxRefundOf(rules);
  takeFromPot(at, place, payCredits(at, duel, { fallen: side, budget }));
}

export function addToPot({ state }: Play, place: number, bond: number): void {
  state.contests[place].killed += bond;
  state.contests[place].pot += bond;
}

/** A pot pays what fell into it and no more, whoever asks first. */
export function takeFromPot({ config, state }: Play, place: number, wanted: number): number {
  const contest = state.contests[place];
  const isBurn = wanted === Number.MAX_SAFE_INTEGER;
  const taken =
    config.rules.broken.potWithoutEnd && !isBurn ? wanted : Math.min(wanted, contest.pot);
  contest.pot -= taken;
  return taken;
}

/** Takes what is left of the bond of the first claim's path. */
export function forfeitFirst({ state }: Play, place: number): number {
  return forfeitPath(state, firstPathOf(state, place));
}

export function forfeitPath(state: State, path: number): number {
  const { bond } = state.paths[path];
  state.paths[path].bond = 0;
  return bond;
}

/** The path of the first claim, which has one because whoever made it took one. */
export function firstPathOf(state: State, place: number): number {
  const { epoch, firstRoot } = state.contests[place];
  return state.claims.find(
    (it) => it.place === place && it.epoch === epoch && it.root === firstRoot,
  )!.path;
}
